"""The log-likelihood of the pivot form, its gradient and its curvature, side by side.

X is n × p. Y is n × K: row i counts how often each class was seen at xᵢ (a label is one count of
1), multiplied by the row's weight. B is p × (K − 1), one column for each class but the first, whose
coefficients are zero. With πᵢ the softmax of (0, xᵢᵀB) and mᵢ the total of row i of Y,

    log-likelihood   ℓ(B) = Σᵢ Σₖ yᵢₖ ln πᵢₖ                      (eq-log-likelihood)
    score            ∂ℓ/∂bₖ = Σᵢ (yᵢₖ − mᵢ πᵢₖ) xᵢ                 p × (K − 1)
    information      −∂²ℓ/∂bⱼ∂bₖᵀ = Σᵢ mᵢ πᵢⱼ (δⱼₖ − πᵢₖ) xᵢ xᵢᵀ    class-major (eq-information)

All three are sums over rows, so they are accumulated over blocks of rows small enough to stay in
the processor's cache. The multinomial coefficients of grouped counts do not depend on B and are
left out: a table of counts and the rows it stands for have the same ℓ.
"""

from functools import cache, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softlogit.likelihood.threads import side_by_side
from softlogit.special import Array

Terms = tuple[Any, ...]
# Numbers that a block of rows may hold: about a processor core's second-level cache, in doubles.
# mutant: the size of the blocks does not matter
CACHE = 130_000
# Below this score no sum of exponentials overflows, and none needs to be shifted.
# mutant: where it is safe either way
LARGE = 600.0
# The score of a class that cannot be seen: no probability, and a logarithm that times 0 is 0.
# mutant: so far out one more is nothing
NEVER = -1e300
# The information of more columns of B than this is summed by pairs of features.
# mutant: both ways give the same sums
MANY_CLASSES = 4


def log_likelihood(B: Array, X: Array, Y: Array) -> float:
    """ℓ(B), the log-probability of the counts Y (eq-log-likelihood).

    >>> X, Y = np.ones((4, 1)), np.eye(2)[[0, 0, 0, 1]]
    >>> float(log_likelihood(np.zeros((1, 1)), X, Y) / np.log(2))          # four coin tosses
    -4.0
    """
    return evaluate(B, X, Y)[0]


def score(B: Array, X: Array, Y: Array) -> Array:
    """∂ℓ/∂B, p × (K − 1): observed minus expected, weighted by the features.

    >>> X, Y = np.ones((4, 1)), np.eye(2)[[0, 0, 0, 1]]
    >>> score(np.zeros((1, 1)), X, Y)                                    # one seen, two expected
    array([[-1.]])
    """
    return evaluate(B, X, Y)[1]


def information(B: Array, X: Array, Y: Array) -> Array:
    """−∂²ℓ/∂vec(B)∂vec(B)ᵀ, class-major, p (K − 1) × p (K − 1) (eq-information).

    >>> X, Y = np.ones((4, 1)), np.eye(2)[[0, 0, 0, 1]]
    >>> information(np.zeros((1, 1)), X, Y)                              # 4 rows × ½ × ½
    array([[1.]])
    """
    return evaluate(B, X, Y)[2]


def evaluate(
    B: Array,
    X: Array,
    Y: Array,
    barred: NDArray[np.bool_] | None = None,
    products: Array | None = None,
) -> tuple[float, Array, Array]:
    """(log-likelihood, score, information) at B in one pass over the rows.

    `barred` says which classes have no probability at which rows, K × n. `products` are those of
    each two columns of X, if they are known, p (p + 1) / 2 × n.
    """
    others = _others(B.shape[1] + 1)

    def block(rows: slice) -> Terms:
        x, y = X[rows], Y[rows].T
        scores, log_sum, pi = _probabilities(x, B, None if barred is None else barred[:, rows])
        known = None if products is None else products[:, rows]
        totals = y.sum(axis=0)
        value = np.vdot(y, scores) - totals.dot(log_sum)
        # Not y − mπ and 1 − π, which would lose the digits of probabilities near 1.
        y, pi, complement = y[1:], pi[1:], others.dot(pi)
        residual = y * complement - (totals - y) * pi
        return value, residual.dot(x).T, curvature(x, pi, complement, totals, known)

    value, gradient, information = reduce(
        add, side_by_side(block, blocks(len(X), *B.shape, least=B.size), B.size)
    )
    return float(value), gradient, information.reshape(B.size, B.size)


@cache
def _others(K: int) -> Array:
    """The matrix that sums the classes beside each but the first: π to 1 − π."""
    return 1 - np.eye(K)[1:]


def add(one: Terms, other: Terms) -> Terms:
    """The sum of what is said of two blocks, term by term."""
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _probabilities(
    X: Array, B: Array, barred: NDArray[np.bool_] | None
) -> tuple[Array, Array, Array]:
    """Scores shifted so that the largest is zero (thm-stable), ln Σ e^score, and π, K × n.

    ln π is a score less the logarithm, and both are negative: nothing cancels.
    """
    scores = np.zeros((B.shape[1] + 1, len(X)))
    np.matmul(B.T, X.T, out=scores[1:])
    if barred is not None:
        scores[barred] = NEVER
    scores -= scores.max(axis=0)
    pi = np.exp(scores)
    total = pi.sum(axis=0)
    pi /= total
    return scores, np.log(total), pi


def normalise(scores: Array) -> tuple[Array, Array]:
    """ln(1 + Σₖ e^ηₖ), length n, and π, (K − 1) × n, for scores η = BᵀXᵀ, which are overwritten."""
    if scores.max(initial=0) < LARGE:
        pi = np.exp(scores, out=scores)
        total = pi.sum(axis=0, initial=1)
        pi /= total
        return np.log(total), pi
    largest = np.maximum(scores.max(axis=0), 0)
    pi = np.exp(scores - largest)
    total = np.exp(-largest) + pi.sum(axis=0)
    return largest + np.log(total), pi / total


def curvature(
    X: Array, pi: Array, complement: Array, totals: Array, products: Array | None = None
) -> Array:
    """Σᵢ mᵢ πᵢⱼ (δⱼₖ − πᵢₖ) xᵢ xᵢᵀ, (K − 1) × p × (K − 1) × p, of π and 1 − π, (K − 1) × n.

    Class by class, or feature by feature: measured, the latter takes a tenth of the time for ten
    classes, and more of it for two or three.
    """
    q, p = len(pi), X.shape[1]
    sums = np.empty((q, p, q, p))
    if q > MANY_CLASSES and p <= 6 * q and isinstance(X, np.ndarray):  # mutant: as there
        one, other = np.triu_indices(q)
        weights = -pair_products(pi)
        weights[one == other] = pi * complement
        products = pair_products(X.T) if products is None else products
        pairs = ((weights * totals) @ products.T)[:, _places(p)]
        sums[one, :, other] = sums[other, :, one] = pairs
        return sums
    for j in range(q):
        weights = totals * pi[j]
        sums[j, :, j] = gram(X, weights * complement[j], products)
        for k in range(j):
            sums[j, :, k] = sums[k, :, j] = -gram(X, weights * pi[k], products)
    return sums


def gram(X: Any, weights: Array, products: Array | None = None) -> Array:
    """Σᵢ wᵢ xᵢxᵢᵀ, p × p, of an array X or a sparse one; from products of its columns if known."""
    if products is not None:
        return products.dot(weights)[_places(X.shape[1])]
    if isinstance(X, np.ndarray):
        return (X.T * weights).dot(X)
    weighted = X.copy()
    weighted.data *= np.repeat(weights, np.diff(X.indptr))
    return (X.T @ weighted).toarray()


@cache
def _places(p: int) -> NDArray[np.intp]:
    """Where each two columns of X are among their products, p × p."""
    places, (a, b) = np.empty((p, p), dtype=np.intp), np.triu_indices(p)
    places[a, b] = places[b, a] = np.arange(len(a))
    return places


def pair_products(A: Array) -> Array:
    """The products of each two rows of A, in the order of np.triu_indices."""
    products = np.empty((len(A) * (len(A) + 1) // 2, A.shape[1]))
    rest = products
    for i, row in enumerate(A):
        np.multiply(row, A[i:], out=rest[: len(A) - i])
        rest = rest[len(A) - i :]
    return products


def blocks(n_rows: int, *widths: int, least: int = 1) -> list[slice]:
    """The rows in blocks, for arrays of these widths, of at least so many rows; one if none."""
    size = max(least, CACHE // sum(widths))  # mutant: as above
    return [slice(start, start + size) for start in range(0, max(1, n_rows), size)]
