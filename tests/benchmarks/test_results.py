"""From a row to what is written down."""

import json

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

import softlogit as sl
from benchmarks import floors, growth, machine, memory, report, run
from benchmarks.contenders import CONTENDERS, Contender, softlogit
from benchmarks.grid import ROWS, synthetic

pytestmark = pytest.mark.skipif(np.finfo(np.longdouble).eps > 1e-18, reason="long double is no longer than double here")


def three_digits(X, y, ridge):
    """As accurate as a printed table."""
    fit, coefficients = softlogit(X, y)
    return fit, lambda result: np.array([[float(f"{each:.3g}") for each in row] for row in coefficients(result)])


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(run, "SHARE", 0.1)
    monkeypatch.setitem(CONTENDERS, "three digits", Contender(three_digits))


def test_a_run_writes_what_it_prints(quick, tmp_path, capsys):
    asked = ["--rows", "admissions", "--contenders", "softlogit,scipy,three digits", "--output", str(tmp_path / "results.json")]
    results = run.main(asked)
    assert json.loads((tmp_path / "results.json").read_text()) == results
    assert results["about"]["threads"] >= 1
    fits = {fit["contender"]: fit for fit in results["fits"]}
    assert fits["softlogit"]["status"] == fits["scipy"]["status"] == "reached"
    for threads in machine.THREADS:
        low, high = fits["scipy"][f"ratio_quartiles{threads}"]
        assert low <= fits["scipy"][f"ratio{threads}"] <= high
    assert fits["three digits"]["status"] == "misses the target"
    assert fits["three digits"]["ratio"] is None
    assert 1e-5 < fits["three digits"]["coefficient_error"] < 1e-2
    printed = capsys.readouterr().out
    assert all(fit["status"] in line for fit, line in zip(results["fits"], printed.splitlines(), strict=False))
    table = (tmp_path / "results.md").read_text()
    assert "none reaches the target" in table  # SciPy's is not a packaged peer
    assert any("three digits" in line and "misses the target" in line for line in table.splitlines())


def test_softlogit_is_judged_like_the_others(quick, monkeypatch):
    monkeypatch.setitem(CONTENDERS, "softlogit", Contender(three_digits, packaged=False, tolerances=False))
    results = run.main(["--rows", "hsbdemo", "--contenders", "softlogit,sklearn-newton-cholesky"])
    assert results["fits"][0]["status"] == "misses the target"
    (line,) = report.rows(results)
    assert line[4].endswith("misses the target")


def test_a_fit_is_timed_with_one_thread_and_with_the_default(quick, monkeypatch):
    """What the tools are told is seen from within: for each setting a search or none, and then rounds."""
    seen = []

    def fit(tolerance):
        seen.append(max(each["num_threads"] for each in threadpool_info()))
        return sl.fit(*ROWS["admissions"].make())

    monkeypatch.setitem(CONTENDERS, "looks", Contender(lambda X, y, ridge: (fit, lambda result: result.coef()), tolerances=False))
    default = max(each["num_threads"] for each in threadpool_info())
    (found,) = run.main(["--rows", "admissions", "--contenders", "looks"])["fits"]
    assert min(found["rounds"], found["rounds_one_thread"]) > 0
    assert set(seen) == {1, default}
    assert seen == sorted(seen)


def test_what_is_not_there_is_named(capsys):
    with pytest.raises(SystemExit):
        run.main(["--rows", "admissions,1e9-20-2"])
    assert "unknown: 1e9-20-2" in capsys.readouterr().err


def test_json_has_no_infinity():
    assert report.finite({"a": [np.inf, 1.0, (float("nan"),)]}) == {"a": [None, 1.0, [None]]}


def test_the_floor_grows_with_the_data():
    with threadpool_limits(limits=1):  # as in a run: threads that wait for each other on a busy machine are slow beyond measure
        small, large = floors.floor(ROWS["1e4-20-5"]), floors.floor(ROWS["1e5-20-5"])
        reading, multiplying = floors.bandwidth(1_000_000), floors.multiplication_rate()
    assert large["arithmetic_seconds"] == pytest.approx(10 * small["arithmetic_seconds"])
    assert large["floor_seconds"] == max(large["memory_seconds"], large["arithmetic_seconds"])
    assert 1e8 < reading < 1e13
    assert 1e8 < multiplying < 1e13


def test_an_exponent_is_that_of_the_power():
    assert growth.exponent([1, 10, 100], [3.0, 300.0, 30000.0]) == pytest.approx(2)


def test_growth_is_measured_along_each_of_the_three(monkeypatch):
    monkeypatch.setattr(growth, "REPEATS", 1)
    sizes = {"n": [(300, 4, 2), (600, 4, 2)], "K": [(300, 4, 2), (300, 4, 3)]}
    found = growth.growth(sizes)
    assert [series["along"] for series in found] == ["n", "K"]
    for threads in machine.THREADS:
        assert all(len(series[f"seconds{threads}"]) == 2 and np.isfinite(series[f"exponent{threads}"]) for series in found)


@pytest.mark.skipif(not (memory.PROC / "clear_refs").exists(), reason="needs Linux")
def test_a_fit_takes_some_memory():
    assert 0 < memory.peak_above_data(*synthetic(100_000, 20, 2)) < 20
