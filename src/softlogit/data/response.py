"""y as arrays: the number of the class seen at each row, or counts of the classes, n × K.

A label is a single count in its class's column. So a table of counts is the rows it stands for.
Labels or counts that are missing or make no sense are an InputError, classes that do not match them
a ClassError.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from softlogit.data.values import Label, Labels, few, is_missing, numbers, plain, shape
from softlogit.errors import ClassError, InputError
from softlogit.special import Array

Codes: TypeAlias = NDArray[np.intp]
# More different labels than this, and fewer than two rows a label: a measurement, or a name.
MANY_CLASSES = 20


def check_response(y: Any, classes: Labels = None) -> tuple[Array | Codes, tuple[Label, ...]]:
    """What was seen at each row, and the labels of the classes.

    >>> check_response([True, False, True])
    (array([1, 0, 1]), (False, True))
    """
    dimensions = len(shape(y, "y"))
    if dimensions == 2:
        return _check_counts(y, classes)
    if dimensions != 1:
        raise InputError(
            f"y has {dimensions} dimensions; it must be n labels or an n × K matrix of counts."
        )
    codes, levels = code_labels(y)
    labels = order_classes(levels, y, len(codes)) if classes is None else check_classes(classes)
    return number_labels(codes, levels, labels), labels


def number_labels(codes: Codes, levels: Sequence[Label], classes: Sequence[Label]) -> Codes:
    """The number of each row's class, from that of its label among the levels."""
    if tuple(classes) == tuple(levels):
        return codes
    position = {label: k for k, label in enumerate(classes)}
    # mutant: any number below zero
    seen: Codes = np.array([position.get(level, -1) for level in levels])[codes]
    unknown = np.flatnonzero(seen < 0)
    if unknown.size:
        raise ClassError(
            f"y has {levels[codes[unknown[0]]]!r} in {few(unknown)}, which is not one of the "
            f"classes {classes}."
        )
    return seen


def code_labels(y: Any) -> tuple[Codes, tuple[Label, ...]]:
    """The number of each row's label among the different ones, and these, in no certain order.

    >>> code_labels(["b", "a", "b"])
    (array([0, 1, 0]), ('b', 'a'))
    """
    try:
        codes, levels = _factorize(y)
    except (TypeError, ValueError):
        raise InputError(
            "y must hold labels: strings, numbers or other values that do not change."
        ) from None
    missing = [-1, *(k for k, label in enumerate(levels) if is_missing(label))]
    if len(missing) > 1 or (codes < 0).any():
        rows = few(np.flatnonzero(np.isin(codes, missing)))
        raise InputError(f"y has missing labels in {rows}; drop those rows.")
    return codes, levels


def _factorize(y: Any) -> tuple[Codes, tuple[Label, ...]]:
    """The same, as fast as may be: pandas does it best, and whole numbers may be counted.

    These need a table as long as their range, which must fit where y does.
    """
    if hasattr(y, "factorize"):
        codes, levels = y.factorize()
        return codes, plain(levels)
    if type(y) is np.ndarray and y.dtype.kind in "biu" and y.size:
        least, most = int(y.min()), int(y.max())
        if most - least < len(y) and most <= np.iinfo(np.intp).max:
            places = y.astype(np.intp) - least
            occurs = np.bincount(places).nonzero()[0]
            return occurs.searchsorted(places), plain((occurs + least).astype(y.dtype))
    labels = plain(y)
    position = {label: k for k, label in enumerate(dict.fromkeys(labels))}
    return np.fromiter(map(position.__getitem__, labels), np.intp, len(labels)), tuple(position)


def order_classes(levels: Iterable[Label], y: Any, n_rows: int) -> tuple[Label, ...]:
    """The labels that occur in the n rows of y, in the order of the Categorical y, or sorted."""
    found = dict.fromkeys(levels)
    dtype = getattr(y, "dtype", None)
    shared = type(dtype).__name__ == "Categorical"  # Polars' numbers labels as the process met them
    order = None if shared else getattr(dtype, "categories", None)
    try:
        ordered = sorted(found) if order is None else [c for c in plain(order) if c in found]
    except TypeError:
        raise InputError(
            "y mixes labels that cannot be sorted, such as strings and numbers; give their order "
            "with classes=."
        ) from None
    measured = any(isinstance(label, float) and not label.is_integer() for label in found)
    if len(found) > max(2 if measured else MANY_CLASSES, n_rows / 2):
        raise InputError(
            f"y has {len(found)} different values in {n_rows} rows, such as {next(iter(found))!r}: "
            "it looks like a measurement or a name, not like classes. Group the values, or name "
            "the classes with classes=."
        )
    return check_classes(ordered)


def _check_counts(Y: Any, classes: Labels) -> tuple[Array, tuple[Label, ...]]:
    """n × K counts: finite, none negative, K ≥ 2. The classes find the columns of a frame."""
    width = np.shape(Y)[1]
    if width < 2:
        raise InputError(
            "y has one column; give n labels as a one-dimensional array (y.ravel()), or counts "
            "with a column for each class."
        )
    columns = plain(getattr(Y, "columns", range(width)))
    labels = check_classes(
        columns if classes is None else classes, width, f"y has {width} columns of counts"
    )
    if hasattr(Y, "columns"):
        for label in (label for label in labels if label not in columns):
            raise ClassError(
                f"y has no column of counts for the class {label!r}; its columns are {columns}."
            )
        Y = Y[list(labels)]
    counts = numbers(Y)
    if counts is None:
        raise InputError(
            "y has two dimensions, so it must hold counts, but some entries are not numbers."
        )
    bad = np.flatnonzero(~(np.isfinite(counts) & (counts >= 0)).all(axis=1))
    if bad.size:
        raise InputError(f"y has negative, missing or infinite counts in {few(bad)}.")
    return counts, labels


def check_classes(
    classes: Iterable[Label] | None, n_classes: int = 0, because: str = ""
) -> tuple[Label, ...]:
    """The classes as a tuple of at least two different labels; 0, 1, … if they are not told.

    There must be `n_classes` of them, if it is given, and an error says `because` of what.
    """
    labels = plain(range(n_classes) if classes is None else classes)
    try:
        different = len(set(labels)) == len(labels)
    except TypeError:
        raise ClassError(
            f"the classes {labels} must be labels: strings, numbers or other values that do not "
            "change."
        ) from None
    if not different or any(map(is_missing, labels)):
        raise ClassError(f"the classes {labels} are not all different, or one is missing.")
    if len(labels) < 2:
        raise ClassError(
            f"a model needs at least two classes; here there is {labels if labels else 'none'}."
        )
    if n_classes not in (0, len(labels)):
        raise ClassError(f"{because}; classes= names {len(labels)}.")
    return labels
