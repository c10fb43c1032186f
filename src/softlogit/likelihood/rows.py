"""The data of a fit, and the sums over its rows that are all the solver asks of them.

The class seen at a row enters the log-likelihood through XᵀY alone: with η = XB,

    ℓ(B) = ⟨B, XᵀY⟩ − Σᵢ mᵢ ln(1 + Σₖ e^ηᵢₖ),        ∂ℓ/∂B = XᵀY − XᵀMΠ.

So XᵀY is summed once, and a pass over the rows needs only X and the totals m. `likelihood.pieces`
has the same sums for data that lie in pieces on several machines.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from softlogit.likelihood.kernels import add_information, blocks, normalise
from softlogit.special import Array


class Sums(NamedTuple):
    """Sums over all rows that are needed once.

    gram is XᵀMX, p × p; cross XᵀY, p × K; classes the total of each class, length K.
    """

    gram: Array
    cross: Array
    classes: Array


class Rows(ABC):
    """The few sums that the solver asks for, wherever the rows are.

    Attributes:
        n_features, n_classes: p and K.
        n_passes: how often all rows were read so far, counted where they are read.
    """

    n_features: int
    n_classes: int
    n_passes: int

    @abstractmethod
    def __len__(self) -> int:
        """The number of rows."""

    @property
    @abstractmethod
    def total(self) -> float:
        """The number of observations, Σ mᵢ."""

    @property
    @abstractmethod
    def sums(self) -> Sums:
        """The sums that are needed once, in one pass."""

    @abstractmethod
    def expected(self, B: Array) -> tuple[float, Array]:
        """Σᵢ mᵢ ln(1 + Σₖ e^ηᵢₖ) and XᵀMΠ, where B enters otherwise than through XᵀY."""

    @abstractmethod
    def information(self, B: Array) -> Array:
        """−∂²ℓ/∂vec(B)∂vec(B)ᵀ in one pass, class-major, p (K − 1) square (eq-information)."""

    @abstractmethod
    def information_bound(self, B: Array, shares: Array, whiten: Array) -> tuple[Array, float]:
        """Σᵢ mᵢ ωᵢ xᵢxᵢᵀ, a bound of the information, and the longest row (prp-information-bound).

        Both of the rows X · `whiten`; ω compares the probabilities at B with `shares`.
        """

    @abstractmethod
    def thinned(self, step: int) -> Rows:
        """About one row in `step`, in memory; all, where they are, if that is every row."""

    @abstractmethod
    def gathered(self) -> Observations:
        """All rows in memory."""

    def read(self) -> None:
        """Count a pass."""
        self.n_passes += 1

    def value_and_score(self, B: Array) -> tuple[float, Array]:
        """ℓ(B) and ∂ℓ/∂B in one pass (eq-log-likelihood)."""
        cross = self.sums.cross[:, 1:]
        log_normalisers, expected = self.expected(B)
        return float(np.vdot(B, cross)) - log_normalisers, cross - expected


@dataclass(eq=False)
class Observations(Rows):
    """What was seen: n rows of features, and at each row a class, or counts of classes.

    Attributes:
        X: n × p.
        seen: the number of the class seen at each row, length n; or how often each was seen, n × K,
            weights included.
        totals: m, length n: the weight of each row, or the total of its counts; a single 1 that
            stands for all where nothing is weighted.
        n_classes: K.
        n_passes: how often all rows were read so far.
    """

    X: Array
    seen: NDArray[np.intp] | Array
    totals: Array
    n_classes: int
    n_passes: int = 0

    @classmethod
    def of(
        cls, X: Array, seen: NDArray[np.intp] | Array, n_classes: int, weights: Array | None = None
    ) -> Observations:
        """From numbers of classes or counts, and what each row weighs.

        >>> Observations.of(np.ones((3, 1)), np.array([0, 1, 1]), 2).sums.cross
        array([[1., 2.]])
        """
        if seen.ndim == 1:
            return cls(
                X, seen, np.broadcast_to(1.0, len(X)) if weights is None else weights, n_classes
            )
        counts = seen if weights is None else seen * weights[:, None]
        return cls(X, counts, counts.sum(axis=1), n_classes)

    def __len__(self) -> int:
        return len(self.X)

    @property
    def total(self) -> float:
        return float(self.totals.sum())

    def gathered(self) -> Observations:
        return self

    @property
    def n_features(self) -> int:  # type: ignore[override]
        return int(self.X.shape[1])

    def __getitem__(self, rows: slice | NDArray[Any]) -> Observations:
        return Observations(self.X[rows], self.seen[rows], self.totals[rows], self.n_classes)

    @property
    def weighted(self) -> bool:
        """Whether the totals differ from a single 1 for all."""
        return self.totals.strides[0] > 0

    def counted(self) -> Observations:
        """The rows that have weight."""
        return self if self.totals.all() else self[self.totals > 0]

    @cached_property
    def class_totals(self) -> Array:
        """How often each class was seen, length K."""
        if self.seen.ndim == 2:
            return np.asarray(self.seen.sum(axis=0))
        weights = self.totals if self.weighted else None
        return np.bincount(self.seen, weights=weights, minlength=self.n_classes).astype(float)

    @property
    def counts(self) -> Array:
        """Y, n × K."""
        if self.seen.ndim == 2:
            return np.asarray(self.seen, dtype=float)
        counts = np.zeros((len(self.X), self.n_classes))
        counts[np.arange(len(counts)), self.seen] = self.totals
        return counts

    @cached_property
    def sums(self) -> Sums:
        """The sums that are needed once, in one pass."""
        self.read()
        p, K = self.n_features, self.n_classes
        gram, cross = np.zeros((p, p)), np.zeros((p, K))
        for rows in blocks(len(self.X), p, K):
            part = self[rows]
            root = np.sqrt(part.totals)[:, None] * part.X if self.weighted else part.X
            gram += root.T @ root
            cross += part.X.T @ part.counts
        return Sums(gram, cross, self.class_totals)

    def expected(self, B: Array) -> tuple[float, Array]:
        self.read()
        log_normalisers, expected = 0.0, np.zeros(B.shape)
        for rows in blocks(len(self.X), *B.shape):
            x, totals = self.X[rows], self.totals[rows]
            log_normaliser, pi = normalise(B.T @ x.T)
            log_normalisers += float(
                totals @ log_normaliser if self.weighted else log_normaliser.sum()
            )
            if self.weighted:
                pi *= totals
            expected += x.T @ pi.T
        return log_normalisers, expected

    def information(self, B: Array) -> Array:
        self.read()
        p, q = B.shape
        curvature = np.zeros((q, p, q, p))
        for rows in blocks(len(self.X), p, q):
            x = np.asfortranarray(self.X[rows])  # column after column: no jumps in what follows
            pi = normalise(B.T @ x.T)[1]
            add_information(curvature, x, pi, 1 - pi, self.totals[rows])
        return curvature.reshape(p * q, p * q)

    def information_bound(self, B: Array, shares: Array, whiten: Array) -> tuple[Array, float]:
        self.read()
        bound, longest, spread = np.zeros_like(whiten), 0.0, shares * (1 - shares)
        for rows in blocks(len(self.X), *B.shape):
            x = self.X[rows]
            log_normaliser, pi = normalise(B.T @ x.T)
            with np.errstate(divide="ignore", over="ignore"):
                omega = 1 / (spread[0] * np.exp(log_normaliser) + spread[1:] @ (1 / pi))
            z = x @ whiten
            bound += z.T @ ((self.totals[rows] * omega)[:, None] * z)
            longest = max(longest, float(np.sqrt(np.einsum("ij,ij->i", z, z).max())))
        return bound, longest

    def thinned(self, step: int) -> Observations:
        """About one row in `step`, one from each run of `step` rows, which one at random, so that
        sorted or periodic data do no harm.
        """
        if step == 1:
            return self
        starts = np.arange(0, len(self.X) - step + 1, step)
        rows = starts + np.random.default_rng(0).integers(0, step, len(starts))
        totals = self.totals[rows] if self.weighted else self.totals[: len(rows)]
        return Observations(
            self.X.take(rows, axis=0), self.seen.take(rows, axis=0), totals, self.n_classes
        )
