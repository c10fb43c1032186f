"""The data of a fit, and the sums over its rows that are all the solver asks of them.

The class seen at a row enters the log-likelihood through XᵀY alone: with η = XB,

    ℓ(B) = ⟨B, XᵀY⟩ − Σᵢ mᵢ ln(1 + Σₖ e^ηᵢₖ),        ∂ℓ/∂B = XᵀY − XᵀMΠ.

So XᵀY is summed once, and a pass over the rows needs only X and the totals m. A sum is taken block
by block, here of rows in memory, in `likelihood.pieces` of rows on several machines.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from softlogit.likelihood.kernels import Terms, add, blocks, curvature, normalise
from softlogit.likelihood.threads import side_by_side
from softlogit.special import Array

Ask = Callable[["RowsInMemory"], Terms]
Join = Callable[[Terms, Terms], Terms]


class Sums(NamedTuple):
    """Sums needed once: XᵀMX, p × p; XᵀY, p × K; how often each class was seen, length K."""

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

    @abstractmethod
    def summed(self, ask: Ask, join: Join = add, least: int = 1) -> Terms:
        """What `ask` says of each block of rows, joined always in the same order: one pass.

        A block has at least so many rows: no fewer than the products that are taken of each.
        """

    @abstractmethod
    def thinned(self, step: int) -> RowsInMemory:
        """About one row in `step`, in memory."""

    def read(self) -> None:
        """Count a pass."""
        self.n_passes += 1

    @cached_property
    def sums(self) -> Sums:
        """The sums that are needed once."""
        return Sums(*self.summed(_sums, least=self.n_features))

    @property
    def class_totals(self) -> Array:
        """How often each class was seen, length K."""
        return self.sums.classes

    @property
    def total(self) -> float:
        """The number of observations, Σ mᵢ."""
        return float(self.class_totals.sum())

    def value_and_score(self, B: Array) -> tuple[float, Array]:
        """ℓ(B) and ∂ℓ/∂B (eq-log-likelihood)."""
        cross = self.sums.cross[:, 1:]
        log_normalisers, expected = self.summed(
            partial(_expected, np.ascontiguousarray(B)), least=B.shape[1]
        )
        return float(np.vdot(B, cross) - log_normalisers), cross - expected

    def information(self, B: Array) -> Array:
        """−∂²ℓ/∂vec(B)∂vec(B)ᵀ, class-major, p (K − 1) square (eq-information)."""
        (information,) = self.summed(partial(_information, B), least=B.size)
        return information.reshape(B.size, B.size)

    def information_bound(self, B: Array, shares: Array, whiten: Array) -> tuple[Array, float]:
        """Σᵢ mᵢ ωᵢ xᵢxᵢᵀ, a bound of the information, and the longest row (prp-information-bound).

        Both of the rows X · `whiten`; ω compares the probabilities at B with `shares`.
        """
        bound, longest = self.summed(
            partial(_bound, B, shares, whiten), _add_and_compare, least=len(B)
        )
        return bound, longest


@dataclass(eq=False)
class RowsInMemory(Rows):
    """n rows of features, and at each a class, or counts of classes.

    Attributes:
        X: n × p.
        seen: the number of the class seen at each row, length n; or how often each was, n × K,
            weights included.
        totals: m, length n: the weight of each row, or the total of its counts; a single 1 that
            stands for all where nothing is weighted.
    """

    X: Array
    seen: NDArray[Any]
    totals: Array
    n_classes: int
    n_passes: int = 0

    def __post_init__(self) -> None:
        self.n_features = self.X.shape[1]

    @classmethod
    def of(
        cls, X: Array, seen: NDArray[Any], n_classes: int, weights: Array | None = None
    ) -> RowsInMemory:
        """From numbers of classes or counts, and what each row weighs.

        >>> RowsInMemory.of(np.ones((3, 1)), np.array([0, 1, 1]), 2).sums.cross
        array([[1., 2.]])
        """
        w = np.broadcast_to(1.0, len(X)) if weights is None else weights
        if seen.ndim == 1:
            return cls(X, seen, w, n_classes)
        counts = seen * w[:, None]
        return cls(X, counts, counts.sum(axis=1), n_classes)

    def __len__(self) -> int:
        return len(self.X)

    def __getitem__(self, rows: slice | NDArray[Any]) -> RowsInMemory:
        X = self.X[rows]
        totals = self.totals[rows] if self.weighted else self.totals[: len(X)]
        return RowsInMemory(X, self.seen[rows], totals, self.n_classes)

    @property
    def weighted(self) -> bool:
        """Whether the totals differ from a single 1 for all."""
        return self.totals.strides[0] > 0

    def counted(self) -> RowsInMemory:
        """The rows that have weight."""
        return self if self.totals.all() else self[self.totals > 0]

    @cached_property
    def class_totals(self) -> Array:
        if self.seen.ndim == 2:
            return self.seen.sum(axis=0)
        return np.bincount(self.seen, self.totals, self.n_classes).astype(float)

    @property
    def counts(self) -> Array:
        """Y, n × K."""
        if self.seen.ndim == 2:
            return self.seen
        counts = np.zeros((len(self), self.n_classes))
        counts[np.arange(len(self)), self.seen] = self.totals
        return counts

    def summed(self, ask: Ask, join: Join = add, least: int = 1) -> Terms:
        self.read()
        widths = self.n_features, self.n_classes
        parts = [self[rows] for rows in blocks(len(self), *widths, least=least)]
        return reduce(join, side_by_side(ask, parts, least))

    def thinned(self, step: int) -> RowsInMemory:
        if step == 1:
            return self
        # One from each run of `step` rows, which one at random: sorted or periodic data do no harm.
        starts = np.arange(0, len(self) - step + 1, step)
        return self[starts + np.random.default_rng(0).integers(0, step, len(starts))]


def _sums(rows: RowsInMemory) -> Terms:
    root = np.sqrt(rows.totals)[:, None] * rows.X if rows.weighted else rows.X
    return root.T @ root, rows.X.T @ rows.counts, rows.class_totals


def _expected(B: Array, rows: RowsInMemory) -> Terms:
    """Σᵢ mᵢ ln(1 + Σₖ e^ηᵢₖ) and XᵀMΠ, where B enters otherwise than through XᵀY."""
    log_normaliser, pi = normalise(B.T @ rows.X.T)
    if rows.weighted:
        pi *= rows.totals
        log_normaliser *= rows.totals
    return log_normaliser.sum(), rows.X.T @ pi.T  # a sum by pairs: far out, ℓ is what is left of it


def _information(B: Array, rows: RowsInMemory) -> Terms:
    X = np.asfortranarray(rows.X)  # column after column: no jumps in what follows
    pi = normalise(B.T @ X.T)[1]
    return (curvature(X, pi, 1 - pi, rows.totals),)


def _bound(B: Array, shares: Array, whiten: Array, rows: RowsInMemory) -> Terms:
    log_normaliser, pi = normalise(B.T @ rows.X.T)
    spread = shares * (1 - shares)
    with np.errstate(divide="ignore", over="ignore"):
        omega = 1 / (spread[0] * np.exp(log_normaliser) + spread[1:] @ (1 / pi))
    Z = rows.X @ whiten
    return Z.T @ ((rows.totals * omega)[:, None] * Z), np.linalg.norm(Z, axis=1).max(initial=0)


def _add_and_compare(one: Terms, other: Terms) -> Terms:
    return one[0] + other[0], max(one[1], other[1])
