"""What an estimated model says about probabilities: their intervals, and how they change with a feature.

A probability is a curved function of the coefficients. Its standard error comes from the delta method, √(gᵀVg), where g is its gradient
in the coefficients and V their covariance. Everything here is built of the derivative of the softmax,

    ∂πₖ/∂z_l = πₖ (δₖₗ − π_l),        z = Wᵀx.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from softlogit.data.checks import check_same_rows, check_weights
from softlogit.data.intercept import find_intercept
from softlogit.errors import InputError
from softlogit.model.estimated import EstimatedLogit, feature_rows, with_covariance
from softlogit.model.tables import CoefficientTable, Summary, normal_quantile
from softlogit.special import Array, sigmoid, softmax


class PredictedProbabilities(NamedTuple):
    """Probabilities with their uncertainty: four arrays, n × K, a column a class in class order."""

    probability: Array
    standard_error: Array
    lower: Array
    upper: Array


def predicted_probabilities(
    fit: EstimatedLogit, X: ArrayLike, level: float = 0.95
) -> PredictedProbabilities:
    """P(class k | xᵢ) with delta-method standard errors and intervals, for each row of X (n × p, or a frame).

    An interval is made on the scale of log-odds, logit πₖ ± quantile × its standard error, and carried back by σ (eq-sigmoid). So it
    stays between 0 and 1, and for two classes it is the usual one of xᵀβ. Where the log-odds have no finite estimate it is nan.

    >>> import softlogit as sl
    >>> fit = sl.fit_formula("admit ~ gre + gpa", sl.load_admissions())
    >>> at = predicted_probabilities(fit, [[1, 600, 3.5]])
    >>> [float(part[0, 1].round(4)) for part in at]
    [0.3332, 0.0249, 0.2864, 0.3836]

    Raises: InputError for an X that is not the model's, or a level outside (0, 1).
    """
    matrix = with_covariance(fit).design_matrix(X)
    scores = matrix @ fit.W
    P = softmax(scores)
    se = np.empty_like(P)
    log_odds = np.empty_like(P)
    for k in range(fit.n_classes):
        # The log-odds of class k are zₖ − ln Σ e^{z_l} over the others; their gradient in z is the class minus the others' shares.
        others = np.where(np.arange(fit.n_classes) == k, -np.inf, scores)
        log_odds[:, k] = scores[:, k] - special.logsumexp(others, axis=1)
        gradient = (np.arange(fit.n_classes) == k) - softmax(others)
        se[:, k] = _row_errors(fit, gradient[:, :, None] * matrix[:, None, :])
    half = normal_quantile(level) * se
    return PredictedProbabilities(
        P, P * sigmoid(-log_odds) * se, sigmoid(log_odds - half), sigmoid(log_odds + half)
    )


def average_marginal_effects(
    fit: EstimatedLogit,
    X: ArrayLike,
    *,
    discrete: str | Sequence[str] = (),
    weights: ArrayLike | None = None,
) -> Summary:
    """How the probability of each class changes with one unit of each feature, on average over the rows of X.

    The effect is the derivative ∂πₖ/∂xⱼ = πₖ (wₖⱼ − Σₗ πₗ wₗⱼ), averaged; for features named in `discrete`, columns of 0 and 1, it is
    the change of πₖ from 0 to 1. Effects are in probability per unit of the feature and sum to zero over the classes. Other columns stay
    as they are, so the effect of one column of an interaction, or of a set of dummies, is of that column alone. The
    intercept is left out: the feature with that name or, if there is none, a column that is 1 in every row. There is a table a
    class, with delta-method standard errors, z, p and intervals (Greene, Econometric Analysis, on discrete choices).

    >>> import softlogit as sl
    >>> data = sl.load_admissions()
    >>> fit = sl.fit_formula("admit ~ gre + gpa", data)
    >>> print(average_marginal_effects(fit, data).tables[1])
    probability of 1:
         Estimate Std. Error z value Pr(>|z|)
    gre 0.0005550  0.0002121   2.616  0.00889
    gpa 0.1556600  0.0643611   2.419   0.0156

    Raises: InputError for an X that is not the model's, a feature in `discrete` that it does not have, or bad weights.
    """
    check_same_rows(X=X, weights=weights)
    matrix = with_covariance(fit).design_matrix(X)
    shares = np.ones(len(matrix)) if weights is None else check_weights(weights, len(matrix))
    if not shares.any():
        raise InputError("weights= is zero for every row; there is no average.")
    switched = feature_rows(fit, discrete)
    for j in switched:
        if not np.isin(matrix[:, j], (0, 1)).all():
            raise InputError(
                f"the feature {fit.features[j]!r} has other values than 0 and 1, so its change from 0 to 1 is not its effect."
            )
    intercept = find_intercept(fit.features, matrix)
    rows = [j for j in range(len(fit.features)) if j != intercept or j in switched]
    effect, error = np.empty((2, len(rows), fit.n_classes))
    for at, j in enumerate(rows):
        effect[at], gradient = (_switch if j in switched else _slope)(
            fit, matrix, shares / shares.sum(), j
        )
        error[at] = _row_errors(fit, gradient)
    effect[np.isnan(error)] = np.nan
    names = tuple(fit.features[j] for j in rows)
    return Summary(
        [
            CoefficientTable(f"probability of {c}", names, effect[:, k], error[:, k])
            for k, c in enumerate(fit.classes)
        ]
    )


def _slope(fit: EstimatedLogit, X: Array, shares: Array, j: int) -> tuple[Array, Array]:
    """The average derivative in feature j, a number a class, and its gradient, K × K × p (effect, class of W, feature of W).

    With eₖ = πₖ (wₖ − Σ π w), the derivative of eₖ in z_l is δₖₗ eₖ − π_l eₖ − πₖ e_l; in w_l itself it is πₖ (δₖₗ − π_l).
    """
    P = softmax(X @ fit.W)
    E = P * (fit.W[j] - (P @ fit.W[j])[:, None])
    eye = np.eye(fit.n_classes)
    in_z = (
        np.einsum("kl,ik->ikl", eye, E)
        - np.einsum("ik,il->ikl", E, P)
        - np.einsum("ik,il->ikl", P, E)
    )
    gradient = np.einsum("i,ikl,im->klm", shares, in_z, X, optimize=True)
    gradient[:, :, j] += np.einsum("i,ikl->kl", shares, _softmax_derivative(P))
    return shares @ E, gradient


def _switch(fit: EstimatedLogit, X: Array, shares: Array, j: int) -> tuple[Array, Array]:
    """The average change when feature j goes from 0 to 1, and its gradient, as `_slope` gives them."""
    effect, gradient = np.zeros(fit.n_classes), np.zeros((fit.n_classes, fit.n_classes, X.shape[1]))
    for value, sign in ((1.0, 1.0), (0.0, -1.0)):
        there = np.where(np.arange(X.shape[1]) == j, value, X)
        P = softmax(there @ fit.W)
        effect += sign * (shares @ P)
        gradient += sign * np.einsum(
            "i,ikl,im->klm", shares, _softmax_derivative(P), there, optimize=True
        )
    return effect, gradient


def _softmax_derivative(P: Array) -> Array:
    """πₖ (δₖₗ − π_l) for each row, n × K × K."""
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])


def _row_errors(fit: EstimatedLogit, gradients: Array) -> Array:
    """The standard errors of functions with these gradients in W, m × K × p; nan where one changes along a direction without maximum.

    Adding a vector to all columns of W changes none of the functions, so the gradient in the first class's column can be left out.
    """
    flat = gradients[:, 1:, :].reshape(len(gradients), -1)
    error: Array = np.linalg.norm(flat @ fit.root, axis=1)
    if len(fit.runaway):
        directions = fit.runaway.swapaxes(1, 2).reshape(len(fit.runaway), -1).T
        moves = np.abs(flat @ directions) > 1e-6 * (np.abs(flat) @ np.abs(directions))
        error[moves.any(axis=1)] = np.nan
    return error
