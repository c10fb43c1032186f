"""The contrast matrices, and what moves coefficients and covariances from one to another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import EPS, n_classes, softmax_matrices, tables

from softlogit import contrasts

CONTRASTS = {
    "pair": lambda K: contrasts.pair(K, K - 1, against=0),
    "first pivot": contrasts.pivot,
    "last pivot": lambda K: contrasts.pivot(K, at=K - 1),
    "symmetric": contrasts.symmetric,
}
every_contrast = pytest.mark.parametrize("make", CONTRASTS.values(), ids=CONTRASTS.keys())
every_size = pytest.mark.parametrize("K", [2, 3, 7])


def kronecker(covariance, A):
    """The covariance of vec(WA) as the book writes it."""
    lifted = np.kron(A, np.eye(len(covariance) // len(A)))
    return lifted.T @ covariance @ lifted


@st.composite
def covariances(draw, K=n_classes):
    """A covariance of vec(W), p × K, with the number of classes."""
    K = draw(K)
    root = draw(tables((2 * K, 2 * K)))
    return K, root @ root.T


@every_size
@every_contrast
def test_columns_of_a_contrast_sum_to_zero(make, K):
    np.testing.assert_allclose(make(K).sum(axis=0), 0, rtol=0, atol=K * EPS)


@every_size
@every_contrast
def test_a_contrast_does_not_see_a_common_shift(make, K):
    W, u = np.arange(3.0 * K).reshape(3, K) ** 2, np.array([[1.0], [-20.0], [300.0]])
    np.testing.assert_allclose((W + u) @ make(K), W @ make(K), rtol=0, atol=1e-12)  # the shift, 300, times K and EPS


@every_size
def test_a_pair_is_one_class_minus_the_other(K):
    W = np.arange(2.0 * K).reshape(2, K) ** 2
    np.testing.assert_array_equal(W @ contrasts.pair(K, K - 1, against=0), (W[:, -1] - W[:, 0])[:, None])


@every_size
def test_a_pivot_is_the_pair_of_every_other_class_with_it(K):
    for at in range(K):
        pairs = [contrasts.pair(K, k, against=at) for k in range(K) if k != at]
        np.testing.assert_array_equal(contrasts.pivot(K, at), np.hstack(pairs))


@every_size
def test_the_symmetric_contrast_subtracts_the_mean_of_the_columns(K):
    W = np.arange(2.0 * K).reshape(2, K) ** 2
    expected = W - W.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(W @ contrasts.symmetric(K), expected, rtol=0, atol=K * EPS * W.max())


@every_size
def test_the_symmetric_contrast_is_a_projection(K):
    C = contrasts.symmetric(K)
    np.testing.assert_array_equal(C, C.T)
    np.testing.assert_allclose(C @ C, C, rtol=0, atol=K * EPS)


@every_size
def test_lift_undoes_pivot(K):
    for at in range(K):
        np.testing.assert_array_equal(contrasts.lift(K, at) @ contrasts.pivot(K, at), np.eye(K - 1))


@every_size
@every_contrast
def test_every_contrast_can_be_had_from_the_pivot_coefficients(make, K):
    for at in range(K):
        by_way_of_the_pivot = contrasts.pivot(K, at) @ contrasts.lift(K, at) @ make(K)
        np.testing.assert_allclose(by_way_of_the_pivot, make(K), rtol=0, atol=2 * K * EPS)


@every_contrast
@given(drawn=covariances())
def test_a_covariance_is_transformed_as_by_the_kronecker_product(make, drawn):
    K, V = drawn
    expected = kronecker(V, make(K))
    np.testing.assert_allclose(contrasts.transform_covariance(V, make(K)), expected, rtol=0, atol=8 * K**2 * EPS * max(1, np.abs(V).max()))


@given(covariances())
def test_two_transformations_are_one_by_the_product(drawn):
    K, V = drawn
    step = contrasts.transform_covariance(contrasts.transform_covariance(V, contrasts.pivot(K)), contrasts.lift(K))
    once = contrasts.transform_covariance(V, contrasts.pivot(K) @ contrasts.lift(K))
    np.testing.assert_allclose(step, once, rtol=0, atol=8 * K**2 * EPS * max(1, np.abs(V).max()))


@given(softmax_matrices(scale=st.just(1.0)))
def test_a_covariance_moves_as_the_coefficients_do(W):
    """For a covariance of rank one, vec(W) vec(W)ᵀ, the transformed one is vec(WA) vec(WA)ᵀ."""
    K = W.shape[1]
    vec, moved = W.T.ravel(), (W @ contrasts.pivot(K)).T.ravel()
    result = contrasts.transform_covariance(np.outer(vec, vec), contrasts.pivot(K))
    np.testing.assert_allclose(result, np.outer(moved, moved), rtol=0, atol=16 * EPS)  # entries of at most 1, four terms each
