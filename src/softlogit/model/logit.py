"""One model, every way of writing its coefficients.

A `LogitModel` holds one representative W, p × K, of the class of matrices that give the same probabilities; each view of it is a
contrast from `softlogit.contrasts`. The representative that it was made from is kept, so that a set of coefficients which
goes in comes out again to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softlogit import contrasts
from softlogit.data import checks
from softlogit.data.response import check_classes
from softlogit.data.values import Label, numbers
from softlogit.errors import ClassError, InputError
from softlogit.special import Array, log_softmax, softmax


@dataclass(frozen=True, eq=False)
class LogitModel:
    """A multinomial logit model: P(class k | x) = softmax(Wᵀx)ₖ (eq-softmax).

    Make one with `from_softmax`, `from_pivot` or `from_beta`, or by fitting.

    Attributes:
        W: p × K, one column a class, in log-odds per unit of the feature. Adding one vector to every column changes nothing (thm-fibre).
        classes: the K class labels, in the order of W's columns.
        features: the p names of W's rows.
    """

    W: Array
    classes: tuple[Label, ...]
    features: tuple[str, ...]

    @classmethod
    def from_softmax(
        cls,
        W: ArrayLike,
        classes: Sequence[Label] | None = None,
        features: Sequence[str] | None = None,
    ) -> LogitModel:
        """The model of a softmax matrix W, p × K: any representative (eq-softmax).

        >>> model = LogitModel.from_softmax([[5.0, 7.0], [1.0, 3.0]])
        >>> model.beta                                  # w₁ − w₀
        array([2., 2.])

        Raises: InputError for a W that is not a p × K table of finite numbers; ClassError if the classes do not match it.
        """
        return _model(W, classes, features)

    @classmethod
    def from_pivot(
        cls,
        B: ArrayLike,
        pivot: Label | None = None,
        classes: Sequence[Label] | None = None,
        features: Sequence[str] | None = None,
    ) -> LogitModel:
        """The model of pivot coefficients B, p × (K − 1): column k is w_k − w_pivot, in class order with the pivot left out.

        The pivot is the first class unless named, as in R's `multinom` and statsmodels' `MNLogit`; that is W with a column of zeros for
        the pivot (McFadden 1974, Conditional logit analysis of qualitative choice behavior).

        >>> model = LogitModel.from_pivot([[1.0, 2.0]], pivot="c", classes=["a", "b", "c"])
        >>> model.W
        array([[1., 2., 0.]])

        Raises: InputError for a B that is not a table of finite numbers; ClassError if the classes do not match it.
        """
        table = _table(B, "B")
        labels = check_classes(range(table.shape[1] + 1) if classes is None else classes)
        if len(labels) != table.shape[1] + 1:
            raise ClassError(
                f"B has {table.shape[1]} columns, so there are {table.shape[1] + 1} classes; classes= names {len(labels)}."
            )
        at = 0 if pivot is None else _index(labels, pivot)
        return _model(table @ contrasts.lift(len(labels), at), labels, features)

    @classmethod
    def from_beta(
        cls,
        beta: ArrayLike,
        classes: Sequence[Label] | None = None,
        features: Sequence[str] | None = None,
    ) -> LogitModel:
        """The two-class model of a logistic regression's β, length p: the log-odds of classes[1] against classes[0] (eq-answer).

        >>> model = LogitModel.from_beta([2.0, -1.0], classes=("reject", "admit"))
        >>> model.symmetric                             # β/2 and −β/2
        array([[-1. ,  1. ],
               [ 0.5, -0.5]])

        Raises: InputError if beta is not a vector of finite numbers; ClassError if there are not two classes.
        """
        if np.ndim(beta) != 1:
            raise InputError(
                f"beta has shape {np.shape(beta)}; it must be a vector. A table is for from_pivot or from_softmax."
            )
        labels = check_classes((0, 1) if classes is None else classes)
        if len(labels) != 2:
            raise ClassError(f"β belongs to two classes; classes= names {len(labels)}.")
        return LogitModel.from_pivot(_table([beta], "beta").T, classes=labels, features=features)

    @property
    def n_classes(self) -> int:
        """The number of classes, K."""
        return len(self.classes)

    def log_odds(self, a: Label, against: Label) -> Array:
        """The coefficients of ln(P_a / P_against), length p: w_a − w_against (eq-answer).

        >>> LogitModel.from_softmax([[1.0, 2.0, 5.0]], classes=["a", "b", "c"]).log_odds("c", against="b")
        array([3.])

        Raises: ClassError for a class that the model does not have.
        """
        return self.contrast_of(self._pair(a, against))[:, 0]

    @property
    def beta(self) -> Array:
        """Two classes: the coefficients of logistic regression for classes[1] against classes[0], length p (thm-answer).

        Raises: ClassError if there are more classes: β is then a choice, which `coef` and `log_odds` let you make.
        """
        if self.n_classes != 2:
            raise ClassError(
                f"β exists for two classes; this model has {self.n_classes}: {self.classes}. "
                "Use coef(pivot=...) for all, or log_odds(a, against=b) for one pair."
            )
        return self.log_odds(self.classes[1], against=self.classes[0])

    def coef(self, pivot: Label | None = None) -> Array:
        """The coefficients of every other class against the pivot (the first class unless named), p × (K − 1), in class order.

        >>> LogitModel.from_softmax([[1.0, 2.0, 5.0]], classes=["a", "b", "c"]).coef(pivot="b")
        array([[-1.,  3.]])

        Raises: ClassError for a pivot that is no class of the model.
        """
        return self.contrast_of(contrasts.pivot(self.n_classes, self._pivot(pivot)))

    @property
    def symmetric(self) -> Array:
        """The representative whose rows sum to zero, p × K: the one of least norm (thm-minimum-norm)."""
        return self.contrast_of(contrasts.symmetric(self.n_classes))

    def contrast_of(self, A: ArrayLike) -> Array:
        """W A for any K × m matrix A whose columns sum to zero.

        >>> model = LogitModel.from_softmax([[1.0, 2.0, 5.0]])
        >>> model.contrast_of([[-0.5], [-0.5], [1.0]])               # the last class against the mean of the others
        array([[3.5]])

        Raises: InputError for columns that do not.
        """
        return np.asarray(self.W @ contrasts.checked(A, self.n_classes))

    def predict_proba(self, X: ArrayLike) -> Array:
        """P(class k | xᵢ) for each row of X, n × K, in class order (eq-softmax).

        X is n × p with the intercept column inside; a frame's columns are found by name, in any order.

        >>> LogitModel.from_beta([0.0, 1.0]).predict_proba([[1, 0], [1, 800]]).tolist()
        [[0.5, 0.5], [0.0, 1.0]]

        Raises: InputError for an X without the model's features, or with missing entries.
        """
        return softmax(self._scores(X))

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The most probable class of each row of X, n labels; the first of those that tie.

        Raises: InputError for an X without the model's features, or with missing entries.
        """
        return np.asarray(label_array(self.classes)[self._scores(X).argmax(axis=1)])

    def log_likelihood(self, X: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> float:
        """Σᵢ Σₖ yᵢₖ ln P(class k | xᵢ), for labels or counts y, a weight multiplying its row (eq-log-likelihood).

        >>> coin = LogitModel.from_beta([0.0], classes=["tails", "heads"])
        >>> print(round(coin.log_likelihood([[1], [1]], ["heads", "tails"]) / np.log(2), 9))
        -2.0

        Raises: InputError or ClassError for data that are not the model's.
        """
        checks.check_same_rows(X=X, y=y, weights=weights)
        logs = log_softmax(self._scores(X))
        seen, w, _ = checks.check_outcomes(len(logs), y, weights, self.classes)
        counts = np.eye(self.n_classes)[seen] if seen.ndim == 1 else seen
        per_row = (counts * logs).sum(axis=1)
        return float(per_row.sum() if w is None else w @ per_row)

    def same_model_as(self, other: LogitModel, atol: float = 1e-8) -> bool:
        """Whether both give the same probabilities for every x: their contrasts agree within `atol` (thm-fibre).

        The classes may come in another order; they must be the same labels. So may the features, if both models have the same names;
        otherwise they are taken in order. `atol` is in log-odds per unit of each feature.

        >>> LogitModel.from_softmax([[1.0, 2.0]]).same_model_as(LogitModel.from_softmax([[6.0, 7.0]]))
        True
        """
        if set(self.classes) != set(other.classes) or len(self.W) != len(other.W):
            return False
        named = set(self.features) == set(other.features)
        rows = [other.features.index(name) for name in self.features] if named else slice(None)
        C = contrasts.symmetric(self.n_classes)
        theirs = other.W[rows][:, [other.index(label) for label in self.classes]] @ C
        return bool(np.allclose(self.W @ C, theirs, rtol=0, atol=atol))

    def index(self, label: Label) -> int:
        """The column of a class.

        Raises: ClassError for a class that the model does not have.
        """
        return _index(self.classes, label)

    def _pair(self, a: Label, against: Label) -> Array:
        if self.index(a) == self.index(against):
            raise ClassError(
                f"the log-odds of {a!r} against itself are zero; name two classes of {self.classes}."
            )
        return contrasts.pair(self.n_classes, self.index(a), self.index(against))

    def _pivot(self, label: Label | None) -> int:
        return 0 if label is None else self.index(label)

    def _scores(self, X: ArrayLike) -> Array:
        """XW, n × K."""
        return np.asarray(self.design_matrix(X) @ self.W)

    def design_matrix(self, X: ArrayLike) -> Array:
        """X as an n × p array of floats; the columns of a frame are matched to the features by name. One of Dask's is brought together.

        Raises: InputError for an X without the model's features, or with missing entries.
        """
        X = X.compute() if hasattr(X, "compute") else X
        names = checks.feature_names(X)
        missing = set(self.features) - set(names)
        if hasattr(X, "columns") and (not missing or self.features != checks.numbered(len(self.W))):
            if missing:
                raise InputError(
                    f"X has no column {min(missing)!r}; the model's features are {self.features}."
                )
            columns: Any = getattr(X, "iloc", X)
            X = columns[:, [names.index(name) for name in self.features]]
        elif len(names) != len(self.W):
            raise InputError(
                f"X has {np.shape(X)[1]} columns; the model has {len(self.W)} features, the intercept among them: {self.features}."
            )
        return checks.check_features(X, self.features)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(classes={self.classes}, features={self.features})"


def _model(
    W: ArrayLike, classes: Sequence[Label] | None, features: Sequence[str] | None
) -> LogitModel:
    """The model of a checked copy of W that nobody can change afterwards."""
    table = _table(W, "W").copy()
    labels = check_classes(range(table.shape[1]) if classes is None else classes)
    if len(labels) != table.shape[1]:
        raise ClassError(
            f"W has {table.shape[1]} columns, one a class; classes= names {len(labels)}."
        )
    names = checks.feature_names(table.T, features)
    table.setflags(write=False)
    return LogitModel(table, labels, names)


def _table(values: Any, name: str) -> Array:
    """A two-dimensional array of finite floats."""
    try:
        table = numbers(values)
    except ValueError:  # rows of unequal length
        table = None
    if table is None:
        raise InputError(f"{name} must be a table of numbers.")
    if table.ndim != 2 or 0 in table.shape:
        raise InputError(
            f"{name} has shape {table.shape}; it must be a table with a row for each feature and a column for each class."
        )
    if not np.isfinite(table).all():
        raise InputError(f"{name} has missing or infinite entries.")
    return table


def label_array(classes: tuple[Label, ...]) -> NDArray[Any]:
    """The labels as an array. NumPy by itself would make strings of labels of several kinds, and a table of tuples."""
    kinds = {type(label) for label in classes}
    return (
        np.array(classes)
        if len(kinds) == 1 and tuple not in kinds
        else np.fromiter(classes, dtype=object)
    )


def _index(classes: tuple[Label, ...], label: Label) -> int:
    if label not in classes:
        raise ClassError(f"there is no class {label!r}; the classes are {classes}.")
    return classes.index(label)
