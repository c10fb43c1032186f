"""Fitting by maximum likelihood: data in, a model with its uncertainty out.

The only file that knows both wings: `data` checks, `solver` finds the top, or that there is none,
and `model` reads the result. The first class is the pivot while climbing; the answer does not
depend on that.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import linalg

from softlogit import contrasts
from softlogit.data.checks import check_data, check_seen
from softlogit.data.formula import Design, read_formula
from softlogit.data.response import code_labels
from softlogit.data.values import Label
from softlogit.errors import ConvergenceWarning, InputError, LogitError, SeparationWarning
from softlogit.likelihood import kernels
from softlogit.likelihood.rows import Observations
from softlogit.model.hypotheses import ChiSquaredTest, chi_squared
from softlogit.model.logit import LogitModel
from softlogit.model.tables import normal_quantile
from softlogit.model.uncertainty import Uncertainty
from softlogit.solver.newton import Iteration
from softlogit.solver.profile import profile_end
from softlogit.solver.solve import climb
from softlogit.special import Array

if TYPE_CHECKING:
    from softlogit.likelihood.rows import Rows


@dataclass(frozen=True, eq=False, repr=False)
class FittedLogit(LogitModel):
    """A model fitted to data: its coefficients, their covariance, and how well it fits.

    Where the data are separated (Albert and Anderson 1984) `loglik` is the bound that the
    likelihood creeps up to, contrasts without a finite estimate are nan with standard error inf,
    and predictions are those far out along one direction of the likelihood's rise.

    Attributes:
        loglik: the log-likelihood at the estimate, without penalty (eq-log-likelihood).
        null_loglik: that of the model with the intercept alone; of equal probabilities if X has no
            intercept.
        n_obs: the number of observations: the total of the counts, each times its row's weight.
        df_model: the number of free coefficients, p (K − 1) (thm-fibre); with a ridge penalty the
            effective number.
        df_null: the same for the null model: K − 1, or 0 without an intercept.
        ridge: the penalty λ.
        converged: whether the solver reached the maximum; False too if there is none.
        trace: the solver's iterations, the starting point first.
        n_passes: how often all rows of the data were read.
    """

    loglik: float = field(kw_only=True)
    null_loglik: float = field(kw_only=True)
    n_obs: float = field(kw_only=True)
    df_model: float = field(kw_only=True)
    df_null: int = field(kw_only=True)
    ridge: float = field(kw_only=True)
    converged: bool = field(kw_only=True)
    trace: tuple[Iteration, ...] = field(kw_only=True)
    n_passes: int = field(kw_only=True)
    _data: tuple[Observations, Uncertainty] | None = field(kw_only=True, default=None)

    def __getstate__(self) -> dict[str, Any]:
        """What is copied and pickled: everything but the data."""
        return self.__dict__ | {"_data": None}

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

    llf = property(lambda self: self.loglik, doc="`loglik`, as statsmodels calls it.")
    nobs = property(lambda self: self.n_obs, doc="`n_obs`, as statsmodels calls it.")
    df_resid = property(lambda self: self.df_residual, doc="`df_residual`, as there.")

    def robust(self, clusters: ArrayLike | None = None) -> FittedLogit:
        """The same estimates with the sandwich covariance, which does not take the model for true.

        >>> import softlogit as sl
        >>> fit = sl.fit_formula("admit ~ gre + gpa", sl.load_admissions())
        >>> fit.robust().standard_errors().ravel().round(4)
        array([1.074 , 0.0011, 0.3337])

        With sᵢ the score function of row i, its weight included, and V the covariance of the fit, it
        is V (Σ sᵢ sᵢᵀ) V: rows are independent, and a row of counts or with a weight is one of
        them, as R's `sandwich` and statsmodels' HC0 have it. With `clusters`, a label for each row,
        the sums of each cluster take the place of the rows, and G clusters give the factor
        G / (G − 1), as in R's `vcovCL` and Stata. No other correction is made.

        Raises: InputError for a penalised fit, or clusters that are not a label for each row, or
        fewer than two; LogitError for a fit that has not its data in memory.
        """
        X, Y, known = self._in_memory("robust()")
        s = (Y - Y.sum(axis=1)[:, None] * self.predict_proba(X))[:, 1:, None] * X[:, None, :]
        s, factor = s.reshape(len(X), -1), 1.0
        if clusters is not None:
            s, G = _sums(s, clusters, Y.sum(axis=1) > 0)
            factor = G / (G - 1)
        half = np.sqrt(factor) * known.covariance @ linalg.qr(s, mode="r")[0].T
        return replace(self, uncertainty=Uncertainty(root=lambda: half, runaway=self.runaway))

    def profile_interval(self, a: Label, against: Label, *, level: float = 0.95) -> Array:
        """Intervals of the log-odds of a class against another that hold what the data allow, p × 2.

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

        Raises: ClassError for a class that the model does not have; InputError for a penalised fit,
        separated data, or a level outside (0, 1); LogitError for a fit that has not its data in
        memory.
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
        if self.ridge:
            raise InputError(f"{asker} is for maximum-likelihood fits; this one has a penalty.")
        if self._data is None:
            raise LogitError(
                f"{asker} needs the data in memory; a copied or loaded fit has left them behind, "
                "and those of Dask are elsewhere. Fit again."
            )
        rows, known = self._data
        return rows.X, rows.counts, known

    def _notes(self) -> Sequence[str]:
        null_df = (self.n_classes - 1) * self.n_obs - self.df_null
        return (
            f"    Null deviance: {self.null_deviance:.2f} on {null_df:.10g} degrees of freedom",
            f"Residual deviance: {self.deviance:.2f} on {self.df_residual:.10g} degrees of freedom",
            f"AIC: {self.aic:.2f}",
            f"Steps: {self.n_iter}" + ("" if self.converged else " (not converged)"),
        )


def fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    ridge: float = 0.0,
    classes: Sequence[Label] | None = None,
    features: Sequence[str] | None = None,
) -> FittedLogit:
    """Fit the multinomial logit model of y on X by maximum likelihood; K = 2 is the logistic one.

    >>> X = [[1, 0], [1, 0], [1, 0], [1, 1], [1, 1], [1, 1]]
    >>> y = ["no", "no", "yes", "no", "yes", "yes"]
    >>> print(fit(X, y, features=["(Intercept)", "treated"]).summary())
    yes against no:
                Estimate Std. Error z value Pr(>|z|)
    (Intercept)  -0.6931     1.2247  -0.566    0.571
    treated       1.3863     1.7321   0.800    0.423
    <BLANKLINE>
        Null deviance: 8.32 on 5 degrees of freedom
    Residual deviance: 7.64 on 4 degrees of freedom
    AIC: 11.64
    Steps: 4

    Args:
        X: n × p, a column of ones among them if the model is to have an intercept: none is added.
            A frame's column names are kept. A Dask array or frame stays where it is, in pieces; y
            and weights must then be Dask's too, cut at the same rows.
        y: n labels, or an n × K matrix of counts, the first column being the pivot's, as in R's
            `multinom`. (R's `glm` has the successes first: `cbind(successes, failures)` there is
            `cbind(failures, successes)` here.)
        weights: n numbers, none negative; a row with weight 2 counts as that row twice.
        ridge: the penalty λ ≥ 0 in ℓ(W) − ½ λ Σ (W C)², on the features as they are scaled;
            constant columns are free.
        classes: the order of the classes, the first being the default pivot. Otherwise a
            Categorical's own order, or sorted.
        features: names for the columns of X.

    Raises: InputError, ClassError or CollinearityError, all ValueErrors, for input that has no
    right answer; LogitError for pieces that would have to be brought together: with a penalty,
    nearly dependent columns, or classes that may be separated.
    Warns: SeparationWarning if some contrasts have no finite estimate; ConvergenceWarning if the
    maximum was not reached.
    """
    return _fit(*_rows(X, y, weights, classes, features), ridge)


def fit_formula(
    formula: str,
    data: Any,
    *,
    weights: ArrayLike | None = None,
    ridge: float = 0.0,
    classes: Sequence[Label] | None = None,
    features: Sequence[str] | None = None,
) -> FittedLogit:
    """Fit a model written as in R to the columns of a frame; the intercept is added.

    >>> import softlogit as sl
    >>> students = sl.load_program_choice()
    >>> result = sl.fit_formula("prog ~ ses + write", students)
    >>> result.features
    ('(Intercept)', 'ses[middle]', 'ses[high]', 'write')
    >>> result.predict_proba(students.head(1)).round(3)
    array([[0.148, 0.338, 0.513]])

    Categories become columns of 0 and 1 against their first level, named like "ses[middle]". The
    response gives the classes: a column, an expression such as "write > 50", or counts
    "cbind(failures, successes)", in this order and not in that of R's `glm`. Predictions take
    frames with the same columns and code them in the same way. The other arguments are those of
    `fit`. Needs the package formulaic.

    Raises: as `fit`; and InputError for missing values, which are not dropped silently, and in
    predictions for levels never seen.
    """
    design, response = read_formula(formula, data)
    return _fit(*_rows(design(data), response, weights, classes, features), ridge, design)


def _rows(
    X: Any, y: Any, weights: Any, classes: Sequence[Label] | None, features: Sequence[str] | None
) -> tuple[Rows, tuple[Label, ...], tuple[str, ...]]:
    """The rows, where they are, with the names of the classes and of the columns of X."""
    if type(X).__module__.startswith("dask"):
        from softlogit.likelihood.pieces import check_pieces

        observed, labels, names = check_pieces(X, y, weights, classes, features)
        check_seen(observed.sums.classes, labels)
        return observed, labels, names
    matrix, seen, w, labels, names = check_data(X, y, weights, classes, features)
    rows = Observations.of(matrix, seen, len(labels), w)
    check_seen(rows.class_totals, labels)
    return rows, labels, names


def _fit(
    observed: Rows,
    classes: tuple[Label, ...],
    features: tuple[str, ...],
    ridge: float,
    design: Design | None = None,
) -> FittedLogit:
    """From checked data to the result, with a warning where it has to be read with care."""
    if not (isinstance(ridge, Real) and 0 <= ridge < np.inf):
        raise InputError(f"ridge= is {ridge!r}; it must be a number, zero or more.")
    in_memory = isinstance(observed, Observations)
    summit = climb(observed.counted() if in_memory else observed, ridge, features)
    W = summit.B @ contrasts.lift(len(classes))
    W.setflags(write=False)
    uncertainty = Uncertainty(root=summit.root, runaway=summit.runaway)
    n_obs = observed.total
    result = FittedLogit(
        W,
        classes,
        features,
        design=design,
        uncertainty=uncertainty,
        loglik=summit.loglik,
        null_loglik=summit.null_loglik,
        n_obs=int(n_obs) if n_obs.is_integer() else n_obs,
        df_model=summit.df_model,
        df_null=summit.df_null,
        ridge=float(ridge),
        converged=summit.reached and not len(summit.runaway),
        trace=summit.trace,
        n_passes=summit.n_passes,
        _data=(observed, uncertainty) if in_memory else None,
    )
    _warn(result, summit.reached, summit.decided)
    return result


def _warn(result: FittedLogit, reached: bool, decided: bool) -> None:
    """Say that the solver did not get there, or which contrasts have no finite estimate.

    The caller of `fit` is four calls up.
    """
    if not reached:
        doubt = "" if decided else ", and whether the data are separated could not be decided"
        message = (
            f"the solver did not reach the maximum{doubt}; the coefficients are not the "
            "maximum-likelihood estimate. Scale X, or use ridge=."
        )
        warnings.warn(message, ConvergenceWarning, stacklevel=4)
    pairs = [
        f"{a} against {b} ({', '.join(features)})"
        for (a, b), features in result.runaway_contrasts().items()
    ]
    if pairs:
        more = f" and {len(pairs) - 5} more" if len(pairs) > 5 else ""
        others = "all other contrasts are right as they are. " if reached else ""
        message = (
            "the data are separated: there is no finite maximum-likelihood estimate of "
            f"{'; '.join(pairs[:5])}{more}. These are nan, with standard error inf; {others}"
            "A penalty (ridge=) makes every contrast finite."
        )
        warnings.warn(message, SeparationWarning, stacklevel=4)


def _sums(s: Array, clusters: ArrayLike, count: NDArray[np.bool_]) -> tuple[Array, int]:
    """The sums of the rows of each cluster, and how many clusters have rows that count."""
    codes, labels = code_labels(clusters)
    if len(codes) != len(s):
        raise InputError(f"clusters= has {len(codes)} labels for the {len(s)} rows of the data.")
    G = len(np.unique(codes[count]))
    if G < 2:
        raise InputError("clusters= has one cluster; the sandwich needs two or more.")
    sums = np.zeros((len(labels), s.shape[1]))
    np.add.at(sums, codes, s)
    return sums, G


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

    Raises: InputError if the two were not fitted to the same classes and number of observations, if
    one is penalised, or if the "larger" has no more coefficients.
    """
    if not isinstance(smaller, FittedLogit) or not isinstance(larger, FittedLogit):
        raise InputError(
            "a likelihood ratio compares two fits; one of these is no result of fit or fit_formula."
        )
    if set(smaller.classes) != set(larger.classes) or smaller.n_obs != larger.n_obs:
        raise InputError("the two models must be fitted to the same observations and classes.")
    if smaller.ridge or larger.ridge:
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
