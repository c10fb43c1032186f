"""Run the benchmark: `python -m benchmarks.run`, or `make benchmark`.

For each row of the grid: the reference; for each contender the loosest tolerance that reaches the accuracy asked for; then rounds, in which
all of those are timed one after the other in random order. A ratio is a contender's time over softlogit's in the same round.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.accuracy import reference
from benchmarks.clock import repetitions, rounds, seconds_of, time_limit
from benchmarks.contenders import CONTENDERS, Prepared
from benchmarks.grid import ROWS, Row
from benchmarks.tolerances import REACHED, Attempt, Measure, attempt, loosest
from softlogit.functions import Array

# Seconds for the search of one contender's tolerance on one row, and for its share of the rounds.
PATIENCE, SHARE = 40.0, 4.0
FEWEST, MOST = 3, 25


@dataclass(frozen=True)
class Entry:
    """A contender on a row: how it is called, and by whose time its own is divided."""

    measure: Measure
    tolerances: bool
    baseline: str


def measured(prepared: Prepared) -> Measure:
    """A contender in this process."""
    fit, coefficients = prepared

    def measure(tolerance: float, times: int, limit: float) -> tuple[float, Array]:
        with time_limit(limit):
            seconds, result = seconds_of(partial(fit, tolerance), times)
        return seconds, coefficients(result)

    return measure


def entries(row: Row, X: Array, y: Array, wanted: Callable[[str], bool]) -> dict[str, Entry]:
    """The contenders that take part in this row."""
    here = {name: each for name, each in CONTENDERS.items() if wanted(name) and each.applies(row)}
    return {name: Entry(measured(each.prepare(X, y)), each.tolerances, each.baseline) for name, each in here.items()}


def run_row(row: Row, wanted: Callable[[str], bool]) -> list[dict[str, Any]]:
    """One record for each contender that takes part."""
    X, y = row.make()
    right = reference(X, y)
    here = entries(row, X, y, wanted)
    found = {
        name: loosest(each.measure, right.judge, PATIENCE) if each.tolerances else attempt(each.measure, right.judge, 0.0, PATIENCE)
        for name, each in here.items()
    }
    timed = {name: each for name, each in found.items() if each.status == REACHED or (each.seconds and not here[name].tolerances)}
    times = rounds({name: repeated(here[name].measure, each) for name, each in timed.items()}, {n: share(a) for n, a in timed.items()})
    return [record(row, name, here[name].baseline, found[name], times) for name in here]


def repeated(measure: Measure, found: Attempt) -> Callable[[], float]:
    """One time of this contender, as it takes part in the rounds."""
    return lambda: measure(found.tolerance, repetitions(found.seconds), 10 * PATIENCE)[0]


def share(found: Attempt) -> int:
    """In how many rounds a contender takes part: the slow ones in few."""
    return int(np.clip(SHARE / (found.seconds * repetitions(found.seconds)), FEWEST, MOST))


def record(row: Row, name: str, baseline: str, found: Attempt, times: dict[str, list[float]]) -> dict[str, Any]:
    """What is written down of a contender on a row. Times are in seconds; `ratio` is the median and `ratio_quartiles` its spread."""
    own, base = times.get(name, []), times.get(baseline, [])
    ratios = [a / b for a, b in zip(own, base, strict=False)] if name != baseline else []
    return {
        "row": row.name,
        "contender": name,
        "status": found.status,
        "tolerance": found.tolerance,
        "loglik_gap": found.accuracy and found.accuracy.loglik_gap,
        "coefficient_error": found.accuracy and found.accuracy.coefficient_error,
        "seconds": float(np.median(own)) if own else found.seconds,
        "rounds": len(own),
        "baseline": baseline,
        "ratio": float(np.median(ratios)) if ratios else None,
        "ratio_quartiles": [float(q) for q in np.quantile(ratios, [0.25, 0.75])] if ratios else None,
    }


def line(result: dict[str, Any]) -> str:
    """A record to be read while the rest runs."""
    milliseconds = f"{1e3 * result['seconds']:10.2f} ms" if result["seconds"] else f"{'':13}"
    spread = "" if result["ratio"] is None else "{:7.1f} × ({:.1f} to {:.1f})".format(result["ratio"], *result["ratio_quartiles"])
    reached = "" if result["loglik_gap"] is None else f"gap {result['loglik_gap']:8.1e}, error {result['coefficient_error']:7.1e}"
    tolerance = f"{result['tolerance']:.0e}" if result["tolerance"] else ""
    return f"{result['row']:20}{result['contender']:28}{milliseconds}  {spread:26}{tolerance:7}{reached:32}  {result['status']}"


def main(arguments: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Run the rows and contenders asked for, all by default, and print a line for each pair."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Time softlogit beside other tools at equal accuracy.")
    parser.add_argument("--rows", default=",".join(ROWS), help=f"some of {','.join(ROWS)}")
    parser.add_argument("--contenders", default=None, help=f"some of {','.join(CONTENDERS)}")
    options = parser.parse_args(arguments)
    names = options.contenders and options.contenders.split(",")
    results = []
    warnings.simplefilter("ignore")
    with threadpool_limits(limits=1):
        for name in options.rows.split(","):
            for result in run_row(ROWS[name], lambda contender: not names or contender in names):
                print(line(result), flush=True)
                results.append(result)
    return results


if __name__ == "__main__":
    main()
