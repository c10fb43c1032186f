"""The log-likelihood of the pivot form, its score and its information, against their definitions in 50 digits."""

from itertools import pairwise

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg
from strategies import EPS, counts, tables

import softlogit as sl
from softlogit.likelihood import kernels as likelihood

SIZES = [(1, 1), (2, 1), (2, 2), (3, 2)]  # p and K − 1
every_size = pytest.mark.parametrize(("p", "q"), SIZES, ids=str)


def problem(p, q, n=6):
    """B, X, Y with counts from 0 to 4, none of them special."""
    random = np.random.default_rng(10 * p + q)
    return random.normal(size=(p, q)), random.normal(size=(n, p)), random.integers(0, 5, size=(n, q + 1)).astype(float)


def exact_log_likelihood(X, Y, p):
    """Σ yᵢₖ ln πᵢₖ as a function of the entries of vec(B), in mpmath's numbers."""

    def value(*b):
        columns = [b[start : start + p] for start in range(0, len(b), p)]
        total = mpmath.mpf(0)
        for x, y in zip(X.tolist(), Y.tolist(), strict=True):
            z = [mpmath.mpf(0), *(mpmath.fdot(x, column) for column in columns)]
            log_sum = mpmath.log(mpmath.fsum(map(mpmath.exp, z)))
            total += mpmath.fsum(count * (zk - log_sum) for count, zk in zip(y, z, strict=True))
        return total

    return value


def derivative(function, at, *orders):
    """A partial derivative by mpmath's differences in 50 digits, far more exact than a double."""
    with mpmath.workdps(50):
        return float(mpmath.diff(function, tuple(map(mpmath.mpf, at)), orders))


def units(size, *positions):
    """How often to differentiate by each of `size` variables: once for each position."""
    return [positions.count(j) for j in range(size)]


# The errors below are those of sums of a few dozen products of numbers of size one; the results are of size ten.
ROUNDED = {"rtol": 1e-13, "atol": 1e-13}


@every_size
def test_log_likelihood_is_its_definition(p, q):
    B, X, Y = problem(p, q)
    expected = float(exact_log_likelihood(X, Y, p)(*map(mpmath.mpf, B.T.ravel())))
    np.testing.assert_allclose(likelihood.log_likelihood(B, X, Y), expected, **ROUNDED)


@every_size
def test_score_is_the_gradient(p, q):
    B, X, Y = problem(p, q)
    function, b = exact_log_likelihood(X, Y, p), B.T.ravel()
    gradient = [derivative(function, b, *units(p * q, j)) for j in range(p * q)]
    np.testing.assert_allclose(likelihood.score(B, X, Y).T.ravel(), gradient, **ROUNDED)


@pytest.mark.parametrize("many_classes", [0, 4])
@pytest.mark.parametrize(("p", "q"), [*SIZES, (2, 3)], ids=str)
def test_information_is_minus_the_second_derivative(monkeypatch, p, q, many_classes):
    """In either of the two ways to sum it."""
    monkeypatch.setattr(likelihood, "MANY_CLASSES", many_classes)
    B, X, Y = problem(p, q)
    function, b = exact_log_likelihood(X, Y, p), B.T.ravel()
    second = [[derivative(function, b, *units(p * q, j, k)) for k in range(p * q)] for j in range(p * q)]
    np.testing.assert_allclose(likelihood.information(B, X, Y), -np.array(second), **ROUNDED)


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("many_classes", [0, 10])
@pytest.mark.parametrize(("p", "q"), [(1, 1), (3, 1), (1, 4), (4, 3), (3, 6)], ids=str)
def test_all_ways_to_sum_the_information_are_its_formula(monkeypatch, p, q, many_classes, known):
    """Weighted, and with probabilities close to 0 and to 1; the products of X's columns known or not."""
    random = np.random.default_rng(10 * p + q)
    X, m = random.normal(size=(50, p)), random.uniform(0.5, 2.0, size=50)
    scores = np.column_stack([np.zeros(50), random.normal(scale=20, size=(50, q))])
    pi = sl.softmax(scores)[:, 1:].T
    spread = np.eye(q)[:, :, None] * pi - pi[:, None] * pi
    expected = np.einsum("jki,i,ia,ib->jakb", spread, m, X, X)
    monkeypatch.setattr(likelihood, "MANY_CLASSES", many_classes)
    products = likelihood.pair_products(X.T) if known else None
    found = likelihood.curvature(np.asfortranarray(X), pi, 1 - pi, m, products)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-13)


def test_evaluate_is_all_three_at_once():
    arguments = problem(3, 2)
    value, score, information = likelihood.evaluate(*arguments)
    assert value == likelihood.log_likelihood(*arguments)
    np.testing.assert_array_equal(score, likelihood.score(*arguments))
    np.testing.assert_array_equal(information, likelihood.information(*arguments))


@pytest.mark.parametrize("K", [2, 3])
def test_probabilities_near_one_keep_their_digits(K):
    """At a score of 60 the class seen has 1 − π = e⁻⁶⁰, which 1 − π in doubles is not: score and information are that small."""
    X, Y, B = np.ones((1, 1)), np.eye(K)[[1]], np.array([[60.0, *[-700.0] * (K - 2)]])
    _, score, information = likelihood.evaluate(B, X, Y)
    assert score[0, 0] == pytest.approx(np.exp(-60.0), rel=1e-14)
    assert information[0, 0] == pytest.approx(np.exp(-60.0), rel=1e-14)


def test_classes_that_are_barred_have_no_probability():
    """As if they were not there: the rows that bar the third class are rows of two classes."""
    X, Y = np.array([[1.0, 2.0], [1.0, -1.0]]), np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 0.0]])
    B = np.array([[0.3, 5.0], [-0.2, 1.0]])
    barred = np.array([[False] * 2, [False] * 2, [True] * 2])
    value, score, information = likelihood.evaluate(B, X, Y, barred)
    expected = likelihood.evaluate(B[:, :1], X, Y[:, :2])
    assert value == pytest.approx(expected[0], rel=1e-14)
    np.testing.assert_allclose(score, np.column_stack([expected[1], [0, 0]]), rtol=1e-14)
    np.testing.assert_allclose(information, linalg.block_diag(expected[2], np.zeros((2, 2))), rtol=1e-14)
    first = np.array([[True, False], [False] * 2, [True, False]])
    assert likelihood.evaluate(B, X[:1], Y[:1] * [0, 1, 0], first[:, :1])[0] == 0


@pytest.mark.parametrize("cache", [1, 12, 30, 10**6])
def test_the_size_of_the_blocks_does_not_matter(monkeypatch, cache):
    arguments = problem(3, 2, n=40)
    whole = likelihood.evaluate(*arguments)
    monkeypatch.setattr(likelihood, "CACHE", cache)
    for products in (None, likelihood.pair_products(arguments[1].T)):
        for mine, theirs in zip(likelihood.evaluate(*arguments, None, products), whole, strict=True):
            np.testing.assert_allclose(mine, theirs, **ROUNDED)


def test_blocks_hold_every_row_once(monkeypatch):
    monkeypatch.setattr(likelihood, "CACHE", 12)
    _, X, _ = problem(3, 2, n=7)
    parts = [X[rows] for rows in likelihood.blocks(len(X), 3, 3)]
    assert [len(part) for part in parts] == [2, 2, 2, 1]
    np.testing.assert_array_equal(np.vstack(parts), X)


def test_a_row_counted_twice_is_that_row_twice():
    B, X, Y = problem(2, 2)
    twice = likelihood.evaluate(B, np.vstack([X, X[:1]]), np.vstack([Y, Y[:1]]))
    doubled = likelihood.evaluate(B, X, Y * np.array([2, 1, 1, 1, 1, 1])[:, None])
    for mine, theirs in zip(twice, doubled, strict=True):
        np.testing.assert_allclose(mine, theirs, **ROUNDED)


@given(counts(), st.data())
def test_information_is_symmetric_and_no_direction_curves_upwards(drawn, data):
    X, Y = drawn
    information = likelihood.information(data.draw(tables((3, Y.shape[1] - 1), 5.0)), X, Y)
    error = 1e3 * EPS * Y.sum()  # a hundred or so entries of at most Σ yᵢₖ, each of them a rounded sum
    np.testing.assert_allclose(information, information.T, rtol=0, atol=error)
    assert np.linalg.eigvalsh(information)[0] > -error


@given(counts(), st.data())
def test_log_likelihood_is_concave_along_every_line(drawn, data):
    X, Y = drawn
    start, direction = (data.draw(tables((3, Y.shape[1] - 1), 5.0)) for _ in range(2))
    values = [likelihood.log_likelihood(start + t * direction, X, Y) for t in np.linspace(0, 1, 5)]
    slopes = np.diff(values)
    for earlier, later in pairwise(slopes):
        assert later - earlier <= 1e3 * EPS * max(map(abs, values))  # four sums of at most 32 terms each


@pytest.mark.parametrize("size", [1.0, 30.0, 590.0, 610.0, 5000.0])
@pytest.mark.parametrize("q", [1, 3])
def test_normalise_is_softmax_and_its_logarithm_with_a_score_of_zero(q, size):
    """Up to sizes where exponentials overflow, and one where each score is far below zero."""
    scores = np.random.default_rng(q).uniform(-size, size, size=(q, 40))
    scores[0, :20], scores[:, 20] = size * np.sign(scores[0, :20]), -size
    z = np.vstack([np.zeros(40), scores])
    log_normaliser, pi = likelihood.normalise(scores.copy())
    np.testing.assert_allclose(log_normaliser, sl.log_sum_exp(z, axis=0), rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(pi, sl.softmax(z, axis=0)[1:], rtol=1e-12, atol=0)


def test_log_likelihood_is_finite_where_probabilities_are_not_doubles():
    X, Y = np.array([[1.0]]), np.array([[1.0, 0.0]])
    assert likelihood.log_likelihood(np.array([[1e4]]), X, Y) == -1e4


def test_equal_probabilities_for_coefficients_zero():
    _, X, Y = problem(2, 2)
    value = likelihood.log_likelihood(np.zeros((2, 2)), X, Y)
    assert value == pytest.approx(-Y.sum() * np.log(3), rel=1e-14)  # one rounded sum of 18 equal logarithms
