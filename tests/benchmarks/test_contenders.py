"""Every contender fits the model that it is said to fit, and its coefficients are read off rightly."""

import numpy as np
import pytest

from benchmarks import r
from benchmarks.accuracy import reference
from benchmarks.clock import OutOfTime
from benchmarks.contenders import CONTENDERS
from benchmarks.grid import ROWS
from benchmarks.run import in_process

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # the tools' own
    pytest.mark.skipif(np.finfo(np.longdouble).eps > 1e-18, reason="long double is no longer than double here"),
]
TEXTBOOK = [ROWS["admissions"], ROWS["hsbdemo"]]


@pytest.fixture(scope="module", params=TEXTBOOK, ids=lambda row: row.name)
def problem(request):
    X, y = request.param.make()
    return request.param, X, y, reference(X, y)


@pytest.mark.parametrize("name", CONTENDERS)
def test_a_contender_comes_near_the_right_answer(name, problem):
    row, X, y, right = problem
    if not CONTENDERS[name].applies(row):
        pytest.skip("does not fit this row, or is not installed")
    _, B = in_process(CONTENDERS[name].prepare(X, y))(1e-8, 1, 60)
    assert right.judge(B).coefficient_error < 1e-4


@pytest.fixture(scope="module")
def process(problem):
    if not r.is_installed():
        pytest.skip("needs R")
    _, X, y, _ = problem
    with r.R(X, y) as process:
        yield process


@pytest.mark.parametrize("tool", r.NAMES)
def test_a_contender_in_r_comes_near_the_right_answer(tool, problem, process):
    row, _, _, right = problem
    if tool not in process.versions or not r.applies(tool, row):
        pytest.skip("does not fit this row, or is not installed")
    _, B = process.measure(tool)(1e-8, 2, 60)
    assert right.judge(B).coefficient_error < 1e-4


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
