"""Contrasts of an estimated model with their uncertainty, and tests.

A covariance moves with the coefficients: if vec(B̂) has covariance V then vec(B̂M) has (Mᵀ ⊗ I) V (M ⊗ I). So one covariance, under
one pivot, is enough for the standard error of every contrast. What has no finite estimate moves in the same way: a direction along
which B may run away takes B M along the direction times M, which is zero for the contrasts that stay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import linalg, special

from softlogit import contrasts
from softlogit.data.values import Label, numbers, plain
from softlogit.errors import InputError
from softlogit.model.logit import LogitModel
from softlogit.model.tables import CoefficientTable, Summary
from softlogit.special import Array


@dataclass(frozen=True, eq=False, repr=False)
class EstimatedLogit(LogitModel):
    """A `LogitModel` whose coefficients are estimates with a covariance.

    An entry of a contrast that has no finite estimate is nan, with standard error inf.

    Attributes:
        uncertainty: the covariance of vec(coef()), p (K − 1) square, class-major, the first class as pivot; or what computes a root of it,
            for which a large fit keeps its data until then.
        runaway: r × p × (K − 1): the directions of coef() in which the likelihood rises for ever or stays equal; mostly r = 0.
    """

    uncertainty: Array | Callable[[], Array] = field(kw_only=True)
    runaway: Array = field(kw_only=True, default_factory=lambda: np.zeros((0, 1, 1)))

    @cached_property
    def root(self) -> Array:
        """A matrix R for which R Rᵀ is the covariance of vec(coef()); class-major, the first class as pivot. Computed when asked for.

        The variance of a function with gradient g is the sum of the squares in gᵀR. No large numbers cancel in that, as they do in gᵀVg
        where a feature is far from zero, so that the estimates of its coefficient and of the intercept vary almost as one.
        """
        return self.uncertainty() if callable(self.uncertainty) else _root(self.uncertainty)

    @cached_property
    def first_class_covariance(self) -> Array:
        """The covariance of vec(coef()), p (K − 1) square, class-major, the first class as pivot; computed when first asked for."""
        return (
            np.asarray(self.root @ self.root.T) if callable(self.uncertainty) else self.uncertainty
        )

    def __getstate__(self) -> dict[str, Any]:
        """What is copied and pickled: everything but the data that a large fit keeps."""
        return self.__dict__ | (
            {"uncertainty": partial(np.asarray, self.root)} if callable(self.uncertainty) else {}
        )

    def contrast_of(self, A: ArrayLike) -> Array:
        """W A for a K × m contrast matrix A; nan where it has no finite estimate.

        Raises: InputError for a matrix whose columns do not sum to zero.
        """
        values = super().contrast_of(A)
        return np.where(self._stays(A), values, np.nan)

    def _stays(self, A: ArrayLike) -> NDArray[np.bool_]:
        """Which entries of W A have a finite estimate, p × m: those that no direction moves, beyond rounding."""
        if not len(self.runaway):
            return np.array(True)
        M = contrasts.lift(self.n_classes) @ np.asarray(A)
        return np.asarray(
            (np.abs(self.runaway @ M) <= 1e-6 * (np.abs(self.runaway) @ np.abs(M))).all(axis=0)
        )

    def runaway_contrasts(self) -> dict[tuple[Label, Label], tuple[str, ...]]:
        """The pairs (a, against) that have no finite estimate, each with its features that have none; empty for most fits."""
        found: dict[tuple[Label, Label], tuple[str, ...]] = {}
        if not len(self.runaway):
            return found
        for k, j in combinations(range(self.n_classes), 2):
            stays = self._stays(contrasts.pair(self.n_classes, j, against=k))
            if not stays.all():
                found[self.classes[j], self.classes[k]] = tuple(
                    np.array(self.features)[~stays[:, 0]].tolist()
                )
        return found

    def covariance(self, pivot: Label | None = None) -> Array:
        """The covariance of vec(coef(pivot)): p (K − 1) square, class-major, the first class as pivot unless named.

        For a maximum-likelihood fit the inverse of the information (eq-information); with a penalty P, of information + P, which says how
        the data and the penalty together determine the coefficients, and not how far they are from the truth.

        Raises: ClassError for a pivot that is no class of the model.
        """
        return self.covariance_of(contrasts.pivot(self.n_classes, self._pivot(pivot)))

    def covariance_of(self, A: ArrayLike) -> Array:
        """The covariance of vec(W A) for a K × m contrast matrix A: p m square, class-major.

        Rows and columns of entries without a finite estimate are nan, their variances inf.

        Raises: InputError for a matrix whose columns do not sum to zero.
        """
        A = contrasts.checked(A, self.n_classes)
        V = contrasts.transform_covariance(
            self.first_class_covariance, contrasts.lift(self.n_classes) @ A
        )
        gone = np.flatnonzero(~np.broadcast_to(self._stays(A), (len(self.W), A.shape[1])).T)
        V[gone, :] = V[:, gone] = np.nan
        V[gone, gone] = np.inf
        return V

    def standard_errors(self, pivot: Label | None = None) -> Array:
        """The standard errors of coef(pivot), p × (K − 1), in its units.

        Raises: ClassError for a pivot that is no class of the model.
        """
        return self._standard_errors(contrasts.pivot(self.n_classes, self._pivot(pivot)))

    def _standard_errors(self, A: Array) -> Array:
        variances = np.diag(self.covariance_of(A)).reshape(A.shape[1], -1).T
        return np.sqrt(variances)

    def contrast(self, a: Label, against: Label) -> CoefficientTable:
        """The log-odds coefficients of one class against another, with standard errors, z, p and intervals.

        Any pair: which class was the pivot of the fit does not matter.

        >>> model = LogitModel.from_beta([1.0], classes=("no", "yes"), features=["dose"])
        >>> table = estimated(model, [[0.25]]).contrast("no", against="yes")
        >>> table.estimate, table.standard_error, table.odds_ratio.round(4), table.interval(level=0.95).round(4)
        (array([-1.]), array([0.5]), array([0.3679]), array([[-1.98, -0.02]]))

        Raises: ClassError for a class that the model does not have.
        """
        A = self._pair(a, against)
        return CoefficientTable(
            f"{a} against {against}",
            self.features,
            self.contrast_of(A)[:, 0],
            self._standard_errors(A)[:, 0],
        )

    def summary(self, pivot: Label | None = None) -> Summary:
        """A table for each class against the pivot: prints like R's, renders as HTML, gives a DataFrame.

        Raises: ClassError for a pivot that is no class of the model.
        """
        base = self.classes[self._pivot(pivot)]
        return Summary(
            [self.contrast(label, against=base) for label in self.classes if label != base],
            self._notes(),
        )

    def _notes(self) -> Sequence[str]:
        return ()


@dataclass(frozen=True)
class TestResult:
    """A χ² test: the statistic, its degrees of freedom, and the probability of a larger one if the hypothesis holds.

    >>> TestResult(3.841, 1, 0.05)
    TestResult(statistic=3.841, df=1, p_value=0.05)
    """

    __test__ = False  # not a test class, whatever pytest makes of the name

    statistic: float
    df: int
    p_value: float


def wald_test(fit: EstimatedLogit, features: str | Sequence[str]) -> TestResult:
    """Are the coefficients of these features zero for every class? bᵀ V⁻¹ b against χ² (Wald 1943); the same under every pivot.

    Of a penalised fit it is a rough guide only: its coefficients are drawn towards zero, and V does not know it.

    >>> import softlogit as sl
    >>> fit = sl.fit_formula("prog ~ ses + write", sl.load_program_choice())
    >>> test = wald_test(fit, ["ses[middle]", "ses[high]"])
    >>> round(test.statistic, 4), test.df, round(test.p_value, 4)
    (10.8162, 4, 0.0287)

    Raises: InputError for a feature that the model does not have, or whose coefficients have no finite estimate.
    """
    rows = feature_rows(with_covariance(fit), features)
    if not rows:
        raise InputError("there is nothing to test; name one feature or several.")
    entries = np.add.outer(len(fit.features) * np.arange(fit.n_classes - 1), rows).ravel()
    b, V = fit.coef().T.ravel()[entries], fit.covariance()[np.ix_(entries, entries)]
    if np.isnan(b).any():
        raise InputError(
            f"coefficients of {features} have no finite estimate; compare two fits by likelihood_ratio_test instead."
        )
    # In standard errors, so that the units of the features do not matter.
    se = np.sqrt(np.diag(V))
    se[se == 0] = 1
    z, correlation = b / se, V / np.outer(se, se)
    if linalg.eigvalsh(correlation)[0] < 1e-13:
        raise InputError(
            f"the covariance of the coefficients of {features} is singular: some combination of them is known exactly."
        )
    return _chi_squared(float(z @ linalg.solve(correlation, z, assume_a="pos")), len(entries))


def _chi_squared(statistic: float, df: int) -> TestResult:
    if statistic < -1e-6:  # more than rounding
        raise InputError(
            "the larger model fits worse than the smaller one: it does not contain it, or was fitted to other data."
        )
    return TestResult(statistic, df, float(special.chdtrc(df, max(statistic, 0.0))))


def feature_rows(fit: LogitModel, features: str | Sequence[str]) -> list[int]:
    """The places of one feature or several among the model's."""
    names = [features] if isinstance(features, str) else list(plain(features))
    for name in set(names) - set(fit.features):
        raise InputError(f"there is no feature {name!r}; the model's features are {fit.features}.")
    if len(set(names)) < len(names):
        raise InputError(
            f"features must be one feature or several different ones; here they are {names}."
        )
    return [fit.features.index(name) for name in names]


def with_covariance(model: LogitModel) -> EstimatedLogit:
    """The model itself, if it has standard errors."""
    if not isinstance(model, EstimatedLogit):
        raise InputError(
            "this model has coefficients but no covariance; add one by estimated(model, covariance), or fit the model here."
        )
    return model


def estimated(model: LogitModel, covariance: ArrayLike) -> EstimatedLogit:
    """A model with the covariance of vec(model.coef()), class-major, first class as pivot. What has no finite estimate has none after it.

    >>> model = LogitModel.from_beta([1.0], classes=("no", "yes"), features=["dose"])
    >>> print(estimated(model, [[0.25]]).contrast("no", against="yes"))
    no against yes:
         Estimate Std. Error z value Pr(>|z|)
    dose  -1.0000     0.5000  -2.000   0.0455

    Raises: InputError for a matrix that is of another size or no covariance.
    """
    V = numbers(covariance)
    size = len(model.W) * (model.n_classes - 1)
    if V is None or V.shape != (size, size):
        raise InputError(
            f"the covariance has shape {np.shape(covariance)}; this model's is {size} × {size}: p (K − 1), class-major."
        )
    if not _is_covariance(V):
        raise InputError(
            "this is no covariance matrix: it has missing or infinite entries, or is not symmetric and positive semidefinite."
        )
    known = {"runaway": model.runaway} if isinstance(model, EstimatedLogit) else {}
    return EstimatedLogit(model.W, model.classes, model.features, uncertainty=V.copy(), **known)


def _root(V: Array) -> Array:
    """R with R Rᵀ = V, computed in units of the standard errors."""
    scale = np.sqrt(np.diag(V).clip(1e-300))
    values, vectors = linalg.eigh(V / np.outer(scale, scale))
    return np.asarray(scale[:, None] * vectors * np.sqrt(values.clip(0)))


def _is_covariance(V: Array) -> bool:
    """Finite, symmetric and positive semidefinite, up to rounding in units of the standard errors."""
    if not np.isfinite(V).all():
        return False
    scale = np.sqrt(np.diag(V).clip(1e-300))
    correlation = V / np.outer(scale, scale)
    return bool(
        (np.abs(correlation - correlation.T) < 1e-6).all()
        and linalg.eigvalsh(correlation)[0] > -1e-6
    )
