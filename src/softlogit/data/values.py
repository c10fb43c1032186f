"""What the entries of a table or a column are: numbers, labels, or missing.

pandas, Polars, Arrow and Dask are not imported: what is theirs is recognised by what it has.
"""

from collections.abc import Callable, Iterable, Sequence
from numbers import Real
from typing import Any, TypeAlias

import numpy as np

from softlogit.data.sparse import dense
from softlogit.errors import InputError
from softlogit.special import Array

Label: TypeAlias = Any  # a class is named by whatever its label is: a string, a number, a boolean
Labels: TypeAlias = Sequence[Label] | None  # the classes in their order, or None: not told
Names: TypeAlias = Sequence[str] | None


def numbers(table: Any) -> Array | None:
    """The entries as floats, missing or masked ones as NaN; None if some are no numbers.

    >>> numbers([[1, True], [2.5, None]]).tolist(), numbers([1, "1"]), numbers([[1, 2], [3]])
    ([[1.0, 1.0], [2.5, nan]], None, None)
    """
    table = in_memory(table)
    kinds = np.ravel(getattr(table, "dtypes", getattr(table, "dtype", "O")))
    if hasattr(table, "iloc") and all(getattr(kind, "kind", "O") in "biuf" for kind in kinds):
        return np.ascontiguousarray(table.to_numpy(dtype=float, na_value=np.nan))
    table = dense(table)
    if isinstance(table, np.ma.MaskedArray):
        table = np.ma.filled(table.astype(object), np.nan)
    try:
        values = np.asarray(table)
    except Exception:  # rows of unequal length, or a table that is no array
        return None
    if values.dtype == object:  # masked, or columns of several kinds, or pandas' own missing value
        flat = [np.nan if is_missing(value) else value for value in values.ravel().tolist()]
        if not all(isinstance(value, (bool, int, float, np.number, np.bool_)) for value in flat):
            return None
        values = np.array(flat).reshape(values.shape)
    return np.ascontiguousarray(values, dtype=float) if values.dtype.kind in "biuf" else None


def plain(labels: Any) -> tuple[Label, ...]:
    """A tuple of Python's own values, so that classes print as 0 and not as np.int64(0).

    >>> plain(np.array([0, 1])), plain(np.array(["2026-01-31"], dtype="M8[ns]"))
    ((0, 1), (datetime.datetime(2026, 1, 31, 0, 0),))
    """
    dtype = getattr(labels, "dtype", None)
    if isinstance(dtype, np.dtype) and dtype.kind == "M":  # nanoseconds would become integers
        labels = np.asarray(labels, dtype="M8[us]")
    for name in ("tolist", "to_pylist"):  # the second is Arrow's
        labels = getattr(labels, name)() if hasattr(labels, name) else labels
    if isinstance(labels, (set, frozenset)) or not isinstance(labels, Iterable):
        raise InputError(f"{labels!r} is no sequence of labels or names, in their order.")
    return tuple(label.item() if isinstance(label, np.generic) else label for label in labels)


def shape(table: Any, name: str) -> tuple[int, ...]:
    """(n,) of a column, (n, p) of a table; an InputError for lists of unequal length."""
    try:
        return np.shape(table)
    except ValueError:
        raise InputError(f"{name} has rows of unequal length.") from None


def wanted(value: Any, kind: Any, what: str) -> Any:
    """The value itself, if it is of the kind that is wanted; an InputError if not."""
    if not isinstance(value, kind):
        raise InputError(f"{what}; this is a {type(value).__name__}.")
    return value


def number(value: Any, name: str, fits: Callable[[float], bool], what: str) -> float:
    """The value, if it is one number that fits; an InputError if not."""
    if not (isinstance(value, (Real, np.bool_)) and fits(float(value))):
        raise InputError(f"{name} is {value!r}; it must be {what}.")
    return float(value)


def in_memory(table: Any) -> Any:
    """The array or frame itself; one of Dask's brought together."""
    return table.compute() if in_pieces(table) else table


def in_pieces(table: Any) -> bool:
    """Whether an array or a frame is one of Dask's, which is not there before it is asked for."""
    return hasattr(table, "__dask_graph__")


def is_missing(value: Label) -> bool:
    """None, NaN, NaT and pandas' NA: what does not equal itself, or cannot say whether it does."""
    try:
        return value is None or not isinstance(value == value, (bool, np.bool_)) or value != value
    except Exception:  # a frame that is computed later, say
        return True


def few(rows: Iterable[int]) -> str:
    """'row 3', 'rows 3, 5 and 9', 'rows 3, 5, 9, … (12 rows)': enough to find them."""
    found = sorted(map(int, set(rows)))
    first = ", ".join(map(str, found[:3]))
    if len(found) > 3:
        return f"rows {first}, … ({len(found)} rows)"
    return f"row{'s' * (len(found) > 1)} {' and '.join(first.rsplit(', ', 1))}"
