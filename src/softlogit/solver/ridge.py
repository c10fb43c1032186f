"""The ridge penalty, its slope and its curvature.

With a penalty λ what is climbed is

    ℓ(W) − ½ λ Σⱼₖ (W C)ⱼₖ²,      j over the features that are not constant,

on the symmetric representative W C, so that it does not depend on the pivot. Of B, the other
classes' coefficients, the penalty is ½ ⟨B, Λ B C₁⟩, where C₁ is C without its first row and column
and Λ diagonal, λ or, for constant features, 0.

For three classes or more it is scikit-learn's with C = 1/λ. For two, Σₖ (W C)ⱼₖ² = βⱼ²/2;
scikit-learn penalises β itself then, and has C = 2/λ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from softlogit import contrasts
from softlogit.special import Array


@dataclass(frozen=True, eq=False)
class Ridge:
    """A penalty: Λ, of length p (in other coordinates, times their squared scale), and K.

    >>> Ridge(np.array([0.0, 2.0]), n_classes=2).slope(np.array([[5.0], [3.0]]))   # β²/2 · λ/2
    array([[0.],
           [3.]])
    """

    charges: Array
    n_classes: int

    @property
    def between(self) -> Array:
        """C₁, K − 1 square."""
        return contrasts.symmetric(self.n_classes)[1:, 1:]

    def value(self, B: Array) -> float:
        """The penalty at B, p × (K − 1)."""
        return 0.5 * float(np.vdot(B, self.slope(B)))

    def slope(self, B: Array) -> Array:
        """Its derivative, p × (K − 1)."""
        return self.charges[:, None] * (B @ self.between)

    @property
    def curvature(self) -> Array:
        """Its second derivative in vec(B), p (K − 1) square."""
        return np.kron(self.between, np.diag(self.charges))

    def lost(self, root: Array) -> float:
        """The degrees of freedom that it takes, tr RRᵀP, of a root R of the covariance of vec(B).

        RRᵀ = (I + P)⁻¹ with the information I and the curvature P; tr RRᵀI are left.
        """
        return float(np.vdot(root, self.curvature @ root))

    def times(self, factor: float | Array) -> Ridge:
        """A penalty that is so many times as large, feature by feature."""
        return replace(self, charges=self.charges * factor)
