"""The L-BFGS method for a smooth concave function: Newton's method for those who cannot afford the second derivative.

It asks a callable for the value and the gradient (*score*), and learns the curvature as it goes. When a step s has changed the score by
−y, then the inverse of the curvature takes y to s. The first guess of that inverse, from the caller, is corrected so that it does the
same for every pair (s, y) met so far (Nocedal 1980, Mathematics of Computation 35, 773–782). With a good first guess few corrections
are needed, so all are kept.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from softlogit.functions import Array
from softlogit.newton import Iteration, backtrack

Oracle = Callable[[Array], tuple[float, Array]]
Pair = tuple[Array, Array, float]  # a step s, minus the change y of the score along it, and sᵀy


@dataclass(frozen=True)
class Optimum:
    """Where the climb ended, with value and score at that point, and one more step that was found but not looked at."""

    point: Array
    value: float
    score: Array
    last_step: Array
    converged: bool
    trace: tuple[Iteration, ...]


def maximise(oracle: Oracle, start: Array, inverse: Callable[[Array], Array], last_step: float, max_iter: int = 200) -> Optimum:
    """Climb from `start` to the maximum of a concave function.

    `oracle(point)` returns (value, score), a number and a vector of length d; `inverse(score)` is the first guess of
    information⁻¹ · score. A step whose squared decrement is at most `last_step` is the last: it is reported, and gains half the decrement.

    >>> def parabola(x):                                   # −(x₀² + 10 x₁²)/2
    ...     return -0.5 * float(x @ [x[0], 10 * x[1]]), -x * [1, 10]
    >>> maximise(parabola, np.array([5.0, 1.0]), inverse=lambda score: score, last_step=1e-20).point.round(9) + 0.0
    array([0., 0.])
    """
    point, (value, score) = start, oracle(start)
    pairs: list[Pair] = []
    trace = [Iteration(value, np.nan, 0.0)]
    direction, decrement = np.zeros_like(start), np.inf
    while np.isfinite(value) and len(trace) <= max_iter:
        direction = quasi_newton_direction(score, pairs, inverse)
        decrement = float(score @ direction)
        if decrement <= last_step:
            trace.append(Iteration(value + decrement / 2, decrement, 1.0))
            break
        length, here = backtrack(oracle, point, value, direction, decrement)
        if length == 0:
            break
        step, change = length * direction, score - here[1]
        if (curvature := float(step @ change)) > 0:
            pairs.append((step, change, curvature))
        point, (value, score) = point + step, here
        trace.append(Iteration(value, decrement, length))
    return Optimum(point, value, score, direction, bool(decrement <= last_step), tuple(trace))


def quasi_newton_direction(score: Array, pairs: list[Pair], inverse: Callable[[Array], Array]) -> Array:
    """The corrected inverse times the score, by two loops over the pairs; no matrix is formed.

    >>> s, y = np.array([1.0, 0.0]), np.array([2.0, 0.0])
    >>> quasi_newton_direction(y, [(s, y, 2.0)], inverse=lambda score: score)     # y goes to s, as it must
    array([1., 0.])
    """
    rest, shares = score, []
    for step, change, curvature in reversed(pairs):
        share = (step @ rest) / curvature
        rest = rest - share * change
        shares.append(share)
    direction = inverse(rest)
    for (step, change, curvature), share in zip(pairs, reversed(shares), strict=True):
        direction = direction + (share - (change @ direction) / curvature) * step
    return direction
