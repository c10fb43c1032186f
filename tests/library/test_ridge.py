"""The ridge penalty on the symmetric coefficients, ½ λ Σ (W C)², against scikit-learn and by what it must satisfy."""

import pickle

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

import softlogit as sl
from softlogit.likelihood.rows import RowsInMemory
from softlogit.solver import solve

STUDENTS, ADMISSIONS = sl.load_program_choice(), sl.load_admissions()
# scikit-learn's solver stops when its gradient is small; as small as it goes, about eight digits are right.
SOLVED = {"rtol": 1e-7, "atol": 1e-8}


def scikit_learn(X, y, C):
    return LogisticRegression(C=C, tol=1e-14, max_iter=10_000, solver="newton-cholesky").fit(X, y)


def standardised(frame):
    return ((frame - frame.mean()) / frame.std()).to_numpy()


def with_intercept(X):
    return columns(np.ones(len(X)), X)


def columns(*parts):
    return np.column_stack(parts)


@pytest.mark.parametrize("ridge", [0.01, 1.0, 100.0])
def test_three_classes_are_scikit_learn_s_with_c_one_over_ridge(ridge):
    X, y = standardised(STUDENTS[["write", "read", "math"]]), STUDENTS["prog"]
    fit, theirs = sl.fit(with_intercept(X), y, ridge=ridge), scikit_learn(X, y, C=1 / ridge)
    np.testing.assert_allclose(fit.symmetric[1:].T, theirs.coef_, **SOLVED)
    np.testing.assert_allclose(fit.predict_proba(with_intercept(X)), theirs.predict_proba(X), **SOLVED)


@pytest.mark.parametrize("ridge", [0.01, 1.0, 100.0])
def test_two_classes_are_scikit_learn_s_with_c_two_over_ridge(ridge):
    X, y = standardised(ADMISSIONS[["gre", "gpa"]]), ADMISSIONS["admit"]
    fit, theirs = sl.fit(with_intercept(X), y, ridge=ridge), scikit_learn(X, y, C=2 / ridge)
    np.testing.assert_allclose(fit.beta, np.r_[theirs.intercept_, theirs.coef_[0]], **SOLVED)


def test_the_default_of_scikit_learn_is_a_ridge_of_two():
    """LogisticRegression(C=1) on the raw columns: −4.756923, .00276914, .685008."""
    fit = sl.fit_formula("admit ~ gre + gpa", ADMISSIONS, ridge=2.0)
    theirs = scikit_learn(ADMISSIONS[["gre", "gpa"]], ADMISSIONS["admit"], C=1.0)
    np.testing.assert_allclose(fit.beta, np.r_[theirs.intercept_, theirs.coef_[0]], rtol=1e-5)  # on raw columns its solver gets no nearer
    np.testing.assert_allclose(fit.beta, [-4.756923, 0.00276914, 0.685008], rtol=1e-4)


@pytest.mark.parametrize("ridge", [0.1, 10.0])
def test_the_score_is_the_penalty_s_slope(ridge):
    """At the maximum Xᵀ(Y − P) = λ W C, but zero for the intercept."""
    fit = sl.fit_formula("prog ~ ses + write", STUDENTS, ridge=ridge)
    X = fit.design_matrix(STUDENTS)
    score = X.T @ (np.eye(3)[STUDENTS["prog"].cat.codes] - fit.predict_proba(STUDENTS))
    np.testing.assert_allclose(score[1:], ridge * fit.symmetric[1:], atol=1e-8)
    np.testing.assert_allclose(score[0], 0, atol=1e-9)


@pytest.mark.parametrize("pivot", ["general", "vocation"])
def test_the_pivot_does_not_matter(pivot):
    fit = sl.fit_formula("prog ~ ses + write", STUDENTS, ridge=1.0)
    order = [pivot, *(label for label in fit.classes if label != pivot)]
    other = sl.fit_formula("prog ~ ses + write", STUDENTS, ridge=1.0, classes=order)
    assert other.same_model_as(fit, atol=1e-9)
    np.testing.assert_allclose(other.standard_errors(), fit.standard_errors(pivot), rtol=1e-9)


def test_a_vanishing_ridge_is_the_maximum_likelihood_estimate(program_choice):
    fit = sl.fit_formula("prog ~ ses + write", STUDENTS, ridge=1e-9)
    np.testing.assert_allclose(fit.coef(), program_choice.coef(), rtol=1e-7)
    np.testing.assert_allclose(fit.standard_errors(), program_choice.standard_errors(), rtol=1e-7)
    assert fit.df_model == pytest.approx(8, abs=1e-6)


def test_a_growing_ridge_leaves_the_shares_of_the_classes():
    fit = sl.fit_formula("prog ~ ses + write", STUDENTS, ridge=1e9)
    np.testing.assert_allclose(fit.predict_proba(STUDENTS.head(1)), [[0.525, 0.225, 0.25]], rtol=1e-4)
    assert fit.df_model == pytest.approx(2, abs=1e-3)
    assert fit.loglik == pytest.approx(fit.null_loglik, rel=1e-5)


def test_effective_degrees_of_freedom_are_the_trace_of_the_shrunken_projection():
    """For penalties λ(C ⊗ D) and the information I at the estimate: tr (I + λ C ⊗ D)⁻¹ I, worked out in another order."""
    fit = sl.fit_formula("prog ~ write + read", STUDENTS, ridge=5.0)
    X, P = fit.design_matrix(STUDENTS), fit.predict_proba(STUDENTS)[:, 1:]
    information = sum(np.kron(np.diag(p) - np.outer(p, p), np.outer(x, x)) for x, p in zip(X, P, strict=True))
    penalty = 5.0 * np.kron(np.eye(2) - 1 / 3, np.diag([0, 1, 1]))
    assert fit.df_model == pytest.approx(np.trace(np.linalg.solve(information + penalty, information)), rel=1e-9)
    np.testing.assert_allclose(fit.covariance(), np.linalg.inv(information + penalty), rtol=1e-7)
    assert fit.aic == pytest.approx(fit.deviance + 2 * fit.df_model)


def test_the_log_likelihood_is_without_the_penalty():
    fit = sl.fit_formula("prog ~ write", STUDENTS, ridge=3.0)
    assert fit.loglik == pytest.approx(fit.log_likelihood(STUDENTS, STUDENTS["prog"]), rel=1e-12)
    penalty = 0.5 * 3.0 * np.sum(fit.symmetric[1:] ** 2)
    assert fit.trace[-1].value == pytest.approx(fit.loglik - penalty, rel=1e-12)


def test_collinear_columns_share_what_they_carry():
    x = standardised(ADMISSIONS[["gre"]])[:, 0]
    twice = sl.fit(np.column_stack([np.ones(len(x)), x, x]), ADMISSIONS["admit"], ridge=1.0)
    once = sl.fit(np.column_stack([np.ones(len(x)), x]), ADMISSIONS["admit"], ridge=0.5)  # 2 (β/2)² = β²/2
    np.testing.assert_allclose(twice.beta[1:], once.beta[1] / 2, rtol=1e-9)


def test_more_columns_than_rows():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(12, 30)), np.arange(12) % 3
    fit, theirs = sl.fit(with_intercept(X), y, ridge=1.0), scikit_learn(X, y, C=1.0)
    np.testing.assert_allclose(fit.predict_proba(with_intercept(X)), theirs.predict_proba(X), **SOLVED)
    assert fit.converged


def test_two_constant_columns_are_still_one_too_many():
    with pytest.raises(sl.CollinearityError, match="'a', 'b'"):
        sl.fit([[1, 2, 0], [1, 2, 1], [1, 2, 2]], [0, 1, 0], ridge=1.0, features=["a", "b", "x"])


def test_without_an_intercept_everything_is_penalised():
    X, y = standardised(ADMISSIONS[["gre", "gpa"]]), ADMISSIONS["admit"]
    theirs = LogisticRegression(C=2.0, tol=1e-14, max_iter=10_000, fit_intercept=False, solver="newton-cholesky").fit(X, y)
    np.testing.assert_allclose(sl.fit(X, y, ridge=1.0).beta, theirs.coef_[0], **SOLVED)


@pytest.mark.parametrize("ridge", [-1.0, np.nan, np.inf, "1", None, [1.0]])
def test_a_penalty_that_is_none_is_an_error(ridge):
    with pytest.raises(sl.InputError, match="zero or more"):
        sl.fit([[1.0], [1.0]], [0, 1], ridge=ridge)


def test_penalised_fits_have_no_likelihood_ratio():
    smaller, larger = (sl.fit_formula(f"admit ~ {terms}", ADMISSIONS, ridge=1.0) for terms in ("gre", "gre + gpa"))
    with pytest.raises(sl.InputError, match="penalised"):
        sl.likelihood_ratio_test(smaller, larger)


def test_two_constant_columns_are_no_matter_of_the_penalty():
    with pytest.raises(sl.CollinearityError, match=r"drop one\.$"):
        sl.fit(np.ones((4, 2)), [0, 1, 0, 1], ridge=1.0)


def large(X, y, **kwargs):
    """A fit by BFGS, and the same by Newton's method."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "_climb_small", None)
        patch.setattr(solve, "SMALL", 0)
        by_bfgs = sl.fit(X, y, **kwargs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "_climb_large", None)
        patch.setattr(solve, "SMALL", np.inf)
        return by_bfgs, sl.fit(X, y, **kwargs)


RNG = np.random.default_rng(5)
N = 3_000
NUMBERS, LEVELS = RNG.normal(size=(N, 3)) * [1, 100, 0.01] + [0, 500, 0], np.eye(4)[RNG.integers(4, size=N)]
LARGE = {
    "an intercept": columns(np.ones(N), NUMBERS),
    "an intercept of fives at the end": columns(NUMBERS, 5 * np.ones(N)),
    "none": NUMBERS,
    "a full set of dummies": columns(LEVELS, NUMBERS),
    "dummies beside an intercept": columns(np.ones(N), LEVELS),
}


@pytest.mark.parametrize("ridge", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("K", [2, 3])
@pytest.mark.parametrize("kind", LARGE)
def test_a_large_penalised_fit_is_newtons(kind, K, ridge):
    X = LARGE[kind]
    y = (X[:, :K] / X[:, :K].std(axis=0).clip(1) + np.random.default_rng(0).gumbel(size=(N, K))).argmax(axis=1)
    ours, newtons = large(X, y, ridge=ridge, weights=np.random.default_rng(1).uniform(0.5, 2, N))
    scale = X.std(axis=0) + (np.ptp(X, axis=0) == 0)
    np.testing.assert_allclose(ours.symmetric * scale[:, None], newtons.symmetric * scale[:, None], atol=3e-7)
    np.testing.assert_allclose(ours.standard_errors(), newtons.standard_errors(), rtol=1e-6)
    assert ours.converged
    assert ours.loglik == pytest.approx(newtons.loglik, rel=1e-9)
    assert ours.df_model == pytest.approx(newtons.df_model, rel=1e-7)
    assert (ours.null_loglik, ours.df_null) == pytest.approx((newtons.null_loglik, newtons.df_null))


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("K", [2, 4])
def test_wide_sparse_columns_are_penalised_as_they_are_with_their_zeros(K, intercept):
    """More columns than entries have roots: what they say of each other is not summed."""
    rng = np.random.default_rng(K)
    X = rng.random((400, 80)) * (rng.random((400, 80)) < 0.03)
    X[:, 0] = intercept
    y = rng.integers(K, size=400)
    if not intercept:
        X = X[:, 1:]
    rows = RowsInMemory.of(sparse.csr_array(X), y, K)
    assert rows.wide
    assert (rows.sums.gram.ndim, rows.gram.ndim) == (1, 2)
    some, _ = large(sparse.csr_array(X), y, ridge=0.1)
    _, newtons = large(X, y, ridge=0.1)
    np.testing.assert_allclose(some.symmetric, newtons.symmetric, atol=1e-6)
    assert (some.null_loglik, some.df_null) == pytest.approx((newtons.null_loglik, newtons.df_null))


def test_the_degrees_of_freedom_are_counted_before_a_fit_is_copied():
    fit = sl.fit_formula("prog ~ write", STUDENTS, ridge=3.0)
    assert pickle.loads(pickle.dumps(fit)).df_model == fit.df_model


def test_pieces_are_penalised_where_they_lie():
    from dask import array as da

    X = LARGE["an intercept"]
    y = np.random.default_rng(0).integers(3, size=N)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "SMALL", 0)
        pieces = sl.fit(da.from_array(X, chunks=(1000, 4)), da.from_array(y, chunks=1000), ridge=2.0)
    whole = sl.fit(X, y, ridge=2.0)
    np.testing.assert_allclose(pieces.W, whole.W, atol=1e-7)
    assert pieces.df_model == pytest.approx(whole.df_model, rel=1e-9)


def test_two_constant_columns_of_a_large_fit_are_refused():
    with pytest.raises(sl.CollinearityError, match="'x0', 'x4' of X are linearly dependent"):
        large(columns(LARGE["an intercept"], np.full(N, 2.0)), np.arange(N) % 2, ridge=1.0)
