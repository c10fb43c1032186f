"""The theorems of the pages on pivots, each clause of each, for any number of classes, features and rows.

The matrices of these theorems are small and whole, so most of this is exact: SymPy's symbols, or the library's own matrices with
integers for entries. What a fit does is asked of fits, from every class as the solver's pivot.
"""

from itertools import pairwise, permutations

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import EPS, Counts, cases, counts, n_classes, n_features, rounding, softmax_matrices, tables

import softlogit as sl
from softlogit import contrasts, likelihood


def exact(matrix):
    """A matrix of whole numbers, exactly."""
    assert (matrix == np.round(matrix)).all()
    return sp.Matrix(matrix.astype(int))


def centre(K):
    """C = I − 11ᵀ/K in exact numbers."""
    return sp.eye(K) - sp.ones(K, K) / K


def symbols(letter, rows, columns):
    return sp.Matrix(rows, columns, lambda i, j: sp.Symbol(f"{letter}{i}{j}", real=True))


# 6. From ln(Pₖ/P_K) = βₖᵀx for k < K and Σ P = 1 follow P_K = 1/(1 + Σ e^{βⱼᵀx}) and Pₖ = e^{βₖᵀx} P_K


@pytest.mark.theorem("thm-pivot")
@pytest.mark.parametrize("K", [2, 3, 4])
def test_the_equations_have_one_solution_and_it_is_the_theorems(K):
    p, z = sp.symbols(f"p1:{K + 1}", positive=True), sp.symbols(f"z1:{K}", real=True)
    log_odds = [sp.Eq(sp.log(p[k] / p[-1]), z[k]) for k in range(K - 1)]
    (solution,) = sp.solve([*log_odds, sp.Eq(sum(p), 1)], p, dict=True)
    pivot = 1 / (1 + sum(map(sp.exp, z)))
    for k, odds in enumerate([*map(sp.exp, z), 1]):
        assert sp.simplify(solution[p[k]] - odds * pivot) == 0


@pytest.mark.theorem("thm-pivot")
def test_the_probability_of_the_pivot_for_any_number_of_classes():
    """p_K = 1 − Σ p_K e^{zₖ}, with a sum up to a symbol, has the one solution 1 / (1 + Σ e^{zₖ}); so the probabilities add up to 1."""
    k, K = sp.symbols("k K", integer=True, positive=True)
    z, pivot = sp.IndexedBase("z", real=True), sp.Symbol("p_K")
    total = sp.Sum(sp.exp(z[k]), (k, 1, K - 1))
    (solution,) = sp.solve(sp.Eq(pivot, sp.factor_terms(1 - sp.Sum(pivot * sp.exp(z[k]), (k, 1, K - 1)))), pivot)
    assert solution == 1 / (1 + total)
    assert sp.simplify(solution + total * solution) == 1


@pytest.mark.theorem("thm-pivot")
@given(cases())
def test_the_probabilities_of_a_pivot_table_are_the_theorems_and_the_softmax_with_a_column_of_zeros(drawn):
    """In logarithms, which know every probability however small: ln p_K = −ln(1 + Σ e^{zⱼ}) and ln pₖ = zₖ + ln p_K."""
    X, W = drawn
    B = W[:, 1:] - W[:, [0]]
    model = sl.LogitModel.from_pivot(B, pivot="last", classes=[*range(B.shape[1]), "last"])
    np.testing.assert_array_equal(model.W, np.column_stack([B, np.zeros(len(B))]))
    z = X @ B
    log_pivot = -np.logaddexp.reduce(np.column_stack([np.zeros(len(z)), z]), axis=1, keepdims=True)
    expected = np.column_stack([z, np.zeros(len(z))]) + log_pivot
    error = rounding(X, B) + 4 * W.shape[1] * EPS * max(1, np.abs(z).max())  # of the sums, each of K terms
    np.testing.assert_allclose(sl.log_softmax(X @ model.W), expected, rtol=0, atol=error)
    # The relative error of e^t is the absolute one of t, and no probability is above one.
    np.testing.assert_allclose(model.predict_proba(X), np.exp(expected), rtol=0, atol=2 * error)


@pytest.mark.theorem("thm-pivot")
@given(cases())
def test_the_softmax_of_any_matrix_satisfies_the_equations(drawn):
    X, W = drawn
    log_p = sl.log_softmax(X @ W)
    B = sl.LogitModel.from_softmax(W).coef(pivot=W.shape[1] - 1)
    np.testing.assert_array_equal(B, W[:, :-1] - W[:, [-1]])
    np.testing.assert_allclose(log_p[:, :-1] - log_p[:, [-1]], X @ B, rtol=0, atol=4 * rounding(X, W))
    np.testing.assert_allclose(np.exp(log_p).sum(axis=1), 1, rtol=0, atol=4 * W.shape[1] * EPS * max(1, np.ptp(log_p)))


@pytest.mark.theorem("thm-pivot")
@given(softmax_matrices())
def test_no_other_vectors_satisfy_the_equations(W):
    """At the unit vectors the log-odds are the entries of B themselves."""
    log_p = sl.log_softmax(np.eye(len(W)) @ W)
    np.testing.assert_allclose(log_p[:, :-1] - log_p[:, [-1]], W[:, :-1] - W[:, [-1]], rtol=0, atol=4 * rounding(np.eye(len(W)), W))


@pytest.mark.theorem("thm-pivot")
@given(cases(K=st.just(2)))
def test_two_classes_are_logistic_regression(drawn):
    X, W = drawn
    beta = W[:, 0]
    P = sl.LogitModel.from_pivot(beta[:, None], pivot="second", classes=["first", "second"]).predict_proba(X)
    np.testing.assert_allclose(P[:, 0], sl.sigmoid(X @ beta), rtol=0, atol=rounding(X, W) + 4 * EPS)


# 5. Every convention is a contrast WA with 1ᵀA = 0; Cov vec(WA) = (Aᵀ ⊗ I) Cov vec W (A ⊗ I)


def whole_matrices(K, columns, largest=3):
    return hnp.arrays(int, (K, columns), elements=st.integers(-largest, largest)).map(sp.Matrix)


@st.composite
def contrast_matrices(draw):
    """Whole K × m matrices whose columns sum to zero."""
    K, m = draw(n_classes), draw(st.integers(1, 6))
    A = draw(whole_matrices(K - 1, m))
    return A.col_join(-(sp.ones(1, K - 1) * A))


@pytest.mark.theorem("thm-contrast")
@given(n_classes, st.integers(1, 4), st.data())
def test_a_product_is_the_same_for_the_whole_family_exactly_if_its_columns_sum_to_zero(K, m, data):
    """(W + u1ᵀ)A − WA = u 1ᵀA, with symbols for W and u; it vanishes for all u exactly if 1ᵀA does."""
    A = data.draw(whole_matrices(K, m))
    A = data.draw(st.sampled_from([A, centre(K) * A]))  # else hardly any A would be a contrast
    W, u = symbols("w", 2, K), symbols("u", 2, 1)
    moved = ((W + u * sp.ones(1, K)) * A - W * A).expand()
    assert moved == (u * (sp.ones(1, K) * A)).expand()
    assert (moved == sp.zeros(2, A.cols)) == (sp.ones(1, K) * A).is_zero_matrix


@pytest.mark.theorem("thm-contrast")
@given(n_classes, n_features, st.data())
def test_a_linear_function_that_is_the_same_for_the_family_is_one_of_the_contrasts(K, p, data):
    """f(W) = tr(FᵀW) is such a function exactly if F1 = 0, and then f(W) = f(WC)."""
    F = data.draw(whole_matrices(p, K))
    F = data.draw(st.sampled_from([F, F * centre(K)]))
    W, u = symbols("w", p, K), symbols("u", p, 1)
    unchanged = sp.expand((F.T * (u * sp.ones(1, K))).trace()) == 0
    assert unchanged == (F * sp.ones(K, 1)).is_zero_matrix
    assert (sp.expand((F.T * (W - W * centre(K))).trace()) == 0) == unchanged


@pytest.mark.theorem("thm-contrast")
@given(st.integers(2, 4), st.integers(1, 2), st.data())
def test_so_is_a_function_that_is_not_linear(K, p, data):
    """f(W) = tr(FᵀW)² + tr(FᵀW) tr(GᵀW) is the same for the family exactly if f(W) = f(WC), for every W."""
    F, G = (data.draw(whole_matrices(p, K)) for _ in range(2))
    F, G = data.draw(st.sampled_from([(F, G), (F * centre(K), G * centre(K)), (F * centre(K), G)]))
    W, u = symbols("w", p, K), symbols("u", p, 1)

    def f(W):
        return (F.T * W).trace() ** 2 + (F.T * W).trace() * (G.T * W).trace()

    unchanged = sp.expand(f(W + u * sp.ones(1, K)) - f(W)) == 0
    assert (sp.expand(f(W * centre(K)) - f(W)) == 0) == unchanged


@pytest.mark.theorem("thm-contrast")
@given(n_classes, n_features, st.data())
def test_so_is_a_function_without_derivatives(K, p, data):
    """The range of each row, and which class leads it: neither sees a shift, and both can be had from WC, in exact numbers."""
    W, u = data.draw(whole_matrices(p, K)), data.draw(whole_matrices(p, 1))
    for moved in (W + u * sp.ones(1, K), W * centre(K)):
        for row in range(p):
            ours, theirs = list(W.row(row)), list(moved.row(row))
            assert max(theirs) - min(theirs) == max(ours) - min(ours)
            assert theirs.index(max(theirs)) == ours.index(max(ours))


@pytest.mark.theorem("thm-contrast")
@given(contrast_matrices())
def test_contrasts_determine_the_family_exactly_if_they_have_rank_k_minus_one(A):
    """What they leave undetermined are the v with vᵀA = 0: the common shifts alone, or more."""
    K = A.rows
    undetermined = A.T.nullspace()
    if A.rank() == K - 1:
        assert len(undetermined) == 1
        assert sp.Matrix.hstack(undetermined[0], sp.ones(K, 1)).rank() == 1
        assert A * A.pinv() == centre(K)  # so (WA)A⁺ = WC, whatever W is
    else:
        v = next(v for v in (centre(K) * v for v in undetermined) if not v.is_zero_matrix)
        assert (v.T * A).is_zero_matrix
        assert sum(v) == 0


@pytest.mark.theorem("thm-contrast")
@given(softmax_matrices(), st.data())
def test_the_library_finds_the_family_again_from_any_complete_contrasts(W, data):
    K = W.shape[1]
    neighbours = np.column_stack([contrasts.pair(K, k, against=j) for j, k in pairwise(range(K))])
    pivots = [contrasts.pivot(K, at) for at in range(K)]
    A = data.draw(st.sampled_from([neighbours, contrasts.symmetric(K), *pivots]))
    model = sl.LogitModel.from_softmax(W)
    again = sl.LogitModel.from_softmax(model.contrast(A).estimate.reshape(A.shape[1], -1).T @ np.linalg.pinv(A))
    # No entry of A⁺ exceeds one; K sums of K products, there and back.
    assert model.same_model_as(again, atol=40 * K * K * EPS * max(1, np.abs(W).max()))


@pytest.mark.theorem("thm-contrast")
@given(softmax_matrices(), st.data())
def test_the_library_refuses_what_is_not_a_contrast(W, data):
    A = data.draw(tables((W.shape[1], 2), 3.0))
    assume(np.abs(A.sum(axis=0)).max() > 1e-9)
    with pytest.raises(sl.InputError):
        sl.LogitModel.from_softmax(W).contrast(A)


@st.composite
def covariances(draw):
    """A K × m contrast matrix and the covariance of vec W for a random W, p × K: LLᵀ, with whole L."""
    A, p = draw(contrast_matrices()), draw(st.integers(1, 3))
    root = draw(hnp.arrays(int, (p * A.rows, p * A.rows), elements=st.integers(-2, 2)))
    return A, p, root


@pytest.mark.theorem("thm-contrast")
@given(covariances())
def test_the_covariance_of_contrasts(drawn):
    """vec W = Le with independent e of variance 1; then vec(WA) is taken column by column, without a Kronecker product."""
    A, p, root = drawn
    blocks = [sp.Matrix(root[p * k : p * (k + 1)]) for k in range(A.rows)]
    combined = sp.Matrix.vstack(*(sum((A[k, m] * blocks[k] for k in range(A.rows)), sp.zeros(p, root.shape[1])) for m in range(A.cols)))
    expected = np.array(combined * combined.T, dtype=float)
    A_ = np.array(A, dtype=float)
    kron = np.kron(A_, np.eye(p))
    np.testing.assert_array_equal(kron.T @ (root @ root.T) @ kron, expected)  # whole numbers, so to the last bit
    np.testing.assert_array_equal(contrasts.transform_covariance((root @ root.T).astype(float), A_), expected)


@pytest.mark.theorem("thm-contrast")
@given(covariances(), st.data())
def test_the_covariance_of_contrasts_does_not_see_a_random_shift(drawn, data):
    A, p, root = drawn
    shift = data.draw(hnp.arrays(int, (p, root.shape[1]), elements=st.integers(-3, 3)))
    shifted = root + np.vstack([shift] * A.rows)
    kron = np.kron(np.array(A, dtype=int), np.eye(p, dtype=int))
    np.testing.assert_array_equal(kron.T @ shifted @ shifted.T @ kron, kron.T @ root @ root.T @ kron)


@pytest.mark.theorem("thm-contrast")
@given(counts(), st.data())
def test_the_covariance_of_a_fits_contrasts_is_the_same_from_every_representative(drawn, data):
    X, Y = drawn
    fit, K = sl.fit(X, Y), Y.shape[1]
    A = contrasts.symmetric(K) @ data.draw(tables((K, 2), 3.0))
    expected = fit.contrast(A).covariance
    scale = np.abs(fit.covariance()).max()
    for at in range(K):
        lift = np.kron(contrasts.lift(K, at), np.eye(X.shape[1]))  # W with zeros for that class, and no variance there
        kron = np.kron(A, np.eye(X.shape[1]))
        of_w = lift.T @ fit.covariance(pivot=fit.classes[at]) @ lift
        # Sums of K² products of numbers up to 6, 6 and a few times the largest covariance.
        np.testing.assert_allclose(kron.T @ of_w @ kron, expected, rtol=0, atol=1e-12 * scale)


# 7. Changing the pivot is a linear map with integer matrix and determinant ±1; what it changes and what it does not


def change(K, old, new):
    """M = L_j A_k."""
    return contrasts.lift(K, old) @ contrasts.pivot(K, new)


two_pivots = n_classes.flatmap(lambda K: st.permutations(range(K)).map(lambda order: (K, *order[:2])))


@pytest.mark.theorem("thm-change-of-pivot")
@pytest.mark.parametrize("K", range(2, 8))
def test_the_matrix_of_the_change_in_exact_numbers(K):
    for old, new in permutations(range(K), 2):
        M = exact(change(K, old, new))
        assert set(M) <= {-1, 0, 1}
        assert M.det() == (-1) ** (old + new)
        assert M.inv() == exact(change(K, new, old))
    assert K > 2 or sp.Matrix([[-1]]) == M


@pytest.mark.theorem("thm-change-of-pivot")
@pytest.mark.parametrize("K", [2, 3, 5])
def test_the_change_takes_one_pivot_table_to_the_other_symbolically(K):
    W = symbols("w", 2, K)
    for old, new in permutations(range(K), 2):
        B, B_new = W * exact(contrasts.pivot(K, old)), W * exact(contrasts.pivot(K, new))
        assert (B * exact(change(K, old, new)) - B_new).expand().is_zero_matrix


@pytest.mark.theorem("thm-change-of-pivot")
@given(cases(), st.data())
def test_both_tables_have_the_same_probabilities_and_log_likelihood(drawn, data):
    X, W = drawn
    K = W.shape[1]
    old, new = data.draw(st.permutations(range(K)))[:2]
    y = data.draw(st.lists(st.integers(0, K - 1), min_size=len(X), max_size=len(X)))
    B = W[:, 1:]
    one = sl.LogitModel.from_pivot(B, pivot=old)
    other = sl.LogitModel.from_pivot(B @ change(K, old, new), pivot=new)
    error = 4 * rounding(X, W)
    np.testing.assert_allclose(other.predict_proba(X), one.predict_proba(X), rtol=0, atol=error)
    np.testing.assert_allclose(other.log_likelihood(X, y), one.log_likelihood(X, y), rtol=0, atol=2 * len(X) * error)


@st.composite
def fits(draw):
    """Data, and the fit with one class as the solver's pivot and with another."""
    X, Y = draw(counts())
    old, new = draw(st.permutations(range(Y.shape[1])))[:2]
    classes = np.arange(Y.shape[1])
    both = []
    for at in (old, new):
        order = [at, *np.delete(classes, at)]
        both.append(sl.fit(X, Y[:, order], classes=order))
    return Counts(X, Y), old, new, *both


@pytest.mark.theorem("thm-change-of-pivot")
@given(fits())
def test_the_estimates_from_two_pivots_are_one_fit(drawn):
    """Each solver stops where its score is zero beyond rounding; what is left of it is the tolerance here."""
    (X, _), old, new, one, other = drawn
    K = one.n_classes
    M = change(K, old, new)
    np.testing.assert_allclose(one.coef(old) @ M, other.coef(new), rtol=0, atol=1e-7)
    columns = [other.classes.index(label) for label in one.classes]
    np.testing.assert_allclose(other.predict_proba(X)[:, columns], one.predict_proba(X), rtol=0, atol=1e-8)
    for name in ("loglik", "deviance", "aic", "bic"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-12)


@pytest.mark.theorem("thm-change-of-pivot")
@given(fits())
def test_the_covariance_moves_with_the_estimates_and_keeps_its_determinant(drawn):
    (X, _), old, new, one, other = drawn
    T = np.kron(change(one.n_classes, old, new).T, np.eye(X.shape[1]))
    V, V_new = one.covariance(old), other.covariance(new)
    np.testing.assert_allclose(T @ V @ T.T, V_new, rtol=0, atol=1e-7 * np.abs(V_new).max())  # two solvers' accuracy
    np.testing.assert_allclose(np.linalg.slogdet(V)[1], np.linalg.slogdet(V_new)[1], rtol=0, atol=1e-6)


@pytest.mark.theorem("thm-change-of-pivot")
@given(fits())
def test_the_covariance_is_the_inverse_information_of_either_table(drawn):
    (X, Y), old, new, one, other = drawn
    for at, fit in ((old, one), (new, other)):
        first = np.column_stack([Y[:, [at]], np.delete(Y, at, axis=1)])
        information = likelihood.information(fit.coef(at), X, first)
        np.testing.assert_allclose(information @ fit.covariance(at), np.eye(len(information)), rtol=0, atol=1e-6)


def wald(B, V, R):
    b, K = (R @ B).T.ravel(), B.shape[1]
    kron = np.kron(np.eye(K), R)
    return b @ np.linalg.solve(kron @ V @ kron.T, b)


@pytest.mark.theorem("thm-change-of-pivot")
@given(fits(), st.integers(1, 3), st.data())
def test_wald_statistics_of_the_features_do_not_know_the_pivot(drawn, q, data):
    _, old, new, one, other = drawn
    R = data.draw(hnp.arrays(int, (q, 3), elements=st.integers(-2, 2)))
    assume(np.linalg.matrix_rank(R) == q)
    statistic = wald(one.coef(old), one.covariance(old), R)
    assert wald(other.coef(new), other.covariance(new), R) == pytest.approx(statistic, rel=1e-6, abs=1e-9)


@pytest.mark.theorem("thm-change-of-pivot")
def test_program_choice_from_all_three_pivots(program_choice):
    """Joint tests as R computes them; single p-values that depend on what is compared."""
    data = sl.load_program_choice()
    for first in program_choice.classes:
        order = [first, *(label for label in program_choice.classes if label != first)]
        fit = sl.fit_formula("prog ~ ses + write", data, classes=order)
        assert sl.wald_test(fit, ["ses[middle]", "ses[high]"]).statistic == pytest.approx(10.8162, abs=5e-5)
        assert sl.wald_test(fit, "write").statistic == pytest.approx(26.4633, abs=5e-5)
    row = program_choice.features.index("ses[high]")
    pairs = {("general", "academic"): 0.024, ("vocation", "academic"): 0.099, ("vocation", "general"): 0.781}
    for (a, against), p_value in pairs.items():
        for k, j in ((a, against), (against, a)):
            assert program_choice.contrast(k, against=j).p_value[row].round(3) == p_value


# Leaving classes out of a saturated fit


@pytest.mark.theorem("prp-saturated-iia")
@pytest.mark.parametrize("kept", [(0, 1), (0, 2), (1, 2, 3), (0, 1, 2, 3)])
def test_a_saturated_fit_to_some_classes_has_the_contrasts_of_the_fit_to_all(kept):
    groups = np.array([[1, 0, 0], [1, 1, 0], [1, 0, 1]])  # an intercept and two indicators: any log-odds for each of three groups
    table = np.random.default_rng(1984).integers(1, 20, size=(3, 4))
    everything = sl.fit(groups, table)
    some = sl.fit(groups, table[:, kept], classes=kept)
    for one, other in permutations(kept, 2):
        exact = np.linalg.solve(groups, np.log(table[:, one] / table[:, other]))
        np.testing.assert_allclose(some.log_odds(one, against=other), exact, atol=1e-6)
        np.testing.assert_allclose(everything.log_odds(one, against=other), exact, atol=1e-6)


@pytest.mark.theorem("prp-saturated-iia")
def test_a_design_that_is_not_saturated_has_other_contrasts_without_a_class():
    groups = np.array([[1, 0], [1, 1], [1, 2]])
    table = np.random.default_rng(1984).integers(1, 20, size=(3, 3))
    difference = sl.fit(groups, table).log_odds(1, against=0) - sl.fit(groups, table[:, :2]).beta
    assert np.abs(difference).max() > 0.01
