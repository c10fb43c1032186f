"""The null model where its sums are less than all, or its intercept is spread over columns."""

import numpy as np

from softlogit.likelihood.rows import RowsInMemory
from softlogit.solver.ridge import Ridge
from softlogit.solver.start import NullModel

A, B = np.array([0.0, 0, 1, 1] * 3), np.array([0.0, 1, 0, 1] * 3)  # uncorrelated about their means
Y = np.array([0, 1, 2, 1, 0, 1, 2, 2, 1, 0, 1, 2])


def test_of_uncorrelated_columns_the_diagonal_says_all():
    sums = RowsInMemory.of(np.column_stack([A, 2 * np.ones(12), B]), Y, 3).sums
    ridge = Ridge(np.array([0.5, 0.0, 0.5]), n_classes=3)
    whole = NullModel(sums, ridge)
    diagonal = NullModel(sums._replace(gram=np.diag(sums.gram)), ridge)
    score = np.arange(6.0).reshape(3, 2) - 2
    np.testing.assert_allclose(diagonal.inverse_information(score), whole.inverse_information(score), rtol=1e-12)
    np.testing.assert_allclose(diagonal.information, np.kron(whole.spread, np.diag(np.diag(sums.gram))))


def test_a_full_set_of_dummies_has_an_intercept_among_its_combinations():
    X = np.column_stack([A, 1 - A, B])
    null = NullModel(RowsInMemory.of(X, Y, 3).sums)
    assert null.df == 2
    np.testing.assert_allclose(X @ null.B, np.tile(np.log(null.shares[1:] / null.shares[0]), (12, 1)), rtol=1e-12)
