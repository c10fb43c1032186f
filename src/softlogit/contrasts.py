"""The matrices that turn one set of coefficients into another.

A model with K classes is a p × K matrix W, one column a class, up to adding the same vector to
every column. What can be known of W are its *contrasts*: products W A in which each column of A
sums to zero, so that the addition cancels. Every set of coefficients that a tool reports is such a
product. With K = 3 and the first class as pivot,

            ⎡ −1  −1 ⎤
        A = ⎢  1   0 ⎥        W A = (w₂ − w₁, w₃ − w₁).
            ⎣  0   1 ⎦

Classes are numbered from 0 here; `softlogit.model` speaks of them by name.
"""

from collections.abc import Sequence

import numpy as np

from softlogit.special import Array


def pair(n_classes: int, a: int, against: int) -> Array:
    """The contrast of two classes, K × 1: W A = w_a − w_against, a log-odds (eq-answer).

    >>> pair(3, 2, against=0).T
    array([[-1.,  0.,  1.]])
    """
    A = np.zeros((n_classes, 1))
    A[a] += 1
    A[against] -= 1
    return A


def pivot(n_classes: int, at: int = 0) -> Array:
    """The contrasts of every other class against one, K × (K − 1), in class order.

    >>> pivot(3, at=0)
    array([[-1., -1.],
           [ 1.,  0.],
           [ 0.,  1.]])
    """
    A = np.delete(np.eye(n_classes), at, axis=1)
    A[at] = -1
    return A


def symmetric(n_classes: int) -> Array:
    """The centring matrix C = I − 11ᵀ/K: W C has the least norm of all W (thm-minimum-norm).

    >>> symmetric(2)
    array([[ 0.5, -0.5],
           [-0.5,  0.5]])
    """
    return np.eye(n_classes) - 1 / n_classes


def lift(n_classes: int, at: int = 0) -> Array:
    """The way back from pivot coefficients, (K − 1) × K: L A = I with the A of `pivot`.

    B L is the W whose pivot column is zero (thm-fibre).

    >>> lift(3, at=0)
    array([[0., 1., 0.],
           [0., 0., 1.]])
    """
    return np.eye(n_classes)[np.arange(n_classes) != at]


def names(A: Array, of: Sequence[object]) -> tuple[str, ...]:
    """What the columns of A make of the things named: 'c against a', or 'c - 0.5 a - 0.5 b'.

    >>> names(pivot(3), ["a", "b", "c"])
    ('b against a', 'c against a')
    """
    told = []
    for number, column in enumerate(A.T, start=1):
        parts = sorted(np.flatnonzero(column).tolist(), key=lambda k: column[k] < 0)
        if len(parts) == 2 and column[parts].tolist() == [1, -1]:
            told.append(f"{of[parts[0]]} against {of[parts[1]]}")
        elif len(parts) > 4:
            told.append(f"contrast {number}")
        else:
            terms = (
                f"{column[k]:+g} {of[k]}".replace("1 ", "", column[k] in (1, -1)) for k in parts
            )
            told.append(" ".join(f"{term[0]} {term[1:]}" for term in terms).removeprefix("+ "))
    return tuple(told)


def transform_covariance(covariance: Array, A: Array, L: Array | None = None) -> Array:
    """The covariance of vec(L W A) from that of vec(W): (Aᵀ ⊗ L) V (A ⊗ Lᵀ), with L = I if None.

    It is class-major: entry (k p + i, l p + j) belongs to feature i of column k and feature j of
    column l. The Kronecker products of a K = 100 model would not fit in memory.

    >>> V = np.diag([1.0, 2.0])                            # one feature, two columns
    >>> transform_covariance(V, pair(2, 1, against=0))     # the variance of their difference
    array([[3.]])
    """
    (K, m), p = A.shape, len(covariance) // len(A)
    rows = (A.T @ covariance.reshape(K, -1)).reshape(m * p, K, p)
    V = (A.T @ rows).reshape(m, p, m, p)  # einsum would take ten times as long on small ones
    if L is not None:
        V = np.einsum("ai,kilj,bj->kalb", L, V, L, optimize=True)
    return V.reshape(V.shape[0] * V.shape[1], -1)
