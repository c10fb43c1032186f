"""The model with the intercept alone: where the climb of large data begins, and what is known there
for nothing.

At the null model every row has the same probabilities π, so the Kronecker factor comes out of the
information's sum (thm-rank),

    information = XᵀMX ⊗ (diag π − ππᵀ),        (diag π − ππᵀ)⁻¹ = diag(1/π) + 11ᵀ/π₁,

with π those of the classes but the pivot, and π₁ the pivot's. So its inverse costs one p × p
factorisation, for any number of classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from softlogit.data.intercept import spans_constant
from softlogit.likelihood.rows import Sums
from softlogit.solver.linalg import inverse_root
from softlogit.special import Array


@dataclass(frozen=True, eq=False)
class NullModel:
    """The null model of some data; without an intercept, the model of equal probabilities.

    Attributes:
        B: its coefficients, p × (K − 1), the first class as pivot.
        shares: its probabilities of the K classes.
        total: the number of observations, Σ mᵢ.
        gram: XᵀMX, p × p.
        whiten: p × p upper triangular, with whiten · whitenᵀ = (XᵀMX)⁻¹: the rows of X · whiten
            have XᵀMX = I.
        has_intercept: whether the constant is a combination of the columns.
        loglik, score: the log-likelihood there, and its gradient, p × (K − 1).
    """

    B: Array
    shares: Array
    total: float
    gram: Array
    whiten: Array
    has_intercept: bool
    loglik: float
    score: Array

    @classmethod
    def of(cls, sums: Sums) -> NullModel:
        """From the sums over the rows.

        >>> gram, classes = np.array([[4.0]]), np.array([1.0, 3.0])
        >>> null = NullModel.of(Sums(gram, classes[None], classes))
        >>> null.B, null.shares
        (array([[1.09861229]]), array([0.25, 0.75]))
        """
        total, K = sums.classes.sum(), len(sums.classes)
        whiten = inverse_root(sums.gram)
        features = sums.cross.sum(axis=1)  # XᵀM1, since the counts of a row add up to its total
        has_intercept = spans_constant(whiten.T @ features, total)
        shares = sums.classes / total if has_intercept else np.full(K, 1 / K)
        B = np.outer(whiten @ (whiten.T @ features), np.log(shares[1:] / shares[0]))
        score = sums.cross[:, 1:] - np.outer(features, shares[1:])
        return cls(
            B,
            shares,
            float(total),
            sums.gram,
            whiten,
            has_intercept,
            float(sums.classes @ np.log(shares)),
            score,
        )

    @property
    def information(self) -> Array:
        """Of vec(B), class-major, p (K − 1) square."""
        pi = self.shares[1:]
        blocks = np.multiply.outer(np.diag(pi) - np.outer(pi, pi), self.gram)
        return np.asarray(blocks.transpose(0, 2, 1, 3).reshape(self.B.size, self.B.size))

    @cached_property
    def inverse_gram(self) -> Array:
        """(XᵀMX)⁻¹, p × p."""
        return np.asarray(self.whiten @ self.whiten.T)

    @cached_property
    def inverse_spread(self) -> Array:
        """(diag π − ππᵀ)⁻¹, K − 1 square."""
        return np.asarray(np.diag(1 / self.shares[1:]) + 1 / self.shares[0])

    def inverse_information(self, score: Array) -> Array:
        """information⁻¹ · score for a p × (K − 1) score."""
        return np.asarray(self.inverse_gram @ score @ self.inverse_spread)
