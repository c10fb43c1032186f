"""Time: of one fit, with a limit, and of many, in turns."""

from __future__ import annotations

import gc
import math
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# A fit that is shorter than this is repeated until it is not, and the mean counts, so that the clock's own ticks do not.
SHORTEST = 0.02


class OutOfTime(Exception):
    """A fit took longer than it was given."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the block after so many seconds, once Python gets a word in between two calls of compiled code."""

    def interrupt(*_: Any) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds_of(action: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """The mean time of that many calls, in seconds, and the last result. The garbage collector waits, as in timeit."""
    gc.disable()
    try:
        start = time.perf_counter()
        for _ in range(times):
            result = action()
        return (time.perf_counter() - start) / times, result
    finally:
        gc.enable()


def repetitions(seconds: float) -> int:
    """How often a fit that takes so long is to be repeated to be no shorter than SHORTEST."""
    return max(1, math.ceil(SHORTEST / max(seconds, 1e-6)))


def rounds(measures: dict[str, Callable[[], float]], shares: dict[str, int], seed: int = 0) -> dict[str, list[float]]:
    """Times by contender and round: in each round all are called, in an order of its own, so that what slows the machine hits all alike.

    `shares` says in how many rounds each takes part; they are the first ones.
    """
    rng = random.Random(seed)
    times: dict[str, list[float]] = {name: [] for name in measures}
    for i in range(max(shares.values())):
        taking_part = [name for name in measures if i < shares[name]]
        rng.shuffle(taking_part)
        for name in taking_part:
            times[name].append(measures[name]())
    return times
