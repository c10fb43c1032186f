"""What Newton's method climbs: the penalised log-likelihood, in coordinates that keep its curvature
well conditioned, and the way back.

The coordinates are θ = vec(B̃), class-major, where B = back · B̃ is p × (K − 1), the first class as
pivot, and X · back = Z has columns of about unit size, far from dependent. So one column may be in
millions and another in millionths, and columns may be nearly dependent, as years and a constant
are.

With a ridge penalty λ the objective is

    ℓ(W) − ½ λ Σⱼₖ (W C)ⱼₖ²,      j over the features that are not constant,

on the symmetric representative W C, so that it does not depend on the pivot. For three classes or
more it is scikit-learn's with C = 1/λ. For two, Σₖ (W C)ⱼₖ² = βⱼ²/2; scikit-learn penalises β
itself then, and has C = 2/λ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softlogit import contrasts, likelihood
from softlogit.data.intercept import constant_columns
from softlogit.solver.collinearity import check_independent, conditioned, scaled
from softlogit.solver.newton import Answer
from softlogit.special import Array


@dataclass(frozen=True, eq=False)
class Objective:
    """The function of θ, and the data it is made of.

    Attributes:
        Z: n × p, the features in the coordinates that are used.
        back: p × p, from coordinates to coefficients.
        Y: n × K, the weighted counts.
        penalty: the matrix P with θᵀ P θ = λ Σ (W C)², p (K − 1) square.
        read: called whenever all rows are read.
        barred: classes that cannot be seen at a row, K × n: those of the limit of separated data.
    """

    Z: Array
    back: Array
    Y: Array
    penalty: Array | None = None
    read: Callable[[], None] = lambda: None
    barred: NDArray[np.bool_] | None = None

    def __call__(self, theta: Array) -> Answer:
        """The penalised log-likelihood, its score and its information at θ."""
        self.read()
        value, score, information = likelihood.evaluate(
            self.table(theta), self.Z, self.Y, self.barred
        )
        if self.penalty is None:
            return Answer(value, score.T.ravel(), information)
        shrink = self.penalty @ theta
        return Answer(
            value - 0.5 * float(theta @ shrink),
            score.T.ravel() - shrink,
            information + self.penalty,
        )

    def table(self, theta: Array) -> Array:
        """The p × (K − 1) matrix whose columns lie one after the other in θ."""
        return theta.reshape(-1, len(self.back)).T

    @property
    def size(self) -> int:
        """The number of coordinates, p (K − 1)."""
        return len(self.back) * int(self.Y.shape[1] - 1)

    def moves(self, step: Array) -> float:
        """The most that a step of θ changes a linear predictor of any row."""
        return float(np.abs(self.Z @ self.table(step)).max())

    def log_likelihood(self, theta: Array) -> float:
        """ℓ without the penalty (eq-log-likelihood)."""
        self.read()
        return likelihood.log_likelihood(self.table(theta), self.Z, self.Y)

    def coefficients(self, theta: Array) -> Array:
        """B in the caller's units."""
        return self.back @ self.table(theta)

    def degrees_of_freedom(self, root: Array) -> float:
        """p (K − 1); with a penalty the trace of R Rᵀ information, where R Rᵀ = (information +
        P)⁻¹, which is smaller.
        """
        return (
            len(root)
            if self.penalty is None
            else len(root) - float(np.sum(root * (self.penalty @ root)))
        )

    def directions(self, span: Array) -> Array:
        """Directions of θ, orthonormal columns, as r tables of B; entries that are rounding are
        zero.
        """
        tables = np.stack([self.coefficients(direction) for direction in span.T])
        tables[np.abs(tables) < 1e-9 * np.abs(self.back).sum(axis=1, keepdims=True)] = 0
        return tables


def objective(X: Array, Y: Array, ridge: float, features: Sequence[str]) -> Objective:
    """The objective for features X (n × p) with these names, counts Y (n × K) and a penalty λ.

    >>> X = np.array([[1.0, 2000.0], [1.0, 2001.0]])
    >>> climb = objective(X, np.eye(2), ridge=1.0, features=["one", "year"])
    >>> value, score, information = climb(np.zeros(2))
    >>> round(value, 4), climb.coefficients(np.array([0.0, 2000.5])).round(4).tolist()
    (-1.3863, [[0.0], [1.0]])

    Raises: CollinearityError for columns whose coefficients would not be unique; with a penalty
    that can only be constant ones.
    """
    Y = np.asfortranarray(Y)  # as Z is
    if not ridge:
        return Objective(*conditioned(X, features), Y)
    constant = constant_columns(X)
    if constant.any():
        check_independent(X[:, constant], np.array(features)[constant].tolist(), remedy="")
    Z, back = scaled(X)
    charged = np.diag(~constant * np.diag(back) ** 2)
    penalty = ridge * np.kron(contrasts.symmetric(Y.shape[1])[1:, 1:], charged)
    return Objective(Z, back, Y, np.asarray(penalty, dtype=float))


def move_root(root: Array, back: Array) -> Array:
    """A root of the covariance of vec(back · B̃) from one of that of vec(B̃), class-major: (I ⊗
    back) R.

    >>> move_root(np.eye(2), np.diag([1.0, 10.0])).tolist()
    [[1.0, 0.0], [0.0, 10.0]]
    """
    p = len(back)
    return np.asarray((back @ root.reshape(len(root) // p, p, -1)).reshape(root.shape))
