"""The model with the intercept alone: where the climb of large data begins, or that of a tenth.

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
from softlogit.solver.ridge import Ridge
from softlogit.special import Array


class NullModel:
    """The null model of data with these sums; without an intercept, that of equal probabilities.

    >>> gram, classes = np.array([[4.0]]), np.array([1.0, 3.0])
    >>> null = NullModel(Sums(gram, classes[None], classes))
    >>> null.B, null.shares
    (array([[1.09861229]]), array([0.25, 0.75]))

    With a `ridge` its information has that of the penalty added, as if all classes were equally
    frequent, where the factor comes out of both.

    Attributes:
        shares: its probabilities of the K classes.
        total, gram: the number of observations Σ mᵢ, and XᵀMX or its diagonal (`Sums`).
        df: the number of its free coefficients, K − 1, or 0 without an intercept.
        loglik: the log-likelihood there.
    """

    def __init__(self, sums: Sums, ridge: Ridge | None = None) -> None:
        self.gram, self.cross, classes = sums
        self.total, K = float(classes.sum()), len(classes)
        self.ridge = ridge
        self.features = self.cross.sum(axis=1)  # XᵀM1: a row's counts add up to its total
        self.df = K - 1 if self._intercept.any() else 0
        self.shares = classes / self.total if self.df else np.full(K, 1 / K)
        self.loglik = float(classes @ np.log(self.shares))

    @cached_property
    def _intercept(self) -> Array:
        """The combination of the columns that is 1 in every row; zeros if there is none."""
        alone = self.features / np.sqrt(self.gram if self.gram.ndim == 1 else np.diag(self.gram))
        j = np.abs(alone).argmax()
        if has_intercept(alone[[j]], self.total):
            return np.eye(1, len(alone), j)[0] * self.total / self.features[j]
        if has_intercept(self.whiten.T @ self.features, self.total):
            return self.whiten @ (self.whiten.T @ self.features)
        return np.zeros(len(alone))

    @cached_property
    def whiten(self) -> Array:
        """p × p upper triangular; the rows of X · whiten have XᵀMX = I."""
        return inverse_root(self.gram)

    @cached_property
    def B(self) -> Array:
        """Its coefficients, p × (K − 1), the first class as pivot."""
        return np.outer(self._intercept, np.log(self.shares[1:] / self.shares[0]))

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
        gram = np.diag(self.gram) if self.gram.ndim == 1 else self.gram
        return np.kron(self.spread, gram)

    @cached_property
    def penalised_gram(self) -> Array:
        """XᵀMX, or XᵀMX + K Λ; of either the diagonal alone, if no more is known."""
        if self.ridge is None:
            return self.gram
        charges = len(self.shares) * self.ridge.charges
        return self.gram + (charges if self.gram.ndim == 1 else np.diag(charges))

    @cached_property
    def _root(self) -> Array:
        return self.whiten if self.ridge is None else inverse_root(self.penalised_gram)

    def inverse_information(self, score: Array) -> Array:
        """information⁻¹ · score for a p × (K − 1) score."""
        scaled = score @ (np.diag(1 / self.shares[1:]) + 1 / self.shares[0])
        if self.penalised_gram.ndim == 2:
            return self._root @ (self._root.T @ scaled)
        # As if the columns were uncorrelated, about their means.
        ones, mean = self._intercept, self.features / self.total
        spread = self.penalised_gram - self.features * mean
        spread[ones != 0] = np.inf
        total = ones @ scaled
        slopes = (scaled - np.outer(mean, total)) / spread[:, None]
        return slopes + np.outer(ones, total / self.total - mean @ slopes)
