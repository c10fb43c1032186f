"""Run the benchmark: `make benchmark`, or `python -m benchmarks.run` for a part of it.

For each row of the grid: the reference; for each contender the loosest tolerance that reaches the accuracy asked for; then rounds, in which
all of those are timed one after the other in random order, with one thread, and then with as many as they take by themselves. A ratio is
a contender's time over softlogit's in the same round.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

import softlogit as sl
from benchmarks import r, report
from benchmarks.accuracy import NoEstimate, PenalisedReference, Reference, reference
from benchmarks.clock import repetitions, rounds, seconds_of, time_limit
from benchmarks.contenders import CONTENDERS, IN_R, Prepared
from benchmarks.floors import floor
from benchmarks.grid import ROWS, Row
from benchmarks.growth import growth
from benchmarks.machine import THREADS, about
from benchmarks.memory import peak_above_data
from benchmarks.tolerances import LEAST_PATIENCE, MOST_PATIENCE, PATIENCE, REACHED, Attempt, Measure, attempt, loosest
from softlogit.special import Array

# Seconds for a contender's part in the rounds, the fewest and the most rounds that it takes part in.
SHARE, FEWEST, MOST = 1.0, 2, 25
# Memory is measured where the data are large beside what a process has loaded anyway.
LARGE = 20_000_000
# Seconds for a fit that is not searched for.
NO_LIMIT = 200.0

Wanted = Callable[[str], bool]
RightAnswer = Reference | PenalisedReference | NoEstimate


def ready(row: Row, X: Array, y: Array, wanted: Wanted, threads: int | None, at_the_end: ExitStack) -> dict[str, Measure]:
    """The contenders that take part in this row, ready to be called; R's until the stack is closed."""
    measures = {name: in_process(each.prepare(X, y, row.ridge)) for name, each in CONTENDERS.items() if wanted(name) and each.applies(row)}
    tools = [tool for tool, name in r.NAMES.items() if wanted(name) and r.applies(tool, row)]
    if tools and r.is_installed():
        process = at_the_end.enter_context(r.R(X, y, one_thread=threads == 1))
        measures |= {r.NAMES[tool]: process.measure(tool) for tool in tools if tool in process.versions}
    return measures


def in_process(prepared: Prepared) -> Measure:
    """How a contender of this process is called."""
    fit, coefficients = prepared

    def measure(tolerance: float, times: int, limit: float) -> tuple[float, Array]:
        with time_limit(limit):
            seconds, result = seconds_of(partial(fit, tolerance), times)
        return seconds, coefficients(result)

    return measure


def compare(row: Row, X: Array, y: Array, right: RightAnswer, wanted: Wanted) -> list[dict[str, Any]]:
    """A record for each contender on one row."""
    found: dict[str, Attempt] = {}
    times = {}
    for suffix, threads in THREADS.items():
        with ExitStack() as at_the_end:
            measures = ready(row, X, y, wanted, threads, at_the_end)
            with threadpool_limits(limits=threads):
                for name in measures if not found else ():
                    found[name] = called(name, measures[name], right, found)
            timed = {name: each for name, each in found.items() if is_timed(name, each)}
            calls = {name: in_a_round(measures[name], each) for name, each in timed.items()}
            with threadpool_limits(limits=threads):  # once more, for what the tools loaded only when they were called
                times[suffix] = rounds(calls, {name: share(each) for name, each in timed.items()})
    return [record(row, name, each, times) for name, each in found.items()]


def called(name: str, measure: Measure, right: RightAnswer, found: dict[str, Attempt]) -> Attempt:
    """The call that a contender is timed with, as far as it is found in time."""
    contender = CONTENDERS.get(name, IN_R)
    ours = found["softlogit"].seconds if "softlogit" in found else np.inf
    patience = float(np.clip(PATIENCE * ours, LEAST_PATIENCE, MOST_PATIENCE))
    if contender.tolerances and contender.like not in found:
        return loosest(measure, right.judge, patience)
    tolerance, limit = (found[contender.like].tolerance, patience) if contender.like else (0.0, NO_LIMIT)
    first = attempt(measure, right.judge, tolerance, limit)
    return first if first.seconds > SHARE else attempt(measure, right.judge, tolerance, limit)  # which is faster, if it is short


def is_timed(name: str, found: Attempt) -> bool:
    """Whether it reaches the target, or there is no other way to call it."""
    return found.status == REACHED or (not CONTENDERS.get(name, IN_R).tolerances and found.seconds < np.inf)


def in_a_round(measure: Measure, found: Attempt) -> Callable[[], float]:
    return lambda: measure(found.tolerance, repetitions(found.seconds), NO_LIMIT)[0]


def share(found: Attempt) -> int:
    """In how many rounds a contender takes part: the slow ones in few."""
    return int(np.clip(SHARE / (found.seconds * repetitions(found.seconds)), FEWEST, MOST))


def record(row: Row, name: str, found: Attempt, times: dict[str, dict[str, list[float]]]) -> dict[str, Any]:
    """What is written down of a contender on a row; its times with the default number of threads, and, `…_one_thread`, with one."""
    contender = CONTENDERS.get(name, IN_R)
    return {
        "row": row.name,
        "contender": name,
        "packaged": contender.packaged,
        "status": found.status,
        "tolerance": found.tolerance or None,
        "whole_ladder": found.whole_ladder,
        "loglik_gap": found.accuracy.loglik_gap,
        "coefficient_error": found.accuracy.coefficient_error,
        "baseline": contender.baseline,
        **{f"{key}{suffix}": each for suffix, some in times.items() for key, each in timing(name, contender.baseline, some).items()},
    }


def timing(name: str, baseline: str, times: dict[str, list[float]]) -> dict[str, Any]:
    """The median time in seconds, the number of rounds, the median ratio to the baseline and its quartiles."""
    own, base = times.get(name, []), times.get(baseline, [])
    ratios = [a / b for a, b in zip(own, base, strict=False)] if name != baseline else []
    return {
        "seconds": float(np.median(own)) if own else None,
        "rounds": len(own),
        "ratio": float(np.median(ratios)) if ratios else None,
        "ratio_quartiles": [float(q) for q in np.quantile(ratios, [0.25, 0.75])] if ratios else None,
    }


def describe(row: Row, X: Array, y: Array, fits: list[dict[str, Any]]) -> dict[str, Any]:
    """The row: its size, the floor, what share of it softlogit reaches with one thread, and the memory that it takes above the data."""
    with threadpool_limits(limits=1):
        bound = floor(row)
    own = [fit["seconds_one_thread"] for fit in fits if fit["contender"] == "softlogit"]
    return {
        "row": row.name,
        "kind": row.kind,
        "n": row.n,
        "p": row.p,
        "K": row.K,
        **bound,
        "fraction_of_floor": bound["floor_seconds"] / own[0] if own and row.kind == "dense" else None,
        "memory_above_data": peak_above_data(X, y, row.ridge) if own and row.n * row.p >= LARGE else None,
    }


def results_by_row(names: Sequence[str], wanted: Wanted) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each row's description and fits, as they come."""
    for name in names:
        row = ROWS[name]
        X, y = row.make()
        fits = compare(row, X, y, right_answer(row, X, y), wanted)
        yield describe(row, X, y, fits), fits


def right_answer(row: Row, X: Any, y: Array) -> RightAnswer:
    """What the contenders are judged by. To start from softlogit's answer saves time and does not move the end."""
    if row.kind == "separated":
        return NoEstimate()
    if row.ridge:
        return PenalisedReference(X, y, row.ridge, sl.fit(X, y, ridge=row.ridge).W)
    return reference(X.toarray() if row.kind == "sparse" else X, y, sl.fit(X, y).coef())


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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results: dict[str, Any] = {"about": about(), "rows": [], "fits": [], "growth": []}
        for description, fits in results_by_row(rows, contenders.__contains__):
            results["rows"].append(description)
            results["fits"] += fits
            print(*("  ".join(report.cells(fit)) for fit in fits), "", sep="\n", flush=True)
            report.write(results, options.output)
        if options.growth:
            results["growth"] = growth()
            report.write(results, options.output)
    return results


if __name__ == "__main__":
    main()
