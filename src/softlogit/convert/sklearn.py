"""Models from and to scikit-learn, which is not imported before it is needed."""

import contextlib
import warnings
from typing import Any

import numpy as np

from softlogit.convert.rows import from_rows, to_rows
from softlogit.data.checks import check_matrix, numbered
from softlogit.data.values import Names
from softlogit.errors import InputError
from softlogit.model.logit import LogitModel, require_model
from softlogit.model.names import label_array

FITTED = ("classes_", "coef_", "intercept_", "predict_proba")
# Probabilities of the same coefficients in two orders of summing.
ROUNDED = 1e-9


def from_sklearn(estimator: Any, *, features: Names = None) -> LogitModel:
    """The model of a fitted classifier whose probabilities are the softmax of its scores.

    That is `LogisticRegression`, whose coefficients are β, 1 × p, for two classes (eq-answer) and
    K × p for more (eq-softmax), and whatever else passes the test of predicting like it, such as
    linear discriminant analysis. One-vs-rest does not.

    >>> from sklearn.linear_model import LogisticRegression
    >>> import softlogit as sl
    >>> data = sl.load_admissions()
    >>> model = from_sklearn(LogisticRegression().fit(data[["gre", "gpa"]], data["admit"]))
    >>> model.features, model.beta.round(4).tolist()
    (('(Intercept)', 'gre', 'gpa'), [-4.7569, 0.0028, 0.685])

    The columns have the names that it was fitted with, unless `features` gives others.

    Raises: InputError for an estimator that is not fitted, or is another kind of model.
    """
    kind = type(estimator).__name__
    if not all(hasattr(estimator, name) for name in FITTED):
        raise InputError(
            f"this {kind} lacks coef_, intercept_, classes_ or predict_proba: fit it, or give a "
            "pipeline's last step."
        )
    rows = check_matrix(estimator.coef_, "coef_")
    names = getattr(estimator, "feature_names_in_", None) if features is None else features
    apart = getattr(estimator, "fit_intercept", True)
    intercept = np.broadcast_to(estimator.intercept_, len(rows)) if apart else None
    model = from_rows(rows, intercept, estimator.classes_, names)
    # Features at which the scores are near 0 and 1; far out all probabilities are 0 or 1.
    # mutant: scores near others than these show it too
    probes = (np.eye(len(rows)) - estimator.intercept_) @ np.linalg.pinv(rows, rcond=1e-9).T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the probes have no column names
        theirs = estimator.predict_proba(probes)
    ours = model.predict_proba(np.insert(probes, 0, 1, axis=1) if apart else probes)
    if not np.allclose(theirs, ours, rtol=0, atol=ROUNDED):
        raise InputError(
            f"the probabilities of this {kind} are not the softmax of its scores, as those of "
            "one-vs-rest are not; it is another model."
        )
    return model


def to_sklearn(model: LogitModel) -> Any:
    """A `LogisticRegression` that predicts the same: fitted by hand, with no iterations.

    >>> import pandas as pd
    >>> names = ["(Intercept)", "dose"]
    >>> model = LogitModel.from_beta([-1.0, 2.0], classes=["no", "yes"], features=names)
    >>> to_sklearn(model).predict(pd.DataFrame({"dose": [0.4, 0.6]})).tolist()
    ['no', 'yes']

    Its classes are sorted, whatever their order here: scikit-learn's metrics take that for granted.

    Raises: InputError for a model with coefficients that have no finite estimate.
    """
    from sklearn.linear_model import LogisticRegression

    classes = require_model(model).classes
    with contextlib.suppress(TypeError):  # labels of several kinds have no order
        classes = tuple(sorted(classes))
    rows, intercept, names = to_rows(model, classes, binary=len(classes) == 2)
    estimator = LogisticRegression(fit_intercept=intercept is not None)
    estimator.classes_, estimator.coef_ = label_array(classes), rows
    estimator.intercept_ = np.zeros(len(rows)) if intercept is None else intercept
    estimator.n_features_in_, estimator.n_iter_ = len(names), np.zeros(1, dtype=int)
    if names != numbered(len(names)):
        estimator.feature_names_in_ = np.array(names, dtype=object)
    return estimator
