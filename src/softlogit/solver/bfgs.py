"""The BFGS method for a smooth concave function: climbing without the second derivative.

It learns the curvature as it goes. When a step s has changed the score by −y, the inverse of the
curvature takes y to s. The guess H of that inverse, at first from the caller, is made to do the
same by the correction of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright 2006, Numerical
Optimization, equation 6.17), which here reads

    H + s wᵀ + w sᵀ,        w = ((1 + yᵀHy / sᵀy) s / 2 − Hy) / sᵀy.

No matrix is formed: the first guess is a function, and each step adds its two vectors.
"""

from collections.abc import Callable

import numpy as np

from softlogit.solver.newton import ROUNDING, Answer, Iteration, Optimum, Oracle, backtrack
from softlogit.special import Array

Inverse = Callable[[Array], Array]


def maximise(
    oracle: Oracle,
    start: Array,
    inverse: Inverse,
    last_step: float,
    hopeless: Callable[[Answer, Array], bool] = lambda here, step: False,
    max_iter: int = 200,
    known: Answer | None = None,
) -> Optimum:
    """Climb from `start` to the maximum of a concave function.

    `oracle(point)` answers with value and score; `inverse(score)` is the first guess of
    information⁻¹ · score. A step whose squared decrement is at most `last_step` is the last: it is
    found, not taken, and gains half the decrement. The climb ends without having converged where it
    is `hopeless` by what the oracle says and the step. `known` is what it would say at the start.

    >>> def parabola(x):                                   # −(x₀² + 10 x₁²)/2
    ...     return Answer(-0.5 * float(x @ [x[0], 10 * x[1]]), -x * [1, 10])
    >>> found = maximise(parabola, np.array([5.0, 1.0]), lambda score: score, last_step=1e-20)
    >>> found.point.round(9) + 0.0
    array([0., 0.])
    """
    point, here = start, known or oracle(start)
    rounding = ROUNDING * abs(here.value)
    room, taken = np.empty((2 * max_iter, len(start))), 0  # a system gives memory as it is filled
    trace = [Iteration(here.value, np.nan, 0.0)]
    direction, decrement = inverse(here.score), np.inf
    while np.isfinite(here.value) and len(trace) <= max_iter:
        decrement = float(here.score @ direction)
        if decrement <= last_step:
            trace.append(Iteration(here.value + decrement / 2, decrement, 1.0))
            break
        if hopeless(here, direction):
            break
        length, there = backtrack(oracle, point, here.value, direction, decrement, rounding)
        if not length:
            break
        step, change = length * direction, here.score - there.score
        point, here = point + step, there
        trace.append(Iteration(here.value, decrement, length))
        before, direction = direction, inverse(here.score) + product(room[:taken], here.score)
        if step @ change > 0:
            last = correction(step, change, before - direction)  # H is linear
            room[taken : taken + 2], taken = last, taken + 2
            direction = direction + product(last, here.score)
    return Optimum(point, here, direction, 0 <= decrement <= last_step, tuple(trace))


def correction(step: Array, change: Array, guess: Array) -> Array:
    """s and w as two rows, from a step s, minus the change y of the score along it, and Hy.

    >>> s, y = np.array([1.0, 0.0]), np.array([2.0, 0.0])
    >>> y + product(correction(step=s, change=y, guess=y), y)    # y went to itself, and now to s
    array([1., 0.])
    """
    curvature = step @ change
    return np.array([step, ((1 + change @ guess / curvature) / 2 * step - guess) / curvature])


def product(corrections: Array, vector: Array) -> Array:
    """(Σ s wᵀ + w sᵀ) · vector for rows s, w, s, w, …: what all corrections add."""
    shares = (corrections @ vector).reshape(-1, 2)
    return shares[:, ::-1].ravel() @ corrections
