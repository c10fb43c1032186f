"""The BFGS method for a smooth concave function: Newton's method for those who cannot afford the second derivative.

It asks a callable for the value and the gradient (*score*), and learns the curvature as it goes. When a step s has changed the score by
−y, then the inverse of the curvature takes y to s. The guess H of that inverse, at first from the caller, is made to do the same by the
correction of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright 2006, Numerical Optimization, equation 6.17), which here reads

    H + s wᵀ + w sᵀ,        w = ((1 + yᵀHy / sᵀy) s / 2 − Hy) / sᵀy.

No matrix is formed: the first guess is a function, and each step adds its two vectors. With a good first guess few steps are needed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from softlogit.solver.newton import Iteration, backtrack
from softlogit.special import Array

Oracle = Callable[[Array], tuple[float, Array]]
Inverse = Callable[[Array], Array]


@dataclass(frozen=True)
class Optimum:
    """Where the climb ended, with value and score at that point, and one more step that was found but not looked at."""

    point: Array
    value: float
    score: Array
    last_step: Array
    converged: bool
    trace: tuple[Iteration, ...]


def maximise(
    oracle: Oracle,
    start: Array,
    inverse: Inverse,
    last_step: float,
    max_iter: int = 200,
    known: tuple[float, Array] | None = None,
) -> Optimum:
    """Climb from `start` to the maximum of a concave function.

    `oracle(point)` returns (value, score), a number and a vector of length d; `inverse(score)` is the first guess of
    information⁻¹ · score. A step whose squared decrement is at most `last_step` is the last: it is reported, and gains half the decrement.
    `known` is what the oracle would say at the start.

    >>> def parabola(x):                                   # −(x₀² + 10 x₁²)/2
    ...     return -0.5 * float(x @ [x[0], 10 * x[1]]), -x * [1, 10]
    >>> maximise(parabola, np.array([5.0, 1.0]), inverse=lambda score: score, last_step=1e-20).point.round(9) + 0.0
    array([0., 0.])
    """
    point, (value, score) = start, known or oracle(start)
    corrections = np.empty((0, len(start)))
    trace = [Iteration(value, np.nan, 0.0)]
    direction, decrement = inverse(score), np.inf
    while np.isfinite(value) and len(trace) <= max_iter:
        decrement = float(score @ direction)
        if decrement <= last_step:
            trace.append(Iteration(value + decrement / 2, decrement, 1.0))
            break
        length, here = backtrack(oracle, point, value, direction, decrement)
        if length == 0:
            break
        step, change = length * direction, score - here[1]
        point, (value, score) = point + step, here
        trace.append(Iteration(value, decrement, length))
        before, direction = direction, inverse(score) + product(corrections, score)
        if step @ change > 0:
            last = correction(step, change, before - direction)  # H is linear
            corrections = np.concatenate([corrections, last])
            direction = direction + product(last, score)
    return Optimum(point, value, score, direction, bool(0 <= decrement <= last_step), tuple(trace))


def correction(step: Array, change: Array, guess: Array) -> Array:
    """s and w as two rows, from a step s, minus the change y of the score along it, and Hy.

    >>> s, y = np.array([1.0, 0.0]), np.array([2.0, 0.0])
    >>> y + product(correction(step=s, change=y, guess=y), y)                          # y goes to s, as it must; before it went to itself
    array([1., 0.])
    """
    curvature = step @ change
    return np.array([step, ((1 + change @ guess / curvature) / 2 * step - guess) / curvature])


def product(corrections: Array, vector: Array) -> Array:
    """(Σ s wᵀ + w sᵀ) · vector for rows s, w, s, w, …: what all corrections add."""
    shares = (corrections @ vector).reshape(-1, 2)
    return np.asarray(shares[:, ::-1].ravel() @ corrections)
