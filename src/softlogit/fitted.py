"""What a fit knows beside its coefficients: how good it is, and what its data say once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike

from softlogit import contrasts
from softlogit.data.sparse import dense
from softlogit.data.values import Label, number, plain, wanted
from softlogit.errors import InputError, LogitError
from softlogit.likelihood import kernels
from softlogit.likelihood.rows import RowsInMemory
from softlogit.model.hypotheses import ChiSquaredTest, chi_squared
from softlogit.model.logit import LogitModel
from softlogit.model.uncertainty import Uncertainty, cluster_sums, left_behind, normal_quantile
from softlogit.solver.newton import Iteration
from softlogit.solver.profile import profile_end
from softlogit.special import Array


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FittedLogit(LogitModel):
    """A model fitted to data: its coefficients, their covariance, and how well it fits.

    Where the data are separated (Albert and Anderson 1984) `loglik` is the bound that the
    likelihood creeps up to, and predictions are those far out along one direction of its rise.

    Attributes:
        loglik: the log-likelihood at the estimate, without penalty (eq-log-likelihood).
        null_loglik: that of the intercept alone, or of equal probabilities if X has none.
        n_obs: the number of observations: the total of the counts, each times its row's weight.
        df_null: the same for the null model: K − 1, or 0 without an intercept.
        ridge, jeffreys: the penalty λ, and whether Jeffreys' prior was one.
        converged: whether the solver reached the maximum; False too if there is none.
        trace: the solver's iterations, the starting point first.
        n_passes: how often all rows of the data were read.
    """

    loglik: float
    null_loglik: float
    n_obs: float
    df_null: int
    ridge: float
    jeffreys: bool
    converged: bool
    trace: tuple[Iteration, ...]
    n_passes: int
    _data: tuple[RowsInMemory, Uncertainty] | None = None
    _lost: Callable[[], float] = float  # the degrees of freedom that a ridge takes

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("loglik", "null_loglik", "n_obs", "df_null", "ridge", "n_passes"):
            number(getattr(self, name), f"{name}=", lambda value: abs(value) < np.inf, "a number")
        for name in ("jeffreys", "converged"):
            wanted(getattr(self, name), bool | np.bool_, f"{name}= is True or False")
        vars(self).update(trace=plain(self.trace))

    def __getstate__(self) -> dict[str, Any]:
        """What is copied and pickled: everything but the data."""
        state = self.__dict__ | {"_data": None, "_lost": left_behind}
        with suppress(LogitError):
            state["df_model"] = self.df_model
        return state

    @cached_property
    def df_model(self) -> float:
        """The free coefficients, p (K − 1) (thm-fibre); with a ridge, the effective number."""
        return self.W.size - len(self.W) - (self._lost() if self.ridge else 0)

    @property
    def deviance(self) -> float:
        """−2 ℓ at the estimate."""
        return 0.0 - 2 * self.loglik  # no −0

    @property
    def null_deviance(self) -> float:
        """−2 ℓ of the null model."""
        return -2 * self.null_loglik

    @property
    def aic(self) -> float:
        """Akaike's criterion, deviance + 2 df_model."""
        return self.deviance + 2 * self.df_model

    @property
    def bic(self) -> float:
        """The Bayesian criterion, deviance + ln(n_obs) df_model."""
        return self.deviance + float(np.log(self.n_obs)) * self.df_model

    @property
    def df_residual(self) -> float:
        """(K − 1) n_obs − df_model: what is left of the observations' own degrees of freedom."""
        return (self.n_classes - 1) * self.n_obs - self.df_model

    @property
    def n_iter(self) -> int:
        """The number of the solver's steps."""
        return len(self.trace) - 1

    # As statsmodels calls them
    llf = property(lambda self: self.loglik, doc="`loglik`.")
    nobs = property(lambda self: self.n_obs, doc="`n_obs`.")
    df_resid = property(lambda self: self.df_residual, doc="`df_residual`.")

    def robust(self, clusters: ArrayLike | None = None) -> FittedLogit:
        """The same estimates with the sandwich covariance, which does not take the model for true.

        >>> import softlogit as sl
        >>> fit = sl.fit_formula("admit ~ gre + gpa", sl.load_admissions())
        >>> fit.robust().standard_errors().ravel().round(4)
        array([1.074 , 0.0011, 0.3337])

        With sᵢ the score function of row i, its weight included, and V the covariance of the fit,
        it is V (Σ sᵢ sᵢᵀ) V: rows are independent, and a row of counts or with a weight is one of
        them, as R's `sandwich` and statsmodels' HC0 have it. With `clusters`, a label for each row,
        the sums of each cluster take the place of the rows, and G clusters give the factor
        G / (G − 1), as in R's `vcovCL` and Stata. No other correction is made.

        Raises: InputError for a penalised fit, or clusters that are not a label for each row, or
        fewer than two; LogitError for a fit that has not its data in memory.
        """
        X, Y, known = self._in_memory("robust()")
        s = (Y - Y.sum(axis=1)[:, None] * self.predict_proba(X))[:, 1:, None] * X[:, None, :]
        s = s.reshape(len(X), -1)
        if clusters is not None:
            s = cluster_sums(s, clusters, Y.sum(axis=1) > 0)
        half = known.covariance @ scipy.linalg.qr(s, mode="r")[0].T
        return replace(self, uncertainty=Uncertainty(root=lambda: half, runaway=self.runaway))

    def profile_interval(self, a: Label, against: Label, *, level: float = 0.95) -> Array:
        """Intervals of a class's log-odds against another by the likelihood ratio, p × 2.

        >>> import softlogit as sl
        >>> fit = sl.fit_formula("food ~ length", sl.load_alligators())
        >>> np.exp(-fit.profile_interval("Invertebrates", against="Fish")[1, ::-1]).round(2)
        array([ 2.75, 66.61])
        >>> np.exp(-fit.contrast("Invertebrates", against="Fish").interval()[1, ::-1]).round(2)
        array([ 2.18, 50.89])

        A number is in it if the likelihood ratio test does not reject it: the other coefficients
        fitted again, the log-likelihood falls by no more than half the χ² quantile. So it need not
        be symmetric, as Wald's `contrast(...).interval()` is, and moves with any transformation.
        An end that was not found is nan.

        Raises: as `robust`; InputError for separated data, or a level outside (0, 1).
        """
        X, Y, known = self._in_memory("profile_interval()")
        if len(self.runaway):
            raise InputError("the data are separated: the profile has no top. Fit with ridge=.")
        B, p, drop = self.coef(), len(self.W), normal_quantile(level) ** 2 / 2

        def evaluate(theta: Array) -> tuple[float, Array, Array]:
            moved = B + (known.root @ theta).reshape(B.T.shape).T
            value, score, information = kernels.evaluate(moved, X, Y)
            return value, score.T.ravel() @ known.root, known.root.T @ information @ known.root

        A = self._pair(a, against)
        G = np.kron((contrasts.lift(self.n_classes) @ A).T, np.eye(p)) @ known.root
        ends = [[profile_end(evaluate, self.loglik, g, drop, sign) for sign in (-1, 1)] for g in G]
        return self.log_odds(a, against)[:, None] + np.array(ends)

    def _in_memory(self, asker: str) -> tuple[Array, Array, Uncertainty]:
        """X, the counts, and the model's own uncertainty."""
        if self.ridge or self.jeffreys:
            raise InputError(f"{asker} is for maximum-likelihood fits; this one has a penalty.")
        if self._data is None:
            raise LogitError(
                f"{asker} needs the data in memory; a copied or loaded fit has left them behind, "
                "and those of Dask are elsewhere. Fit again."
            )
        rows, known = self._data
        return dense(rows.X), rows.counts, known

    def _notes(self) -> Sequence[str]:
        null_df = (self.n_classes - 1) * self.n_obs - self.df_null
        return (
            f"    Null deviance: {self.null_deviance:.2f} on {null_df:.10g} degrees of freedom",
            f"Residual deviance: {self.deviance:.2f} on {self.df_residual:.10g} degrees of freedom",
            f"AIC: {self.aic:.2f}",
            f"Steps: {self.n_iter}" + ("" if self.converged else " (not converged)"),
        )


def likelihood_ratio_test(smaller: FittedLogit, larger: FittedLogit) -> ChiSquaredTest:
    """Does the larger model say more? Twice its gain in log-likelihood, against χ² (Wilks 1938).

    >>> import softlogit as sl
    >>> students = sl.load_program_choice()
    >>> write, both = (sl.fit_formula(f"prog ~ {x}", students) for x in ("write", "ses + write"))
    >>> test = likelihood_ratio_test(write, both)
    >>> round(test.statistic, 4), test.df, round(test.p_value, 4)
    (11.0582, 4, 0.0259)

    Both must be fitted to the same data, and the columns of the smaller one's X be combinations of
    the larger one's.

    Raises: InputError for other data, a penalised fit, or a "larger" with no more coefficients.
    """
    for fit in (smaller, larger):
        wanted(fit, FittedLogit, "a likelihood ratio compares two fits")
    if set(smaller.classes) != set(larger.classes) or smaller.n_obs != larger.n_obs:
        raise InputError("the two models must be fitted to the same observations and classes.")
    if any(fit.ridge or fit.jeffreys for fit in (smaller, larger)):
        raise InputError(
            "a penalised fit is not a maximum of the likelihood, so its likelihood ratio has no χ² "
            "distribution."
        )
    df = larger.df_model - smaller.df_model
    if df <= 0:
        raise InputError(
            "the larger model must come second and have more coefficients; here "
            f"{larger.df_model} ≤ {smaller.df_model}."
        )
    return chi_squared(2 * (larger.loglik - smaller.loglik), int(df))
