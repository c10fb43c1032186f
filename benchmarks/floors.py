"""How fast this machine could be at best: what any method has to do, at the speed that its memory and its multiplication reach alone.

A climb cannot do with less than two passes over X, one to move and one to see that it has arrived. A pass reads n p doubles and multiplies
them twice by p × (K − 1) numbers, for the linear predictors and for the score: 4 n p (K − 1) operations.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from benchmarks.clock import repetitions, seconds_of
from benchmarks.grid import Row

PASSES = 2
REPEATS = 5


@cache
def bandwidth(bytes_read: int) -> float:
    """Bytes per second of the fastest reading of an array of that size, which may lie in a cache: its product with itself."""
    x = np.ones(bytes_read // 8)
    return bytes_read / fastest(lambda: x @ x)


@cache
def multiplication_rate() -> float:
    """Floating-point operations per second of the BLAS's matrix product, at its best size."""
    size = 1000
    A = np.ones((size, size))
    return 2 * size**3 / fastest(lambda: A @ A)


def fastest(action: Callable[[], object]) -> float:
    """Seconds of the fastest of a few calls: a floor asks for the best, not the usual."""
    once, _ = seconds_of(action)
    return min(seconds_of(action, repetitions(once))[0] for _ in range(REPEATS))


def floor(row: Row) -> dict[str, float]:
    """Seconds for the passes that any method needs, by memory and by multiplication."""
    bytes_read = 8 * row.n * row.p
    memory = bytes_read / bandwidth(bytes_read)
    arithmetic = 4 * row.n * row.p * (row.K - 1) / multiplication_rate()
    return {
        "memory_seconds": PASSES * memory,
        "arithmetic_seconds": PASSES * arithmetic,
        "floor_seconds": PASSES * max(memory, arithmetic),
    }
