"""The data of a regression, checked, as plain arrays, or an error that says what is wrong where.

X becomes n × p floats, y the number of the class seen at each row (codes) or counts of the classes,
n × K, weights n floats. Nothing that is passed in is changed. What cannot be read is an InputError,
classes that do not fit a ClassError.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from softlogit.data.intercept import check_names
from softlogit.data.response import Codes, check_response
from softlogit.data.sparse import dense, is_sparse, sparse_rows
from softlogit.data.values import Label, Labels, Names, few, numbers, plain, shape
from softlogit.errors import ClassError, InputError
from softlogit.special import Array


def check_data(
    X: Any, y: Any, weights: Any = None, classes: Labels = None, features: Names = None
) -> tuple[Array, Array | Codes, Array | None, tuple[Label, ...], tuple[str, ...]]:
    """X, what was seen at each row, the weights, and the names of classes and columns.

    >>> check_data([[1, 5], [1, 6]], ["no", "yes"], weights=[1, 2])[1:]
    (array([0, 1]), array([1., 2.]), ('no', 'yes'), ('x0', 'x1'))
    """
    check_same_rows(X=X, y=y, weights=weights)
    names = feature_names(X, features)
    matrix = check_features(X, names)
    check_names(names, matrix)
    return matrix, *check_outcomes(matrix.shape[0], y, weights, classes), names


def feature_names(X: Any, features: Names = None) -> tuple[str, ...]:
    """The names of the columns of X: those given, or the frame's own, or x0, x1, …"""
    size = shape(X, "X")
    if len(size) != 2:
        raise InputError(
            f"X has {len(size)} dimensions; it must be a table of n rows and p columns. "
            "One column: X.reshape(-1, 1); one row: X.reshape(1, -1)."
        )
    own = getattr(X, "column_names", getattr(X, "columns", numbered(size[1])))  # the first: Arrow's
    names = tuple(map(str, plain(own if features is None else features)))
    if len(names) != size[1] or len(set(names)) != len(names):
        raise InputError(
            f"X needs {size[1]} different names, one a column; features=, or the frame, gives "
            f"{names}."
        )
    return names


def numbered(width: int) -> tuple[str, ...]:
    """The names of columns that have none: x0, x1, …"""
    return tuple(f"x{j}" for j in range(width))


def check_features(X: Any, names: Sequence[str]) -> Array:
    """X as an n × p array of finite floats, row after row in memory; sparse X stays sparse."""
    if 0 in np.shape(X):
        raise InputError(f"X has shape {np.shape(X)}; it needs at least one row and one column.")
    sparse = is_sparse(X) and X.dtype.kind in "biuf"
    matrix = sparse_rows(X) if sparse else numbers(X)
    if matrix is None or any(hasattr(kind, "categories") for kind in getattr(X, "dtypes", ())):
        raise InputError(
            "X has entries that are not numbers. Code categories as columns of 0 and 1, or use "
            "fit_formula, which does it."
        )
    # A sum of squares is not finite if one of its terms is not; that is faster than each by itself.
    entries: Any = matrix.data if sparse else matrix
    if not np.isfinite(np.vdot(entries, entries)) and not np.isfinite(entries).all():
        rows, columns = np.nonzero(~np.isfinite(dense(matrix)))
        where = ", ".join(repr(names[j]) for j in sorted(set(columns.tolist())))
        raise InputError(
            f"X has missing or infinite entries in {few(rows)} of {where}; drop or impute those "
            "rows."
        )
    return matrix


def check_outcomes(
    n_rows: int, y: Any, weights: Any, classes: Labels
) -> tuple[Array | Codes, Array | None, tuple[Label, ...]]:
    """What was seen at each of n rows, what the row weighs, and the labels of the classes."""
    seen, labels = check_response(y, classes)
    if len(seen) != n_rows:
        raise InputError(
            f"X has {n_rows} rows but y has {len(seen)}; each row of X needs one row of y."
        )
    return seen, None if weights is None else check_weights(weights, n_rows), labels


def check_weights(weights: Any, n_rows: int) -> Array:
    """The rows' weights: n finite numbers, none negative."""
    w = numbers(weights)
    if w is None or w.shape != (n_rows,):
        shape = "entries that are not numbers" if w is None else f"shape {w.shape}"
        raise InputError(f"weights= has {shape}; it must be one number a row, shape ({n_rows},).")
    bad = np.flatnonzero(~np.isfinite(w) | (w < 0))
    if bad.size:
        raise InputError(f"weights= has negative, missing or infinite entries in {few(bad)}.")
    return w


def check_same_rows(**tables: Any) -> None:
    """Rows are matched by place. Where two tables have labels for them, the labels must agree.

    >>> import pandas as pd
    >>> y, weights = pd.Series([0, 1], index=[3, 4]), pd.Series([1.0, 1.0], index=[3, 5])
    >>> check_same_rows(X=[[1], [2]], y=y, weights=weights)
    Traceback (most recent call last):
    softlogit.errors.InputError: y and weights have different labels in row 1, where 4 meets 5; ...
    """
    indices = [(name, getattr(table, "index", None)) for name, table in tables.items()]
    labelled: list[Any] = [pair for pair in indices if hasattr(pair[1], "equals")]
    for name, index in labelled[1:]:
        first, expected = labelled[0]
        if len(index) == len(expected) and not index.equals(expected):
            pairs = list(zip(expected.tolist(), index.tolist(), strict=True))
            rows = [i for i, (one, other) in enumerate(pairs) if one != other]
            one, other = pairs[rows[0]]
            raise InputError(
                f"{first} and {name} have different labels in {few(rows)}, where {one!r} meets "
                f"{other!r}; rows are matched by place. Take the rows that both have, in one order "
                f"({name}.loc[{first}.index]), or leave their labels out ({name}.to_numpy())."
            )


def check_seen(totals: Array, classes: Sequence[Label]) -> None:
    """Raise an error if nothing was seen of some class, whose total in the data is then zero."""
    if not totals.any():
        raise InputError("weights= is zero for every row; nothing is left to fit.")
    for k in np.flatnonzero(totals == 0).tolist():
        raise ClassError(
            f"class {classes[k]!r} has no rows with positive weight; leave it out of the classes, "
            "or add data."
        )


def check_matrix(values: Any, name: str) -> Array:
    """Coefficients, or what multiplies them: a table of finite floats."""
    table = numbers(values)
    if table is None:
        raise InputError(f"{name} must be a table of numbers.")
    if table.ndim != 2 or 0 in table.shape:
        raise InputError(
            f"{name} has shape {table.shape}; it must be a table with a row for each feature and a "
            "column for each class."
        )
    if not np.isfinite(table).all():
        raise InputError(f"{name} has missing or infinite entries.")
    return table
