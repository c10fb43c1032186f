"""From what the caller has to the arrays that the model needs, or an error that says what is wrong.

One rule covers labels, counts and weights: everything becomes a matrix of counts, n × K. A label is a single count in its class's
column; a weight multiplies its row. So a row with weight 2 is that row twice, and a table of counts is the rows it stands for.

pandas is not imported: a frame is recognised by what it has. Nothing that is passed in is changed.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softlogit.data.intercept import check_names
from softlogit.errors import ClassError, InputError
from softlogit.likelihood.rows import Observations
from softlogit.special import Array

Label = Any  # a class is named by whatever its label is: a string, a number, a boolean


class Data(NamedTuple):
    """What was observed, and the names of the classes and of the columns of X."""

    observed: Observations
    classes: tuple[Label, ...]
    features: tuple[str, ...]


def check_data(
    X: ArrayLike,
    y: Any,
    weights: Any = None,
    classes: Sequence[Label] | None = None,
    features: Sequence[str] | None = None,
) -> Data:
    """The arrays of a regression of y on X, checked and named.

    >>> check_data([[1, 5], [1, 6]], ["no", "yes"], weights=[1, 2]).observed.counts
    array([[1., 0.],
           [0., 2.]])

    Raises: InputError or ClassError, which say which rows, columns or classes are wrong.
    """
    names = feature_names(X, features)
    matrix = check_features(X, names)
    check_names(names, matrix)
    check_same_order(X, y, weights)
    seen, labels = check_response(y, classes)
    observed = observe(matrix, seen, weights, len(labels))
    if not len(observed):
        raise InputError("weights= is zero for every row; nothing is left to fit.")
    for k in np.flatnonzero(observed.class_totals == 0).tolist():
        raise ClassError(
            f"class {labels[k]!r} has no rows with positive weight; leave it out of the classes, or add data."
        )
    return Data(observed, labels, names)


# The columns of X


def feature_names(X: ArrayLike, features: Sequence[str] | None = None) -> tuple[str, ...]:
    """The names of the columns of X: those given, or the frame's own, or x0, x1, …"""
    if _dimensions(X, "X") != 2:
        raise InputError(
            f"X has {np.ndim(X)} dimensions; it must be a table of n rows and p columns. "
            "One column: X.reshape(-1, 1); one row: X.reshape(1, -1)."
        )
    width = np.shape(X)[1]
    names = tuple(
        map(str, plain(getattr(X, "columns", numbered(width)) if features is None else features))
    )
    if len(names) != width or len(set(names)) != len(names):
        raise InputError(
            f"X needs {width} different names, one a column; features=, or the frame, gives {names}."
        )
    return names


def numbered(width: int) -> tuple[str, ...]:
    """The names of columns that have none: x0, x1, …"""
    return tuple(f"x{j}" for j in range(width))


def check_features(X: Any, names: Sequence[str]) -> Array:
    """X as an n × p array of finite floats, row after row in memory; a sparse matrix of SciPy's is made dense."""
    if 0 in np.shape(X):
        raise InputError(f"X has shape {np.shape(X)}; it needs at least one row and one column.")
    matrix = numbers(X)
    if matrix is None or any(hasattr(kind, "categories") for kind in getattr(X, "dtypes", ())):
        raise InputError(
            "X has entries that are not numbers. Code categories as columns of 0 and 1, or use fit_formula, which does it."
        )
    # A sum of squares is not finite if one of its terms is not; it costs a fraction of looking at each.
    if not np.isfinite(np.vdot(matrix, matrix)) and not np.isfinite(matrix).all():
        rows, columns = np.nonzero(~np.isfinite(matrix))
        where = ", ".join(repr(names[j]) for j in sorted(set(columns.tolist())))
        raise InputError(
            f"X has missing or infinite entries in {few(rows)} of {where}; drop or impute those rows."
        )
    return matrix


# y, as labels or counts, and its weights


def observe(
    matrix: Array, seen: Array | NDArray[np.intp], weights: ArrayLike | None, n_classes: int
) -> Observations:
    """The rows that count: features, and at each row the number of the class seen, or counts of the classes."""
    if len(matrix) != len(seen):
        raise InputError(
            f"X has {len(matrix)} rows but y has {len(seen)}; each row of X needs one row of y."
        )
    if weights is None and seen.ndim == 1:
        return Observations.of(matrix, seen, n_classes)
    return Observations.of(
        matrix, seen, n_classes, None if weights is None else check_weights(weights, len(matrix))
    ).counted()


def check_response(
    y: Any, classes: Sequence[Label] | None = None
) -> tuple[Array | NDArray[np.intp], tuple[Label, ...]]:
    """y as the number of the class seen at each row, or as an n × K matrix of counts, with the labels of the classes.

    >>> check_response([True, False, True])
    (array([1, 0, 1]), (False, True))
    """
    if _dimensions(y, "y") == 2:
        return _check_counts(y, classes)
    if np.ndim(y) != 1:
        raise InputError(
            f"y has {np.ndim(y)} dimensions; it must be n labels or an n × K matrix of counts."
        )
    codes, levels = code_labels(y)
    labels = order_classes(levels, y) if classes is None else check_classes(classes)
    if labels == levels:
        return codes, labels
    position = {label: k for k, label in enumerate(labels)}
    numbers = np.array([position.get(level, -1) for level in levels])[codes]
    unknown = np.flatnonzero(numbers < 0)
    if unknown.size:
        raise ClassError(
            f"y has {levels[codes[unknown[0]]]!r} in {few(unknown)}, which is not one of the classes {labels}."
        )
    return numbers, labels


def code_labels(y: Any) -> tuple[NDArray[np.intp], tuple[Label, ...]]:
    """The different labels in y, in the order in which they come, and the number of the label of each row.

    Raises: InputError for missing labels.
    """
    simple = isinstance(getattr(y, "dtype", np.dtype(int)), np.dtype) and not isinstance(
        y, np.ma.MaskedArray
    )
    values = np.asarray(y) if simple else np.array([])
    if values.dtype.kind in "biu" and values.size and (narrow := _code_integers(values)):
        return narrow
    position: dict[Label, int] = {}
    try:
        codes = np.array(
            [position.setdefault(label, len(position)) for label in plain(y)], dtype=np.intp
        )
    except TypeError:
        raise InputError(
            "y must hold labels: strings, numbers or other values that do not change."
        ) from None
    missing = [k for label, k in position.items() if _is_missing(label)]
    if missing:
        raise InputError(
            f"y has missing labels in {few(np.flatnonzero(np.isin(codes, missing)))}; drop those rows."
        )
    return codes, tuple(position)


def _code_integers(values: NDArray[Any]) -> tuple[NDArray[np.intp], tuple[Label, ...]] | None:
    """The same for whole numbers that do not lie far apart, by counting, which does not look at rows one by one."""
    least, most = int(values.min()), int(values.max())
    if most - least > 1000 + len(values) or most > np.iinfo(np.intp).max:
        return None
    places = values.astype(np.intp) - least
    occurs = np.flatnonzero(np.bincount(places))
    if len(occurs) == most - least + 1:
        return places, plain((occurs + least).astype(values.dtype))
    return np.searchsorted(occurs, places), plain((occurs + least).astype(values.dtype))


def order_classes(levels: Iterable[Label], y: Any) -> tuple[Label, ...]:
    """The labels that occur, in the order of the Categorical y, or sorted."""
    categories = getattr(getattr(y, "dtype", None), "categories", None)
    try:
        return check_classes(
            sorted(levels)
            if categories is None
            else [label for label in plain(categories) if label in set(levels)]
        )
    except TypeError:
        raise InputError(
            "y mixes labels that cannot be sorted, such as strings and numbers; give their order with classes=."
        ) from None


def _check_counts(Y: Any, classes: Sequence[Label] | None) -> tuple[Array, tuple[Label, ...]]:
    """An n × K matrix of counts: finite, none negative, K ≥ 2. The classes find the columns of a frame by name."""
    width = np.shape(Y)[1]
    if width < 2:
        raise InputError(
            "y has one column; give n labels as a one-dimensional array (y.ravel()), or counts with a column for each class."
        )
    columns = plain(getattr(Y, "columns", range(width)))
    labels = check_classes(columns if classes is None else classes)
    if len(labels) != width:
        raise ClassError(
            f"classes= names {len(labels)} classes but y has {width} columns of counts."
        )
    if hasattr(Y, "columns"):
        for label in set(labels) - set(columns):
            raise ClassError(
                f"y has no column of counts for the class {label!r}; its columns are {columns}."
            )
        Y = Y[list(labels)]
    counts = numbers(Y)
    if counts is None:
        raise InputError(
            "y has two dimensions, so it must hold counts, but some entries are not numbers."
        )
    bad = np.flatnonzero(~np.isfinite(counts).all(axis=1) | (counts < 0).any(axis=1))
    if bad.size:
        raise InputError(f"y has negative, missing or infinite counts in {few(bad)}.")
    return counts, labels


def check_classes(classes: Iterable[Label]) -> tuple[Label, ...]:
    """The classes as a tuple of at least two different labels."""
    labels = plain(classes)
    try:
        different = len(set(labels)) == len(labels)
    except TypeError:
        raise ClassError(
            f"the classes {labels} must be labels: strings, numbers or other values that do not change."
        ) from None
    if not different or any(map(_is_missing, labels)):
        raise ClassError(f"the classes {labels} are not all different, or one is missing.")
    if len(labels) < 2:
        raise ClassError(
            f"a model needs at least two classes; here there is {labels if labels else 'none'}."
        )
    return labels


def check_weights(weights: Any, n_rows: int) -> Array:
    """The rows' weights: n finite numbers, none negative."""
    w = numbers(weights)
    if w is None or w.shape != (n_rows,):
        raise InputError(
            f"weights= has shape {np.shape(weights)}; it must be one number a row, shape ({n_rows},)."
        )
    bad = np.flatnonzero(~np.isfinite(w) | (w < 0))
    if bad.size:
        raise InputError(f"weights= has negative, missing or infinite entries in {few(bad)}.")
    return w


def check_same_order(X: Any, y: Any, weights: Any) -> None:
    """Rows are matched by place. Two indices that hold the same in another order say that their places do not match."""
    index: Any = getattr(X, "index", None)
    for name, other in (("y", y), ("weights", weights)):
        theirs: Any = getattr(other, "index", None)
        if (
            hasattr(index, "equals")
            and hasattr(theirs, "equals")
            and not index.equals(theirs)
            and set(index) == set(theirs)
        ):
            raise InputError(
                f"X and {name} have the same index in different orders; bring {name} into the order of X: {name}.loc[X.index]."
            )


# What values are made of


def numbers(table: Any) -> Array | None:
    """The entries as floats, missing or masked ones as NaN; None if some are no numbers, even if they could be read as such ("1")."""
    if hasattr(table, "iloc") and all(
        getattr(kind, "kind", "O") in "biuf" for kind in np.ravel(getattr(table, "dtypes", "O"))
    ):
        return np.ascontiguousarray(table.to_numpy(dtype=float, na_value=np.nan))
    table = table.toarray() if hasattr(table, "toarray") else table
    values = np.asarray(
        np.ma.filled(table.astype(object), np.nan)
        if isinstance(table, np.ma.MaskedArray)
        else table
    )
    if (
        values.dtype == object
    ):  # masked, or a frame of mixed columns, or with pandas' own missing value
        values = np.array(
            [np.nan if _is_missing(v) else v for v in values.ravel().tolist()]
        ).reshape(values.shape)
    return np.ascontiguousarray(values, dtype=float) if values.dtype.kind in "biuf" else None


def plain(labels: Any) -> tuple[Label, ...]:
    """A tuple of Python's own values, so that classes print as 0 and not as np.int64(0)."""
    if (
        getattr(getattr(labels, "dtype", None), "kind", "") == "M"
    ):  # NumPy makes whole numbers of nanoseconds
        labels = np.asarray(labels, dtype="M8[us]")
    values = labels.tolist() if hasattr(labels, "tolist") else labels
    if isinstance(values, (set, frozenset)) or not isinstance(values, Iterable):
        raise InputError(f"{values!r} is no sequence of labels or names, in their order.")
    return tuple(label.item() if isinstance(label, np.generic) else label for label in values)


def _dimensions(table: ArrayLike, name: str) -> int:
    try:
        return np.ndim(table)
    except ValueError:
        raise InputError(f"{name} has rows of unequal length.") from None


def _is_missing(value: Label) -> bool:
    """None, NaN, NaT and pandas' NA: the values that do not equal themselves, or cannot say whether they do."""
    return value is None or not isinstance(value == value, bool) or value != value


def few(rows: Iterable[int]) -> str:
    """'row 3', 'rows 3, 5 and 9', 'rows 3, 5, 9, … (12 rows)': enough to find them."""
    found = [str(i) for i in sorted({int(i) for i in rows})]
    if len(found) <= 3:
        return f"row{'s' * (len(found) > 1)} {', '.join(found[:-1])}{' and ' * (len(found) > 1)}{found[-1]}"
    return f"rows {', '.join(found[:3])}, … ({len(found)} rows)"
