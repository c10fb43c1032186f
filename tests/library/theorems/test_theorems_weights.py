"""The theorems of "Weights, soft labels, temperature"."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import softlogit as sl

seeds = st.integers(0, 2**32 - 1)


def drawn(seed, K=3, p=3, n=50):
    rng = np.random.default_rng(seed)
    return np.c_[np.ones(n), rng.normal(size=(n, p - 1))], rng.normal(size=(p, K)), np.exp(rng.normal(size=K))


def shifted(W, c):
    """W with the logarithms of c added to its intercepts."""
    return W + np.outer(np.eye(len(W))[0], np.log(c))


@pytest.mark.theorem("thm-class-weights")
@given(seeds)
def test_the_kept_rows_follow_the_model_with_other_intercepts(seed):
    X, W, c = drawn(seed)
    kept = sl.softmax(X @ W) * c  # by Bayes' rule, up to a factor for each row
    np.testing.assert_allclose(kept / kept.sum(axis=1, keepdims=True), sl.softmax(X @ shifted(W, c)), rtol=1e-10)


@pytest.mark.theorem("thm-class-weights")
@pytest.mark.parametrize("K", [2, 4])
def test_the_expected_weighted_likelihood_is_greatest_at_the_other_intercepts(K):
    X, W, c = drawn(K, K)
    fit = sl.fit(X, sl.softmax(X @ W) * c)  # expected labels, weighted
    assert fit.same_model_as(sl.LogitModel.from_softmax(shifted(W, c)), atol=1e-6)


@pytest.mark.theorem("thm-class-weights")
@given(seeds)
def test_a_contrast_changes_in_its_intercept_only(seed):
    _, W, c = drawn(seed)
    before, after = sl.LogitModel.from_softmax(W), sl.LogitModel.from_softmax(shifted(W, c))
    change = after.log_odds(1, against=2) - before.log_odds(1, against=2)
    np.testing.assert_allclose(change, [np.log(c[1] / c[2]), 0, 0], atol=1e-12)


@pytest.mark.theorem("thm-smoothing")
@pytest.mark.parametrize("epsilon", [1e-4, 0.1, 1.0])
@pytest.mark.parametrize("K", [2, 3])
def test_smoothed_labels_of_separated_data_have_a_fit(K, epsilon):
    x = np.arange(6.0 * K)
    X, labels = np.c_[np.ones_like(x), x], np.eye(K)[(x // 6).astype(int)]
    with pytest.warns(sl.SeparationWarning):
        sl.fit(X, labels)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = sl.fit(X, (1 - epsilon) * labels + epsilon / K)
    gradient = X.T @ ((1 - epsilon) * labels + epsilon / K - fit.predict_proba(X))
    np.testing.assert_allclose(gradient, 0, atol=1e-5)


@pytest.mark.theorem("thm-smoothing")
def test_without_full_rank_there_is_a_maximum_but_no_unique_one():
    X = np.c_[np.ones(4), np.arange(4.0), np.arange(4.0)]
    W = np.zeros((3, 2))
    other = W + np.outer([0, 1, -1], [1, 0])
    for greatest in (W, other):  # the gradient for labels of one half is zero
        assert np.allclose(X.T @ (0.5 - sl.softmax(X @ greatest)), 0)
    assert not sl.LogitModel.from_softmax(W).same_model_as(sl.LogitModel.from_softmax(other))
