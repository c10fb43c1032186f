"""The data of a fit, and the sums over its rows that are all the solver asks of them.

The class seen at a row enters the log-likelihood through XᵀY alone: with η = XB,

    ℓ(B) = ⟨B, XᵀY⟩ − Σᵢ mᵢ ln(1 + Σₖ e^ηᵢₖ),        ∂ℓ/∂B = XᵀY − XᵀMΠ.

So XᵀY is summed once, and a pass over the rows needs only X and the totals m. A sum is taken block
by block, here of rows in memory, in `likelihood.pieces` of rows on several machines.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial, reduce
from typing import Any, NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from softlogit.data.sparse import dense, is_sparse, sparse_rows
from softlogit.likelihood.kernels import Terms, add, blocks, curvature, gram, normalise
from softlogit.likelihood.threads import side_by_side
from softlogit.special import Array

# An array with at least so many columns, and but one in so many entries that is not zero, is summed
# without its zeros: measured, from there on it takes less time, first to find them included.
# mutant: the sums are the same
MANY_FEATURES, ENTRIES = 100, 30

Ask = Callable[["RowsInMemory"], Terms]
Join = Callable[[Terms, Terms], Terms]


class Sums(NamedTuple):
    """Sums needed once: XᵀMX, p × p; XᵀY, p × K; how often each class was seen, length K.

    Of XᵀMX only the diagonal, length p, if X is sparse and keeps fewer than p² entries.
    """

    gram: Array
    cross: Array
    classes: Array


class Rows(ABC):
    """The few sums that the solver asks for, wherever the rows are.

    Attributes:
        n_features, n_classes: p and K.
        n_passes: how often all rows were read so far, counted where they are read.
        wide: whether X is sparse and has fewer entries than p².
    """

    n_features: int
    n_classes: int
    n_passes: int
    wide = False

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
        return Sums(*self.summed(partial(_sums, self.wide), least=self.n_features))

    @cached_property
    def gram(self) -> Array:
        """XᵀMX, p × p, at any price."""
        known = self.sums.gram
        return known if known.ndim == 2 else self.summed(_gram, least=self.n_features)[0]

    @cached_property
    def extremes(self) -> tuple[Array, Array]:
        """The least and the largest number of each column of X."""
        least, largest = self.summed(_extremes, _widen)
        return least, largest

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
        X: n × p, an array or a csr_array.
        seen: the number of the class seen at each row, length n; or how often each was, n × K,
            weights included.
        totals: m, length n: the weight of each row, or the total of its counts; a single 1 that
            stands for all where nothing is weighted.
    """

    X: Any
    seen: NDArray[Any]
    totals: Array
    n_classes: int
    n_passes: int = 0

    def __post_init__(self) -> None:
        self.n_features = self.X.shape[1]
        self.wide = is_sparse(self.X) and self.n_features**2 > self.X.nnz

    @classmethod
    def of(
        cls, X: Any, seen: NDArray[Any], n_classes: int, weights: Array | None = None
    ) -> RowsInMemory:
        """From numbers of classes or counts, and what each row weighs.

        >>> RowsInMemory.of(np.ones((3, 1)), np.array([0, 1, 1]), 2).sums.cross
        array([[1., 2.]])
        """
        if _mostly_zeros(X):
            X = sparse_rows(X)
        w = np.broadcast_to(1.0, len(seen)) if weights is None else weights
        if seen.ndim == 1:
            return cls(X, seen, w, n_classes)
        counts = seen * w[:, None]
        return cls(X, counts, counts.sum(axis=1), n_classes)

    def __len__(self) -> int:
        return len(self.seen)

    def __getitem__(self, rows: slice | NDArray[Any]) -> RowsInMemory:
        seen = self.seen[rows]
        totals = self.totals[rows] if self.weighted else self.totals[: len(seen)]
        return RowsInMemory(self.X[rows], seen, totals, self.n_classes)

    def dense(self) -> RowsInMemory:
        """The rows with their zeros."""
        return replace(self, X=dense(self.X))

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
        parts = self._sparse_parts if is_sparse(self.X) else self._parts(*widths, least=least)
        return reduce(join, side_by_side(ask, parts, least))

    @cached_property
    def _sparse_parts(self) -> list[RowsInMemory]:
        """Cut once, since that copies. A sum has p rows, so a block of fewer would not pay."""
        entries = self.X.nnz // len(self)
        return self._parts(entries, self.n_classes, least=self.n_features)

    def _parts(self, *widths: int, least: int) -> list[RowsInMemory]:
        return [self[rows] for rows in blocks(len(self), *widths, least=least)]

    def thinned(self, step: int) -> RowsInMemory:
        if step == 1:
            return self
        # One from each run of `step` rows, which one at random: sorted or periodic data do no harm.
        starts = np.arange(0, len(self) - step + 1, step)
        return self[starts + np.random.default_rng(0).integers(0, step, len(starts))]


def _mostly_zeros(X: Any) -> bool:
    """Whether X is an array that takes less time without its zeros, by a thousand of its rows."""
    n, p = X.shape
    if p < MANY_FEATURES or is_sparse(X):
        return False
    some = X[:: max(1, n // 1000)]
    return bool(np.count_nonzero(some) < some.size / ENTRIES)


def _sums(wide: bool, rows: RowsInMemory) -> Terms:
    X = rows.X
    moments = (X * X).T @ rows.totals if wide else _gram(rows)[0]
    return moments, X.T @ rows.counts, rows.class_totals


def _gram(rows: RowsInMemory) -> Terms:
    if is_sparse(rows.X):
        return (gram(rows.X, rows.totals),)
    root = np.sqrt(rows.totals)[:, None] * rows.X if rows.weighted else rows.X
    return (root.T @ root,)


def _extremes(rows: RowsInMemory) -> Terms:
    # A zero that is not kept counts.
    return tuple(np.ravel(dense(each(axis=0))) for each in (rows.X.min, rows.X.max))


def _widen(one: Terms, other: Terms) -> Terms:
    return np.minimum(one[0], other[0]), np.maximum(one[1], other[1])


def _expected(B: Array, rows: RowsInMemory) -> Terms:
    """Σᵢ mᵢ ln(1 + Σₖ e^ηᵢₖ) and XᵀMΠ, where B enters otherwise than through XᵀY."""
    log_normaliser, pi = normalise(B.T @ rows.X.T)
    if rows.weighted:
        pi *= rows.totals
        log_normaliser *= rows.totals
    return log_normaliser.sum(), rows.X.T @ pi.T  # a sum by pairs: far out, ℓ is what is left of it


def _information(B: Array, rows: RowsInMemory) -> Terms:
    # Column after column: no jumps in what follows.
    X = rows.X if is_sparse(rows.X) else np.asfortranarray(rows.X)
    pi = normalise(B.T @ X.T)[1]
    return (curvature(X, pi, 1 - pi, rows.totals),)


def _bound(B: Array, shares: Array, whiten: Array, rows: RowsInMemory) -> Terms:
    log_normaliser, pi = normalise(B.T @ rows.X.T)
    spread = shares * (1 - shares)
    with np.errstate(divide="ignore", over="ignore"):
        omega = 1 / (spread[0] * np.exp(log_normaliser) + spread[1:] @ (1 / pi))
    if is_sparse(rows.X):
        # No row is longer than the sum of what its entries are long.
        longest = abs(rows.X) @ np.linalg.norm(whiten, axis=1)
        bound = gram(rows.X, rows.totals * omega)
        for trans, side in ((1, 0), (0, 1)):  # whitenᵀ · bound · whiten
            bound = scipy.linalg.blas.dtrmm(1, whiten, bound, trans_a=trans, side=side)
        return bound, longest.max(initial=0)
    Z = rows.X @ whiten
    return Z.T @ ((rows.totals * omega)[:, None] * Z), np.linalg.norm(Z, axis=1).max(initial=0)


def _add_and_compare(one: Terms, other: Terms) -> Terms:
    return one[0] + other[0], max(one[1], other[1])
