"""The functions of the model, each beside its logarithm.

All take arrays of any shape and are right to rounding error for every finite argument; NaN, or a
masked entry, gives NaN, and what is no array of real numbers an InputError. SciPy has them; here
they get the book's names and its equations. The logarithms are functions of their own because
log(sigmoid(t)) is -inf long before the true value is: at t = -800 it should be -800.
"""

import contextlib
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from softlogit.errors import InputError

Array = NDArray[np.floating[Any]]


def sigmoid(t: ArrayLike) -> Array:
    """The logistic function σ(t) = 1 / (1 + e⁻ᵗ), elementwise (eq-sigmoid).

    >>> sigmoid([-800.0, 0.0, 800.0]).tolist()
    [0.0, 0.5, 1.0]
    """
    return scipy.special.expit(_floats(t))


def log_sigmoid(t: ArrayLike) -> Array:
    """ln σ(t), without the underflow that taking the logarithm of σ(t) would meet.

    >>> log_sigmoid([-800.0, 0.0]).round(6).tolist()
    [-800.0, -0.693147]
    """
    return scipy.special.log_expit(_floats(t))


def logit(probability: ArrayLike) -> Array:
    """The log-odds ln(P / (1 − P)), the inverse of `sigmoid` (eq-log-odds): −∞ at 0 and ∞ at 1.

    >>> logit([0.5, 0.75]).round(6).tolist()
    [0.0, 1.098612]

    Raises: InputError for a number that is no probability.
    """
    P = _floats(probability)
    outside = P[(P < 0) | (P > 1)]
    if outside.size:
        raise InputError(
            f"logit takes probabilities, between 0 and 1; {outside[0]} is none. A percentage must "
            "be divided by 100."
        )
    return scipy.special.logit(P)


def softmax(Z: ArrayLike, *, axis: int = -1) -> Array:
    """The softmax exp(zₖ) / Σⱼ exp(zⱼ) along `axis` (eq-softmax), after a shift (thm-stable).

    >>> softmax([[0.0, 0.0], [1000.0, 0.0]]).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    return _along(axis, scipy.special.softmax, Z)


def log_softmax(Z: ArrayLike, *, axis: int = -1) -> Array:
    """The logarithm of `softmax`, finite for finite Z (thm-stable).

    >>> log_softmax([1000.0, 0.0]).tolist()
    [0.0, -1000.0]
    """
    return _along(axis, scipy.special.log_softmax, Z)


def log_sum_exp(Z: ArrayLike, *, axis: int = -1) -> Array:
    """ln Σⱼ exp(zⱼ) along `axis`: the logarithm of softmax's denominator.

    >>> float(log_sum_exp([1000.0, 1000.0]).round(6))
    1000.693147
    """
    return _along(axis, scipy.special.logsumexp, Z)


def _floats(values: ArrayLike) -> Array:
    """An array of floats, NaN where it is masked."""
    with contextlib.suppress(Exception):
        if isinstance(values, np.ma.MaskedArray):
            values = np.ma.filled(values.astype(float), np.nan)
        array = np.asarray(values)
        if array.dtype.kind not in "USc":
            return np.asarray(array, dtype=float)
    raise InputError("this function takes real numbers, in arrays of any shape.")


def _along(axis: int, function: Callable[..., Array], values: ArrayLike) -> Array:
    array = _floats(values)
    try:
        return function(array, axis=axis)
    except (TypeError, ValueError, IndexError, OverflowError):
        raise InputError(
            f"axis= is {axis!r}; numbers must lie along it in the array, of shape {array.shape}."
        ) from None
