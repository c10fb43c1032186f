"""The right answer is right, and the judge sees what is not."""

import mpmath
import numpy as np
import pytest

from benchmarks import grid
from benchmarks.accuracy import COEFFICIENT_ERROR, PenalisedReference, reference

pytestmark = pytest.mark.skipif(np.finfo(np.longdouble).eps > 1e-18, reason="long double is no longer than double here")


@pytest.fixture(scope="module")
def admissions():
    return reference(*grid.admissions())


def newton_with_many_digits(X, y, digits=40):
    """β for two classes, by mpmath."""
    with mpmath.workdps(digits):
        X, y, beta = mpmath.matrix(X.tolist()), mpmath.matrix(y.tolist()), mpmath.zeros(X.shape[1], 1)
        for _ in range(10):
            pi = (X * beta).apply(lambda eta: 1 / (1 + mpmath.exp(-eta)))
            WX = mpmath.matrix([[pi[i] * (1 - pi[i]) * X[i, j] for j in range(X.cols)] for i in range(X.rows)])
            beta += mpmath.lu_solve(X.T * WX, X.T * (y - pi))
        return [mpmath.nstr(each, 25) for each in beta]


def test_the_reference_has_the_digits_of_a_long_double(admissions):
    right = np.array([np.longdouble(each) for each in newton_with_many_digits(*grid.admissions())])
    np.testing.assert_allclose(admissions.coefficients[:, 0], right, rtol=1e-17)


def test_the_reference_is_what_r_prints_for_admissions(admissions):
    """glm(admit ~ gre + gpa, binomial, control = list(epsilon = 1e-14))."""
    np.testing.assert_allclose(admissions.coefficients[:, 0].astype(float), [-4.9493780626, 0.0026906835960, 0.75468685596], rtol=1e-10)
    assert float(-2 * admissions.loglik) == pytest.approx(480.34, abs=0.005)


def test_the_reference_is_what_r_prints_for_program_choice():
    """multinom(prog ~ ses + write), general and vocation against academic."""
    right = [[2.852186, -0.533291, -1.162832, -0.0579284], [5.218200, 0.291393, -0.982670, -0.1136026]]
    np.testing.assert_allclose(reference(*grid.program_choice()).coefficients.T.astype(float), right, rtol=2e-6)


def test_the_reference_does_not_mind_where_the_columns_lie():
    """The two data sets hold the same features, but for the rounding of those far from zero, to 1e-12 of their standard deviation."""
    near, far = (reference(*grid.ill_conditioned(mean)) for mean in (0, 1e4))
    np.testing.assert_allclose(far.C.astype(float), near.C.astype(float), atol=1e-9)


def test_the_penalised_reference_is_where_the_slope_is_zero_and_judges_by_it():
    X, y = grid.words(400, 30, 3)
    right = PenalisedReference(X, y, 0.5, np.ones((30, 1)) * [0.1, 0, -0.1])
    assert np.abs(right.evaluate(right.W)[1]).max() < 1e-15
    B = np.array(right.W[:, 1:] - right.W[:, :1])
    assert right.judge(B).reached
    B[3, 0] += 3 * COEFFICIENT_ERROR * np.abs(right.W * right.sd[:, None]).max() / right.sd[3]  # two thirds of it are left in W C
    assert right.judge(B).coefficient_error == pytest.approx(2 * COEFFICIENT_ERROR, rel=1e-3)


def test_the_judge_sees_a_coefficient_that_is_off(admissions):
    """The intercept at the means or a slope, by so many times what is allowed."""
    for j in range(3):
        for off, reached in [(0.5, True), (2, False)]:
            wrong = admissions.C.copy()
            wrong[j] += off * COEFFICIENT_ERROR * np.abs(admissions.C).max()
            found = admissions.judge(admissions.problem.in_units_of_x(wrong))
            assert found.coefficient_error == pytest.approx(off * COEFFICIENT_ERROR, rel=1e-6)
            assert found.reached is reached


def test_the_judge_sees_a_likelihood_that_is_lower(admissions):
    n, equal_shares = 400, np.zeros((3, 1))
    gap = (float(admissions.loglik) + n * np.log(2)) / abs(float(admissions.loglik))
    assert admissions.judge(equal_shares).loglik_gap == pytest.approx(gap, rel=1e-12)


def test_the_judge_does_not_mind_the_units(admissions):
    X, y = grid.admissions()
    units = np.array([1, 1e-6, 1e6])
    other, B = reference(X * units, y), admissions.coefficients * (1 + 1e-5)
    assert other.judge(B / units[:, None]).coefficient_error == pytest.approx(admissions.judge(B).coefficient_error, rel=1e-9)


@pytest.mark.parametrize("hole", [np.nan, np.inf])
def test_no_number_is_no_answer(admissions, hole):
    assert not admissions.judge(np.full((3, 1), hole)).reached
