"""How uncertain a set of coefficients is: their covariance, and what has no finite estimate.

A covariance moves with the coefficients: if vec(B̂) has covariance V then vec(B̂M) has
(Mᵀ ⊗ I) V (M ⊗ I), so one covariance, under one pivot, serves every contrast. What has no finite
estimate moves in the same way: a direction along which B may run away takes B M along the direction
times M, which is zero for the contrasts that stay.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from softlogit import contrasts
from softlogit.data.response import code_labels
from softlogit.data.values import number, numbers
from softlogit.errors import InputError, LogitError
from softlogit.special import Array

# How far a covariance may be from symmetric and semidefinite, in units of the standard errors: it
# may have been printed with seven digits.
PRINTED = 1e-6
# A contrast stays if a direction moves it by less than this share of what cancels in it: directions
# come from a linear programme, which is right to about nine digits.
BEYOND_ROUNDING = 1e-6


class Uncertainty:
    """The covariance V of vec(B), B = coef(), and a root R of it: R Rᵀ = V.

    Either is computed from the other. The variance of a function with gradient g is the sum of the
    squares in gᵀR. No large numbers cancel in that, as they do in gᵀVg where a feature is far from
    zero, so that the estimates of its coefficient and of the intercept vary almost as one.
    """

    def __init__(
        self,
        covariance: Array | None = None,
        root: Callable[[], Array] | None = None,
        runaway: Array | None = None,
    ) -> None:
        """Of V, or of what computes R when asked for: a fit keeps its data until then.

        `runaway` is r × p × (K − 1): the directions of B in which the likelihood rises for ever.
        """
        if covariance is not None:
            self.covariance = covariance
        self._compute = root
        # mutant: no directions have no shape
        self.runaway = np.zeros((0, 1, 1)) if runaway is None else runaway

    @cached_property
    def root(self) -> Array:
        """R, computed in units of the standard errors."""
        if self._compute:
            return self._compute()
        scale, correlation = correlations(self.covariance)
        values, vectors = scipy.linalg.eigh(correlation)
        return scale[:, None] * vectors * np.sqrt(values.clip(0))

    @cached_property
    def covariance(self) -> Array:
        """V, p (K − 1) square, class-major."""
        return self.root @ self.root.T

    def __getstate__(self) -> dict[str, Any]:
        """What is copied and pickled: everything but the data that a fit keeps."""
        state = self.__dict__ | {"_compute": left_behind}
        with suppress(LogitError):  # where it cannot be computed, the rest is copied
            state["root"] = self.root
        return state

    def stays(self, A: Array, L: Array | None = None) -> NDArray[np.bool_]:
        """Which entries of L W A have a finite estimate: those that no direction moves."""
        if not len(self.runaway):
            return np.array(True)
        M = contrasts.lift(len(A)) @ A
        moves, size = self.runaway @ M, np.abs(self.runaway) @ np.abs(M)
        if L is not None:
            moves, size = L @ moves, np.abs(L) @ size
        return np.logical_and.reduce(np.abs(moves) <= BEYOND_ROUNDING * size)

    def covariance_of(self, A: Array, L: Array | None = None) -> Array:
        """That of vec(L W A), class-major; nan, of infinite variance, for what has no estimate."""
        V = contrasts.transform_covariance(self.covariance, contrasts.lift(len(A)) @ A, L)
        if len(self.runaway):
            gone = np.flatnonzero(~self.stays(A, L).T)
            V[gone, :] = V[:, gone] = np.nan
            V[gone, gone] = np.inf
        return V

    def errors_of(self, gradients: Array) -> Array:
        """The standard errors of functions with these gradients in W, m × K × p.

        nan where a function changes along a direction without maximum. Adding a vector to all
        columns of W changes none, so the gradient in the first class's column can be left out.
        """
        flat = gradients[:, 1:].reshape(len(gradients), -1)
        directions = self.runaway.swapaxes(1, 2).reshape(-1, flat.shape[1]).T
        moves, size = flat @ directions, np.abs(flat) @ np.abs(directions)
        error = np.linalg.norm(flat @ self.root, axis=1)
        error[(np.abs(moves) > BEYOND_ROUNDING * size).any(axis=1)] = np.nan
        return error


def left_behind() -> Any:
    """In the place of what was not computed before a fit was copied."""
    raise LogitError(
        "this is the copy of a fit whose covariance could not be computed, and the data are left "
        "behind; fit again."
    )


def cluster_sums(s: Array, clusters: ArrayLike, count: NDArray[np.bool_]) -> Array:
    """The sums of the score functions s of each cluster, times √(G / (G − 1)).

    G is the number of clusters with rows that count.
    """
    codes, labels = code_labels(clusters)
    if len(codes) != len(s):
        raise InputError(f"clusters= has {len(codes)} labels for the {len(s)} rows of the data.")
    G = len(np.unique(codes[count]))
    if G < 2:
        raise InputError("clusters= has one cluster; the sandwich needs two or more.")
    sums = np.zeros((len(labels), s.shape[1]))
    np.add.at(sums, codes, s)
    return np.sqrt(G / (G - 1)) * sums


def check_covariance(covariance: ArrayLike, size: int) -> Array:
    """A covariance matrix from elsewhere, size × size, or an InputError for what is none."""
    V = numbers(covariance)
    if V is None or V.shape != (size, size):
        shape = "entries that are not numbers" if V is None else f"shape {V.shape}"
        raise InputError(
            f"the covariance has {shape}; this model's is {size} × {size}: p (K − 1), class-major."
        )
    with np.errstate(invalid="ignore"):  # what is missing or infinite ends as nan
        R = correlations(V)[1]
        symmetric = (np.abs(R - R.T) < PRINTED).all()
    if not symmetric or scipy.linalg.eigvalsh(R)[0] <= -PRINTED:
        raise InputError(
            "this is no covariance matrix: it has missing or infinite entries, or is not symmetric "
            "and positive semidefinite."
        )
    return V.copy()


def correlations(V: Array) -> tuple[Array, Array]:
    """The standard errors, and V in units of them."""
    scale = np.sqrt(np.diag(V).clip(1e-300))
    return scale, V / np.outer(scale, scale)


def normal_quantile(level: float) -> float:
    """How many standard errors an interval reaches to either side: 1.96 for a level of 0.95."""
    share = number(level, "level=", lambda share: 0 < share < 1, "between 0 and 1, such as 0.95")
    return float(scipy.special.ndtri((1 + share) / 2))
