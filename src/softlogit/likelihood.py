"""The log-likelihood of the pivot form, its gradient and its curvature, side by side.

X is n × p. Y is n × K: row i counts how often each class was seen at xᵢ (a label is one count of 1), multiplied by the row's
weight. B is p × (K − 1), one column for each class but the first, whose coefficients are zero. With πᵢ the softmax of
(0, xᵢᵀB) and mᵢ the total of row i of Y,

    log-likelihood   ℓ(B) = Σᵢ Σₖ yᵢₖ ln πᵢₖ                      (eq-log-likelihood)
    score            ∂ℓ/∂bₖ = Σᵢ (yᵢₖ − mᵢ πᵢₖ) xᵢ                 p × (K − 1)
    information      −∂²ℓ/∂bⱼ∂bₖᵀ = Σᵢ mᵢ πᵢⱼ (δⱼₖ − πᵢₖ) xᵢ xᵢᵀ    class-major, p (K − 1) square   (eq-information)

All three are sums over rows, so they are accumulated over blocks of rows small enough to stay in the processor's cache. The
multinomial coefficients of grouped counts do not depend on B and are left out: a table of counts and the rows it stands for have
the same ℓ.
"""

from collections.abc import Iterator

import numpy as np

from softlogit.functions import Array, log_softmax

# Numbers that a block of rows may hold: about the size of a processor core's second-level cache, in doubles.
CACHE = 90_000


def log_likelihood(B: Array, X: Array, Y: Array) -> float:
    """ℓ(B), the log-probability of the counts Y (eq-log-likelihood).

    >>> X, Y = np.ones((4, 1)), np.eye(2)[[0, 0, 0, 1]]
    >>> float(log_likelihood(np.zeros((1, 1)), X, Y) / np.log(2))          # four coin tosses
    -4.0
    """
    return sum(float(np.sum(Yi * _log_probabilities(Xi, B))) for Xi, Yi in _blocks(X, Y))


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


def evaluate(B: Array, X: Array, Y: Array) -> tuple[float, Array, Array]:
    """(log-likelihood, score, information) at B in one pass over the rows."""
    p, q = B.shape
    value, gradient, curvature = 0.0, np.zeros((p, q)), np.zeros((q, p, q, p))
    for Xi, Yi in _blocks(X, Y):
        log_pi = _log_probabilities(Xi, B)
        expected = Yi.sum(axis=1, keepdims=True) * np.exp(log_pi)
        value += float(np.sum(Yi * log_pi))
        gradient += Xi.T @ (Yi - expected)[:, 1:]
        _add_information(curvature, Xi, np.exp(log_pi)[:, 1:], expected[:, 1:])
    return value, gradient, curvature.reshape(p * q, p * q)


def _add_information(curvature: Array, X: Array, pi: Array, expected: Array) -> None:
    """Add Σᵢ mᵢ πᵢⱼ (δⱼₖ − πᵢₖ) xᵢ xᵢᵀ for all classes j ≤ k, and the same for k ≤ j."""
    for j in range(pi.shape[1]):
        for k in range(j, pi.shape[1]):
            weights = expected[:, j] * ((j == k) - pi[:, k])
            block = X.T @ (weights[:, None] * X)
            curvature[j, :, k, :] += block
            if j != k:
                curvature[k, :, j, :] += block


def _log_probabilities(X: Array, B: Array) -> Array:
    """ln π, n × K: the first class has coefficients zero."""
    return log_softmax(np.column_stack([np.zeros(len(X)), X @ B]))


def _blocks(X: Array, Y: Array) -> Iterator[tuple[Array, Array]]:
    """X and Y in blocks of rows."""
    size = max(1, CACHE // (X.shape[1] + Y.shape[1]))
    for start in range(0, len(X), size):
        yield X[start : start + size], Y[start : start + size]
