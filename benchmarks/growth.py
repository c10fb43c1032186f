"""How the time of a fit grows with n, p and K: one of them varies, and the slope of log time against its log is the exponent."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

import softlogit as sl
from benchmarks.clock import repetitions, seconds_of
from benchmarks.grid import synthetic
from benchmarks.machine import THREADS

SIZES = {
    "n": [(n, 20, 5) for n in (10_000, 30_000, 100_000, 300_000, 1_000_000)],
    "p": [(20_000, p, 5) for p in (12, 25, 50, 100, 200)],
    "K": [(10_000, 20, K) for K in (3, 6, 12, 25, 50)],
}
REPEATS = 5


def growth(sizes: dict[str, list[tuple[int, int, int]]] = SIZES) -> list[dict[str, Any]]:
    """A record for each of n, p and K: the sizes, and for either number of threads the median times in seconds and the exponent."""
    return [series(along, triples) for along, triples in sizes.items()]


def series(along: str, triples: list[tuple[int, int, int]]) -> dict[str, Any]:
    varied = [triple["npK".index(along)] for triple in triples]
    found: dict[str, Any] = {"along": along, "sizes": triples}
    for suffix, threads in THREADS.items():
        with threadpool_limits(limits=threads):
            seconds = [usual_time(*triple) for triple in triples]
        found |= {f"seconds{suffix}": seconds, f"exponent{suffix}": exponent(varied, seconds)}
    return found


def usual_time(n: int, p: int, K: int) -> float:
    """The median of a few fits, after one that is not counted."""
    action = partial(sl.fit, *synthetic(n, p, K))
    once, _ = seconds_of(action)
    return float(np.median([seconds_of(action, repetitions(once))[0] for _ in range(REPEATS)]))


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """The slope of the line of least squares through the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
