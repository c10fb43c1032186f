"""The model with the intercept alone: where the climb of large data begins.

At the null model every row has the same probabilities π, so the Kronecker factor comes out of the
information's sum (thm-rank),

    information = XᵀMX ⊗ (diag π − ππᵀ),        (diag π − ππᵀ)⁻¹ = diag(1/π) + 11ᵀ/π₁,

with π those of the classes but the pivot, and π₁ the pivot's. So its inverse costs one p × p
factorisation, for any number of classes.
"""

from functools import cached_property

import numpy as np

from softlogit.data.intercept import has_intercept
from softlogit.likelihood.rows import Sums
from softlogit.solver.linalg import inverse_root
from softlogit.special import Array


class NullModel:
    """The null model of data with these sums; without an intercept, that of equal probabilities.

    >>> gram, classes = np.array([[4.0]]), np.array([1.0, 3.0])
    >>> null = NullModel(Sums(gram, classes[None], classes))
    >>> null.B, null.shares
    (array([[1.09861229]]), array([0.25, 0.75]))

    Attributes:
        shares: its probabilities of the K classes.
        total, gram: the number of observations Σ mᵢ, and XᵀMX.
        whiten: p × p upper triangular; the rows of X · whiten have XᵀMX = I.
        df: the number of its free coefficients, K − 1, or 0 without an intercept.
        loglik: the log-likelihood there.
    """

    def __init__(self, sums: Sums) -> None:
        self.gram, self.cross, classes = sums
        self.total, K = float(classes.sum()), len(classes)
        self.whiten = inverse_root(self.gram)
        self.features = self.cross.sum(axis=1)  # XᵀM1: a row's counts add up to its total
        self.df = K - 1 if has_intercept(self.whiten.T @ self.features, self.total) else 0
        self.shares = classes / self.total if self.df else np.full(K, 1 / K)
        self.loglik = float(classes @ np.log(self.shares))

    @cached_property
    def B(self) -> Array:
        """Its coefficients, p × (K − 1), the first class as pivot."""
        log_odds = np.log(self.shares[1:] / self.shares[0])
        return np.outer(self.inverse_gram @ self.features, log_odds)

    @property
    def score(self) -> Array:
        """The gradient of the log-likelihood there, p × (K − 1)."""
        return self.cross[:, 1:] - np.outer(self.features, self.shares[1:])

    @cached_property
    def spread(self) -> Array:
        """diag π − ππᵀ, K − 1 square."""
        return np.diag(self.shares[1:]) - np.outer(self.shares[1:], self.shares[1:])

    @property
    def information(self) -> Array:
        """Of vec(B), p (K − 1) square."""
        return np.kron(self.spread, self.gram)

    @cached_property
    def inverse_gram(self) -> Array:
        """(XᵀMX)⁻¹, p × p."""
        return self.whiten @ self.whiten.T

    def inverse_information(self, score: Array) -> Array:
        """information⁻¹ · score for a p × (K − 1) score."""
        inverse_spread = np.diag(1 / self.shares[1:]) + 1 / self.shares[0]
        return self.inverse_gram @ score @ inverse_spread
