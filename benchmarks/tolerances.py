"""How each contender is to be called: with the loosest tolerance that reaches the accuracy asked for, on the row at hand.

The tools' tolerances mean different things (a gradient, a step, a fall of the deviance), so none is given to all of them alike. It is
taken for granted that a tighter tolerance does no worse, and the ladder is searched by bisection.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.accuracy import FAR, Accuracy
from benchmarks.clock import OutOfTime
from softlogit.special import Array

# How long the search may take, as a multiple of softlogit's time, and the least and the most in seconds.
PATIENCE, LEAST_PATIENCE, MOST_PATIENCE = 100, 3.0, 12.0
LADDER = tuple(float(f"1e-{k}") for k in range(1, 17))
REACHED, MISSES, OUT_OF_TIME = "reached", "misses the target", "out of time"

# A contender on one row: a tolerance, how often it is to fit, and how long that may take; returns the mean time and the coefficients.
Measure = Callable[[float, int, float], tuple[float, Array]]


@dataclass(frozen=True)
class Attempt:
    """One fit. If it did not come back, it is infinitely far and slow.

    Attributes:
        status: how it went.
        tolerance, accuracy, seconds: what it was given, how near it came, and how long it took.
        whole_ladder: whether there was time to search the whole ladder for it.
    """

    status: str
    tolerance: float
    accuracy: Accuracy = FAR
    seconds: float = np.inf
    whole_ladder: bool = True


def attempt(measure: Measure, judge: Callable[[Array], Accuracy], tolerance: float, limit: float) -> Attempt:
    """Fit once and judge; whatever a tool raises is its failure, not ours."""
    try:
        seconds, B = measure(tolerance, 1, limit)
    except OutOfTime:
        return Attempt(OUT_OF_TIME, tolerance)
    except Exception as error:
        return Attempt(f"fails: {str(error).splitlines()[0] if str(error) else type(error).__name__}", tolerance)
    accuracy = judge(B)
    return Attempt(REACHED if accuracy.reached else MISSES, tolerance, accuracy, seconds)


def loosest(measure: Measure, judge: Callable[[Array], Accuracy], patience: float, ladder: tuple[float, ...] = LADDER) -> Attempt:
    """The fit with the loosest tolerance that reaches the target, as far as it is found in so many seconds."""
    attempts, deadline = [], time.monotonic() + patience
    loose, tight = 0, len(ladder)
    while loose < tight and (left := deadline - time.monotonic()) > 0:
        middle = (loose + tight) // 2
        attempts.append(attempt(measure, judge, ladder[middle], left))
        if attempts[-1].status == MISSES:
            loose = middle + 1
        else:
            tight = middle
    in_time = loose == tight and all(each.status != OUT_OF_TIME for each in attempts)
    return replace(best(attempts), whole_ladder=in_time)


def best(attempts: list[Attempt]) -> Attempt:
    """The loosest of those that reach the target, else the most accurate."""
    if reached := [each for each in attempts if each.status == REACHED]:
        return max(reached, key=lambda each: each.tolerance)
    return min(attempts, key=lambda each: each.accuracy.coefficient_error)
