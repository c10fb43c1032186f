"""Coefficients as scikit-learn and torch keep them: a row for each class, the intercepts apart.

Each tool keeps some representative of the same class of matrices, so a conversion is a `LogitModel`
made from theirs, or the contrast that they expect, taken from ours. An intercept that is kept
apart becomes the first feature, "(Intercept)"; on the way back it is set apart again.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from softlogit.data.checks import numbered
from softlogit.data.intercept import INTERCEPT, find_intercept
from softlogit.data.values import Label, Labels, Names, plain
from softlogit.errors import InputError
from softlogit.model.logit import LogitModel
from softlogit.model.names import place
from softlogit.special import Array


def from_rows(
    rows: Array, intercept: ArrayLike | None, classes: Labels, features: Names
) -> LogitModel:
    """A model from a row of coefficients for each class, or one for two classes."""
    names = numbered(rows.shape[1]) if features is None else plain(features)
    if intercept is not None:
        rows, names = np.column_stack([intercept, rows]), (INTERCEPT, *names)
    if len(rows) == 1:
        return LogitModel.from_beta(rows[0], classes=classes, features=names)
    return LogitModel.from_softmax(rows.T, classes=classes, features=names)


def to_rows(
    model: LogitModel, classes: Sequence[Label], *, binary: bool
) -> tuple[Array, Array | None, tuple[str, ...]]:
    """The symmetric coefficients, a row a class, or β if `binary`; intercepts; the other names.

    Raises: InputError for a model with coefficients that have no finite estimate.
    """
    if binary:
        table = model.log_odds(classes[1], against=classes[0])[:, None]
    else:
        table = model.symmetric[:, [place(model.classes, label) for label in classes]]
    if not np.isfinite(table).all():
        raise InputError(
            "some contrasts of this fit have no finite estimate, so no table can hold it; fit with "
            "ridge=."
        )
    at = find_intercept(model.features)
    if at is None:
        return table.T.copy(), None, model.features
    names = model.features[:at] + model.features[at + 1 :]
    return np.delete(table, at, axis=0).T.copy(), table[at].copy(), names
