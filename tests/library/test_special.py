"""sigmoid, softmax, log-sum-exp and their logarithms: what they are, and that they are right wherever they are finite."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from strategies import EPS, scales, tables

import softlogit as sl

mpmath.mp.dps = 60
ARGUMENTS = [-1e4, -745.0, -40.0, -1.0, -1e-20, 0.0, 1e-300, 0.5, 40.0, 745.0, 1e4]
SCORES = [[0.0], [0.0, 0.0], [1.0, 2.0, 3.0], [-1e4, 0.0, 1e4], [1e4, 1e4, 1e4 - 1], [-700.0, -701.0], [1e300, -1e300]]


def exact(function, *arguments):
    """The function in 60 digits, rounded to a double."""
    return float(function(*map(mpmath.mpf, arguments)))


@pytest.mark.parametrize("t", ARGUMENTS)
def test_sigmoid_is_right_to_rounding(t):
    expected = exact(lambda t: 1 / (1 + mpmath.exp(-t)), t)
    assert sl.sigmoid(t) == pytest.approx(expected, rel=4 * EPS, abs=5e-324)  # one exponential and two operations; or the least double


@pytest.mark.parametrize("t", ARGUMENTS)
def test_log_sigmoid_is_right_to_rounding(t):
    expected = exact(lambda t: -mpmath.log1p(mpmath.exp(-t)), t)
    assert sl.log_sigmoid(t) == pytest.approx(expected, rel=4 * EPS, abs=0)  # an exponential, a logarithm and a sum


@pytest.mark.parametrize("probability", [1e-300, 0.1, 0.5, 0.75, 1 - 2.0**-50])
def test_logit_is_the_logarithm_of_the_odds(probability):
    expected = exact(lambda P: mpmath.log(P / (1 - P)), probability)
    assert sl.logit(probability) == pytest.approx(expected, rel=4 * EPS, abs=0)  # a difference, a quotient, a logarithm


@pytest.mark.parametrize(("probability", "log_odds"), [(0.0, -np.inf), (1.0, np.inf)])
def test_logit_of_certainty_is_infinite(probability, log_odds):
    assert sl.logit(probability) == log_odds


@pytest.mark.parametrize("t", [-700.0, -30.0, -1.0, 0.0, 2.0])
def test_logit_undoes_sigmoid(t):
    # For t above 0 the probability's distance from 1 is rounded to EPS; below, nothing but the functions' own rounding is lost.
    assert sl.logit(sl.sigmoid(t)) == pytest.approx(t, rel=4 * EPS, abs=EPS * (1 + np.exp(t)))


@given(tables(7, 50.0))
def test_sigmoids_of_opposite_arguments_sum_to_one(t):
    np.testing.assert_allclose(sl.sigmoid(t) + sl.sigmoid(-t), 1, rtol=0, atol=2 * EPS)  # two rounded numbers below 1


def softmax_error(z):
    """The subtraction of the largest z is rounded, and the exponential turns that absolute error into a relative one."""
    return (len(z) + 4 + min(np.ptp(z), 745)) * EPS


@pytest.mark.parametrize("z", SCORES, ids=str)
def test_softmax_is_right_to_rounding(z):
    terms = [mpmath.exp(mpmath.mpf(v) - max(z)) for v in z]
    expected = [float(term / mpmath.fsum(terms)) for term in terms]
    np.testing.assert_allclose(sl.softmax(z), expected, rtol=softmax_error(z), atol=5e-324)


@pytest.mark.parametrize("z", SCORES, ids=str)
def test_log_softmax_is_right_to_rounding(z):
    total = mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(v) - max(z)) for v in z))
    expected = [float(mpmath.mpf(v) - max(z) - total) for v in z]
    np.testing.assert_allclose(sl.log_softmax(z), expected, rtol=4 * EPS, atol=softmax_error(z))


@pytest.mark.parametrize("z", SCORES, ids=str)
def test_log_sum_exp_is_right_to_rounding(z):
    expected = float(max(z) + mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(v) - max(z)) for v in z)))
    assert sl.log_sum_exp(z) == pytest.approx(expected, rel=4 * EPS, abs=softmax_error(z))


@given(tables((4, 3), 100.0))
def test_softmax_is_a_distribution(Z):
    P = sl.softmax(Z)
    assert (P >= 0).all()
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=0, atol=4 * EPS)  # three rounded quotients


@given(tables((4, 2), 50.0))
def test_softmax_of_two_scores_is_sigmoid_of_their_difference(Z):
    np.testing.assert_allclose(sl.softmax(Z)[:, 0], sl.sigmoid(Z[:, 0] - Z[:, 1]), rtol=110 * EPS)  # the error of a difference of up to 100


@given(tables((4, 3)), scales)
def test_log_softmax_is_the_score_less_log_sum_exp(Z, scale):
    expected = scale * Z - sl.log_sum_exp(scale * Z)[:, None]
    np.testing.assert_allclose(sl.log_softmax(scale * Z), expected, rtol=0, atol=8 * EPS * max(1, scale))


@pytest.mark.parametrize("function", [sl.softmax, sl.log_softmax])
def test_softmax_runs_along_the_axis_that_is_named(function):
    Z = np.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_array_equal(function(Z, axis=1), np.moveaxis(function(np.moveaxis(Z, 1, -1)), -1, 1))


def test_log_sum_exp_takes_its_axis_away():
    assert sl.log_sum_exp(np.zeros((2, 3, 4)), axis=1).shape == (2, 4)


FUNCTIONS = [sl.sigmoid, sl.log_sigmoid, sl.logit, sl.softmax, sl.log_softmax, sl.log_sum_exp]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_whole_numbers_and_lists_are_taken_as_floats(function):
    np.testing.assert_array_equal(function([0, 1]), function(np.array([0.0, 1.0])))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_argument_is_left_as_it_was(function):
    z = np.array([0.25, 0.5])
    z.setflags(write=False)
    function(z)
    assert z.tolist() == [0.25, 0.5]


# Missing numbers


@pytest.mark.parametrize("function", [sl.sigmoid, sl.log_sigmoid, sl.logit, sl.softmax, sl.log_softmax, sl.log_sum_exp])
def test_what_is_missing_stays_missing(function):
    missing = function([[0.25, np.nan], [0.5, 0.5]])
    np.testing.assert_array_equal(function(np.ma.array([[0.25, 0.75], [0.5, 0.5]], mask=[[0, 1], [0, 0]])), missing)
    assert np.isnan(missing[0]).any()
    assert np.isfinite(missing[1]).all()


def test_certainties_have_infinite_log_odds():
    assert sl.logit([0, 1]).tolist() == [-np.inf, np.inf]


@pytest.mark.parametrize("function", [sl.sigmoid, sl.log_sigmoid, sl.logit, sl.softmax, sl.log_softmax, sl.log_sum_exp])
@pytest.mark.parametrize(
    "values", [["0", "1"], [0.5, None, object()], 1j, [[0.1], [0.1, 0.2]]], ids=["text", "objects", "complex", "ragged"]
)
def test_what_is_no_array_of_numbers_is_refused(function, values):
    with pytest.raises(sl.InputError, match="takes real numbers"):
        function(values)
