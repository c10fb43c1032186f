"""Who is compared: one small function each.

It takes the data and a penalty, lays them out as the tool likes them best, which is not timed, and returns two functions. The first
fits with a given tolerance, and is timed; the second reads off the result the coefficients, p × (K − 1) against the first class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy import optimize, sparse
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
        like: another contender, whose tolerance it takes without a search of its own.
        kinds: of rows that it can do.
        two_classes: whether it can do with no more.
    """

    prepare: Callable[..., Prepared]
    baseline: str = "softlogit"
    packaged: bool = True
    tolerances: bool = True
    like: str = ""
    kinds: tuple[str, ...] = ("dense",)
    two_classes: bool = False

    def applies(self, row: Row) -> bool:
        return row.kind in self.kinds and not (self.two_classes and row.K > 2)


def softlogit(X: Array, y: Array, ridge: float = 0.0) -> Prepared:
    """The estimate, with everything that `fit` checks."""
    return lambda tolerance: sl.fit(X, y, ridge=ridge), lambda fit: fit.coef()


def softlogit_with_covariance(X: Array, y: Array, ridge: float = 0.0) -> Prepared:
    """The same and the standard errors."""

    def fit(tolerance: float) -> Any:
        result = sl.fit(X, y)
        result.standard_errors()
        return result

    return fit, lambda result: result.coef()


def scikit_learn(solver: str) -> Callable[..., Prepared]:
    """LogisticRegression; X has the intercept already, but with a penalty has it apart. From three classes on a column for each."""
    steps = GRADIENT_STEPS if solver == "lbfgs" else NEWTON_STEPS

    def prepare(X: Array, y: Array, ridge: float = 0.0) -> Prepared:
        columns, C = (X[:, 1:], 1 / ridge) if ridge else (X, np.inf)

        def fit(tolerance: float) -> Any:
            return LogisticRegression(C=C, solver=solver, tol=tolerance, max_iter=steps, fit_intercept=ridge > 0).fit(columns, y)

        def coefficients(model: Any) -> Array:
            W = np.column_stack([model.intercept_, model.coef_]) if ridge else model.coef_
            return W.T if len(W) == 1 else W[1:].T - W[:1].T

        return fit, coefficients

    return prepare


def statsmodels(X: Array, y: Array, ridge: float = 0.0) -> Prepared:
    """Logit or MNLogit by Newton's method, without the covariance."""
    return statsmodels_fit(X, y, skip_hessian=True), lambda result: result.params.reshape(X.shape[1], -1)


def statsmodels_with_covariance(X: Array, y: Array, ridge: float = 0.0) -> Prepared:
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


def scipy_lbfgs(X: Array, y: Array, ridge: float = 0.0) -> Prepared:
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


def glum_irls(X: Array, y: Array, ridge: float = 0.0) -> Prepared:
    """For two classes: iteratively reweighted least squares."""
    columns, response = sparse.csc_array(X) if sparse.issparse(X) else X, y.astype(float)
    settings = {"family": "binomial", "alpha": 0, "fit_intercept": False, "max_iter": NEWTON_STEPS}

    def fit(tolerance: float) -> Any:
        return glum.GeneralizedLinearRegressor(**settings, gradient_tol=tolerance).fit(columns, response)

    return fit, lambda model: model.coef_[:, None]


def linear_programme(X: Array, y: Array, ridge: float = 0.0) -> Prepared:
    """For separated classes, by hand: Konis's programme in HiGHS, whose maximum is positive if a direction separates any.

    It maximises the sum of all (v_a − v_k)ᵀxᵢ, with a the class seen, none of which may be negative, over entries of V from −1 to 1.
    """
    p, K = X.shape[1], int(y.max()) + 1
    free = np.eye(K)[:, 1:]

    def fit(tolerance: float) -> Any:
        leads = np.stack([free[y] - free[(y + k) % K] for k in range(1, K)])
        A = np.einsum("kij,il->kijl", leads, X).reshape(-1, (K - 1) * p)
        return optimize.linprog(-A.sum(axis=0), A_ub=-A, b_ub=np.zeros(len(A)), bounds=(-1, 1))

    return fit, lambda result: np.full((p, K - 1), np.nan if result.fun < -1e-6 else 0.0)


MATRICES, WITH_COVARIANCE = ("dense", "sparse"), "softlogit with covariance"
ALL, PENALISED = (*MATRICES, "separated", "words"), (*MATRICES, "words")
CONTENDERS = {
    "softlogit": Contender(softlogit, packaged=False, tolerances=False, kinds=ALL),
    WITH_COVARIANCE: Contender(softlogit_with_covariance, WITH_COVARIANCE, packaged=False, tolerances=False),
    "sklearn-lbfgs": Contender(scikit_learn("lbfgs"), kinds=PENALISED),
    "sklearn-newton-cholesky": Contender(scikit_learn("newton-cholesky"), kinds=MATRICES),
    "sklearn-newton-cg": Contender(scikit_learn("newton-cg"), kinds=PENALISED),
    "statsmodels": Contender(statsmodels),
    "statsmodels with covariance": Contender(statsmodels_with_covariance, WITH_COVARIANCE, like="statsmodels"),
    "scipy": Contender(scipy_lbfgs, packaged=False, kinds=MATRICES),
    "linear programme": Contender(linear_programme, packaged=False, tolerances=False, kinds=("separated",)),
}
# R's, which `r` prepares.
IN_R = Contender(lambda X, y, ridge: NotImplemented)
if glum:
    CONTENDERS["glum"] = Contender(glum_irls, kinds=MATRICES, two_classes=True)
