"""How far a linear function of the coefficients may move before the likelihood falls too far.

The highest likelihood among all coefficients where gᵀθ = c is the profile likelihood of c. Its end
is where ℓ is `drop` below its maximum and the score is a multiple of g, so that nothing else would
raise it (Venzon and Moolgavkar 1988).
"""

from collections.abc import Callable

import numpy as np
import scipy

from softlogit.special import Array

# Far more than the few steps that a profile takes which ends.
STEPS = 100
# ℓ at the end, in its own units: a sixth digit of the interval.
PRECISE = 1e-8

Evaluate = Callable[[Array], tuple[float, Array, Array]]


def profile_end(evaluate: Evaluate, top: float, g: Array, drop: float, sign: int) -> float:
    """gᵀθ at the upper (sign 1) or lower (−1) end, from θ = 0, where ℓ is highest; nan if none.

    `evaluate` gives ℓ, its gradient and the information at θ, whose scale is such that the
    information at 0 is about I.

    >>> def parabola(theta):
    ...     return -float(theta @ theta) / 2, -theta, np.eye(2)
    >>> profile_end(parabola, 0.0, np.array([1.0, 0.0]), 2.0, sign=1)      # 0 + √(2 · 2)
    2.0
    """
    theta = np.zeros(len(g))
    value, score, information = evaluate(theta)
    for _ in range(STEPS):
        try:
            u, v = scipy.linalg.solve(information, np.column_stack([score, g]), assume_a="pos").T
        except scipy.linalg.LinAlgError:
            return np.nan
        # The quadratic model's highest point at the level wanted: score − μ g is zero there.
        level = value - (top - drop) + score @ u / 2
        mu = -sign * np.sqrt(max(2 * level / (g @ v), 0.0))
        step = u - mu * v
        # Not farther than the model is to be trusted.
        step *= min(1.0, 2 * np.sqrt(2 * drop) / np.sqrt(step @ information @ step))
        theta = theta + step
        value, score, information = evaluate(theta)
        off = score - g * (g @ score) / (g @ g)
        if abs(value - (top - drop)) < PRECISE and off @ off < PRECISE:
            return float(g @ theta)
    return np.nan
