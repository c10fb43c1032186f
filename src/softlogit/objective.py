"""What the solver climbs: the penalised log-likelihood, in coordinates that keep its curvature well conditioned, and the way back.

The coordinates are θ = vec(D S B), where X = Z S, D holds the sizes of Z's columns and B is p × (K − 1), the first class as pivot. D lets
one column be in millions and another in millionths; S, mostly the identity, lets columns be nearly dependent, as years and a constant are.

With a ridge penalty λ the objective is

    ℓ(W) − ½ λ Σⱼₖ (W C)ⱼₖ²,      j over the features that are not constant,

on the symmetric representative W C, so that it does not depend on the pivot. For three classes or more it is scikit-learn's with C = 1/λ.
For two, Σₖ (W C)ⱼₖ² = βⱼ²/2; scikit-learn penalises β itself then, and has C = 2/λ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from softlogit import contrasts, likelihood
from softlogit.collinearity import well_conditioned
from softlogit.functions import Array


@dataclass(frozen=True, eq=False)
class Objective:
    """The function of θ, and the data it is made of.

    Attributes:
        Z: n × p, the features in the coordinates that are used.
        Y: n × K, the weighted counts.
        scale: the sizes of Z's columns, length p.
        back: p × p, from coordinates to coefficients: B = back · table(θ).
        penalty: the matrix P with bᵀ P b = λ Σ (W C)² for b = vec(B), p (K − 1) square.
    """

    Z: Array
    Y: Array
    scale: Array
    back: Array
    penalty: Array

    def __call__(self, theta: Array) -> tuple[float, Array, Array]:
        """The penalised log-likelihood, its score and its information at θ."""
        units = np.tile(self.scale, self.Y.shape[1] - 1)
        b = theta / units
        value, score, information = likelihood.evaluate(self.table(b), self.Z, self.Y)
        shrink = self.penalty @ b
        return (
            value - 0.5 * float(b @ shrink),
            (score.T.ravel() - shrink) / units,
            (information + self.penalty) / np.outer(units, units),
        )

    def table(self, theta: Array) -> Array:
        """The p × (K − 1) matrix whose columns lie one after the other in θ."""
        return theta.reshape(-1, len(self.scale)).T

    def log_likelihood(self, theta: Array) -> float:
        """ℓ without the penalty (eq-log-likelihood)."""
        return likelihood.log_likelihood(self.table(theta) / self.scale[:, None], self.Z, self.Y)

    def coefficients(self, theta: Array) -> Array:
        """B in the caller's units."""
        return self.back @ self.table(theta)

    def covariance(self, inverse: Array) -> Array:
        """The covariance of vec(B) in the caller's units from that of θ: (I ⊗ back) V (I ⊗ back)ᵀ."""
        p = len(self.scale)
        blocks = inverse.reshape(len(inverse) // p, p, -1, p)
        return np.asarray(np.einsum("ij,ajbk,lk->aibl", self.back, blocks, self.back, optimize=True)).reshape(inverse.shape)

    def degrees_of_freedom(self, inverse: Array) -> float:
        """p (K − 1); with a penalty the trace of (information + P)⁻¹ information, which is smaller."""
        shrinkage = float(np.sum(self.covariance(inverse) * self.penalty))
        return len(inverse) - shrinkage if shrinkage else len(inverse)

    def directions(self, span: Array) -> Array:
        """Directions of θ, orthonormal columns, as r tables of B; entries that are rounding are zero."""
        tables = np.stack([self.coefficients(direction) for direction in span.T])
        tables[np.abs(tables) < 1e-9 * np.abs(self.back).sum(axis=1, keepdims=True)] = 0
        return tables


def objective(X: Array, Y: Array, ridge: float) -> Objective:
    """The objective for features X (n × p), counts Y (n × K) and a penalty λ.

    >>> climb = objective(np.array([[1.0, 2000.0], [1.0, 2001.0]]), np.eye(2), ridge=1.0)
    >>> value, score, information = climb(np.zeros(2))
    >>> round(value, 4), climb.coefficients(np.array([0.0, 2000.5])).round(4).tolist()
    (-1.3863, [[0.0], [1.0]])
    """
    # With a penalty the problem is well conditioned as it stands, and the penalty speaks of the columns as they are.
    Z, S = (X, np.eye(X.shape[1])) if ridge else well_conditioned(X)
    scale = _column_sizes(Z)
    penalised = np.diag(np.ptp(X, axis=0) > 0)
    penalty = np.kron(contrasts.symmetric(Y.shape[1])[1:, 1:], ridge * penalised)
    return Objective(Z, Y, scale, np.linalg.inv(S) / scale, np.asarray(penalty, dtype=float))


def _column_sizes(X: Array) -> Array:
    """The root mean square of each column, without overflow; none is all zeros."""
    largest = np.abs(X).max(axis=0)
    return np.asarray(largest * np.sqrt(np.mean((X / largest) ** 2, axis=0)), dtype=float)
