"""Rows in many pieces, on one machine or a cluster, through Dask: each is summed where it lies.

Of each piece only its part of the sum travels, 1 + p (K − 1) numbers a pass of the climb, besides
samples of the rows, for the start and for the proof that the estimate exists. X is read anew at
each pass, so that it need not stay in memory; whoever has the room calls `persist()` on it first. A
piece that is lost with its worker is read and summed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any

import numpy as np
import scipy
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
from softlogit.data.sparse import is_sparse
from softlogit.data.values import Label, in_pieces
from softlogit.errors import InputError
from softlogit.likelihood.kernels import Terms, add
from softlogit.likelihood.rows import Ask, Join, Rows, RowsInMemory
from softlogit.special import Array

# So many partial sums are added on a worker before they travel on.
# mutant: in how many steps does not matter
FAN_IN = 16


class RowsInPieces(Rows):
    """Rows in delayed pieces, each of them `RowsInMemory`, with the number of rows of each.

    Every sum is a pass over all pieces.
    """

    def __init__(
        self, pieces: Sequence[Any], lengths: Sequence[int], n_features: int, n_classes: int
    ) -> None:
        self.pieces, self.lengths = pieces, lengths
        self.n_features, self.n_classes = n_features, n_classes
        self.n_passes = 1  # the classes were collected

    def __len__(self) -> int:
        return sum(self.lengths)

    def summed(self, ask: Ask, join: Join = add, least: int = 1) -> Terms:
        """In a tree of partial sums, so that no worker is sent all of them."""
        self.read()
        parts = [piece.summed(ask, join, least) for piece in self.pieces]
        joined = delayed(partial(reduce, join))
        while len(parts) > 1:
            parts = [joined(parts[k : k + FAN_IN]) for k in range(0, len(parts), FAN_IN)]
        return parts[0].compute()

    def thinned(self, step: int) -> RowsInMemory:
        self.read()
        parts = compute(*[piece.thinned(step) for piece in self.pieces])
        tables = [part.X for part in parts]
        sparse = any(map(is_sparse, tables))
        X = scipy.sparse.vstack(tables, format="csr") if sparse else np.concatenate(tables)
        seen, totals = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("seen", "totals")
        )
        return RowsInMemory(X, seen, totals, self.n_classes, self.n_passes)


def check_pieces(
    X: Any,
    y: Any,
    weights: Any = None,
    classes: Sequence[Label] | None = None,
    features: Sequence[str] | None = None,
) -> tuple[RowsInPieces, tuple[Label, ...], tuple[str, ...]]:
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
    described = compute(*[(delayed(len)(piece.seen), piece.labels) for piece in decoded])
    lengths = [length for length, _ in described]
    if classes is None:
        occurring = dict.fromkeys(label for _, labels in described for label in labels)
        labels = _order(occurring, y, sum(lengths))
    else:
        labels = check_classes(classes)
    pieces = [
        delayed(_piece)(x, piece, labels, names)
        for x, piece, length in zip(xs, decoded, lengths, strict=True)
        if length
    ]
    rows = RowsInPieces(pieces, list(filter(None, lengths)), len(names), len(labels))
    return rows, labels, names


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
    """The classes in the order of memory: of columns of counts, of a Categorical, or sorted."""
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


def _piece(
    X: Any, decoded: Decoded, classes: tuple[Label, ...], names: tuple[str, ...]
) -> RowsInMemory:
    """One piece, checked where it lies."""
    checks.check_same_rows(X=X, y=decoded)
    matrix = checks.check_features(X, names)
    check_names(names, matrix)
    seen = decoded.seen
    if matrix.shape[0] != len(seen):
        raise InputError(f"a piece of X has {matrix.shape[0]} rows and that of y {len(seen)}.")
    if seen.ndim == 1:
        seen = number_labels(seen, decoded.labels, classes)
    return RowsInMemory.of(matrix, seen, len(classes), decoded.weights).counted()
