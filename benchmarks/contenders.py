"""Who is compared: one small function each.

It takes the data, lays them out as the tool likes them best, which is not timed, and returns two functions. The first fits with a given
tolerance, and is timed; the second reads off the result the coefficients, p × (K − 1) against the first class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy import linalg, optimize
from sklearn.linear_model import LogisticRegression

import softlogit as sl
from benchmarks.grid import Row
from softlogit.special import Array

try:
    import glum
except ImportError:  # `make benchmark` installs it
    glum = None

Fit = Callable[[float], Any]
Prepared = tuple[Fit, Callable[[Any], Array]]

# More steps than anybody should need, of gradient methods and of Newton's: a fit that takes all of them has not found its end.
GRADIENT_STEPS, NEWTON_STEPS = 2000, 200


@dataclass(frozen=True)
class Contender:
    """A way to fit the model.

    Attributes:
        prepare: the data to the two functions described above.
        baseline: the contender whose time it is divided by.
        packaged: whether it is a peer, a tool that fits this model when it is told to; not ours, and not written by hand.
        tolerances: whether it takes any; if not, it is called once and for all.
        applies: whether it can fit a row of the grid at all.
    """

    prepare: Callable[[Array, Array], Prepared]
    baseline: str = "softlogit"
    packaged: bool = True
    tolerances: bool = True
    applies: Callable[[Row], bool] = lambda row: True


def softlogit(X: Array, y: Array) -> Prepared:
    """The estimate, with everything that `fit` checks."""
    return lambda tolerance: sl.fit(X, y), lambda fit: fit.coef()


def softlogit_with_covariance(X: Array, y: Array) -> Prepared:
    """The same and the standard errors."""

    def fit(tolerance: float) -> Any:
        result = sl.fit(X, y)
        result.standard_errors()
        return result

    return fit, lambda result: result.coef()


def scikit_learn(solver: str) -> Callable[[Array, Array], Prepared]:
    """LogisticRegression without penalty. From three classes on it has a column for each."""

    def prepare(X: Array, y: Array) -> Prepared:
        features = np.ascontiguousarray(X[:, 1:])
        steps = GRADIENT_STEPS if solver == "lbfgs" else NEWTON_STEPS

        def fit(tolerance: float) -> Any:
            return LogisticRegression(C=np.inf, solver=solver, tol=tolerance, max_iter=steps).fit(features, y)

        def coefficients(model: Any) -> Array:
            W = np.column_stack([model.intercept_, model.coef_]).T
            return W if W.shape[1] == 1 else W[:, 1:] - W[:, :1]

        return fit, coefficients

    return prepare


def statsmodels(X: Array, y: Array) -> Prepared:
    """Logit or MNLogit by Newton's method, without the covariance."""
    return statsmodels_fit(X, y, skip_hessian=True), lambda result: result.params.reshape(X.shape[1], -1)


def statsmodels_with_covariance(X: Array, y: Array) -> Prepared:
    """The same and the standard errors."""
    fit = statsmodels_fit(X, y, skip_hessian=False)

    def with_standard_errors(tolerance: float) -> Any:
        result = fit(tolerance)
        _ = result.bse
        return result

    return with_standard_errors, lambda result: result.params.reshape(X.shape[1], -1)


def statsmodels_fit(X: Array, y: Array, skip_hessian: bool) -> Fit:
    model = sm.Logit if y.max() == 1 else sm.MNLogit
    return lambda tolerance: model(y, X).fit(method="newton", tol=tolerance, maxiter=NEWTON_STEPS, disp=0, skip_hessian=skip_hessian)


def scipy_lbfgs(X: Array, y: Array) -> Prepared:
    """What one writes by hand: SciPy's L-BFGS-B on the mean log-likelihood and its gradient; it stops by the gradient alone."""
    n, p = X.shape
    Y = (y[:, None] == np.arange(1, y.max() + 1)).astype(float)
    q = Y.shape[1]

    def fit(tolerance: float) -> Any:
        XtY = X.T @ Y

        def minus_mean_loglik(b: Array) -> tuple[float, Array]:
            B = b.reshape(p, q)
            eta = X @ B
            top = np.maximum(eta.max(axis=1), 0)
            odds = np.exp(eta - top[:, None])
            total = np.exp(-top) + odds.sum(axis=1)
            odds /= total[:, None]
            loglik = np.sum(B * XtY) - np.sum(top + np.log(total))
            return -loglik / n, (X.T @ odds - XtY).ravel() / n

        options = {"gtol": tolerance, "ftol": 0, "maxiter": GRADIENT_STEPS, "maxfun": 2 * GRADIENT_STEPS}
        return optimize.minimize(minus_mean_loglik, np.zeros(p * q), jac=True, method="L-BFGS-B", options=options)

    return fit, lambda result: result.x.reshape(p, q)


def glum_irls(X: Array, y: Array) -> Prepared:
    """For two classes: iteratively reweighted least squares."""
    features, response = np.ascontiguousarray(X[:, 1:]), y.astype(float)

    def fit(tolerance: float) -> Any:
        return glum.GeneralizedLinearRegressor(family="binomial", alpha=0, gradient_tol=tolerance, max_iter=NEWTON_STEPS).fit(
            features, response
        )

    return fit, lambda model: np.r_[model.intercept_, model.coef_][:, None]


def bare_numpy(X: Array, y: Array) -> Prepared:
    """For two classes: Newton's steps and nothing else. No check of the data, no safeguard, no inference."""

    def fit(tolerance: float) -> Array:
        b, decrement = np.zeros(X.shape[1]), np.inf
        while decrement > tolerance:
            pi = 1 / (1 + np.exp(-(X @ b)))
            score = X.T @ (y - pi)
            step = linalg.solve((X.T * (pi * (1 - pi))) @ X, score, assume_a="pos")
            b, decrement = b + step, score @ step
        return b

    return fit, lambda b: b[:, None]


def two_classes(row: Row) -> bool:
    return row.K == 2


CONTENDERS = {
    "softlogit": Contender(softlogit, packaged=False, tolerances=False),
    "softlogit with covariance": Contender(
        softlogit_with_covariance, baseline="softlogit with covariance", packaged=False, tolerances=False
    ),
    "sklearn-lbfgs": Contender(scikit_learn("lbfgs")),
    "sklearn-newton-cholesky": Contender(scikit_learn("newton-cholesky")),
    "sklearn-newton-cg": Contender(scikit_learn("newton-cg")),
    "statsmodels": Contender(statsmodels),
    "statsmodels with covariance": Contender(statsmodels_with_covariance, baseline="softlogit with covariance"),
    "glum": Contender(glum_irls, applies=lambda row: glum is not None and two_classes(row)),
    "scipy": Contender(scipy_lbfgs, packaged=False),
    "bare-numpy": Contender(bare_numpy, baseline="softlogit with covariance", packaged=False, applies=lambda row: row.name == "admissions"),
}
