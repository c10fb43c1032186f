"""Run the benchmark: `make benchmark`, or `python -m benchmarks.run` for a part of it.

For each row of the grid: the reference; for each contender the loosest tolerance that reaches the accuracy asked for; then rounds, in which
all of those are timed one after the other in random order. A ratio is a contender's time over softlogit's in the same round.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks import r, report
from benchmarks.accuracy import Reference, reference
from benchmarks.clock import repetitions, rounds, seconds_of, time_limit
from benchmarks.contenders import CONTENDERS, Prepared
from benchmarks.floors import floor
from benchmarks.grid import ROWS, Row
from benchmarks.growth import growth
from benchmarks.machine import about
from benchmarks.memory import peak_above_data
from benchmarks.tolerances import REACHED, Attempt, Measure, attempt, loosest
from softlogit.special import Array

# Seconds for the search of a contender's tolerance on a row with few numbers n p K, and on one with more of them.
PATIENCE, FEW_NUMBERS, MORE_PATIENCE = 6.0, 1e6, 20.0
# Seconds for a contender's part in the rounds, the fewest and the most rounds that it takes part in.
SHARE, FEWEST, MOST = 2.0, 3, 25
# Memory is measured where the data are large beside what a process has loaded anyway.
LARGE = 1_000_000

Wanted = Callable[[str], bool]


@dataclass(frozen=True)
class Entry:
    """A contender on a row: how it is called, and by whose time its own is divided."""

    measure: Measure
    baseline: str = "softlogit"
    packaged: bool = True
    tolerances: bool = True


def entries(row: Row, X: Array, y: Array, wanted: Wanted, at_the_end: ExitStack) -> dict[str, Entry]:
    """The contenders that take part in this row, ready to be called; R's until the stack is closed."""
    ready = {
        name: Entry(in_process(each.prepare(X, y)), each.baseline, each.packaged, each.tolerances)
        for name, each in CONTENDERS.items()
        if wanted(name) and each.applies(row)
    }
    tools = [tool for tool, name in r.NAMES.items() if wanted(name) and r.applies(tool, row)]
    if tools and r.is_installed():
        process = at_the_end.enter_context(r.R(X, y))
        ready |= {r.NAMES[tool]: Entry(process.measure(tool)) for tool in tools if tool in process.versions}
    return ready


def in_process(prepared: Prepared) -> Measure:
    """How a contender of this process is called."""
    fit, coefficients = prepared

    def measure(tolerance: float, times: int, limit: float) -> tuple[float, Array]:
        with time_limit(limit):
            seconds, result = seconds_of(partial(fit, tolerance), times)
        return seconds, coefficients(result)

    return measure


def compare(row: Row, X: Array, y: Array, right: Reference, wanted: Wanted) -> list[dict[str, Any]]:
    """A record for each contender on one row."""
    with ExitStack() as at_the_end:
        ready = entries(row, X, y, wanted, at_the_end)
        found = {name: called(entry, right, patience(row)) for name, entry in ready.items()}
        timed = {
            name: each for name, each in found.items() if each.status == REACHED or (not ready[name].tolerances and each.seconds < np.inf)
        }
        measures = {name: in_a_round(ready[name].measure, each) for name, each in timed.items()}
        with threadpool_limits(limits=1):  # once more, for what the tools loaded only when they were called
            times = rounds(measures, {name: share(each) for name, each in timed.items()})
    return [record(row, name, entry, found[name], times) for name, entry in ready.items()]


def patience(row: Row) -> float:
    return PATIENCE if row.n * row.p * row.K < FEW_NUMBERS else MORE_PATIENCE


def called(entry: Entry, right: Reference, seconds: float) -> Attempt:
    """The call that a contender is timed with, as far as it is found in so many seconds."""
    if entry.tolerances:
        return loosest(entry.measure, right.judge, seconds)
    attempt(entry.measure, right.judge, 0.0, seconds)  # the first call is slower than the others
    return attempt(entry.measure, right.judge, 0.0, seconds)


def in_a_round(measure: Measure, found: Attempt) -> Callable[[], float]:
    return lambda: measure(found.tolerance, repetitions(found.seconds), 10 * MORE_PATIENCE)[0]


def share(found: Attempt) -> int:
    """In how many rounds a contender takes part: the slow ones in few."""
    return int(np.clip(SHARE / (found.seconds * repetitions(found.seconds)), FEWEST, MOST))


def record(row: Row, name: str, entry: Entry, found: Attempt, times: dict[str, list[float]]) -> dict[str, Any]:
    """What is written down of a contender on a row. Times are in seconds; `ratio` is the median and `ratio_quartiles` its spread."""
    own, base = times.get(name, []), times.get(entry.baseline, [])
    ratios = [a / b for a, b in zip(own, base, strict=False)] if name != entry.baseline else []
    return {
        "row": row.name,
        "contender": name,
        "packaged": entry.packaged,
        "status": found.status,
        "tolerance": found.tolerance or None,
        "whole_ladder": found.whole_ladder,
        "loglik_gap": found.accuracy.loglik_gap,
        "coefficient_error": found.accuracy.coefficient_error,
        "seconds": float(np.median(own)) if own else None,
        "rounds": len(own),
        "baseline": entry.baseline,
        "ratio": float(np.median(ratios)) if ratios else None,
        "ratio_quartiles": [float(q) for q in np.quantile(ratios, [0.25, 0.75])] if ratios else None,
    }


def describe(row: Row, X: Array, y: Array, fits: list[dict[str, Any]]) -> dict[str, Any]:
    """The row itself: its size, the floor, what share of it softlogit reaches, and the memory that it takes above the data."""
    bound = floor(row)
    own = [fit["seconds"] for fit in fits if fit["contender"] == "softlogit"]
    return {
        "row": row.name,
        "n": row.n,
        "p": row.p,
        "K": row.K,
        **bound,
        "fraction_of_floor": bound["floor_seconds"] / own[0] if own else None,
        "patience_seconds": patience(row),
        "memory_above_data": peak_above_data(X, y) if own and row.n >= LARGE else None,
    }


def results_by_row(names: Sequence[str], wanted: Wanted) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each row's description and fits, as they come."""
    for name in names:
        row = ROWS[name]
        X, y = row.make()
        fits = compare(row, X, y, reference(X, y), wanted)
        yield describe(row, X, y, fits), fits


def main(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Run what is asked for, printing a line for each contender on each row; with --output, write it down too."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Time softlogit beside other tools at equal accuracy.")
    everybody = [*CONTENDERS, *r.NAMES.values()]
    parser.add_argument("--rows", default=",".join(ROWS), help=f"by commas; all are {','.join(ROWS)}")
    parser.add_argument("--contenders", default=",".join(everybody), help=f"by commas; all are {','.join(everybody)}")
    parser.add_argument("--growth", action="store_true", help="also time softlogit against n, p and K")
    parser.add_argument("--output", type=Path, help="a file name.json for the results; name.md is written beside it")
    options = parser.parse_args(arguments)
    rows, contenders = options.rows.split(","), options.contenders.split(",")
    if unknown := {*rows, *contenders} - {*ROWS, *everybody}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with warnings.catch_warnings(), threadpool_limits(limits=1):
        warnings.simplefilter("ignore")
        results: dict[str, Any] = {"about": about(), "rows": [], "fits": [], "growth": []}
        for description, fits in results_by_row(rows, contenders.__contains__):
            results["rows"].append(description)
            results["fits"] += fits
            print(*map(report.line, fits), "", sep="\n", flush=True)
            report.write(results, options.output)
        if options.growth:
            results["growth"] = growth()
            report.write(results, options.output)
    return results


if __name__ == "__main__":
    main()
