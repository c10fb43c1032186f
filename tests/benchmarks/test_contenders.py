"""Every contender fits the model that it is said to fit, and its coefficients are read off rightly."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from benchmarks import r
from benchmarks.clock import OutOfTime
from benchmarks.contenders import CONTENDERS, linear_programme
from benchmarks.grid import ROWS, Row, one_hot, separated, synthetic, words
from benchmarks.run import in_process, right_answer

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # the tools' own
    pytest.mark.skipif(np.finfo(np.longdouble).eps > 1e-18, reason="long double is no longer than double here"),
]
SMALL = [ROWS["admissions"], ROWS["hsbdemo"], Row("one-hot", 2_000, 13, 2, lambda: one_hot(2_000, 5), "sparse")]
SMALL += [Row("separated", 300, 10, 3, lambda: separated(300, overlap=False), "separated")]
SMALL += [Row("words", 400, 30, 3, lambda: words(400, 30, 3), "words", ridge=1.0)]
SMALL += [Row("quasi-separated", 300, 10, 3, lambda: separated(300, overlap=True), "separated")]


def who_fits(applies, names):
    """Each of these rows with each tool that can fit it."""
    pairs = [pytest.param(row, name, id=f"{row.name}-{name}") for row in SMALL for name in names if applies(name, row)]
    return pytest.mark.parametrize(("problem", "tool"), pairs, indirect=["problem"])


@pytest.fixture(scope="module")
def problem(request):
    X, y = request.param.make()
    return request.param, X, y, right_answer(request.param, X, y)


@who_fits(lambda tool, row: CONTENDERS[tool].applies(row), CONTENDERS)
def test_a_contender_comes_near_the_right_answer(problem, tool):
    row, X, y, right = problem
    with threadpool_limits(limits=1):  # threads that wait for each other on a busy machine are slow beyond measure
        _, B = in_process(CONTENDERS[tool].prepare(X, y, row.ridge))(1e-8, 1, 60)
    assert right.judge(B).coefficient_error < 1e-4


@pytest.fixture(scope="module")
def process(problem):
    if not r.is_installed():
        pytest.skip("needs R")
    _, X, y, _ = problem
    with r.R(X, y) as process:
        yield process


@who_fits(r.applies, r.NAMES)
def test_a_contender_in_r_comes_near_the_right_answer(problem, process, tool):
    *_, right = problem
    if tool not in process.versions:
        pytest.skip("is not installed")
    _, B = process.measure(tool)(1e-9, 2, 60)
    assert right.judge(B).coefficient_error < 1e-4


def test_the_programme_written_by_hand_says_when_there_is_an_estimate():
    fit, coefficients = linear_programme(*synthetic(300, 10, 3))
    assert np.isfinite(coefficients(fit(0.0))).all()


@pytest.mark.parametrize("problem", SMALL[:2], ids=["two classes", "three classes"], indirect=True)
def test_r_says_what_went_wrong_and_goes_on(problem, process):
    row, _, _, right = problem
    with pytest.raises(ArithmeticError):
        process.measure("no such tool")(1e-8, 1, 60)
    with pytest.raises(OutOfTime):
        process.measure("multinom")(1e-8, 1_000_000, 0.2)
    _, B = process.measure("multinom")(1e-8, 1, 60)
    process.process.kill()
    process.process.wait()
    _, B = process.measure("multinom")(1e-8, 1, 60)
    assert B.shape == right.coefficients.shape == (row.p, row.K - 1)
