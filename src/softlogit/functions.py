"""The functions of the model, each beside its logarithm.

All of them take arrays of any shape and are right to rounding error for every finite argument. SciPy has them; here they get the
book's names and its equations. The logarithms are functions of their own because log(sigmoid(t)) is -inf long before the
true value is: at t = -800 it should be -800.
"""

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array = NDArray[np.float64]


def sigmoid(t: ArrayLike) -> Array:
    """The logistic function σ(t) = 1 / (1 + e⁻ᵗ), elementwise (eq-sigmoid).

    >>> sigmoid([-800.0, 0.0, 800.0]).tolist()
    [0.0, 0.5, 1.0]
    """
    return cast(Array, special.expit(np.asarray(t, dtype=float)))


def log_sigmoid(t: ArrayLike) -> Array:
    """ln σ(t), without the underflow that taking the logarithm of σ(t) would meet.

    >>> log_sigmoid([-800.0, 0.0]).round(6).tolist()
    [-800.0, -0.693147]
    """
    return cast(Array, special.log_expit(np.asarray(t, dtype=float)))


def logit(probability: ArrayLike) -> Array:
    """The log-odds ln(P / (1 − P)), the inverse of `sigmoid` (eq-log-odds).

    >>> logit([0.5, 0.75]).round(6).tolist()
    [0.0, 1.098612]
    """
    return cast(Array, special.logit(np.asarray(probability, dtype=float)))


def softmax(Z: ArrayLike, axis: int = -1) -> Array:
    """The softmax e^{z_k} / Σⱼ e^{z_j} along `axis` (eq-softmax), computed after subtracting the largest z (thm-stable).

    >>> softmax([[0.0, 0.0], [1000.0, 0.0]]).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    return cast(Array, special.softmax(np.asarray(Z, dtype=float), axis=axis))


def log_softmax(Z: ArrayLike, axis: int = -1) -> Array:
    """The logarithm of `softmax`, finite for finite Z (thm-stable).

    >>> log_softmax([1000.0, 0.0]).tolist()
    [0.0, -1000.0]
    """
    return cast(Array, special.log_softmax(np.asarray(Z, dtype=float), axis=axis))


def log_sum_exp(Z: ArrayLike, axis: int = -1) -> Array:
    """ln Σⱼ e^{z_j} along `axis`: the logarithm of softmax's denominator.

    >>> float(log_sum_exp([1000.0, 1000.0]).round(6))
    1000.693147
    """
    return cast(Array, special.logsumexp(np.asarray(Z, dtype=float), axis=axis))
