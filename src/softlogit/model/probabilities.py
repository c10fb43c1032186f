"""What a model says about probabilities: their intervals, and how they change with a feature.

A probability is a curved function of the coefficients. Its standard error comes from the delta
method (Greene 2003): √(gᵀVg), where g is its gradient in the coefficients and V their covariance.
Everything here is built of the derivative of the softmax,

    ∂πₖ/∂z_l = πₖ (δₖₗ − π_l),        z = Wᵀx.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from softlogit.data.checks import check_same_rows, check_weights
from softlogit.data.intercept import find_intercept
from softlogit.data.values import plain
from softlogit.errors import InputError
from softlogit.model.logit import LogitModel, require_model
from softlogit.model.tables import EstimateTable, Summary
from softlogit.model.uncertainty import normal_quantile
from softlogit.special import Array, log_sum_exp, sigmoid, softmax

# The step of a difference, as a share of the variable: its error is about the square, or what
# rounding leaves. mutant: half of it does as well
STEP = 2.0**-17


class PredictedProbabilities(NamedTuple):
    """Probabilities with their uncertainty: four arrays, n × K, a column a class in class order."""

    probability: Array
    standard_error: Array
    lower: Array
    upper: Array


def predicted_probabilities(
    fit: LogitModel, X: ArrayLike, *, level: float = 0.95
) -> PredictedProbabilities:
    """P(class k | xᵢ) with standard errors and intervals, for each row of X (n × p, or a frame).

    An interval is made on the scale of log-odds, logit πₖ ± quantile × its standard error, and
    carried back by σ (eq-sigmoid). So it stays between 0 and 1, and for two classes it is the usual
    one of xᵀβ. Where the log-odds have no finite estimate it is nan.

    >>> import softlogit as sl
    >>> fit = sl.fit_formula("admit ~ gre + gpa", sl.load_admissions())
    >>> at = predicted_probabilities(fit, [[1, 600, 3.5]])
    >>> [float(part[0, 1].round(4)) for part in at]
    [0.3332, 0.0249, 0.2864, 0.3836]

    Raises: InputError for an X that is not the model's, a level outside (0, 1), or no covariance.
    """
    known, X = require_model(fit)._known(), fit.design_matrix(X)
    scores = X @ fit.W
    P = softmax(scores)
    se, log_odds = np.empty_like(P), np.empty_like(P)
    for k in range(fit.n_classes):
        # The log-odds of class k are zₖ − ln Σ e^{z_l} over the others; their gradient in z is the
        # class minus the others' shares.
        this = np.arange(fit.n_classes) == k
        others = np.where(this, -np.inf, scores)
        log_odds[:, k] = scores[:, k] - log_sum_exp(others, axis=1)
        gradient = this - softmax(others)
        se[:, k] = known.errors_of(gradient[:, :, None] * X[:, None, :])
    half = normal_quantile(level) * se
    return PredictedProbabilities(
        P, P * sigmoid(-log_odds) * se, sigmoid(log_odds - half), sigmoid(log_odds + half)
    )


def average_marginal_effects(
    fit: LogitModel, X: Any, *, discrete: str | Sequence[str] = (), weights: Any = None
) -> Summary:
    """How the probability of each class changes with each variable, on average over the rows of X.

    >>> import softlogit as sl
    >>> data = sl.load_admissions()
    >>> fit = sl.fit_formula("admit ~ gre + gpa", data)
    >>> print(average_marginal_effects(fit, data).tables[1])
    probability of 1:
         Estimate Std. Error z value Pr(>|z|)
    gre 0.0005550  0.0002121   2.616  0.00889
    gpa 0.1556600  0.0643611   2.419   0.0156

    A number's effect is the derivative ∂πₖ/∂x, averaged; that of a variable named in `discrete`,
    of zeros and ones, is the change of πₖ from 0 to 1; that of a level, the change from the
    first level. After a formula, with a frame, a variable moves wherever it stands, in products and
    powers too, as in Stata and R's margins. Otherwise each column of X is a variable of its own;
    the intercept is none. Effects are in probability per unit and sum to zero over the classes.
    There is a table a class, with errors by the delta method (Greene 2003).

    Raises: InputError for an X that is not the model's, an unknown variable, bad weights, or a
    model without a covariance.
    """
    check_same_rows(X=X, weights=weights)
    known, at = require_model(fit)._known(), fit.design_matrix(X)
    shares = np.ones(len(at)) if weights is None else check_weights(weights, len(at))
    if not shares.any():
        raise InputError("weights= is zero for every row; there is no average.")
    shares = shares / shares.sum()
    changes = _changes(fit, X, at, discrete)
    effect, error = np.empty((2, len(changes), fit.n_classes))
    for row, change in enumerate(changes.values()):
        if isinstance(change, tuple):
            effect[row], gradient = _switch(fit.W, shares, *change)
        else:
            effect[row], gradient = _slope(fit.W, shares, at, change)
        error[row] = known.errors_of(gradient)
    effect[np.isnan(error)] = np.nan
    tables = [
        EstimateTable(f"probability of {c}", tuple(changes), effect[:, k], error[:, k])
        for k, c in enumerate(fit.classes)
    ]
    return Summary(tables)


# How X changes with a variable: its derivative, n × p, or X with and without something
Change = Array | tuple[Array, Array]


def _changes(
    fit: LogitModel, data: Any, X: Array, discrete: str | Sequence[str]
) -> dict[str, Change]:
    """Of each variable of the formula or, without, of each feature but the intercept."""
    switched = [discrete] if isinstance(discrete, str) else list(map(str, plain(discrete)))
    if fit.design and hasattr(data, "columns"):
        from softlogit.data.frames import pandas_frame

        data = pandas_frame(data)
        variables = fit.design.variables(data)
    else:
        data = dict(zip(fit.features, X.T, strict=True))
        at = find_intercept(fit.features, X)
        effective = [name for j, name in enumerate(data) if j != at or name in switched]
        variables = {name: (name, ()) for name in effective}

    def moved(name: str, values: ArrayLike) -> Array:
        if isinstance(data, dict):
            columns = data | {name: np.broadcast_to(values, len(X))}
            return np.column_stack(list(columns.values()))
        return fit.design_matrix(data.assign(**{name: values}))

    fit._rows([name for name in switched if name not in variables])
    changes: dict[str, Change] = {}
    for name, (factor, levels) in variables.items():
        if levels:
            first, *others = (moved(name, level) for level in levels)
            for level, other in zip(levels[1:], others, strict=True):
                changes[f"{factor}[{level}]"] = other, first
        elif name in switched:
            if not np.isin(data[name], (0, 1)).all():
                raise InputError(
                    f"the feature {name!r} has other values than 0 and 1, so its change from 0 to "
                    "1 is not its effect."
                )
            changes[name] = moved(name, 1), moved(name, 0)
        else:
            x = np.asarray(data[name], dtype=float)
            step = STEP * np.maximum(np.abs(x), np.abs(x).mean() / 1000)
            step[step == 0] = STEP
            slopes = (moved(name, x + step) - moved(name, x - step)) / (2 * step)[:, None]
            slopes[:, [feature == name for feature in fit.features]] = 1
            changes[name] = slopes
    return changes


def _slope(W: Array, shares: Array, X: Array, slopes: Array) -> tuple[Array, Array]:
    """The average derivative along `slopes`, n × p, and its gradient in W.

    There is an effect a class; the gradient is K × K × p: effect, class of W, feature of W. With
    uₖ = Σⱼ slopeⱼ wⱼₖ and eₖ = πₖ (uₖ − Σ π u), the derivative of eₖ in z_l is
    δₖₗ eₖ − π_l eₖ − πₖ e_l; in u_l it is πₖ (δₖₗ − π_l).
    """
    P, U = softmax(X @ W), slopes @ W
    E = P * (U - (P * U).sum(axis=1, keepdims=True))
    moved = np.einsum("ik,il->ikl", E, P)
    in_z = np.eye(len(W.T)) * E[:, None, :] - moved - moved.swapaxes(1, 2)
    gradient = np.einsum("i,ikl,im->klm", shares, in_z, X, optimize=True)
    return shares @ E, gradient + _in_W(shares, P, slopes)


def _switch(W: Array, shares: Array, after: Array, before: Array) -> tuple[Array, Array]:
    """The average change from one X to another, and its gradient, as `_slope` gives them."""
    P, Q = softmax(after @ W), softmax(before @ W)
    return shares @ (P - Q), _in_W(shares, P, after) - _in_W(shares, Q, before)


def _in_W(shares: Array, P: Array, X: Array) -> Array:
    """Σᵢ πₖ (δₖₗ − π_l) xᵢ, K × K × p: how the average of P changes with W."""
    derivative = P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])
    return np.einsum("i,ikl,im->klm", shares, derivative, X, optimize=True)
