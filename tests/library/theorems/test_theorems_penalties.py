"""The theorems on penalties, priors and separation, each clause of each.

Where a clause is algebra the test computes in exact numbers. Where it speaks of an optimum, the test takes the optimum from one program and
asks of it what characterises it, or compares two programs that go different ways.
"""

import warnings
from fractions import Fraction
from itertools import pairwise, permutations

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import minimize
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from strategies import EPS, counts

import softlogit as sl
from softlogit import contrasts, likelihood
from softlogit.solver.existence import find_separation

STUDENTS = sl.load_program_choice()
numbers = st.integers(-(10**5), 10**5).map(lambda thousandths: thousandths / 1000)  # the squares of numbers near 1e-300 are zero
integers = st.integers(-20, 20)


# 12. What a penalty on two columns costs one vector

# α = 1 is the lasso, α = 0 ridge; R on a pair (w₁, w₂) and r on β = w₁ − w₂, feature by feature.
PRICES = {
    "ridge": (lambda a, b: (a**2 + b**2) / 2, lambda d: d**2 / 4),
    "lasso": (lambda a, b: np.abs(a) + np.abs(b), np.abs),
    "grouped lasso": (lambda a, b: np.sqrt(a**2 + b**2), lambda d: np.abs(d) / np.sqrt(2)),
    "elastic net": (
        lambda a, b: 0.3 * (np.abs(a) + np.abs(b)) + 0.35 * (a**2 + b**2),
        lambda d: 0.3 * np.abs(d) + 0.5 * 0.35 * d**2,
    ),
}
each_price = pytest.mark.parametrize(("R", "r"), PRICES.values(), ids=PRICES.keys())


@pytest.mark.theorem("thm-penalties")
@given(numbers, numbers, st.floats(1, 4))
def test_no_pair_is_cheaper_than_the_symmetric_one(beta, u, q):
    least = 2 ** (1 - q) * abs(beta) ** q
    assert 2 * abs(beta / 2) ** q == pytest.approx(least, rel=16 * EPS)
    assert abs(u + beta / 2) ** q + abs(u - beta / 2) ** q >= least * (1 - 16 * EPS)


@pytest.mark.theorem("thm-penalties")
@given(numbers, st.floats(1.1, 4), st.floats(0.01, 10))
def test_above_one_every_other_pair_is_dearer(beta, q, away):
    """By a step away from u = 0, either way; the powers of numbers up to 60 are right to a few EPS of themselves."""
    size = max(abs(beta), away)
    for u in (away, -away):
        cost = abs(u + beta / 2) ** q + abs(u - beta / 2) ** q
        least = 2 ** (1 - q) * abs(beta) ** q
        # On the segment of length 2·away the power q bends by at least this much more than a line.
        bend = min(1, q - 1) * away**2 * (size + away) ** (q - 2) if q < 2 else 2 * away**q
        assert cost - least > 0.5 * bend - 64 * EPS * cost


@pytest.mark.theorem("thm-penalties")
@given(st.integers(-50, 50), st.integers(-100, 100))
def test_the_lasso_is_indifferent_between_the_corners_and_only_there(beta, u):
    """In halves, so that β and u may be odd: all numbers are exact."""
    w1, w2 = Fraction(u + beta, 2), Fraction(u - beta, 2)
    assert (abs(w1) + abs(w2) == abs(beta)) == (abs(u) <= abs(beta))


@pytest.mark.theorem("thm-penalties")
def test_squares_and_their_root_are_least_at_the_symmetric_pair():
    u, beta = sp.symbols("u beta", real=True)
    assert sp.expand((u + beta / 2) ** 2 + (u - beta / 2) ** 2 - beta**2 / 2 - 2 * u**2) == 0


@pytest.mark.theorem("thm-penalties")
@each_price
@given(hnp.arrays(float, (4, 2), elements=numbers))
def test_the_price_of_a_vector_is_the_least_of_its_family(R, r, W):
    beta = W[:, 0] - W[:, 1]
    least = r(beta).sum()
    assert R(beta / 2, -beta / 2).sum() == pytest.approx(least, rel=64 * EPS)
    assert R(W[:, 0], W[:, 1]).sum() >= least * (1 - 64 * EPS)


@pytest.mark.theorem("thm-penalties")
@each_price
def test_softmax_and_logistic_regression_have_the_same_penalised_optimum(R, r):
    """The best W found by a search over both columns has the value of the best β, and its difference is that β."""
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(40), rng.normal(size=40)])
    Y = np.eye(2)[(X[:, 1] + rng.logistic(size=40) > 0).astype(int)]
    search = {"method": "Nelder-Mead", "options": {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 20_000, "maxfev": 20_000}}

    def of_pair(w):
        a, b = w.reshape(2, 2).T
        return -np.sum(Y * sl.log_softmax(X @ np.column_stack([a, b]))) + 3 * R(a[1:], b[1:]).sum()

    def of_vector(beta):
        return -np.sum(Y * sl.log_softmax(X @ np.column_stack([beta, 0 * beta]))) + 3 * r(beta[1:]).sum()

    vector = minimize(of_vector, [0.1, 0.2], **search)
    pair = minimize(of_pair, np.r_[vector.x[0], 0, vector.x[1], 0] + 0.1, **search)
    pair = minimize(of_pair, pair.x, **search)  # the simplex may be flat by now; a new one
    assert pair.fun == pytest.approx(vector.fun, abs=1e-7)
    a, b = pair.x.reshape(2, 2).T
    np.testing.assert_allclose(a - b, vector.x, atol=1e-3)  # a value right to 1e-7 leaves the place right to its root


@pytest.mark.theorem("thm-penalties")
@pytest.mark.parametrize("penalty", [0.1, 1.0, 10.0])
def test_in_scikit_learn_s_terms_ridge_needs_twice_the_c(penalty):
    """β of LogisticRegression(C=2/λ), split in halves, is where the derivative of the two-column objective is zero."""
    data = sl.load_admissions()
    F, Y = np.column_stack([data["gre"] / 100, data["gpa"]]), np.eye(2)[data["admit"]]
    theirs = LogisticRegression(C=2 / penalty, tol=1e-13, solver="newton-cholesky").fit(F, data["admit"])
    beta = np.r_[theirs.intercept_, theirs.coef_[0]]
    W, X = np.column_stack([-beta / 2, beta / 2]), np.column_stack([np.ones(len(F)), F])
    np.testing.assert_allclose(X[:, 1:].T @ (Y - sl.softmax(X @ W)), penalty * W[1:], atol=1e-6)
    np.testing.assert_allclose(sl.fit(X, data["admit"], ridge=penalty).beta, beta, rtol=1e-7)


@pytest.mark.theorem("thm-penalties")
def test_in_scikit_learn_s_terms_a_lasso_needs_the_same_c():
    """At β of LogisticRegression(C=1/λ, l1_ratio=1) the pair (−β/2, β/2) has no direction of descent: |slope| ≤ λ, and = λ sign(w)."""
    data = sl.load_admissions()
    F, Y = np.column_stack([data["gre"] / 100, data["gpa"]]), np.eye(2)[data["admit"]]
    theirs = LogisticRegression(C=1 / 5, l1_ratio=1, solver="saga", tol=1e-11, max_iter=200_000, random_state=0).fit(F, data["admit"])
    beta = np.r_[theirs.intercept_, theirs.coef_[0]]
    W, X = np.column_stack([-beta / 2, beta / 2]), np.column_stack([np.ones(len(F)), F])
    slope = X.T @ (Y - sl.softmax(X @ W))
    assert (beta[1:] != 0).all()
    np.testing.assert_allclose(slope[1:], 5 * np.sign(W[1:]), atol=1e-4)
    np.testing.assert_allclose(slope[0], 0, atol=1e-4)


@pytest.mark.theorem("thm-penalties")
@pytest.mark.parametrize(("penalty", "share"), [(5, 0.5), (10, 0.3)])
def test_in_scikit_learn_s_terms_an_elastic_net_changes_both_settings(penalty, share):
    """λ' = λ(1+α)/2 and α' = 2α/(1+α): at (−β/2, β/2) the slope of ℓ is that of the penalty on two columns."""
    data = sl.load_admissions()
    F, Y = np.column_stack([data["gre"] / 100, data["gpa"]]), np.eye(2)[data["admit"]]
    settings = {"C": 2 / (penalty * (1 + share)), "l1_ratio": 2 * share / (1 + share)}
    theirs = LogisticRegression(**settings, solver="saga", tol=1e-11, max_iter=200_000, random_state=0).fit(F, data["admit"])
    beta = np.r_[theirs.intercept_, theirs.coef_[0]]
    W, X = np.column_stack([-beta / 2, beta / 2]), np.column_stack([np.ones(len(F)), F])
    slope = X.T @ (Y - sl.softmax(X @ W))
    assert (beta[1:] != 0).all()
    np.testing.assert_allclose(slope[1:], penalty * (share * np.sign(W[1:]) + (1 - share) * W[1:]), atol=1e-4)  # as the lasso's above
    np.testing.assert_allclose(slope[0], 0, atol=1e-4)


@pytest.mark.theorem("thm-penalties")
def test_without_a_penalty_the_cheapest_is_not_the_only_maximum():
    """Part 2 asks for λ > 0: at λ = 0 every member of the family is a maximum, the dear ones too."""
    data = sl.load_admissions()
    X, Y = np.column_stack([np.ones(len(data)), data["gpa"]]), np.eye(2)[data["admit"]]
    W = sl.fit(X, data["admit"]).W + np.array([[3.0], [-2.0]])
    assert np.abs(W).sum() > np.abs(W[:, 1] - W[:, 0]).sum()
    np.testing.assert_allclose(X.T @ (Y - sl.softmax(X @ W)), 0, atol=1e-7)


# 13. Ridge on a pivot table


def exact(w):
    return sp.Matrix([w])


def squared(v):
    return (v * v.T)[0]


weights = st.lists(integers, min_size=2, max_size=6)


@pytest.mark.theorem("thm-ridge-pivot")
@given(weights, st.data())
def test_the_symmetric_penalty_from_any_pivot_table(w, data):
    """Row by row, so for any number of features."""
    K = len(w)
    j = data.draw(st.integers(0, K - 1))
    b = exact([w[k] - w[j] for k in range(K) if k != j])
    centred = exact([wk - sp.Rational(sum(w), K) for wk in w])
    form = sp.eye(K - 1) - sp.ones(K - 1, K - 1) / K
    assert (b * form * b.T)[0] == squared(centred)
    assert squared(b) == squared(centred) + K * (w[j] - sp.Rational(sum(w), K)) ** 2


@pytest.mark.theorem("thm-ridge-pivot")
@given(weights)
def test_the_average_over_pivots_is_twice_the_symmetric_penalty(w):
    K = len(w)
    prices = [sum((wk - wj) ** 2 for wk in w) for wj in w]
    centred = sum((wk - Fraction(sum(w), K)) ** 2 for wk in w)
    assert Fraction(sum(prices), K) == 2 * centred
    if K == 2:
        assert prices == [2 * centred] * 2


def pivot_ridge(X, Y, j, penalty, charged):
    """The symmetric coefficients that maximise ℓ − ½ λ ‖B_j‖² over the charged rows, by Newton's method in the first pivot's table."""
    K = Y.shape[1]
    D, L = contrasts.pivot(K, at=j), contrasts.lift(K)
    price = np.kron(L @ D @ D.T @ L.T, penalty * np.diag(charged).astype(float))
    b = np.zeros(len(price))
    for _ in range(50):
        _, score, information = likelihood.evaluate(b.reshape(K - 1, -1).T, X, Y)
        step = np.linalg.solve(information + price, score.T.ravel() - price @ b)
        b = b + step
        if np.abs(step).max() < 1e-13 * max(1, np.abs(b).max()):
            break
    return b.reshape(K - 1, -1).T @ L @ contrasts.symmetric(K)


@pytest.mark.theorem("thm-ridge-pivot")
@given(counts(), st.sampled_from([0.1, 1.0, 10.0]))
def test_two_pivots_agree_exactly_if_their_classes_are_average(drawn, penalty):
    X, Y = drawn
    K = Y.shape[1]
    fits = [pivot_ridge(X, Y, j, penalty, [0, 1, 1]) for j in range(K)]
    for i, j in permutations(range(K), 2):
        gap = np.abs(fits[i] - fits[j]).max()
        if K == 2:
            assert gap < 1e-9
        else:
            # The derivatives of the two penalties differ by this, so the gap is of its size: neither can be small without the other.
            size = np.abs(fits[i][1:, [i, j]]).max()
            assert gap < 1e-9 if size < 1e-12 else gap > 1e-5 * size


@pytest.mark.theorem("thm-ridge-pivot")
def test_average_classes_exist():
    """Turn x around and two classes change places; the others do not feel x, so their coefficients are zero, and they agree as pivots."""
    X = np.column_stack([np.ones(5), [-2.0, -1, 0, 1, 2]])
    falling = np.array([9.0, 5, 4, 2, 1])
    Y = np.column_stack([np.full(5, 3.0), np.full(5, 3.0), falling, falling[::-1]])
    fits = [pivot_ridge(X, Y, j, 2.0, [0, 1]) for j in range(4)]
    assert np.abs(fits[0][1, :2]).max() < 1e-12
    np.testing.assert_allclose(fits[0], fits[1], atol=1e-12)
    assert np.abs(fits[0] - fits[2]).max() > 0.01


@pytest.mark.theorem("thm-ridge-pivot")
def test_a_student_has_three_predictions():
    """R 4.2.2, nnet 7.3-18: multinom(prog ~ ses + write, decay = 1, reltol = 1e-14, maxit = 2000) with prog releveled; student 45."""
    fit = sl.fit_formula("prog ~ ses + write", STUDENTS)
    X, Y = fit.design_matrix(STUDENTS), np.eye(3)[STUDENTS["prog"].cat.codes]
    predicted = [sl.softmax(X[0] @ pivot_ridge(X, Y, j, 2.0, [1, 1, 1, 1])) for j in range(3)]
    from_r = [[0.3907861, 0.2974075, 0.3118064], [0.3108796, 0.3147831, 0.3743373], [0.3279446, 0.3728694, 0.2991860]]
    np.testing.assert_allclose([p[0] for p in predicted], [row[0] for row in from_r], atol=1e-6)
    np.testing.assert_allclose(np.sum(predicted, axis=1), 1)


# 14. The lasso picks a median


def medians(w):
    ordered = sorted(w)
    return ordered[(len(w) - 1) // 2], ordered[len(w) // 2]


def slopes(w, u, alpha):
    """The left and the right derivative of Σ (α |w − u| + ½ (1 − α) (w − u)²) at u, in exact numbers."""
    below, above, at = sum(x < u for x in w), sum(x > u for x in w), sum(x == u for x in w)
    pull = (1 - alpha) * (len(w) * u - sum(w))
    return alpha * (below - above - at) + pull, alpha * (below - above + at) + pull


shares = st.fractions(0, Fraction(99, 100), max_denominator=100)


@pytest.mark.theorem("thm-median")
@given(weights, st.fractions(-25, 25, max_denominator=4))
def test_the_sum_of_distances_is_least_exactly_at_the_medians(w, u):
    low, high = medians(w)
    least = sum(abs(x - low) for x in w)
    assert sum(abs(x - high) for x in w) == least
    cost = sum(abs(x - u) for x in w)
    assert cost >= least
    assert (cost == least) == (low <= u <= high)
    assert low == high or len(w) % 2 == 0


def cheapest(w, alpha):
    """Where the elastic net is least, exactly: at a corner, or where its slope between two corners is zero."""
    ordered = sorted(set(map(Fraction, w)))
    for x in ordered:
        left, right = slopes(w, x, alpha)
        if left <= 0 <= right:
            return x
    for left, right in pairwise(ordered):
        middle = (left + right) / 2
        slope = slopes(w, middle, alpha)[0]
        at = middle - slope / ((1 - alpha) * len(w))
        if left < at < right:
            return at
    raise AssertionError


@pytest.mark.theorem("thm-median")
@given(weights, shares, st.fractions(-25, 25, max_denominator=4))
def test_the_elastic_net_has_one_minimum_between_mean_and_median(w, alpha, u):
    mean, (low, high) = Fraction(sum(w), len(w)), medians(w)
    nearest = min(max(mean, low), high)
    at = cheapest(w, alpha)
    assert min(mean, nearest) <= at <= max(mean, nearest)
    if alpha == 0:
        assert at == mean
    if u != at:
        left, right = slopes(w, u, alpha)
        assert right < 0 if u < at else left > 0


@pytest.mark.theorem("thm-median")
@given(st.lists(integers, min_size=3, max_size=3), shares)
def test_for_three_classes_the_step_from_the_mean_is_cut_off(w, alpha):
    mean, (median, _) = Fraction(sum(w), 3), medians(w)
    limit = alpha / (3 * (1 - alpha))
    assert cheapest(w, alpha) == mean + max(-limit, min(limit, median - mean))


@pytest.mark.theorem("thm-median")
@pytest.mark.parametrize(
    ("alpha", "shown"),
    [
        (1, (-1.1349798, -3.1964030)),
        (0.5, (-1.1349798, -3.1964030)),
        (0.3, (-1.1349798, -3.0637724)),
        (0.1, (-1.0150853, -2.8387251)),
        (0, (-0.9363187, -2.7599586)),
    ],
)
def test_glmnet_shows_the_cheapest_member(alpha, shown):
    """R 4.2.2, glmnet 4.1-6: glmnet(X, X1, "multinomial", lambda = 0, alpha = …, thresh = 1e-14) on the table of Cross Validated 121155."""
    table = np.array([[22, 11, 1], [9, 14, 10], [3, 8, 22]])
    log_odds = np.log(table / table[0])
    sd = np.sqrt(0.33 * 0.67)
    for column, value in zip((1, 2), shown, strict=True):
        w = [Fraction(x) for x in sd * (log_odds[:, column] - log_odds[:, 0])]
        u = medians(w)[0] if alpha == 1 else cheapest(w, Fraction(alpha))
        assert (float(w[0]) - float(u)) / sd == pytest.approx(value, abs=3e-7)  # as near as glmnet gets


@pytest.mark.theorem("thm-median")
def test_glmnet_takes_the_midpoint_of_the_medians_and_the_mean_if_the_lasso_is_grouped():
    """R 4.2.2, glmnet 4.1-6: rank ~ gre + gpa, lambda = 0, thresh = 1e-16, without and with type.multinomial = "grouped"."""
    data = sl.load_admissions()
    X = np.column_stack([np.ones(len(data)), data["gre"] / 100, data["gpa"]])
    W = sl.fit(X, data["rank"]).symmetric[1:]
    middle = [sum(medians(w)) / 2 for w in W]
    shown = [[0.141196380, 0.0922178765, -0.173169235, -0.0922178765], [0.294756021, -0.2947560212, 0.521771883, -0.3777820586]]
    np.testing.assert_allclose(W - np.array(middle)[:, None], shown, atol=3e-7)  # as near as glmnet gets
    grouped = [[0.149189574, 0.100211094, -0.165176018, -0.0842246499], [0.258758521, -0.330753469, 0.485774444, -0.4137794968]]
    np.testing.assert_allclose(W, grouped, atol=3e-7)


# 15. Priors on W and on a pivot table


@pytest.mark.theorem("thm-priors")
@pytest.mark.parametrize("K", [2, 3, 4, 7])
def test_pivot_coefficients_have_covariance_identity_plus_ones(K):
    ones = sp.ones(K - 1, K - 1)
    for j in range(K):
        D = sp.Matrix(contrasts.pivot(K, at=j).astype(int))
        assert sp.eye(K - 1) + ones == D.T * D
    assert (sp.eye(K - 1) + ones) * (sp.eye(K - 1) - ones / K) == sp.eye(K - 1)
    if K == 2:
        assert (D.T * D)[0] == 2


@pytest.mark.theorem("thm-priors")
@pytest.mark.parametrize("K", [2, 3, 6])
def test_symmetric_coefficients_are_independent_of_the_mean(K):
    C = sp.eye(K) - sp.ones(K, K) / K
    assert C.T * C == C
    assert C.T * sp.ones(K, 1) / K == sp.zeros(K, 1)


@pytest.mark.theorem("thm-priors")
@given(counts(), st.sampled_from([0.1, 1.0, 10.0]))
def test_both_posterior_modes_are_the_ridge_fit(drawn, penalty):
    X, Y = drawn
    K = Y.shape[1]
    fit = sl.fit(X, Y, ridge=penalty)
    at_most = 1e-7 * Y.sum()  # the scores are sums over that many observations
    for j in range(K):  # the derivative of the log posterior of B, with the normal prior of part 1
        B = fit.coef(pivot=fit.classes[j])
        precision = penalty * np.linalg.inv(np.eye(K - 1) + 1)
        residual = X.T @ np.delete(Y - Y.sum(axis=1, keepdims=True) * fit.predict_proba(X), j, axis=1)
        np.testing.assert_allclose(residual[1:], (B @ precision)[1:], atol=at_most)
        np.testing.assert_allclose(residual[0], 0, atol=at_most)
    residual = X.T @ (Y - Y.sum(axis=1, keepdims=True) * fit.predict_proba(X))
    np.testing.assert_allclose(residual[1:], penalty * fit.symmetric[1:], atol=at_most)  # and that of W, at its symmetric member


@pytest.mark.theorem("thm-priors")
@pytest.mark.parametrize("K", [2, 3, 5])
def test_independent_pivot_coefficients_are_so_for_one_pivot_only(K):
    """With variance 1 for pivot 0, contrasts of two others have variance 2; another pivot's table is neither even nor independent."""
    variance = {pair: 1 if 0 in pair else 2 for pair in permutations(range(K), 2)}
    for a, k in variance:
        c = contrasts.lift(K) @ contrasts.pair(K, a, against=k)
        assert (c.T @ c).item() == variance[a, k]
    M = contrasts.lift(K, at=0) @ contrasts.pivot(K, at=1)
    assert np.array_equal(M.T @ M, np.eye(K - 1)) == (K == 2)


# 19. Separation


def leads(V, X, y):
    """dᵢₖ(V) for every row i and class k; zero at k = yᵢ."""
    scores = X @ V
    return scores[np.arange(len(y)), y][:, None] - scores


def log_likelihood(W, X, y):
    return likelihood.log_likelihood(W[:, 1:] - W[:, [0]], X, np.eye(W.shape[1])[y])


@st.composite
def small_data(draw):
    """Few points on a small lattice, so that each kind of separation comes up; all classes seen, X of full rank."""
    K, p = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    n = draw(st.integers(p + K, 9))
    X = np.column_stack([np.ones(n), draw(hnp.arrays(int, (n, p - 1), elements=st.integers(-2, 2)))])
    y = np.r_[np.arange(K), draw(hnp.arrays(int, n - K, elements=st.integers(0, K - 1)))]
    assume(np.linalg.matrix_rank(X) == p)
    return X, y, K


def fit_quietly(X, y, K):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sl.SeparationWarning)
        return sl.fit(X, np.eye(K)[y])


def in_full(b, K):
    """A direction of the pivot table, as the solver has it, with the column of zeros."""
    return np.column_stack([np.zeros(len(b) // (K - 1)), b.reshape(K - 1, -1).T])


@pytest.mark.theorem("thm-separation")
@given(small_data(), st.integers(0, 10**6))
def test_likelihood_is_a_function_of_the_leads_and_below_each_of_them(data, seed):
    X, y, K = data
    W = np.random.default_rng(seed).normal(scale=3, size=(X.shape[1], K))
    d = leads(W, X, y)
    value = -np.log(np.exp(-d).sum(axis=1)).sum()  # the term of the class itself is e⁰ = 1
    assert value == pytest.approx(log_likelihood(W, X, y), rel=1e-9)
    assert value <= d.min() + 1e-12


@pytest.mark.theorem("thm-separation")
@given(small_data(), st.integers(0, 10**6))
def test_a_direction_beats_every_point_and_none_means_a_maximum(data, seed):
    X, y, K = data
    rng = np.random.default_rng(seed)
    found, fit = find_separation(X, np.eye(K)[y]), fit_quietly(X, y, K)
    if found is not None:
        V = in_full(found.direction, K)
        assert leads(V, X, y).min() > -1e-9  # it is in the cone, but for rounding, and no shift
        assert leads(V, X, y).max() > 0.5
        W = rng.normal(size=V.shape)
        assert log_likelihood(W + V, X, y) > log_likelihood(W, X, y)
        return
    assert fit.converged
    top = log_likelihood(fit.W, X, y)
    np.testing.assert_allclose(X.T @ (np.eye(K)[y] - fit.predict_proba(X)), 0, atol=1e-7)
    for drawn in rng.normal(size=(5, *fit.W.shape)):
        V = drawn / np.linalg.norm(drawn @ contrasts.symmetric(K))
        assert leads(V, X, y).min() < 0  # nothing but shifts is in the cone
        assert log_likelihood(fit.W + V, X, y) < top
        shift = rng.normal(size=(len(V), 1))
        assert log_likelihood(fit.W + shift, X, y) == pytest.approx(top, abs=1e-9)
        # In every direction ℓ falls at least as fast as the smallest lead.
        assert log_likelihood(100 * V, X, y) <= 100 * leads(V, X, y).min() + 1e-9


@pytest.mark.theorem("thm-separation")
@given(small_data(), st.integers(0, 10**6))
def test_the_bound_is_the_maximum_of_what_is_not_separated(data, seed):
    X, y, K = data
    found = find_separation(X, np.eye(K)[y])
    assume(found is not None)
    rng = np.random.default_rng(seed)
    V, fit = in_full(found.direction, K), fit_quietly(X, y, K)
    left = leads(V, X, y) < 0.5  # with k = yᵢ among them, which gives the 1 in the sum

    def limit(W):
        return -np.log(np.where(left, np.exp(-leads(W, X, y)), 0).sum(axis=1)).sum()

    W = rng.normal(size=V.shape)
    assert log_likelihood(W, X, y) <= limit(W) + 1e-12
    values = [log_likelihood(W + t * V, X, y) for t in (0, 1, 2, 5, 10, 100)]
    assert (np.diff(values) >= -1e-9).all()
    assert values[-1] == pytest.approx(limit(W), abs=1e-8)
    best = minimize(lambda w: -limit(w.reshape(V.shape)), np.zeros(V.size), options={"gtol": 1e-7})
    assert -best.fun == pytest.approx(fit.loglik, abs=1e-6)
    # The cone's span is where the leads that are not separated vanish: what runs away has its dimension, shifts apart.
    rows = [np.kron(np.eye(K)[a] - np.eye(K)[k], x) for x, a, row in zip(X, y, left, strict=True) for k in range(K) if k != a and row[k]]
    rank = np.linalg.matrix_rank(np.array(rows)) if rows else 0
    assert found.span.shape[1] == X.shape[1] * (K - 1) - rank
    for b in found.span.T:
        assert np.abs(leads(in_full(b, K), X, y)[left]).max() < 1e-9


@pytest.mark.theorem("thm-separation")
@given(small_data())
def test_along_a_sequence_to_the_bound_what_stays_converges_and_the_rest_can_be_moved(data):
    """The sequence is that of ridge fits with less and less penalty."""
    X, y, K = data
    found = find_separation(X, np.eye(K)[y])
    assume(found is not None)
    fit, V = fit_quietly(X, y, K), in_full(found.direction, K)
    near = sl.fit(X, np.eye(K)[y], ridge=1e-7)
    assert near.loglik == pytest.approx(fit.loglik, abs=1e-4)
    for a, k in permutations(range(K), 2):
        stays = fit.log_odds(fit.classes[a], fit.classes[k])
        approached = near.log_odds(fit.classes[a], fit.classes[k])
        finite = np.isfinite(stays)
        np.testing.assert_allclose(approached[finite], stays[finite], atol=0.01 * max(1, np.abs(stays[finite]).max(initial=0)))
        for j in np.flatnonzero(~finite):
            f = np.zeros(V.shape)
            f[j, [a, k]] = 1, -1
            along = in_full(found.span @ found.span.T @ f[:, 1:].T.ravel(), K)  # f's own direction within the span
            assert np.abs(along).max() > 1e-6
            # V's separated leads are at least 0.5, so it stays in the cone with a little of that added.
            inside = V + 0.4 / np.abs(leads(along, X, y)).max() * along * (1 if np.sum(f * V) >= 0 else -1)
            assert leads(inside, X, y).min() > -1e-9
            farther = near.W + 1e4 * inside
            assert log_likelihood(farther, X, y) >= near.loglik - 1e-3
            assert abs(np.sum(f * farther)) > 100


@pytest.mark.theorem("thm-separation")
@given(small_data())
def test_the_limit_s_information_is_singular_exactly_on_the_span_and_its_inverse_is_the_covariance(data):
    """Of which the page takes the standard errors; computed here over all K columns, from the limit's own probabilities."""
    X, y, K = data
    found = find_separation(X, np.eye(K)[y])
    assume(found is not None and found.span.shape[1] < X.shape[1] * (K - 1))
    fit, V = fit_quietly(X, y, K), in_full(found.direction, K)
    pi = np.where(leads(V, X, y) < 0.5, np.exp(-leads(fit.W, X, y)), 0)
    pi /= pi.sum(axis=1, keepdims=True)
    information = sum(np.kron(np.diag(q) - np.outer(q, q), np.outer(x, x)) for q, x in zip(pi, X, strict=True))
    rank = X.shape[1] * (K - 1) - found.span.shape[1]
    values = np.linalg.eigvalsh(information)
    assert np.abs(values[:-rank]).max() < 1e-9 * values[-1]  # zero but for rounding
    assert values[-rank] > 1e-6 * values[-1]
    inverse = np.linalg.pinv(information, rcond=1e-9, hermitian=True)
    for a, k in permutations(range(K), 2):
        shown = fit.contrast(fit.classes[a], fit.classes[k]).standard_error
        f = np.kron(contrasts.pair(K, a, against=k), np.eye(X.shape[1]))
        finite = np.isfinite(shown)
        np.testing.assert_allclose(np.sqrt(np.diag(f.T @ inverse @ f))[finite], shown[finite], rtol=1e-5)


@pytest.mark.theorem("thm-separation")
def test_iris_has_no_fit_but_one_contrast_of_it():
    iris = load_iris()
    X = np.column_stack([np.ones(150), iris.data])
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit(X, iris.target)
    two = sl.fit(X[50:], iris.target[50:])
    np.testing.assert_allclose(fit.log_odds(2, against=1), [-42.6378, -2.46522, -6.68089, 9.42939, 18.28614], rtol=1e-5)
    np.testing.assert_allclose(fit.contrast(2, 1).standard_error, two.contrast(2, 1).standard_error, rtol=1e-9)
    assert list(fit.runaway_contrasts()) == [(1, 0), (2, 0)]
    found = find_separation(X, np.eye(3)[iris.target])
    apart = leads(in_full(found.direction, 3), X, iris.target) > 0.5
    assert apart[:50, 1:].all()
    assert apart[50:, 0].all()
    assert not apart[50:, 1:].any()
