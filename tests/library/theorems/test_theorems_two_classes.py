"""The theorems of Part I, each clause of each, for any number of classes, features and rows.

Where a theorem is about exact numbers the test computes in exact numbers: SymPy's symbols, or rational arithmetic. Where the library
is meant to do what the theorem says, the test asks the library, with random coefficients from thousandths to thousands.
"""

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import EPS, cases, counts, full_rank_cases, n_features, rounding, softmax_matrices, tables
from sympy.polys.matrices import DomainMatrix

import softlogit as sl
from softlogit import contrasts, likelihood

two_classes = st.just(2)


def centre(K):
    """C = I − 11ᵀ/K in exact numbers."""
    return sp.eye(K) - sp.ones(K, K) / K


def symbols(letter, rows, columns):
    return sp.Matrix(rows, columns, lambda i, j: sp.Symbol(f"{letter}{i}{j}", real=True))


# 1. K = 2: softmax(Wᵀx)₁ = σ((w₁ − w₂)ᵀx), so β = w₁ − w₂


@pytest.mark.theorem("thm-answer")
def test_the_first_softmax_probability_is_the_sigmoid_of_the_difference_symbolically():
    """For symbols a = w₁ᵀx and b = w₂ᵀx, so whatever the length of x."""
    a, b = sp.symbols("a b", real=True)
    softmax = sp.exp(a) / (sp.exp(a) + sp.exp(b))
    sigmoid = 1 / (1 + sp.exp(-(a - b)))
    assert sp.simplify(softmax - sigmoid) == 0


@pytest.mark.theorem("thm-answer")
@pytest.mark.parametrize("p", [1, 2, 5])
def test_the_inner_products_differ_by_the_inner_product_of_the_difference(p):
    W, x = symbols("w", p, 2), symbols("x", p, 1)
    a, b = W.T * x
    assert sp.expand(a - b - ((W[:, 0] - W[:, 1]).T * x)[0]) == 0


@pytest.mark.theorem("thm-answer")
@given(cases(K=two_classes))
def test_the_first_softmax_probability_is_the_sigmoid_of_the_difference(drawn):
    X, W = drawn
    P = sl.LogitModel.from_softmax(W).predict_proba(X)
    expected = sl.sigmoid(X @ (W[:, 0] - W[:, 1]))
    np.testing.assert_allclose(P[:, 0], expected, rtol=0, atol=rounding(X, W) + 4 * EPS)  # neither function is steeper than 1


@pytest.mark.theorem("thm-answer")
@given(softmax_matrices(K=two_classes))
def test_log_odds_of_the_two_columns_are_their_difference(W):
    model = sl.LogitModel.from_softmax(W, classes=["first", "second"])
    np.testing.assert_array_equal(model.log_odds("first", against="second"), W[:, 0] - W[:, 1])
    np.testing.assert_array_equal(model.beta, W[:, 1] - W[:, 0])


@pytest.mark.theorem("thm-answer")
@given(softmax_matrices(K=two_classes, scale=st.just(5.0)))
def test_no_other_vector_has_these_probabilities(W):
    """The log-odds at the unit vectors are the entries of β, so the probabilities determine it."""
    P = sl.LogitModel.from_softmax(W).predict_proba(np.eye(len(W)))
    # A probability of at least e⁻¹⁰ / 2 has a log-odds that is at most 2e¹⁰ as wrong as the probability is.
    np.testing.assert_allclose(sl.logit(P[:, 0]), W[:, 0] - W[:, 1], rtol=0, atol=2 * np.exp(10) * 8 * EPS)


# 2. For X of full column rank, W and W′ give the same probabilities on X iff W′ = W + u1ᵀ, for one u


@pytest.mark.theorem("thm-fibre")
@pytest.mark.parametrize("K", [2, 3, 5])
def test_a_common_shift_changes_no_probability_symbolically(K):
    """For symbols zₖ = wₖᵀx and s = uᵀx, so whatever the length of x."""
    z, s = sp.symbols(f"z:{K}", real=True), sp.Symbol("s", real=True)
    shifted = sp.exp(z[0] + s) / sum(sp.exp(zk + s) for zk in z)
    assert sp.simplify(shifted - sp.exp(z[0]) / sum(map(sp.exp, z))) == 0


@pytest.mark.theorem("thm-fibre")
@given(cases(), st.data())
def test_a_common_shift_changes_no_probability(drawn, data):
    X, W = drawn
    shifted = W + data.draw(tables((len(W), 1), 100.0))
    P, Q = (sl.LogitModel.from_softmax(each).predict_proba(X) for each in (W, shifted))
    np.testing.assert_allclose(P, Q, rtol=0, atol=rounding(X, W) + 2 * rounding(X, shifted))


@pytest.mark.theorem("thm-fibre")
@given(cases())
def test_log_probabilities_know_the_centred_scores(drawn):
    """(ln P) C = XWC: the step from probabilities back to W."""
    X, W = drawn
    C = contrasts.symmetric(W.shape[1])
    np.testing.assert_allclose(sl.log_softmax(X @ W) @ C, X @ W @ C, rtol=0, atol=4 * rounding(X, W))


@pytest.mark.theorem("thm-fibre")
@given(hnp.arrays(int, st.tuples(st.integers(1, 5), n_features), elements=st.integers(-3, 3)), st.integers(2, 5))
def test_only_common_shifts_leave_the_centred_scores_in_exact_numbers(X, K):
    """XDC = 0 with X of full column rank only for D = u1ᵀ: the null space of C ⊗ X has p dimensions, all of them of this form."""
    assume(np.linalg.matrix_rank(X) == X.shape[1])
    p = X.shape[1]
    null_space = DomainMatrix.from_Matrix(sp.kronecker_product(centre(K), sp.Matrix(X))).to_field().nullspace().to_Matrix()
    assert null_space.shape == (p, p * K)
    for vec in null_space.tolist():
        columns = [vec[start : start + p] for start in range(0, p * K, p)]
        assert columns == [columns[0]] * K


@pytest.mark.theorem("thm-fibre")
@given(full_rank_cases(), st.data())
def test_any_other_change_changes_a_probability(drawn, data):
    X, W = drawn
    D = data.draw(tables(W.shape))
    moved = np.linalg.norm(D @ contrasts.symmetric(W.shape[1]))
    error = 4 * (rounding(X, W) + rounding(X, W + D))
    assume(moved > 4 * error * np.sqrt(X.size * W.size))  # or rounding hides the change
    change = sl.log_softmax(X @ (W + D)) - sl.log_softmax(X @ W)
    assert np.abs(change).max() > error


@pytest.mark.theorem("thm-fibre")
@given(full_rank_cases())
def test_the_probabilities_determine_w_up_to_one_shift(drawn):
    """Any W′ that explains the probabilities, here the one of least squares, is W + u1ᵀ with one u."""
    X, W = drawn
    other = np.linalg.lstsq(X, sl.log_softmax(X @ W) @ contrasts.symmetric(W.shape[1]))[0]
    u = (other - W)[:, [0]]
    # X's least singular value is at least one, so least squares magnify none of the √n errors; the factor is the solver's own rounding.
    np.testing.assert_allclose(other, W + u, rtol=0, atol=20 * np.sqrt(len(X)) * rounding(X, W))


@pytest.mark.theorem("thm-fibre")
def test_without_full_column_rank_there_are_other_matrices():
    X, W = np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([[1.0, 0.0, 3.0], [0.0, 1.0, -1.0]])
    other = W + np.outer([2.0, -1.0], [1.0, 0.0, 5.0])  # X (2, −1) = 0
    np.testing.assert_allclose(sl.softmax(X @ other), sl.softmax(X @ W), rtol=8 * EPS)
    assert not sl.LogitModel.from_softmax(other).same_model_as(sl.LogitModel.from_softmax(W))


@pytest.mark.theorem("thm-fibre")
@given(tables((4, 2), 10.0))
def test_every_matrix_for_a_beta_is_a_shift_of_its_halves(W):
    """K = 2: a W whose columns differ by β is [u + β/2, u − β/2], with u their mean."""
    beta, u = W[:, 0] - W[:, 1], W.mean(axis=1)
    np.testing.assert_allclose(np.column_stack([u + beta / 2, u - beta / 2]), W, rtol=0, atol=20 * EPS)  # sums of numbers up to 10


@pytest.mark.theorem("thm-fibre")
@given(tables(4, 10.0), tables(4, 10.0))
def test_every_shift_of_its_halves_is_a_matrix_for_a_beta(beta, u):
    model = sl.LogitModel.from_softmax(np.column_stack([u + beta / 2, u - beta / 2]), classes=["first", "second"])
    np.testing.assert_allclose(model.log_odds("first", against="second"), beta, rtol=0, atol=20 * EPS)  # as above


@pytest.mark.theorem("thm-fibre")
@pytest.mark.parametrize("K", [2, 3, 4])
@pytest.mark.parametrize("p", [1, 2, 3])
def test_there_are_p_times_k_minus_one_free_parameters(K, p):
    """The rank, in exact numbers, of what the probabilities know of W's pK numbers, with the unit vectors as rows."""
    assert sp.kronecker_product(centre(K), sp.eye(p)).rank() == p * (K - 1)
    fit = sl.fit(np.vstack([np.eye(p)] * K), np.repeat(np.arange(K), p))
    assert fit.df_model == p * (K - 1)


# 3. The information of W has rank r(K − 1); for r = p its null space is {1 ⊗ u}, and its pseudo-inverse the symmetric covariance


@st.composite
def exact_problems(draw, full_rank=False):
    """Integers X and W = ln A for positive integers A, so that each probability is a ratio of integers."""
    p, K, n = draw(st.integers(1, 3)), draw(st.integers(2, 4)), draw(st.integers(1, 5))
    X = draw(hnp.arrays(int, (n, p), elements=st.integers(-2, 2)))
    A = draw(hnp.arrays(int, (p, K), elements=st.integers(1, 4)))
    return (np.vstack([np.eye(p, dtype=int), X]) if full_rank else X), A


def exact_information(X, A):
    """Σᵢ (diag πᵢ − πᵢπᵢᵀ) ⊗ xᵢxᵢᵀ with πᵢₖ in proportion to e^{wₖᵀxᵢ} = Πⱼ aⱼₖ^{xᵢⱼ}."""
    p, K = A.shape
    total = sp.zeros(p * K, p * K)
    for row in X.tolist():
        x = sp.Matrix(row)
        odds = [sp.prod(sp.Integer(a) ** power for a, power in zip(column, row, strict=True)) for column in A.T.tolist()]
        pi = sp.Matrix(odds) / sum(odds)
        total += sp.kronecker_product(sp.diag(*pi) - pi * pi.T, x * x.T)
    return DomainMatrix.from_Matrix(total).to_field()


def information_of_w(X, W, totals):
    """The same in floating point, each row counted as often as `totals` says."""
    return sum(m * np.kron(np.diag(pi) - np.outer(pi, pi), np.outer(x, x)) for x, pi, m in zip(X, sl.softmax(X @ W), totals, strict=True))


@pytest.mark.theorem("thm-rank")
@given(exact_problems())
def test_the_information_has_rank_r_times_k_minus_one(drawn):
    X, A = drawn
    assert exact_information(X, A).rank() == np.linalg.matrix_rank(X) * (A.shape[1] - 1)


@pytest.mark.theorem("thm-rank")
@given(exact_problems(full_rank=True))
def test_the_null_space_of_the_information_is_the_common_shifts(drawn):
    X, A = drawn
    p, K = A.shape
    information = exact_information(X, A)
    shifts = DomainMatrix.from_Matrix(sp.kronecker_product(sp.ones(K, 1), sp.eye(p))).to_field()
    assert (information * shifts).is_zero_matrix
    assert information.nullspace().shape[0] == p  # as many dimensions as there are u, so there are no others


@pytest.mark.theorem("thm-rank")
@given(counts())
def test_the_pseudo_inverse_of_the_information_is_the_covariance_of_the_symmetric_coefficients(drawn):
    X, Y = drawn
    fit = sl.fit(X, Y)
    information = information_of_w(X, fit.W, Y.sum(axis=1))
    pseudo_inverse = np.linalg.pinv(information, rcond=1e-9, hermitian=True)
    covariance = fit.contrast(contrasts.symmetric(fit.n_classes)).covariance
    np.testing.assert_allclose(covariance, pseudo_inverse, rtol=0, atol=1e-9 * np.abs(covariance).max())  # the solver's accuracy


@pytest.mark.theorem("thm-rank")
@given(counts(), st.data())
def test_the_information_that_the_library_inverts_is_the_block_without_the_pivot(drawn, data):
    X, Y = drawn
    B = data.draw(tables((X.shape[1], Y.shape[1] - 1), 2.0))
    whole = information_of_w(X, B @ contrasts.lift(Y.shape[1]), Y.sum(axis=1))
    p = X.shape[1]
    np.testing.assert_allclose(
        likelihood.information(B, X, Y), whole[p:, p:], rtol=0, atol=100 * EPS * Y.sum()
    )  # rounded sums of Y.sum() terms


# 4. WC is the unique representative of least Frobenius norm; its rows sum to zero; for K = 2 it is [β/2, −β/2]


@pytest.mark.theorem("thm-minimum-norm")
@pytest.mark.parametrize("K", [2, 3, 4])
@pytest.mark.parametrize("p", [1, 2])
def test_a_shift_of_the_symmetric_matrix_adds_k_times_its_own_square_symbolically(p, K):
    """‖WC + u1ᵀ‖² = ‖WC‖² + K‖u‖², which is least for u = 0 and for no other u."""
    W, u = symbols("w", p, K), symbols("u", p, 1)
    least = W * centre(K)
    shifted = least + u * sp.ones(1, K)
    gain = sum(entry**2 for entry in shifted) - sum(entry**2 for entry in least)
    assert sp.expand(gain - K * sum(entry**2 for entry in u)) == 0


@pytest.mark.theorem("thm-minimum-norm")
@given(softmax_matrices(scale=st.just(1.0)), st.data())
def test_every_other_representative_is_longer(W, data):
    model = sl.LogitModel.from_softmax(W)
    u = data.draw(tables((len(W), 1), 10.0))
    assume(np.abs(u).max() > 1e-6)  # its square would be lost in rounding
    assert np.linalg.norm(model.symmetric + u) > np.linalg.norm(model.symmetric)


@pytest.mark.theorem("thm-minimum-norm")
@given(softmax_matrices())
def test_the_symmetric_matrix_is_a_representative_whose_rows_sum_to_zero(W):
    model = sl.LogitModel.from_softmax(W)
    error = 4 * W.shape[1] * EPS * np.abs(W).max()  # a mean of K entries, and K differences from it
    u = (W - model.symmetric)[:, [0]]
    np.testing.assert_allclose(model.symmetric + u, W, rtol=0, atol=error)
    np.testing.assert_allclose(model.symmetric.sum(axis=1), 0, rtol=0, atol=W.shape[1] * error)


@pytest.mark.theorem("thm-minimum-norm")
@pytest.mark.parametrize("K", [2, 3, 4])
def test_no_other_representative_has_rows_that_sum_to_zero(K):
    """The row sums of W + u1ᵀ vanish for one u alone, and it takes W to WC."""
    W, u = symbols("w", 1, K), sp.Symbol("u", real=True)
    (solution,) = sp.solve(sum(entry + u for entry in W), u)
    assert (W + solution * sp.ones(1, K) - W * centre(K)).expand() == sp.zeros(1, K)


@pytest.mark.theorem("thm-minimum-norm")
@given(tables(4, 10.0))
def test_for_two_classes_the_halves_of_beta_are_the_shortest(beta):
    model = sl.LogitModel.from_beta(beta)
    np.testing.assert_array_equal(model.symmetric, np.column_stack([-beta / 2, beta / 2]))
    assert np.sum(model.symmetric**2) == pytest.approx(np.sum(beta**2) / 2, rel=8 * EPS, abs=1e-300)  # rounded sums of squares


# 20. softmax(z) = softmax(z − max z): the redundancy is what makes the stable algorithm


def exact_softmax(z):
    """The definition, in so many digits that nothing overflows and nothing is lost."""
    with mpmath.workdps(60):
        terms = [mpmath.exp(mpmath.mpf(float(zk))) for zk in z]
        return np.array([float(term / mpmath.fsum(terms)) for term in terms])


scores = st.integers(2, 8).flatmap(lambda K: st.sampled_from([1.0, 30.0, 1e4]).flatmap(lambda scale: tables(K, scale)))


@pytest.mark.theorem("thm-stable")
@given(scores)
def test_softmax_after_taking_off_the_maximum_is_the_same_bit_for_bit(z):
    np.testing.assert_array_equal(sl.softmax(z), sl.softmax(z - z.max()))


@pytest.mark.theorem("thm-stable")
@given(scores)
def test_taking_off_the_maximum_is_a_common_shift(z):
    """It is thm-fibre for p = 1: W has the one row z, and u = −max z."""
    model, shifted = (sl.LogitModel.from_softmax(row[None, :]) for row in (z, z - z.max()))
    assert model.same_model_as(
        shifted, atol=16 * EPS * max(1, np.abs(z).max())
    )  # two means of up to eight numbers, and differences from them


@pytest.mark.theorem("thm-stable")
@given(scores)
def test_after_the_shift_nothing_can_overflow_and_the_sum_cannot_vanish(z):
    terms = np.exp(z - z.max())
    assert terms.max() == 1
    assert 1 <= terms.sum() <= len(z)


@pytest.mark.theorem("thm-stable")
@given(scores)
def test_softmax_is_exact_where_the_plain_formula_overflows(z):
    # The rounding of z − max z, of size EPS × |z|, is a relative error of the exponential, unless that is too small to be a double.
    error = (len(z) + 4 + min(np.ptp(z), 745)) * EPS
    np.testing.assert_allclose(sl.softmax(z), exact_softmax(z), rtol=error, atol=5e-324)


@pytest.mark.theorem("thm-stable")
@pytest.mark.parametrize("shift", [710.0, 1e4, 1e300])
def test_the_plain_formula_does_overflow(shift):
    z = np.array([0.0, 0.0]) + shift
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isnan(np.exp(z) / np.exp(z).sum()).all()
    assert sl.softmax(z).tolist() == [0.5, 0.5]


@pytest.mark.theorem("thm-stable")
@given(scores)
def test_log_softmax_is_finite_and_knows_every_difference(z):
    """ln P_a − ln P_b = z_a − z_b, also where P is not a double any more."""
    log_p = sl.log_softmax(z)
    assert np.isfinite(log_p).all()
    np.testing.assert_allclose(log_p - log_p[0], z - z[0], rtol=0, atol=4 * EPS * max(1, np.ptp(z)))
