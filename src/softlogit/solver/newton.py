"""Newton's method for a smooth concave function.

It knows nothing of data or classes: it asks a callable for the value, the gradient (*score*) and minus the second derivative
(*information*) at a point, and climbs. The Newton step d solves information · d = score; half of dᵀscore is what the step would gain
if the function were exactly quadratic. That number, the squared *Newton decrement* over two, is also the stopping rule, because it does
not depend on the units of the coefficients (Boyd and Vandenberghe 2004, section 9.5).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from scipy import linalg

from softlogit.special import Array

Oracle = Callable[[Array], tuple[float, Array, Array]]
Answer = TypeVar("Answer", bound=tuple[Any, ...])  # what an oracle says of a point, the value first

# A step this short, squared and in standard errors, is the last: the quadratic convergence of Newton's method makes the error after it
# about the square of the error before it.
LAST_STEP = 1e-10
# The value is a sum of many rounded terms; a fall smaller than this share of it is rounding, not a bad step.
ROUNDING = 1e-12
# Armijo's condition: a step must gain at least this share of what its slope promises.
SUFFICIENT_GAIN = 1e-4


@dataclass(frozen=True)
class Iteration:
    """One row of the solver's trace: the value reached, the squared decrement of the step to it, and its length (1 = a full step)."""

    value: float
    decrement: float
    length: float


@dataclass(frozen=True)
class Optimum:
    """Where the climb ended, with value, score and information at that point."""

    point: Array
    value: float
    score: Array
    information: Array
    converged: bool
    trace: tuple[Iteration, ...]


def maximise(oracle: Oracle, start: Array, max_iter: int = 100) -> Optimum:
    """Climb from `start` to the maximum of a concave function.

    `oracle(point)` returns (value, score, information) at a vector of length d: a number, a vector of length d and a d × d
    matrix. Steps that overshoot are halved.

    >>> def parabola(x):                                   # −(x − 3)²/2, with slope 3 − x and curvature 1
    ...     return -0.5 * float(x[0] - 3) ** 2, 3 - x, np.eye(1)
    >>> maximise(parabola, np.zeros(1)).point
    array([3.])
    """
    point, (value, score, information) = start, oracle(start)
    decrement = np.inf
    trace = [Iteration(value, decrement, 0.0)]
    for _ in range(max_iter):
        direction = newton_direction(score, information)
        decrement = float(score @ direction)
        length, here = backtrack(oracle, point, value, direction, decrement)
        point, (value, score, information) = point + length * direction, here
        trace.append(Iteration(value, decrement, length))
        if decrement <= LAST_STEP or length == 0:
            break
    return Optimum(point, value, score, information, decrement <= LAST_STEP, tuple(trace))


def newton_direction(score: Array, information: Array) -> Array:
    """The solution d of information · d = score. Where the information is singular: of least norm, and uphill where it is flat."""
    _, direction, failed = linalg.lapack.dposv(information, score)
    if failed:
        step = linalg.pinvh(information) @ score
        direction = step + (score - information @ step)
    return np.asarray(direction)


def backtrack(
    oracle: Callable[[Array], Answer],
    point: Array,
    value: float,
    direction: Array,
    decrement: float,
) -> tuple[float, Answer]:
    """The longest of the steps 1, ½, ¼, … that gains enough, and what the oracle says there; no step at all if none does."""
    for halvings in range(40):
        length = 0.5**halvings
        here = oracle(point + length * direction)
        if here[0] - value >= SUFFICIENT_GAIN * length * decrement - ROUNDING * abs(value):
            return length, here
    return 0.0, oracle(point)


def exceeds(matrix: Array, bound: float) -> bool:
    """Whether all eigenvalues of a symmetric matrix are above a number: whether it stays positive definite without that on its diagonal.

    >>> exceeds(np.diag([2.0, 3.0]), 1.99), exceeds(np.diag([2.0, 3.0]), 2.01)
    (True, False)
    """
    factor, failed = linalg.lapack.dpotrf(matrix - bound * np.eye(len(matrix)))
    return not failed and bool(
        factor[-1, -1] > 0
    )  # what is no number does not fail there; it ends up in the last pivot


def inverse(information: Array) -> Array:
    """The inverse of a positive definite matrix; of a singular one the pseudo-inverse.

    >>> inverse(np.array([[4.0, 0.0], [0.0, 0.25]]))
    array([[0.25, 0.  ],
           [0.  , 4.  ]])
    """
    root = inverse_root(information)
    return np.asarray(root @ root.T)


def inverse_root(information: Array) -> Array:
    """A matrix R such that R Rᵀ is the inverse of a positive definite matrix; of a singular one the pseudo-inverse.

    >>> inverse_root(np.array([[4.0, 0.0], [0.0, 0.25]])) + 0.0
    array([[0.5, 0. ],
           [0. , 2. ]])
    """
    factor, failed = linalg.lapack.dpotrf(information)
    if not failed:
        return np.triu(linalg.lapack.dtrtri(factor)[0])
    values, vectors = np.linalg.eigh(information)
    certain = values > len(values) * np.finfo(float).eps * np.abs(values).max()
    return np.asarray(vectors[:, certain] / np.sqrt(values[certain]))
