"""The model with the intercept alone: where the climb of large data begins, and what is known there for nothing.

At the null model every row has the same probabilities π, so the Kronecker factor comes out of the information's sum (thm-rank),

    information = XᵀMX ⊗ (diag π − ππᵀ),        (diag π − ππᵀ)⁻¹ = diag(1/π) + 11ᵀ/π₁,

with π those of the classes but the pivot, and π₁ the pivot's. So its inverse costs one p × p factorisation, for any number of classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg

from softlogit.functions import Array
from softlogit.observations import Sums


@dataclass(frozen=True, eq=False)
class NullModel:
    """The null model of some data; without an intercept, the model of equal probabilities.

    Attributes:
        B: its coefficients, p × (K − 1), the first class as pivot.
        shares: its probabilities of the K classes.
        total: the number of observations, Σ mᵢ.
        factor: the Cholesky factor R of XᵀMX = RᵀR, p × p upper triangular.
        has_intercept: whether the constant is a combination of the columns.
    """

    B: Array
    shares: Array
    total: float
    factor: Array
    has_intercept: bool

    @classmethod
    def of(cls, sums: Sums) -> NullModel:
        """From the sums over the rows.

        >>> null = NullModel.of(Sums(np.array([[4.0]]), np.array([[1.0, 3.0]]), np.array([1.0, 3.0])))
        >>> null.B, null.shares
        (array([[1.09861229]]), array([0.25, 0.75]))
        """
        total, K = sums.classes.sum(), len(sums.classes)
        factor = linalg.cholesky(sums.gram)
        features = sums.cross.sum(axis=1)  # XᵀM1, since the counts of a row add up to its total
        constant = linalg.cho_solve((factor, False), features)
        has_intercept = bool(total - constant @ features < 1e-10 * total)
        shares = sums.classes / total if has_intercept else np.full(K, 1 / K)
        return cls(np.outer(constant, np.log(shares[1:] / shares[0])), shares, float(total), factor, has_intercept)

    @property
    def information(self) -> Array:
        """Of vec(B), class-major, p (K − 1) square."""
        pi = self.shares[1:]
        return np.asarray(np.kron(np.diag(pi) - np.outer(pi, pi), self.factor.T @ self.factor), dtype=float)

    @cached_property
    def inverse_gram(self) -> Array:
        """(XᵀMX)⁻¹, p × p."""
        return np.asarray(linalg.cho_solve((self.factor, False), np.eye(len(self.factor))))

    def inverse_information(self, score: Array) -> Array:
        """information⁻¹ · score for a p × (K − 1) score: regress, and divide by the shares."""
        regressed = self.inverse_gram @ score
        return np.asarray(regressed / self.shares[1:] + regressed.sum(axis=1, keepdims=True) / self.shares[0])
