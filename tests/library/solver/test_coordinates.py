"""Inputs that strain floating-point arithmetic: each gets the right answer, to digits that the case allows, or a clear error.

The references are Newton's method in numbers of 60 digits. Errors of estimates are in standard errors, those of standard errors relative.
"""

import mpmath as mp
import numpy as np
import pytest

import softlogit as sl
from softlogit.errors import CollinearityError
from softlogit.solver.coordinates import check_independent, clearly_independent, dependent_columns

rng = np.random.default_rng(20)
N = 40
ONE, X1, X2 = np.ones(N), rng.normal(size=N), rng.normal(size=N)
TWO = (X1 + rng.logistic(size=N) > 0).astype(int)
THREE = rng.integers(0, 3, N)
FAR = np.where(np.arange(N) % 20 == 0, np.where(TWO, 2e4, -2e4), X1)  # two rows so far out that their class is certain


def reference(X, y, digits=60):
    """The estimate and its standard errors, p × (K − 1) both, by Newton's method in numbers with many digits."""
    # Powers of two are exact; without them the elimination would take 1e-300 for zero.
    size = 2.0 ** np.round(np.log2(np.abs(X).max(axis=0)))
    K, p = int(max(y)) + 1, X.shape[1]
    with mp.workdps(digits):
        rows = [[mp.mpf(float(entry)) for entry in row] for row in X / size]
        b = mp.zeros(p * (K - 1), 1)
        decrement = mp.mpf(1)
        while decrement > mp.mpf(10) ** -40:
            score, information = derivatives(rows, y, b, K)
            step = mp.lu_solve(information, score)
            b, decrement = b + step, (score.T * step)[0]
        inverse = information**-1
        errors = [mp.sqrt(inverse[j, j]) for j in range(len(b))]
    return (np.array([float(entry) for entry in column]).reshape(K - 1, p).T / size[:, None] for column in (b, errors))


def derivatives(rows, y, b, K):
    """Score and information of vec(B), term by term as in the book."""
    p = len(rows[0])
    score, information = mp.zeros(len(b), 1), mp.zeros(len(b))
    for x, label in zip(rows, y, strict=True):
        z = [mp.mpf(0)] + [mp.fsum(b[k * p + j] * x[j] for j in range(p)) for k in range(K - 1)]
        e = [mp.exp(entry - max(z)) for entry in z]
        pi = [entry / mp.fsum(e) for entry in e][1:]
        for k in range(K - 1):
            for j in range(p):
                score[k * p + j] += ((label == k + 1) - pi[k]) * x[j]
                for m in range(K - 1):
                    for i in range(p):
                        information[k * p + j, m * p + i] += pi[k] * ((k == m) - pi[m]) * x[j] * x[i]
    return score, information


def columns(*parts):
    return np.column_stack([ONE, *parts])


def correlated(gap):
    """Two features with a correlation of about 1 − gap."""
    return columns(X1, X1 * np.sqrt(1 - 2 * gap) + X2 * np.sqrt(2 * gap))


def one_row_of_the_last(y):
    y = np.where(y == 2, 0, y)
    y[7] = 2
    return y


#   what                                  X                            y       error allowed, in standard errors and relative
RIGHT = {
    "scales from 1e-8 to 1e8": (columns(1e-8 * X1, 1e8 * X2), THREE, 1e-13),
    "scales from 1e-150 to 1e150": (columns(1e-150 * X1, 1e150 * X2), THREE, 1e-13),
    "means of 1e2 deviations": (columns(1e2 + X1), TWO, 1e-10),
    "means of 1e4 deviations": (columns(1e4 + X1), TWO, 1e-10),
    "means of 1e6 deviations": (columns(1e6 + X1), TWO, 1e-9),
    "means of 1e8 deviations": (columns(1e8 + X1), TWO, 1e-6),  # 16 digits, of which the mean takes 8
    "years": (columns(2000.0 + np.arange(N), X1), THREE, 1e-10),
    "seconds since 1970": (columns(1.7e9 + 60 * np.arange(N), X1), THREE, 1e-9),
    "correlation 0.9999": (correlated(1e-4), THREE, 1e-11),
    "correlation 1 - 1e-8": (correlated(1e-8), THREE, 1e-10),
    "correlation 1 - 1e-12": (correlated(1e-12), THREE, 1e-8),
    "near-separation": (columns(X1), np.where(np.arange(N) == X1.argsort()[5], 1, X1 > -0.5).astype(int), 1e-9),
    "an overlap of a thousandth": (np.column_stack([np.ones(6), [0, 1, 2, 2 - 1e-3, 3, 4]]), [0, 0, 0, 1, 1, 1], 1e-7),
    "scores to 1e4": (columns(FAR), TWO, 1e-9),
    "a class with one row": (columns(X1), one_row_of_the_last(THREE), 1e-12),
    "float32": (columns(X1, X2).astype(np.float32), THREE, 1e-13),
    "integers": (columns(np.round(10 * X1), np.round(100 * X2)).astype(int), THREE, 1e-13),
    "large integers": (columns(np.round(1e6 * X1), np.round(1e15 * X2)).astype(np.int64), THREE, 1e-13),
}


@pytest.mark.parametrize(("X", "y", "allowed"), RIGHT.values(), ids=RIGHT)
def test_the_answer_is_right(X, y, allowed):
    fit = sl.fit(X, y)
    estimate, error = reference(np.asarray(X, dtype=float), y)
    np.testing.assert_allclose(fit.coef() / error, estimate / error, rtol=0, atol=allowed)
    np.testing.assert_allclose(fit.standard_errors(), error, rtol=max(allowed, 1e-10))
    assert fit.converged


REFUSED = {
    "a mean of 1e11 deviations": (columns(1e11 + X1), "'x0', 'x1'"),
    "a column twice": (columns(X1, X1), "'x1', 'x2'"),
    "a column twice, in other units": (columns(X1, 1e-12 * X1), "'x1', 'x2'"),
    "a sum of others": (columns(X1, X2, X1 - X2), "'x1', 'x2', 'x3'"),
    "a column of zeros": (columns(0 * X1), "'x1'"),
}


@pytest.mark.parametrize(("X", "names"), REFUSED.values(), ids=REFUSED)
def test_the_columns_at_fault_are_named(X, names):
    with pytest.raises(CollinearityError, match=names):
        sl.fit(X, TWO)


@pytest.mark.parametrize("score", [1e2, 1e3, 1e4, 1e5])
def test_large_scores_have_exact_probabilities(score):
    """ln P of a class whose score is behind by t is −t − ln(1 + e⁻ᵗ): checked against 60 digits, where exp would overflow."""
    model = sl.LogitModel.from_beta([1.0])
    with mp.workdps(60):
        expected = float(-mp.log1p(mp.exp(mp.mpf(score))))
    assert model.log_likelihood([[score]], [0]) == pytest.approx(expected, rel=1e-15)
    assert model.predict_proba([[score], [-score]])[:, 1].tolist() == [1 / (1 + np.exp(-score)), np.exp(-score)]


def test_scores_do_reach_1e4():
    assert np.abs(columns(FAR) @ sl.fit(columns(FAR), TWO).beta).max() > 1e4


def test_a_hundred_classes():
    """Against what the fit must satisfy: expected counts and moments of every class are the observed ones.

    Expected counts are about 20, known to √20. With so many coefficients BFGS climbs, and stops at a millionth of that.
    """
    y = np.concatenate([np.arange(100), rng.integers(0, 100, 1900)])
    X = np.column_stack([np.ones(2000), rng.normal(size=2000)])
    fit = sl.fit(X, y)
    assert fit.converged
    np.testing.assert_allclose(X.T @ (np.eye(100)[y] - fit.predict_proba(X)), 0, atol=1e-6 * np.sqrt(20))
    saturated = sl.fit(np.ones((2000, 1)), y)
    counts = np.bincount(y)
    np.testing.assert_allclose(saturated.coef()[0], np.log(counts[1:] / counts[0]), atol=1e-12)
    np.testing.assert_allclose(saturated.standard_errors()[0], np.sqrt(1 / counts[1:] + 1 / counts[0]), rtol=1e-9)


def test_weights_of_any_size_count_relative_to_each_other():
    for size in (1e-200, 1e-14, 1e-6, 1e6, 1e12, 1e200):
        fit, expected = (sl.fit(columns(X1, X2), THREE, weights=np.arange(1.0, N + 1) * unit) for unit in (size, 1.0))
        np.testing.assert_allclose(fit.coef(), expected.coef(), rtol=1e-10)
        np.testing.assert_allclose(fit.standard_errors(), expected.standard_errors() / np.sqrt(size), rtol=1e-10)
        assert fit.n_iter == expected.n_iter


def test_more_columns_than_rows_are_refused_and_a_ridge_is_the_way_out():
    X = np.column_stack([np.ones(10), rng.normal(size=(10, 20))])
    with pytest.raises(CollinearityError, match="21 columns but only 10 rows"):
        sl.fit(X, np.arange(10) % 2)
    fit = sl.fit(X, np.arange(10) % 2, ridge=1e-6)
    assert fit.converged
    score = X.T @ (np.eye(2)[np.arange(10) % 2] - fit.predict_proba(X))
    np.testing.assert_allclose(score[1:], 1e-6 * fit.symmetric[1:], atol=1e-10)


def test_wald_tests_do_not_depend_on_units():
    plain, scaled = sl.fit(columns(X1, X2), THREE), sl.fit(columns(1e-150 * X1, 1e150 * X2), THREE)
    assert sl.wald_test(scaled, ["x1", "x2"]).statistic == pytest.approx(sl.wald_test(plain, ["x1", "x2"]).statistic, rel=1e-11)


def test_the_null_model_finds_an_intercept_in_dummies_of_any_size():
    X = np.column_stack([1e-8 * (X1 > 0), 1e-8 * (X1 <= 0), 1e12 * X2])
    assert sl.fit(X, THREE).null_loglik == sl.fit(columns(X1), THREE).null_loglik
    assert sl.fit(X[:, 1:], THREE).null_loglik == pytest.approx(-N * np.log(3))


def test_a_column_of_zeros_is_constant_so_no_penalty_decides_about_it():
    with pytest.raises(CollinearityError, match="'x2' of X is zero"):
        sl.fit(columns(X1, 0 * X1), TWO, ridge=1.0)


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_columns_whose_squares_overflow_are_told_from_dependent_ones(size):
    check_independent(np.column_stack([np.ones(4), size * np.arange(4.0)]), ["one", "x"])
    with pytest.raises(sl.CollinearityError, match="'x', 'twice x'"):
        check_independent(size * np.outer(np.arange(4.0), [1, 2]), ["x", "twice x"])


@pytest.mark.parametrize("lengths", [(1.0, 1.0), (1e8, 1e-8), (1e-8, 1e-8), (1e8, 1e8)])
def test_columns_are_clearly_independent_whatever_their_lengths(lengths):
    """The least eigenvalue of two columns' correlations is 1 − r; above 1e-6 it is clear."""
    for r, clear in ((0.0, True), (0.6, True), (1 - 2e-6, True), (1 - 5e-7, False), (1.0, False)):
        gram = np.array([[1.0, r], [r, 1.0]]) * np.outer(lengths, lengths)
        assert clearly_independent(gram) is clear
    assert not clearly_independent(np.diag([1.0, 0.0]))
    assert not clearly_independent(np.diag([1.0, np.inf]))


@pytest.mark.parametrize(("least", "dependent"), [(1.5e-10, True), (2.5e-10, False)])
def test_how_near_columns_may_be_to_dependent(least, dependent):
    """Four columns of length 1 with three equal singular values and a small one, of which 1e-10 for each of two, √4, is too small."""
    half = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]) / 2  # orthogonal
    X = np.vstack([half, half]) / np.sqrt(2) @ np.diag([*[np.sqrt(4 / 3)] * 3, least]) @ half
    assert np.linalg.norm(X, axis=0) == pytest.approx(1)
    assert dependent_columns(X).tolist() == ([0, 1, 2, 3] if dependent else [])
