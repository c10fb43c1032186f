"""Models from and to other packages.

None of them is imported before it is needed: their objects are known by what they have. Each keeps some representative of the same
class of matrices, so a conversion is a `LogitModel` made from theirs, or the contrast that they expect, taken from ours.

An intercept that they keep apart becomes the feature "(Intercept)", the first one; on the way back a feature with that name, or
statsmodels' "const", or formulaic's "Intercept", is set apart again.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from softlogit.data.checks import numbered
from softlogit.data.intercept import INTERCEPT, find_intercept
from softlogit.data.values import Label, numbers
from softlogit.errors import ClassError, InputError
from softlogit.model.estimated import EstimatedLogit, estimated
from softlogit.model.logit import LogitModel, label_array
from softlogit.special import Array


def from_sklearn(estimator: Any, *, features: Sequence[str] | None = None) -> LogitModel:
    """The model of a fitted scikit-learn classifier whose probabilities are the softmax of its scores.

    That is `LogisticRegression`, with the (1, p) coefficients of classes_[1] for two classes (eq-answer) and K × p for more (eq-softmax),
    and whatever else passes the test of predicting like it, such as linear discriminant analysis. One-vs-rest does not.

    Args:
        estimator: it has `classes_`, `coef_`, `intercept_` and `predict_proba`.
        features: names of the columns; otherwise those it was fitted with.

    >>> from sklearn.linear_model import LogisticRegression
    >>> import softlogit as sl
    >>> data = sl.load_admissions()
    >>> model = from_sklearn(LogisticRegression().fit(data[["gre", "gpa"]], data["admit"]))
    >>> model.features, model.beta.round(4).tolist()
    (('(Intercept)', 'gre', 'gpa'), [-4.7569, 0.0028, 0.685])

    Raises: InputError for an estimator that is not fitted, or is another kind of model.
    """
    kind = type(estimator).__name__
    if not all(
        hasattr(estimator, name) for name in ("classes_", "coef_", "intercept_", "predict_proba")
    ):
        raise InputError(
            f"this {kind} lacks coef_, intercept_, classes_ or predict_proba: fit it, or give a pipeline's last step."
        )
    coef = np.atleast_2d(
        estimator.coef_.toarray()
        if hasattr(estimator.coef_, "toarray")
        else np.asarray(estimator.coef_, dtype=float)
    )
    names = (
        getattr(estimator, "feature_names_in_", numbered(coef.shape[1]))
        if features is None
        else features
    )
    intercept = (
        np.broadcast_to(estimator.intercept_, len(coef))
        if getattr(estimator, "fit_intercept", True)
        else None
    )
    model = _from_rows(coef, intercept, list(estimator.classes_), names)
    # Features at which the scores are near 0 and 1, where it shows what the probabilities are made of: far out all are 0 or 1.
    probes = (np.eye(len(coef)) - estimator.intercept_) @ np.linalg.pinv(coef, rcond=1e-9).T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the probes have no column names
        theirs = estimator.predict_proba(probes)
    ours = model.predict_proba(
        probes if intercept is None else np.column_stack([np.ones(len(probes)), probes])
    )
    if not np.allclose(theirs, ours, rtol=0, atol=1e-9):
        raise InputError(
            f"the probabilities of this {kind} are not the softmax of its scores, as those of one-vs-rest are not; it is another model."
        )
    return model


def from_statsmodels(results: Any, *, classes: Sequence[Label] | None = None) -> EstimatedLogit:
    """The model of a statsmodels `Logit` or `MNLogit` fit, with its covariance: so every contrast gets its right standard error.

    The classes are the fit's own, in its order, the first being its pivot; for `Logit` they are 0 and 1. `classes` names them anew;
    it is wanted for labels of `MNLogit` that are no strings, for statsmodels keeps their text.

    >>> import statsmodels.api as sm
    >>> import softlogit as sl
    >>> students = sl.load_program_choice()
    >>> results = sm.MNLogit(students["prog"], sm.add_constant(students[["write"]])).fit(disp=False)
    >>> print(from_statsmodels(results).contrast("vocation", against="general"))
    vocation against general:
          Estimate Std. Error z value Pr(>|z|)
    const  2.64650    1.12744   2.347   0.0189
    write -0.05180    0.02251  -2.301   0.0214

    Raises: InputError for results of another model, or one with an offset; ClassError for the wrong number of classes.
    """
    kind = type(getattr(results, "model", results)).__name__
    if kind not in ("Logit", "MNLogit") or not hasattr(results, "cov_params"):
        raise InputError(
            f"from_statsmodels takes the results of a Logit or MNLogit fit, not of {kind}."
        )
    if np.any(getattr(results.model, "offset", None)):
        raise InputError("the fit has an offset, which a LogitModel cannot hold.")
    B = np.asarray(results.params, dtype=float).reshape(len(results.model.exog_names), -1)
    named = results.model._ynames_map if kind == "MNLogit" else {0: 0, 1: 1}
    labels = [named[k] for k in sorted(named)] if classes is None else classes
    model = LogitModel.from_pivot(B, classes=labels, features=results.model.exog_names)
    return estimated(model, results.cov_params())


def from_torch(
    linear: Any, *, classes: Sequence[Label] | None = None, features: Sequence[str] | None = None
) -> LogitModel:
    """The model of a torch `Linear` layer that feeds a softmax, or of one with a single output that feeds a sigmoid.

    Args:
        linear: the layer, or its state dict: `weight` (K × p, or 1 × p for two classes) and, if it has one, `bias`.
        classes: the K labels, 0, 1, … if not given.
        features: names of the p inputs; a bias becomes "(Intercept)" before them.

    >>> model = from_torch({"weight": np.array([[2.0, 0.5]]), "bias": np.array([-1.0])})          # or torch.nn.Linear(2, 1)
    >>> model.beta, model.features
    (array([-1. ,  2. ,  0.5]), ('(Intercept)', 'x0', 'x1'))

    Raises: InputError for something without a weight matrix.
    """
    is_layer = any(kind.__name__ == "Linear" for kind in type(linear).__mro__)
    state = linear if isinstance(linear, Mapping) else linear.state_dict() if is_layer else {}
    tensors = {
        name: tensor.detach().cpu().double() if hasattr(tensor, "detach") else tensor
        for name, tensor in state.items()
    }
    weight, bias = (
        numbers(tensors.get("weight")),
        numbers(tensors["bias"]) if "bias" in tensors else None,
    )
    if weight is None or weight.ndim != 2 or (bias is not None and bias.shape != weight.shape[:1]):
        raise InputError(
            f"from_torch takes a Linear layer or its state dict (weight matrix and bias); this is a {type(linear).__name__}."
        )
    labels = list(range(max(2, len(weight)))) if classes is None else list(classes)
    return _from_rows(
        weight, bias, labels, numbered(weight.shape[1]) if features is None else features
    )


def to_sklearn(model: LogitModel) -> Any:
    """A scikit-learn `LogisticRegression` that predicts the same: fitted by hand, with no iterations.

    >>> import pandas as pd
    >>> model = LogitModel.from_beta([-1.0, 2.0], classes=["no", "yes"], features=["(Intercept)", "dose"])
    >>> to_sklearn(model).predict(pd.DataFrame({"dose": [0.4, 0.6]})).tolist()
    ['no', 'yes']

    Raises: InputError for a model with coefficients that have no finite estimate.
    """
    from sklearn.linear_model import LogisticRegression

    rows, intercept, names = _to_rows(model, binary=True)
    estimator = LogisticRegression(fit_intercept=intercept is not None)
    estimator.classes_ = label_array(model.classes)
    estimator.coef_, estimator.intercept_ = (
        rows,
        np.zeros(len(rows)) if intercept is None else intercept,
    )
    estimator.n_features_in_, estimator.n_iter_ = len(names), np.zeros(1, dtype=int)
    if names != numbered(len(names)):
        estimator.feature_names_in_ = np.array(names, dtype=object)
    return estimator


def to_torch(model: LogitModel, *, outputs: int | None = None) -> dict[str, Any]:
    """A state dict for a torch `Linear` layer: `layer.load_state_dict(to_torch(model))`, in double precision.

    The layer has K outputs for a softmax, the representative whose columns sum to zero (thm-minimum-norm), or with `outputs=1` the one
    of a two-class model for a sigmoid, β (eq-answer). An intercept becomes the bias; without one there is none.

    >>> model = LogitModel.from_beta([-1.0, 2.0], features=["(Intercept)", "dose"])
    >>> to_torch(model, outputs=1)["weight"], to_torch(model)["bias"]                       # doctest: +SKIP
    (tensor([[2.]], dtype=torch.float64), tensor([ 0.5000, -0.5000], dtype=torch.float64))

    Raises: ClassError if `outputs` is neither K nor, for two classes, 1.
    """
    import torch

    if outputs not in (None, model.n_classes) and (outputs, model.n_classes) != (1, 2):
        raise ClassError(
            f"a layer for {model.n_classes} classes has {model.n_classes} outputs, not {outputs}; two classes may have 1."
        )
    rows, intercept, _ = _to_rows(model, binary=outputs == 1)
    return {"weight": torch.tensor(rows)} | (
        {} if intercept is None else {"bias": torch.tensor(intercept)}
    )


def _from_rows(
    rows: Array, intercept: ArrayLike | None, classes: Sequence[Label], features: Sequence[str]
) -> LogitModel:
    """A model from a row of coefficients for each class, or one for two classes, and the intercepts apart."""
    if intercept is not None:
        rows, features = np.column_stack([intercept, rows]), (INTERCEPT, *features)
    if len(rows) == 1:
        return LogitModel.from_beta(rows[0], classes=classes, features=features)
    return LogitModel.from_softmax(rows.T, classes=classes, features=features)


def _to_rows(model: LogitModel, binary: bool) -> tuple[Array, Array | None, tuple[str, ...]]:
    """The symmetric coefficients, a row a class, or for two classes and `binary` β; the intercepts set apart; the other features' names."""
    table = model.coef() if binary and model.n_classes == 2 else model.symmetric
    if not np.isfinite(table).all():
        raise InputError(
            "some contrasts of this fit have no finite estimate, so no table can hold it; fit with ridge=."
        )
    at = find_intercept(model.features)
    if at is None:
        return table.T.copy(), None, model.features
    names = model.features[:at] + model.features[at + 1 :]
    return np.delete(table, at, axis=0).T.copy(), table[at].copy(), names
