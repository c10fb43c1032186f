"""The loosest tolerance that reaches the target is found, and what goes wrong on the way is told."""

import signal
import time

import numpy as np
import pytest

from benchmarks.accuracy import Accuracy
from benchmarks.clock import OutOfTime, repetitions, rounds, seconds_of, time_limit
from benchmarks.tolerances import LADDER, MISSES, OUT_OF_TIME, REACHED, loosest


def tool(error, seconds=1.0):
    """A contender whose single coefficient is off by error(tolerance)."""
    return lambda tolerance, times, limit: (seconds, np.array([error(tolerance)]))


def judge(B):
    return Accuracy(0.0, float(B[0]))


@pytest.mark.parametrize("factor", [1e-9, 1e-3, 1, 10, 1e3, 1e9])
def test_the_loosest_tolerance_is_found(factor):
    found = loosest(tool(lambda tolerance: factor * tolerance), judge, patience=10)
    reaching = [tolerance for tolerance in LADDER if factor * tolerance < 1e-6]
    assert found.status == REACHED
    assert found.tolerance == max(reaching)
    assert found.whole_ladder


def test_a_contender_that_is_never_accurate_misses_and_says_by_how_much():
    found = loosest(tool(lambda tolerance: 1e-3 + tolerance), judge, patience=10)
    assert found.status == MISSES
    assert found.accuracy.coefficient_error == pytest.approx(1e-3)


def test_a_contender_that_runs_out_of_time_when_tight_is_tried_with_less():
    def slow(tolerance, times, limit):
        if tolerance < 1e-5:
            raise OutOfTime
        return 1.0, np.array([tolerance])

    found = loosest(slow, judge, patience=10)
    assert found.status == MISSES
    assert found.tolerance == 1e-5
    assert not found.whole_ladder


def test_a_contender_that_is_always_late_or_broken_says_so():
    def late(tolerance, times, limit):
        raise OutOfTime

    def broken(tolerance, times, limit):
        raise np.linalg.LinAlgError("Singular matrix")

    assert loosest(late, judge, patience=10).status == OUT_OF_TIME
    assert loosest(broken, judge, patience=10).status == "fails: Singular matrix"


def test_a_fit_that_takes_too_long_is_stopped():
    with pytest.raises(OutOfTime), time_limit(0.05):
        time.sleep(60)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)  # the alarm is off again


def test_a_time_is_the_mean_of_the_calls(monkeypatch):
    calls = []
    monkeypatch.setattr(time, "perf_counter", lambda: 3.0 * len(calls))  # each call takes three seconds
    seconds, result = seconds_of(lambda: calls.append(1) or len(calls), times=5)
    assert result == len(calls) == 5
    assert seconds == 3


def test_short_fits_are_repeated():
    assert [repetitions(seconds) for seconds in (1e-3, 0.02, 5.0)] == [20, 1, 1]


def test_in_a_round_everybody_is_called_once_and_in_changing_order():
    called = []
    measures = {name: lambda name=name: called.append(name) or 1.0 for name in "abc"}
    times = rounds(measures, {"a": 8, "b": 8, "c": 3})
    assert {name: len(each) for name, each in times.items()} == {"a": 8, "b": 8, "c": 3}
    first_three = [called[i : i + 3] for i in (0, 3, 6)]
    assert all(sorted(each) == ["a", "b", "c"] for each in first_three)
    assert called[9:].count("a") == called[9:].count("b") == 5
    orders = {tuple(called[i : i + 2]) for i in range(9, len(called), 2)} | {tuple(each) for each in first_three}
    assert len(orders) > 2
