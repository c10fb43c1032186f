"""Rows of a sparse X have the sums of the same rows with their zeros, and get on without these."""

import numpy as np
import pytest
from scipy import sparse

import softlogit as sl
from softlogit.likelihood.rows import RowsInMemory
from softlogit.solver.start import NullModel


def one_hot(n, levels, K, seed=0):
    """An intercept and a factor in columns of 0 and 1, and classes that depend on it."""
    rng = np.random.default_rng(seed)
    level = np.r_[np.arange(levels), rng.integers(levels, size=n - levels)]
    X = sparse.csr_array((np.ones(n), (np.arange(n), level)), shape=(n, levels)).tocsc()
    X = sparse.hstack([np.ones((n, 1)), X[:, 1:]], format="csr")
    return X, (X @ rng.normal(size=(levels, K)) + rng.gumbel(size=(n, K))).argmax(axis=1)


def with_zeros(X):
    return X @ np.eye(X.shape[1])


@pytest.fixture
def no_zeros(monkeypatch):
    """Nowhere are as many rows made dense as there are in the data."""
    made = sparse.csr_array.toarray

    def toarray(matrix, *args, **kwargs):
        assert matrix.shape[0] < 20_000
        return made(matrix, *args, **kwargs)

    monkeypatch.setattr(sparse.csr_array, "toarray", toarray)
    monkeypatch.setattr(sparse.csc_array, "toarray", toarray)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("K", [2, 3, 7])
def test_the_sums_are_those_of_the_same_rows_with_their_zeros(K, weighted):
    X, y = one_hot(500, 6, K)
    weights = np.random.default_rng(1).uniform(0.5, 2, 500) if weighted else None
    B = np.random.default_rng(2).normal(size=(6, K - 1))
    some, all_ = (RowsInMemory.of(x, y, K, weights) for x in (X, X.toarray()))
    for one, other in zip(some.sums, all_.sums, strict=True):
        assert one == pytest.approx(other, rel=1e-12)
    assert some.value_and_score(B)[0] == pytest.approx(all_.value_and_score(B)[0], rel=1e-12)
    assert some.value_and_score(B)[1] == pytest.approx(all_.value_and_score(B)[1], rel=1e-9)
    assert some.information(B) == pytest.approx(all_.information(B), rel=1e-12)
    null = NullModel(all_.sums)
    ours, theirs = (r.information_bound(B, null.shares, null.whiten) for r in (some, all_))
    assert ours[0] == pytest.approx(theirs[0], rel=1e-9, abs=1e-9)
    assert theirs[1] <= ours[1] < 3 * theirs[1]


@pytest.mark.parametrize("kind", [sparse.csr_array, sparse.csc_matrix, sparse.coo_array])
def test_a_large_sparse_fit_is_the_dense_one_without_its_zeros(kind, no_zeros):
    X, y = one_hot(20_000, 40, 3)
    fit, dense = sl.fit(kind(X), y), sl.fit(with_zeros(X), y)
    assert fit.converged
    assert pytest.approx(dense.W, abs=1e-7) == fit.W
    assert fit.standard_errors() == pytest.approx(dense.standard_errors(), rel=1e-7)
    assert fit.predict_proba(X[:50]) == pytest.approx(dense.predict_proba(with_zeros(X[:50])))
    assert fit.log_likelihood(X, y) == pytest.approx(fit.loglik, rel=1e-12)
    assert (fit.predict(kind(X)) == dense.predict(with_zeros(X))).all()


def test_an_array_that_is_mostly_zeros_is_fitted_without_them(no_zeros):
    X, y = one_hot(20_000, 120, 2)
    assert pytest.approx(sl.fit(X, y).W, abs=1e-12) == sl.fit(with_zeros(X), y).W


def test_a_level_of_one_class_alone_makes_a_sparse_fit_that_says_so():
    X, y = one_hot(3_000, 40, 2)
    y[X.toarray()[:, 3] == 1] = 1
    with pytest.warns(sl.SeparationWarning, match="1 against 0 .*x3"):
        fit = sl.fit(X, y)
    with pytest.warns(sl.SeparationWarning):
        dense = sl.fit(X.toarray(), y)
    assert fit.contrast(1, against=0).estimate == pytest.approx(dense.contrast(1, against=0).estimate, nan_ok=True, abs=1e-7)


def test_a_sparse_matrix_is_left_as_it_was():
    twice = sparse.csr_array(([1, 1, 2, 3], [1, 1, 0, 1], [0, 2, 3, 4]), shape=(3, 2))
    fit = sl.fit(twice, [0, 1, 0], ridge=1.0)
    assert twice.nnz == 4
    assert twice.dtype == int
    assert pytest.approx(sl.fit([[0, 2], [2, 0], [0, 3]], [0, 1, 0], ridge=1.0).W) == fit.W


def test_what_is_missing_in_a_sparse_matrix_is_named():
    X = sparse.csr_array([[1.0, np.nan], [1.0, 0.0]])
    with pytest.raises(sl.InputError, match="missing or infinite entries in row 0 of 'x1'"):
        sl.fit(X, [0, 1])


def test_an_intercept_by_name_is_looked_for_in_a_sparse_matrix_too():
    with pytest.raises(sl.InputError, match="'const' has the name of an intercept"):
        sl.fit(sparse.csr_array([[1, 2], [0, 3]]), [0, 1], features=["const", "x"])
    with pytest.raises(sl.InputError, match="not numbers"):
        sl.fit(sparse.csr_array([[1j, 2], [0, 3]]), [0, 1])
