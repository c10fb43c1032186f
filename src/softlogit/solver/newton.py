"""Newton's method for a smooth concave function.

It knows nothing of data or classes: an *oracle* says the value, the gradient (*score*) and minus
the second derivative (*information*) at a point. The Newton step d solves information · d = score;
half of dᵀscore is what it would gain if the function were exactly quadratic. dᵀscore is the squared
*Newton decrement*, and free of units (Boyd and Vandenberghe 2004, section 9.5).

Where the step overshoots it is halved; where the information is so nearly singular that halving
does not help, it is damped: information + μI takes the place of the information (Levenberg 1944).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import scipy

from softlogit.special import Array

# A step this small leaves an error of about half its square: convergence is quadratic by then.
SETTLED = 1e-6
# Steps below this gain less and less; if they do not, what is left of them is rounding.
SHORT = 0.1
# A step this long where hardly anything is to be gained: the maximum is far away, or nowhere.
LONG = 0.5
# The value is a sum of many rounded terms; a fall smaller than this share of that at the start is
# rounding.
ROUNDING = 1e-12
# Armijo's condition: a step must gain at least this share of what its slope promises.
SUFFICIENT_GAIN = 1e-4
# The first damping, as a share of the information's mean eigenvalue: what rounding leaves in it.
# It grows a hundredfold each time that halving, at most so often, has not helped.
# mutant: a little more or less of both arrives as well
DAMPING, HALVINGS = 1e-14, 20


class Answer(NamedTuple):
    """What an oracle says of a point. BFGS does without the information, which is empty then."""

    value: float
    score: Array
    information: Array = np.empty((0, 0))  # mutant: nobody looks at what is left empty


Oracle = Callable[[Array], Answer]


class Iteration(NamedTuple):
    """The value reached, the squared decrement of the step to it, its length (1: a full step)."""

    value: float
    decrement: float
    length: float


class Optimum(NamedTuple):
    """Where the climb ended, what is said of it, and a step that was found but not taken."""

    point: Array
    here: Answer
    step: Array
    converged: bool
    trace: tuple[Iteration, ...]


def norm(step: Array) -> float:
    """The largest entry: how long a step is, unless the caller has a better measure."""
    return float(np.abs(step).max())


def maximise(
    oracle: Oracle,
    start: Array,
    size: Callable[[Array], float] = norm,
    flat: float = 0.0,
    max_iter: int = 100,  # mutant: far more than any climb that arrives takes
) -> Optimum:
    """Climb from `start`, a vector, to the maximum of a concave function.

    `size` measures a step, and twice a step is twice as long. One that is SETTLED is the last: it
    is found, not taken, and gains half the decrement. Where the decrement is no more than `flat`
    and the step LONG all the same, the climb ends too, without having converged.

    >>> def parabola(x):                                   # −(x − 3)²/2: slope 3 − x, curvature 1
    ...     return Answer(-0.5 * float(x[0] - 3) ** 2, 3 - x, np.eye(1))
    >>> maximise(parabola, np.zeros(1)).point
    array([3.])
    """
    point, here, step = start, oracle(start), 0 * start
    rounding = ROUNDING * abs(here.value)
    trace = [Iteration(here.value, np.inf, 0.0)]
    damping, before = 0.0, np.inf  # before: the last decrement
    converged = hopeless = False
    for _ in range(max_iter):
        direction = newton_direction(here, damping)
        decrement, moved = float(here.score @ direction), size(direction)
        if moved <= SETTLED and not damping:
            step, converged = direction, True
            trace.append(Iteration(here.value + decrement / 2, decrement, 1.0))
            break
        length, there = backtrack(oracle, point, here.value, direction, decrement, rounding)
        if not length:
            damping = max(100 * damping, DAMPING)  # mutant: as above
            continue
        point, here, moved = point + length * direction, there, length * moved
        trace.append(Iteration(here.value, decrement, length))
        whole, slow = length == 1, decrement > before / 2
        converged = decrement <= rounding and (slow or not whole or damping > 0)  # all is noise
        if not damping and whole:  # Newton's own step
            converged |= slow and moved < SHORT
            hopeless = decrement <= flat and moved > LONG
        if converged or hopeless:
            break
        # mutant: as above
        damping = damping / 10 if damping > DAMPING and moved > LONG else 0.0
        before = decrement
    return Optimum(point, here, step, bool(converged), tuple(trace))


def newton_direction(here: Answer, damping: float = 0.0) -> Array:
    """d in (information + μI) d = score, μ being `damping` mean eigenvalues; nan if none climbs."""
    information = here.information
    if damping:
        # mutant: a mean of zero damps nothing, and any other number will do
        mean = np.trace(information) / len(information) or 1.0
        information = information + damping * mean * np.eye(len(information))
    _, direction, not_positive_definite = scipy.linalg.lapack.dposv(information, here.score)
    return np.nan * direction if not_positive_definite else direction  # mutant: nan in any way


def backtrack(
    oracle: Oracle,
    point: Array,
    value: float,
    direction: Array,
    decrement: float,
    rounding: float,
) -> tuple[float, Answer]:
    """The longest of the steps 1, ½, ¼, … that gains enough, or 0, and what is said there."""
    for halvings in range(HALVINGS if np.isfinite(decrement) else 0):
        length = 0.5**halvings
        there = oracle(point + length * direction)
        if there.value - value >= SUFFICIENT_GAIN * length * decrement - rounding:
            return length, there
    return 0.0, Answer(value, direction)
