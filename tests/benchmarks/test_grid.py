"""The rows are what their names say, the same each time, and have an answer."""

import numpy as np
import pytest

import softlogit as sl
from benchmarks.grid import ROWS, one_hot

SMALL = [row for row in ROWS.values() if row.n * row.p * row.K <= 1_000_000]


def test_the_rows_are_those_of_the_plan():
    sizes = {(row.n, row.p, row.K) for row in ROWS.values()}
    planned = [(10_000, 20, 2), (10_000, 20, 5), (100_000, 20, 2), (100_000, 20, 5), (100_000, 20, 10)]
    planned += [(400, 3, 2), (200, 4, 3), (1_000_000, 20, 2), (1_000_000, 20, 5), (20_000, 200, 5), (10_000, 50, 50)]
    planned += [(20_000, 500, 10), (5_000, 10, 500), (200_000, 898, 2), (10_000, 10, 3), (100_000, 10, 3)]
    assert sizes >= set(planned)


@pytest.mark.parametrize("row", SMALL, ids=lambda row: row.name)
def test_a_row_is_what_it_says(row):
    X, y = row.make()
    assert X.shape == (row.n, row.p)
    assert X.dtype == float
    assert X.flags.c_contiguous
    assert (X[:, 0] == 1).all()
    assert np.unique(y).tolist() == list(range(row.K))


@pytest.mark.parametrize("row", SMALL, ids=lambda row: row.name)
def test_a_row_is_the_same_each_time(row):
    for once, again in zip(row.make(), row.make(), strict=True):
        np.testing.assert_array_equal(once, again)


@pytest.mark.parametrize("row", SMALL, ids=lambda row: row.name)
def test_a_row_has_a_finite_estimate_or_is_named_separated(row):
    """That it is reached without a warning is half of the test: warnings are errors here."""
    if row.kind != "separated":
        assert sl.fit(*row.make()).converged
        return
    with pytest.warns(sl.SeparationWarning):
        coefficients = sl.fit(*row.make()).coef()
    assert np.isnan(coefficients).any()
    assert np.isnan(coefficients).all() == row.name.startswith("separated")


def test_one_hot_features_are_four_ones_a_row():
    X, y = one_hot(2_000, 5)
    assert X.shape == (2_000, 1 + 3 * 4)
    assert set(X.data) == {1}
    assert (X[:, [0]].toarray() == 1).all()
    assert X.nnz / 2_000 == pytest.approx(1 + 3 * 4 / 5, rel=0.02)
    assert set(y) == {0, 1}


def test_the_features_are_of_three_kinds():
    X, _ = ROWS["1e4-20-5"].make()
    dummies, skewed, correlated = X[:, 1:7], X[:, 7:13], X[:, 13:]
    assert set(np.unique(dummies)) == {0, 1}
    assert ((skewed.mean(axis=0) - np.median(skewed, axis=0)) > 0.2 * skewed.std(axis=0)).all()
    assert np.corrcoef(correlated.T).min() > 0.4


def test_the_unkind_rows_are_unkind():
    X, _ = ROWS["ill-conditioned"].make()
    assert np.corrcoef(X[:, 1:].T).min() > 0.998
    assert np.ptp(np.log10(X[:, 1:].std(axis=0))) == pytest.approx(8, abs=0.1)
    far, _ = ROWS["ill-conditioned-far"].make()
    np.testing.assert_allclose(far[:, 1:].mean(axis=0) / far[:, 1:].std(axis=0), 1e4, rtol=0.05)
    for name in ("nearly-separated-2", "nearly-separated-3"):
        X, y = ROWS[name].make()
        assert 0.97 < np.mean(sl.fit(X, y).predict(X) == y) < 1
