"""The theorems of "The other redundancy": what X N = 0 does to the rows of W, and what a penalty makes of it."""

import numpy as np
import pytest

import softlogit as sl

RNG = np.random.default_rng(3)
# An intercept, three groups with a column each, and a number: the groups add up to the intercept. And a column twice another one.
GROUP = RNG.integers(3, size=60)
NUMBER = RNG.normal(size=60)
X = np.c_[np.ones(60), np.eye(3)[GROUP], NUMBER, 2 * NUMBER]
N = np.array([[1, 0], [-1, 0], [-1, 0], [-1, 0], [0, 2], [0, -1]])
K = 4


def member(W):
    """Another matrix of the family of W."""
    return W + RNG.normal(size=(6, 1)) + N @ RNG.normal(size=(2, K))


def close(one, other):
    return np.allclose(one, other, atol=1e-10)


@pytest.mark.theorem("thm-two-redundancies")
def test_the_family_has_the_same_probabilities():
    assert np.all(X @ N == 0)
    W = RNG.normal(size=(6, K))
    assert close(sl.softmax(X @ member(W)), sl.softmax(X @ W))


@pytest.mark.theorem("thm-two-redundancies")
def test_nothing_else_has_the_same_probabilities():
    W = RNG.normal(size=(6, K))
    jacobian = np.kron(np.eye(K) - 1 / K, X)  # of the centred scores with respect to vec(W)
    assert np.linalg.matrix_rank(jacobian) == np.linalg.matrix_rank(X) * (K - 1) == 4 * (K - 1)
    family = np.c_[np.kron(np.ones((K, 1)), np.eye(6)), np.kron(np.eye(K), N)]
    assert np.linalg.matrix_rank(family) == 6 * K - np.linalg.matrix_rank(jacobian)
    outside = W + np.outer([0, 0, 0, 0, 1, 0], [1, 0, 0, 0])
    assert not close(sl.softmax(X @ outside), sl.softmax(X @ W))


ESTIMABLE = np.array([[0, 1, -1, 0, 0, 0], [1, 1, 0, 0, 3, 6.0]])
CONTRAST = np.array([[1, 0], [-1, 1], [0, -1], [0, 0]])


@pytest.mark.theorem("thm-two-redundancies")
def test_contrasts_from_both_sides_are_the_same_for_the_whole_family_and_others_are_not():
    assert np.all(ESTIMABLE @ N == 0)
    for L, A, same in [
        (ESTIMABLE, CONTRAST, True),
        (np.eye(6)[1:2], CONTRAST, False),  # one group
        (np.eye(6)[4:5], CONTRAST, False),  # one of two columns that are multiples of one another
        (ESTIMABLE, np.eye(K)[:, :1], False),  # one class
    ]:
        W = RNG.normal(size=(6, K))
        assert close(L @ member(W) @ A, L @ W @ A) is same


@pytest.mark.theorem("thm-two-redundancies")
def test_the_member_of_least_norm_is_projected_from_both_sides():
    W = RNG.normal(size=(6, K))
    least = np.linalg.pinv(X) @ X @ W @ (np.eye(K) - 1 / K)
    assert close(sl.softmax(X @ least), sl.softmax(X @ W))
    assert close(least.sum(axis=1), 0)
    assert close(N.T @ least, 0)
    assert min(np.linalg.norm(member(W)) for _ in range(50)) > np.linalg.norm(least)


@pytest.mark.theorem("thm-two-redundancies")
@pytest.mark.parametrize("base", [0, 1, 2])
def test_the_covariance_of_a_contrast_from_both_sides_is_the_same_for_every_coding(base):
    y = RNG.integers(3, size=60)
    A = np.array([[0], [-1], [1]])
    estimates, covariances = [], []
    for dropped in (0, base):
        coding = np.delete(np.arange(5), 1 + dropped)  # one group at zero
        fit = sl.fit(X[:, coding], y)
        L = ESTIMABLE[:1, coding]
        whole = np.zeros((3, 4, 3, 4))  # of vec(W) with class 0 at zero
        whole[1:, :, 1:, :] = fit.covariance().reshape(2, 4, 2, 4)
        both = np.kron(A.T, L)
        estimates.append(both @ np.r_[np.zeros(4), fit.coef().ravel(order="F")])
        covariances.append(both @ whole.reshape(12, 12) @ both.T)
    np.testing.assert_allclose(estimates[0], estimates[1], atol=1e-7)
    np.testing.assert_allclose(covariances[0], covariances[1], rtol=1e-6)


@pytest.mark.theorem("thm-levels-ridge")
@pytest.mark.parametrize("ridge", [0.1, 10.0])
def test_penalised_groups_sum_to_zero_in_every_column(ridge):
    fit = sl.fit(X[:, :5], RNG.integers(3, size=60), ridge=ridge)
    np.testing.assert_allclose(fit.symmetric[1:4].sum(axis=0), 0, atol=1e-7)


@pytest.mark.theorem("thm-levels-ridge")
def test_a_dropped_group_makes_another_model_of_each():
    y = np.random.default_rng(0).integers(3, size=60)
    predicted = []
    for dropped in (1, 2, 3):
        design = np.delete(X[:, :5], dropped, axis=1)
        predicted.append(sl.fit(design, y, ridge=10.0).predict_proba(design))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert np.abs(predicted[one] - predicted[other]).max() > 1e-3
