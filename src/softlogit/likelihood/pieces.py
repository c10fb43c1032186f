"""Data in many pieces, on one machine or a cluster, through Dask: the same sums, each piece where
it lies.

All that the solver asks of the rows are sums over them, and a sum can be taken piece by piece. Of
each piece only its part of the sum travels, at most p (K − 1) numbers a pass, besides a sample of
the rows for the start. Pieces are read anew at each pass, so that none need stay in memory; whoever
has the room calls `persist()` on the data first. A piece that is lost with its worker is read and
summed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from dask.base import compute, persist
from dask.delayed import delayed

from softlogit.data import checks
from softlogit.data.intercept import check_names
from softlogit.data.response import (
    check_classes,
    check_response,
    code_labels,
    number_labels,
    order_classes,
)
from softlogit.data.values import Label, in_pieces
from softlogit.errors import InputError
from softlogit.likelihood.rows import Observations, Rows, Sums
from softlogit.special import Array

# So many partial sums are added on a worker before they travel on.
FAN_IN = 16


class PiecewiseObservations(Rows):
    """`Observations` in pieces: the same methods, each one a pass over all pieces.

    Attributes:
        pieces: delayed Observations.
        lengths: the number of rows of each.
        n_features, n_classes: p and K.
        n_passes: how often all rows were read so far.
    """

    def __init__(
        self, pieces: Sequence[Any], lengths: Sequence[int], n_features: int, n_classes: int
    ) -> None:
        self.pieces, self.lengths = pieces, lengths
        self.n_features, self.n_classes = n_features, n_classes
        self.n_passes = 1  # the classes were collected

    def __len__(self) -> int:
        return sum(self.lengths)

    @property
    def total(self) -> float:
        return float(self.sums.classes.sum())

    @cached_property
    def sums(self) -> Sums:
        return Sums(*self._total(lambda piece: piece.sums))

    def expected(self, B: Array) -> tuple[float, Array]:
        return self._total(lambda piece: piece.expected(B))

    def information(self, B: Array) -> Array:
        (information,) = self._total(lambda piece: (piece.information(B),))
        return np.asarray(information)

    def information_bound(self, B: Array, shares: Array, whiten: Array) -> tuple[Array, float]:
        bounds = self._each(lambda piece: piece.information_bound(B, shares, whiten))
        return sum(bound for bound, _ in bounds), max(longest for _, longest in bounds)

    def thinned(self, step: int) -> PiecewiseObservations | Observations:
        return self if step == 1 else self.gathered(step)

    def gathered(self, step: int = 1) -> Observations:
        """One row in `step`, brought together in memory."""
        parts = self._each(lambda piece: piece.thinned(step))
        X, seen, totals = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("X", "seen", "totals")
        )
        return Observations(X, seen, totals, self.n_classes, self.n_passes if step == 1 else 0)

    def _each(self, ask: Callable[[Observations], Any]) -> list[Any]:
        """What every piece says."""
        self.read()
        return list(compute(*map(delayed(ask, pure=False), self.pieces)))

    def _total(self, ask: Callable[[Observations], Iterable[Any]]) -> Any:
        """What the pieces say, summed term by term in a tree, always in the same order."""
        self.read()
        parts = list(map(delayed(ask, pure=False), self.pieces))
        while len(parts) > 1:
            parts = [delayed(_add)(parts[k : k + FAN_IN]) for k in range(0, len(parts), FAN_IN)]
        return parts[0].compute()


def _add(parts: list[Iterable[Any]]) -> tuple[Any, ...]:
    return reduce(
        lambda one, other: tuple(a + b for a, b in zip(one, other, strict=True)), map(tuple, parts)
    )


def check_pieces(
    X: Any,
    y: Any,
    weights: Any = None,
    classes: Sequence[Label] | None = None,
    features: Sequence[str] | None = None,
) -> tuple[PiecewiseObservations, tuple[Label, ...], tuple[str, ...]]:
    """What `checks.check_data` does, for Dask arrays or frames that are cut at the same rows.

    Raises: InputError or ClassError, as there. Row numbers in messages are those within a piece.
    """
    names = checks.feature_names(X, features)
    xs, ys = _pieces(X), _pieces(y)
    ws = [None] * len(xs) if weights is None else _pieces(weights)
    if not len(xs) == len(ys) == len(ws):
        raise InputError(
            f"X lies in {len(xs)} pieces, y in {len(ys)} and weights in {len(ws)}; cut them at the "
            "same rows."
        )
    # y and the weights are read once; what they say stays where the pieces are, and X is read anew.
    decoded = persist(*[delayed(_decode)(y, w, classes) for y, w in zip(ys, ws, strict=True)])
    described = compute(*[delayed(_describe)(piece) for piece in decoded])
    occurring = dict.fromkeys(label for _, labels in described for label in labels)
    lengths = [length for length, _ in described]
    labels = _order(occurring, y, sum(lengths)) if classes is None else check_classes(classes)
    pieces = [
        delayed(_piece)(x, piece, labels, names)
        for x, piece, length in zip(xs, decoded, lengths, strict=True)
        if length
    ]
    observed = PiecewiseObservations(pieces, list(filter(None, lengths)), len(names), len(labels))
    return observed, labels, names


def _pieces(collection: Any) -> list[Any]:
    """The pieces of an array or a frame, all columns together, as delayed objects."""
    if not in_pieces(collection):
        raise InputError(
            "X is one of Dask's collections, so y and weights must be too, cut at the same rows."
        )
    if hasattr(collection, "rechunk") and collection.ndim == 2:
        collection = collection.rechunk({1: -1})
    return list(np.ravel(collection.to_delayed()))


def _order(occurring: Iterable[Label], y: Any, n_rows: int) -> tuple[Label, ...]:
    """The classes in the order that they have in memory: that of columns of counts, of a
    Categorical, or sorted.
    """
    if y.ndim == 2:
        return check_classes(occurring)
    known = getattr(getattr(y, "cat", None), "known", True)
    return order_classes(occurring, y if known else None, n_rows)


@dataclass(frozen=True)
class Decoded:
    """y and the weights of a piece: numbers of labels or counts, the labels, and the rows' own."""

    seen: Any
    labels: tuple[Label, ...]
    weights: Array | None
    index: Any


def _decode(y: Any, weights: Any, classes: Sequence[Label] | None) -> Decoded:
    checks.check_same_rows(y=y, weights=weights)
    seen, labels = check_response(y, classes) if np.ndim(y) == 2 else code_labels(y)
    w = None if weights is None else checks.check_weights(weights, len(seen))
    return Decoded(seen, labels, w, getattr(y, "index", None))


def _describe(decoded: Decoded) -> tuple[int, tuple[Label, ...]]:
    """The number of rows of a piece, and the labels in it."""
    return len(decoded.seen), decoded.labels


def _piece(
    X: Any, decoded: Decoded, classes: tuple[Label, ...], names: tuple[str, ...]
) -> Observations:
    """One piece, checked where it lies."""
    checks.check_same_rows(X=X, y=decoded)
    matrix = checks.check_features(X, names)
    check_names(names, matrix)
    seen = decoded.seen
    if len(matrix) != len(seen):
        raise InputError(f"a piece of X has {len(matrix)} rows and that of y {len(seen)}.")
    if seen.ndim == 1:
        seen = number_labels(seen, decoded.labels, classes)
    return Observations.of(matrix, seen, len(classes), decoded.weights).counted()
