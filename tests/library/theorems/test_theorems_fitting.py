"""The theorems of the pages on fitting: what the likelihood's slope and curvature are, and what training does to two columns.

Training is compared step by step. The optimisers are written out here as their papers have them, entry by entry; another test asks
PyTorch, where it is installed.
"""

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import EPS, counts, n_classes, tables

import softlogit as sl
from softlogit import contrasts, likelihood


def spread(pi):
    """The covariance matrix of a single draw, diag π − ππᵀ."""
    return np.diag(pi) - np.outer(pi, pi)


def information_of_w(X, W, totals):
    return sum(m * np.kron(spread(pi), np.outer(x, x)) for x, pi, m in zip(X, sl.softmax(X @ W), totals, strict=True))


def score_of_w(X, W, Y):
    return X.T @ (Y - Y.sum(axis=1, keepdims=True) * sl.softmax(X @ W))


def loglik_of_w(X, W, Y):
    return float(np.sum(Y * sl.log_softmax(X @ W)))


def vec(W):
    """The columns, one after the other."""
    return W.T.ravel()


def table(vector, p):
    """The p-row matrix whose columns lie one after the other."""
    return vector.reshape(-1, p).T


@st.composite
def counts_and_w(draw):
    """Data as `counts` makes them, X of full column rank and each row with counts, and any moderate W."""
    X, Y = draw(counts())
    return X, Y, draw(tables((X.shape[1], Y.shape[1]), 2.0))


# 9. Score and information; concave in W, flat along shifts; strictly concave in B, so that a zero of the score is the maximum


@pytest.mark.theorem("thm-concave")
@pytest.mark.parametrize("K", [2, 3])
def test_score_and_information_are_the_derivatives_symbolically(K):
    """One row with p = 2 features and any counts; the likelihood is a sum over rows."""
    x = sp.Matrix(sp.symbols("x0 x1", real=True))
    W = sp.Matrix(2, K, lambda i, k: sp.Symbol(f"w{i}{k}", real=True))
    y = sp.Matrix(sp.symbols(f"y:{K}", real=True))
    z = W.T * x
    total = sum(zk_exp for zk_exp in z.applyfunc(sp.exp))
    ell = sum(yk * (zk - sp.log(total)) for yk, zk in zip(y, z, strict=True))
    pi, m = z.applyfunc(sp.exp) / total, sum(y)
    entries = list(W.T)
    score = sp.Matrix([ell.diff(w) for w in entries]) - sp.kronecker_product(y - m * pi, x)
    information = sp.hessian(ell, entries) + m * sp.kronecker_product(sp.diag(*pi) - pi * pi.T, x * x.T)
    assert sp.simplify(score) == sp.zeros(2 * K, 1)
    assert sp.simplify(information) == sp.zeros(2 * K, 2 * K)


@pytest.mark.theorem("thm-concave")
@given(counts_and_w())
def test_the_librarys_score_and_information_are_those_of_w_without_the_pivot(drawn):
    X, Y, W = drawn
    p, K = W.shape
    B = W @ contrasts.pivot(K)
    value, score, information = likelihood.evaluate(B, X, Y)
    size = 200 * EPS * Y.sum()  # rounded sums of Y.sum() terms no larger than ten
    assert value == pytest.approx(loglik_of_w(X, W, Y), rel=1e-13, abs=size)
    np.testing.assert_allclose(score, score_of_w(X, W, Y)[:, 1:], rtol=0, atol=size)
    np.testing.assert_allclose(information, information_of_w(X, W, Y.sum(axis=1))[p:, p:], rtol=0, atol=size)


@pytest.mark.theorem("thm-concave")
@given(counts_and_w(), st.data())
def test_the_likelihood_is_concave_and_flat_along_shifts(drawn, data):
    """On the segment between two W the middle lies above the chord; along u1ᵀ nothing changes, and the score's rows sum to zero."""
    X, Y, W = drawn
    other = W + data.draw(tables(W.shape, 3.0))
    middle, ends = loglik_of_w(X, (W + other) / 2, Y), [loglik_of_w(X, each, Y) for each in (W, other)]
    error = 200 * EPS * Y.sum()
    assert middle >= sum(ends) / 2 - error
    shifted = W + data.draw(tables((len(W), 1), 3.0))
    assert loglik_of_w(X, shifted, Y) == pytest.approx(ends[0], rel=0, abs=error)
    np.testing.assert_allclose(score_of_w(X, W, Y).sum(axis=1), 0, rtol=0, atol=error)


@pytest.mark.theorem("thm-concave")
@given(counts_and_w(), st.data())
def test_the_likelihood_is_strictly_concave_in_the_pivot_table(drawn, data):
    X, Y, W = drawn
    B = W @ contrasts.pivot(W.shape[1])
    assert np.linalg.eigvalsh(likelihood.information(B, X, Y))[0] > 0
    change = data.draw(tables(B.shape, 3.0))
    assume(np.abs(change).max() > 1e-3)  # else rounding hides the gain, which goes with the square
    chord = (likelihood.log_likelihood(B, X, Y) + likelihood.log_likelihood(B + change, X, Y)) / 2
    assert likelihood.log_likelihood(B + change / 2, X, Y) > chord


@pytest.mark.theorem("thm-concave")
@given(counts(), st.data())
def test_where_the_score_is_zero_every_other_model_is_worse_and_every_shift_as_good(drawn, data):
    X, Y = drawn
    fit = sl.fit(X, Y)
    assert np.abs(score_of_w(X, fit.W, Y)).max() < 1e-6 * Y.sum()
    change = data.draw(tables(fit.W.shape, 3.0))
    assume(np.abs(change - change[:, [0]]).max() > 1e-2)  # not a shift
    best, error = loglik_of_w(X, fit.W, Y), 200 * EPS * Y.sum()
    assert loglik_of_w(X, fit.W + change, Y) < best
    assert loglik_of_w(X, fit.W + change[:, [0]], Y) == pytest.approx(best, rel=0, abs=error)


@pytest.mark.theorem("thm-concave")
@pytest.mark.theorem("prp-newton-steps")
def test_without_full_rank_or_counts_it_is_not_strictly_concave():
    """Neither assumption is idle: a repeated column, or a row without counts, leaves a direction flat, and no step on B is defined."""
    Y = np.array([[1.0, 2.0], [3.0, 1.0]])
    assert np.linalg.matrix_rank(likelihood.information(np.zeros((2, 1)), np.ones((2, 2)), Y)) == 1
    X = np.array([[1.0, 0.0], [1.0, 1.0]])
    assert np.linalg.matrix_rank(likelihood.information(np.zeros((2, 1)), X, Y * [[1], [0]])) == 1


# The proposition on Newton's method: with the pseudo-inverse its steps on W are its steps on B


@pytest.mark.theorem("prp-newton-steps")
@given(counts_and_w(), st.data())
def test_newton_on_w_is_newton_on_any_pivot_table(drawn, data):
    X, Y, W = drawn
    p, K = W.shape
    at = data.draw(st.integers(0, K - 1))
    A = contrasts.pivot(K, at)
    information = information_of_w(X, W, Y.sum(axis=1))
    on_w = table(np.linalg.pinv(information, rcond=1e-12, hermitian=True) @ vec(score_of_w(X, W, Y)), p)

    # The information of B is (L ⊗ I) times that of W times its transpose, and the score likewise, with L the way back from this pivot.
    L = np.kron(contrasts.lift(K, at), np.eye(p))
    on_b = table(np.linalg.solve(L @ information @ L.T, L @ vec(score_of_w(X, W, Y))), p)
    size = np.abs(on_b).max() + np.abs(on_w).max()
    # Both solve a system of this condition number.
    error = 1e3 * EPS * np.linalg.cond(L @ information @ L.T) * size
    np.testing.assert_allclose(on_w @ A, on_b, rtol=0, atol=error)
    np.testing.assert_allclose(on_w.sum(axis=1), 0, rtol=0, atol=error)


@pytest.mark.theorem("prp-newton-steps")
def test_newton_on_w_is_the_librarys_newton(program_choice):
    data = sl.load_program_choice()
    X = program_choice.design_matrix(data)
    Y = np.array([data["prog"] == c for c in program_choice.classes]).T.astype(float)
    W, value = np.zeros((4, 3)), []
    for _ in program_choice.trace:
        value.append(loglik_of_w(X, W, Y))
        inverse = np.linalg.pinv(information_of_w(X, W, np.ones(200)), rcond=1e-12, hermitian=True)
        W = W + table(inverse @ vec(score_of_w(X, W, Y)), 4)
    np.testing.assert_allclose(value, [row.value for row in program_choice.trace], rtol=1e-10)


# 10. diag π − ππᵀ ⪯ ½ C, sharp for every K; the MM step it gives never lowers the likelihood


@st.composite
def distributions(draw, K=n_classes):
    """Probability vectors, also with zeros and nearly with all weight on one or two classes."""
    weights = np.exp(draw(tables(draw(K), draw(st.sampled_from([1.0, 10.0, 40.0])))))
    weights = weights * (weights > draw(st.sampled_from([0.0, 1e-3])) * weights.max())
    return weights / weights.sum()


@pytest.mark.theorem("thm-bohning")
@given(distributions())
def test_half_the_centring_matrix_is_a_bound(pi):
    slack = contrasts.symmetric(len(pi)) / 2 - spread(pi)
    assert np.linalg.eigvalsh(slack)[0] >= -8 * EPS


@pytest.mark.theorem("thm-bohning")
@given(distributions(), st.data())
def test_both_halves_of_the_proof(pi, data):
    """Variance ≤ range² / 4 ≤ ½ vᵀCv."""
    v = data.draw(tables(len(pi), 1.0))
    square = np.ptp(v) ** 2 / 4
    assert v @ spread(pi) @ v <= square + 8 * EPS
    assert square <= v @ contrasts.symmetric(len(pi)) @ v / 2 + 8 * EPS


@pytest.mark.theorem("thm-bohning")
@pytest.mark.parametrize("K", range(2, 8))
def test_a_half_is_sharp_for_every_number_of_classes(K):
    """At (½, ½, 0, …) the bound is attained, in exact numbers, and softmax comes as near to this π as one likes."""
    pi, v = sp.zeros(K, 1), sp.zeros(K, 1)
    pi[0] = pi[1] = sp.Rational(1, 2)
    v[0], v[1] = 1, -1
    C = sp.eye(K) - sp.ones(K, K) / K
    assert (v.T * (sp.diag(*pi) - pi * pi.T) * v)[0] == (v.T * C * v)[0] / 2 == 1
    near = sl.softmax([30.0, 30.0] + [0.0] * (K - 2))
    assert np.linalg.eigvalsh(spread(near))[-1] == pytest.approx(0.5, abs=K * 1e-12)  # e⁻³⁰ is 1e-13


@pytest.mark.theorem("thm-bohning")
def test_the_bound_for_beta_is_a_quarter_and_sharp():
    p = sp.Symbol("p", real=True)
    assert sp.expand(sp.Rational(1, 4) - p * (1 - p) - (p - sp.Rational(1, 2)) ** 2) == 0


@pytest.mark.theorem("thm-bohning")
@given(counts_and_w())
def test_the_information_is_bounded_everywhere(drawn):
    X, Y, W = drawn
    K, G = W.shape[1], X.T @ (Y.sum(axis=1, keepdims=True) * X)
    slack = np.kron(contrasts.symmetric(K) / 2, G) - information_of_w(X, W, Y.sum(axis=1))
    assert np.linalg.eigvalsh(slack)[0] >= -1e-12 * np.trace(G)
    if K == 2:
        slack = G / 4 - likelihood.information(W @ contrasts.pivot(2), X, Y)
        assert np.linalg.eigvalsh(slack)[0] >= -1e-12 * np.trace(G)


@pytest.mark.theorem("thm-bohning")
@given(counts_and_w(), st.sampled_from([1.0, 10.0]))
def test_the_mm_step_gains_at_least_what_is_promised(drawn, far):
    X, Y, W = drawn
    W = far * W
    G, S = X.T @ (Y.sum(axis=1, keepdims=True) * X), score_of_w(X, W, Y)
    regression = np.linalg.solve(G, S)
    gain = loglik_of_w(X, W + 2 * regression, Y) - loglik_of_w(X, W, Y)
    promised = np.sum(S * regression)
    assert promised >= 0
    assert gain >= promised - 1e-12 * abs(loglik_of_w(X, W, Y))


@pytest.mark.theorem("thm-bohning")
@given(counts_and_w().filter(lambda drawn: drawn[1].shape[1] == 2))
def test_for_two_classes_the_step_moves_beta_by_four_regressions(drawn):
    X, Y, W = drawn
    total = Y.sum(axis=1)
    G = X.T @ (total[:, None] * X)
    step = 2 * np.linalg.solve(G, score_of_w(X, W, Y))
    residual = Y[:, 0] - total * sl.sigmoid(X @ (W[:, 0] - W[:, 1]))
    beta = 4 * np.linalg.solve(G, X.T @ residual)
    np.testing.assert_allclose(step[:, 0] - step[:, 1], beta, rtol=0, atol=1e3 * EPS * np.linalg.cond(G))


# 11. Training two columns with η is training their difference with 2η


def descent(G, state, t, eps):
    return G


def momentum(G, state, t, eps, keep=0.9):
    state["v"] = keep * state.get("v", 0) + G
    return state["v"]


def nesterov(G, state, t, eps, keep=0.9):
    return G + keep * momentum(G, state, t, eps, keep)


def adagrad(G, state, t, eps):
    state["s"] = state.get("s", 0) + G**2
    return G / (np.sqrt(state["s"]) + eps)


def rmsprop(G, state, t, eps, keep=0.99):
    state["s"] = keep * state.get("s", 0) + (1 - keep) * G**2
    return G / (np.sqrt(state["s"]) + eps)


def adam(G, state, t, eps, keep=0.9, keep_squares=0.999):
    state["m"] = keep * state.get("m", 0) + (1 - keep) * G
    state["s"] = keep_squares * state.get("s", 0) + (1 - keep_squares) * G**2
    return state["m"] / (1 - keep**t) / (np.sqrt(state["s"] / (1 - keep_squares**t)) + eps)


LINEAR = [descent, momentum, nesterov]
ADAPTIVE = [adagrad, rmsprop, adam]


def train(rule, slope, start, rate, steps, eps=0.0, coupled=0.0, decoupled=0.0, unscaled=0.0):
    """The points visited; `slope(point, t)` is the gradient of step t's loss, and the weight decay is part of it or apart.

    Decay that is apart is multiplied by the rate, as libraries have it, or is not, as the paper on AdamW has it.
    """
    state, path = {}, [start]
    for t in range(1, steps + 1):
        here = path[-1]
        step = rule(slope(here, t) + coupled * here, state, t, eps)
        path.append((1 - rate * decoupled - unscaled) * here - rate * step)
    return np.array(path)


def train_looking_ahead(slope, start, rate, steps, coupled=0.0, keep=0.9):
    """Nesterov's momentum as it was first written: the gradient, decay included, is taken where the last move would lead if repeated."""
    path, move = [start], np.zeros_like(start)
    for t in range(1, steps + 1):
        ahead = path[-1] + keep * move
        move = keep * move - rate * (slope(ahead, t) + coupled * ahead)
        path.append(path[-1] + move)
    return np.array(path)


class Problem:
    """Two classes, batches of five of 40 rows, and where to start."""

    def __init__(self, seed, opposite=False):
        rng = np.random.default_rng(seed)
        self.X = np.column_stack([np.ones(40), rng.normal(size=(40, 2))])
        self.y = rng.integers(0, 2, size=40).astype(float)
        self.W = rng.normal(size=(3, 2))
        if opposite:
            self.W[:, 1] = -self.W[:, 0]
        self.beta = self.W[:, 0] - self.W[:, 1]
        self.batches = [rng.choice(40, size=5, replace=False) for _ in range(31)]

    def on_w(self, W, t):
        rows = self.batches[t]
        return self.X[rows].T @ (sl.softmax(self.X[rows] @ W) - np.column_stack([self.y, 1 - self.y])[rows]) / 5

    def on_beta(self, beta, t):
        rows = self.batches[t]
        return self.X[rows].T @ (sl.sigmoid(self.X[rows] @ beta) - self.y[rows]) / 5


problems = st.integers(0, 10**6).map(Problem)
rates = st.sampled_from([1e-3, 0.05, 0.3])
# Thirty steps of rounding. An adaptive method divides by a root of the gradients' own size, which may be a thousandth, never a millionth.
CLOSE = 1e-9


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("rule", LINEAR + ADAPTIVE)
@given(problem=problems, eta=rates, eps=st.sampled_from([0.0, 1e-8, 0.1]))
def test_two_columns_with_eta_are_their_difference_with_twice_eta(rule, problem, eta, eps):
    W = train(rule, problem.on_w, problem.W, eta, 30, eps)
    beta = train(rule, problem.on_beta, problem.beta, 2 * eta, 30, eps)
    np.testing.assert_allclose(W[..., 0] - W[..., 1], beta, rtol=0, atol=CLOSE)
    np.testing.assert_allclose(W.sum(axis=2) - W[0].sum(axis=1), 0, rtol=0, atol=CLOSE)


@pytest.mark.theorem("thm-training")
@given(problem=problems, eta=rates, decay=st.sampled_from([0.0, 0.1]))
def test_the_gradient_may_be_taken_at_a_point_ahead(problem, eta, decay):
    W = train_looking_ahead(problem.on_w, problem.W, eta, 30, coupled=decay)
    beta = train_looking_ahead(problem.on_beta, problem.beta, 2 * eta, 30, coupled=decay / 2)
    np.testing.assert_allclose(W[..., 0] - W[..., 1], beta, rtol=0, atol=CLOSE)
    if not decay:
        np.testing.assert_allclose(W.sum(axis=2) - W[0].sum(axis=1), 0, rtol=0, atol=CLOSE)


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("rule", LINEAR + ADAPTIVE)
def test_with_the_same_rate_they_part(rule):
    problem = Problem(0)
    W = train(rule, problem.on_w, problem.W, 0.05, 30)
    beta = train(rule, problem.on_beta, problem.beta, 0.05, 30)
    assert np.abs(W[..., 0] - W[..., 1] - beta).max() > 0.05


@pytest.mark.theorem("thm-training")
@given(problem=problems, rate=st.sampled_from([0.5, 1.0]))
def test_newton_needs_no_doubling(problem, rate):
    """One step on W, with the pseudo-inverse, against one on β from the same point and with the same rate."""
    X, y, W = problem.X, problem.y, problem.W / 2
    beta = W[:, 0] - W[:, 1]
    p = sl.sigmoid(X @ beta)
    H = X.T @ ((p * (1 - p))[:, None] * X)
    on_beta = rate * np.linalg.solve(H, X.T @ (y - p))
    inverse = np.linalg.pinv(information_of_w(X, W, np.ones(40)), rcond=1e-12, hermitian=True)
    on_w = rate * table(inverse @ vec(score_of_w(X, W, np.column_stack([y, 1 - y]))), 3)
    error = 1e3 * EPS * np.linalg.cond(H) * max(1, np.abs(on_beta).max())  # both solve a system of this condition number
    np.testing.assert_allclose(on_w[:, 0] - on_w[:, 1], on_beta, rtol=0, atol=error)
    np.testing.assert_allclose(on_w.sum(axis=1), 0, rtol=0, atol=error)


@pytest.mark.theorem("thm-training")
def test_the_pseudo_inverse_of_the_pattern_symbolically():
    """For any invertible H: (aaᵀ ⊗ H)⁺ = ¼ aaᵀ ⊗ H⁻¹ by Penrose's four conditions, and it takes a ⊗ g to ½ a ⊗ H⁻¹g."""
    s, t, r, g0, g1 = sp.symbols("s t r g0 g1", real=True)
    H, a, g = sp.Matrix([[s, t], [t, r]]), sp.Matrix([1, -1]), sp.Matrix([g0, g1])
    kron = sp.kronecker_product
    M, N = kron(a * a.T, H), kron(a * a.T, H.inv()) / 4
    assert sp.simplify(M * N * M - M) == sp.zeros(4)
    assert sp.simplify(N * M * N - N) == sp.zeros(4)
    assert sp.simplify(M * N - (M * N).T) == sp.zeros(4)
    assert sp.simplify(N * M - (N * M).T) == sp.zeros(4)
    assert sp.simplify(N * kron(a, g) - kron(a, H.inv() * g) / 2) == sp.zeros(4, 1)


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("rule", LINEAR)
@given(problem=problems, decay=st.sampled_from([1e-3, 0.1, 1.0]))
def test_weight_decay_in_the_gradient_is_halved(rule, problem, decay):
    W = train(rule, problem.on_w, problem.W, 0.05, 30, coupled=decay)
    beta = train(rule, problem.on_beta, problem.beta, 0.1, 30, coupled=decay / 2)
    np.testing.assert_allclose(W[..., 0] - W[..., 1], beta, rtol=0, atol=CLOSE)


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("rule", LINEAR + ADAPTIVE)
@given(problem=problems, decay=st.sampled_from([1e-3, 0.1, 1.0]))
def test_decoupled_weight_decay_is_halved(rule, problem, decay):
    W = train(rule, problem.on_w, problem.W, 0.05, 30, decoupled=decay)
    beta = train(rule, problem.on_beta, problem.beta, 0.1, 30, decoupled=decay / 2)
    np.testing.assert_allclose(W[..., 0] - W[..., 1], beta, rtol=0, atol=CLOSE)


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("rule", LINEAR + ADAPTIVE)
@given(problem=problems, decay=st.sampled_from([1e-3, 0.1]))
def test_decoupled_weight_decay_that_the_rate_does_not_multiply_stays(rule, problem, decay):
    """What the page says beside the theorem about the paper's form, W ← (1 − λ) W − step."""
    W = train(rule, problem.on_w, problem.W, 0.05, 30, unscaled=decay)
    beta = train(rule, problem.on_beta, problem.beta, 0.1, 30, unscaled=decay)
    np.testing.assert_allclose(W[..., 0] - W[..., 1], beta, rtol=0, atol=CLOSE)


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("opposite", [True, False])
def test_adam_with_the_decay_in_the_gradient_needs_opposite_columns(opposite):
    """What the page says beside the theorem: it works if w₁ + w₂ = 0, and not otherwise."""
    problem = Problem(1, opposite)
    W = train(adam, problem.on_w, problem.W, 0.05, 30, coupled=0.3)
    beta = train(adam, problem.on_beta, problem.beta, 0.1, 30, coupled=0.15)
    apart = np.abs(W[..., 0] - W[..., 1] - beta).max()
    assert apart < CLOSE if opposite else apart > 0.05


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("rule", ADAPTIVE)
@given(problem=problems, factor=st.sampled_from([1e-3, 2.0, 1e4]))
def test_adaptive_methods_do_not_see_the_scale_of_the_loss(rule, problem, factor):
    plain = train(rule, problem.on_beta, problem.beta, 0.05, 30)
    scaled = train(rule, lambda beta, t: factor * problem.on_beta(beta, t), problem.beta, 0.05, 30)
    np.testing.assert_allclose(scaled, plain, rtol=0, atol=CLOSE)


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("rule", [adagrad, adam])
@given(problem=problems, eta=rates)
def test_the_first_adaptive_step_has_the_size_of_the_rate(rule, problem, eta):
    W = train(rule, problem.on_w, problem.W, eta, 1)
    beta = train(rule, problem.on_beta, problem.beta, 2 * eta, 1)
    np.testing.assert_allclose(np.abs(W[1] - W[0]), eta, rtol=1e-9, atol=8 * EPS * np.abs(W).max())
    np.testing.assert_allclose(np.abs(beta[1] - beta[0]), 2 * eta, rtol=1e-9, atol=8 * EPS * np.abs(beta).max())


# The proposition on K columns: the sum of the columns, and the pivot table's step


@st.composite
def one_batch(draw):
    """A batch of labels for K classes, and any W."""
    K, n, p = draw(st.integers(2, 5)), draw(st.integers(1, 6)), draw(st.integers(1, 3))
    labels = draw(hnp.arrays(int, n, elements=st.integers(0, K - 1)))
    return draw(tables((n, p), 3.0)), np.eye(K)[labels], draw(tables((p, K), 3.0))


@pytest.mark.theorem("prp-column-sum")
@pytest.mark.parametrize("rule", LINEAR)
@given(one_batch())
def test_linear_methods_never_move_the_sum_of_the_columns(rule, drawn):
    X, Y, W = drawn
    path = train(rule, lambda W, t: -score_of_w(X, W, Y) / len(X), W, 0.05, 20)
    np.testing.assert_allclose(path.sum(axis=2) - W.sum(axis=1), 0, rtol=0, atol=1e-11)  # sums of up to 100 numbers up to a hundred


@pytest.mark.theorem("prp-column-sum")
@given(one_batch(), st.data())
def test_descent_on_w_moves_a_pivot_table_by_its_gradient_times_a_matrix(drawn, data):
    X, Y, W = drawn
    K = Y.shape[1]
    at = data.draw(st.integers(0, K - 1))
    A, keep = contrasts.pivot(K, at), np.delete(np.arange(K), at)
    G = -score_of_w(X, W, Y)
    on_b = -score_of_w(X, W @ A @ contrasts.lift(K, at), Y)[:, keep]  # the derivative in B: the pivot's column is fixed at zero
    moved = (W - 0.1 * G) @ A - W @ A
    np.testing.assert_allclose(moved, -0.1 * on_b @ (np.eye(K - 1) + 1), rtol=0, atol=1e-12)  # rounded sums of numbers up to a hundred
    np.testing.assert_array_equal(A.T @ A, np.eye(K - 1) + 1)


@pytest.mark.theorem("prp-column-sum")
@pytest.mark.parametrize("rule", [adagrad, adam])
@pytest.mark.parametrize("K", [2, 3, 4, 7])
def test_the_first_adaptive_step_moves_the_sum_unless_there_are_two_classes(rule, K):
    x, u = np.array([[1.0, -0.3, 2.5]]), np.array([[0.2], [1.0], [-0.7]])
    for Y in np.eye(K)[:, None]:
        path = train(rule, lambda W, t, Y=Y: -score_of_w(x, W, Y), u + np.zeros(K), 0.1, 1)
        np.testing.assert_allclose((path[1] - path[0]).sum(axis=1), (2 - K) * 0.1 * np.sign(x[0]), rtol=0, atol=1e-12)


# The same in PyTorch, as users run it: Linear(p, 2) with the cross-entropy loss, Linear(p, 1) with the logistic loss


def optimisers(torch):
    """Name, optimiser, and its options with weight decay λ; Adam's own decay is in the gradient, so here it has none."""
    optim = torch.optim
    return {
        "SGD": lambda group, lr, decay: optim.SGD(group, lr=lr, weight_decay=decay),
        "momentum": lambda group, lr, decay: optim.SGD(group, lr=lr, momentum=0.9, weight_decay=decay),
        "Nesterov": lambda group, lr, decay: optim.SGD(group, lr=lr, momentum=0.9, nesterov=True, weight_decay=decay),
        "Adagrad": lambda group, lr, decay: optim.Adagrad(group, lr=lr),
        "RMSprop": lambda group, lr, decay: optim.RMSprop(group, lr=lr),
        "Adam": lambda group, lr, decay: optim.Adam(group, lr=lr),
        "AdamW": lambda group, lr, decay: optim.AdamW(group, lr=lr, weight_decay=decay),
    }


@pytest.mark.theorem("thm-training")
@pytest.mark.parametrize("name", ["SGD", "momentum", "Nesterov", "Adagrad", "RMSprop", "Adam", "AdamW"])
def test_one_output_or_two_in_torch(name):
    """Label 1 is the second output, so the one output is the second minus the first; bias included, epsilon as PyTorch has it."""
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    X, y = torch.randn(40, 3, dtype=torch.float64), torch.randint(0, 2, (40,))
    two, one = (torch.nn.Linear(3, outputs, dtype=torch.float64) for outputs in (2, 1))
    with torch.no_grad():
        one.weight.copy_(two.weight[1:] - two.weight[:1])
        one.bias.copy_(two.bias[1:] - two.bias[:1])
    sums = (two.weight.sum(dim=0).clone(), two.bias.sum().clone())
    make = optimisers(torch)[name]
    runs = [(two, make(two.parameters(), 0.02, 0.1), lambda z, rows: torch.nn.functional.cross_entropy(z, y[rows]))]
    binary = torch.nn.functional.binary_cross_entropy_with_logits
    runs.append((one, make(one.parameters(), 0.04, 0.05), lambda z, rows: binary(z[:, 0], y[rows].double())))
    for step in range(30):
        rows = (torch.arange(8) + 8 * step) % 40
        for layer, optimiser, loss in runs:
            optimiser.zero_grad()
            loss(layer(X[rows]), rows).backward()
            optimiser.step()
    assert torch.allclose(two.weight[1] - two.weight[0], one.weight[0], rtol=0, atol=CLOSE)
    assert torch.allclose(two.bias[1] - two.bias[0], one.bias[0], rtol=0, atol=CLOSE)
    if name in ("Adagrad", "RMSprop", "Adam"):  # run without decay, so the sums must have stayed
        assert torch.allclose(two.weight.sum(dim=0), sums[0], rtol=0, atol=CLOSE)
        assert torch.allclose(two.bias.sum(), sums[1], rtol=0, atol=CLOSE)


# Jeffreys' penalty


def information_of(X, W, pivot):
    """The Fisher information of the pivot table (eq-information), from its definition."""
    pi = np.delete(sl.softmax(X @ W), pivot, axis=1)
    blocks = np.einsum("ij,jk->ijk", pi, np.eye(pi.shape[1])) - pi[:, :, None] * pi[:, None, :]
    return np.einsum("ijk,ip,iq->jpkq", blocks, X, X).reshape(2 * [pi.shape[1] * X.shape[1]])


JEFFREYS = np.random.default_rng(1993)
X_JEFFREYS = np.c_[np.ones(30), JEFFREYS.normal(size=(30, 2))]


@pytest.mark.theorem("thm-jeffreys")
@pytest.mark.parametrize("K", [2, 3, 5])
def test_the_determinant_of_the_information_knows_no_pivot_and_no_scale(K):
    W, T = JEFFREYS.normal(size=(3, K)), JEFFREYS.normal(size=(3, 3))
    logs = [np.linalg.slogdet(information_of(X_JEFFREYS, W, pivot))[1] for pivot in range(K)]
    np.testing.assert_allclose(logs, logs[0], atol=1e-9)
    scaled = np.linalg.slogdet(information_of(X_JEFFREYS @ T, np.linalg.solve(T, W), 0))[1]
    assert np.isclose(scaled - logs[0], 2 * (K - 1) * np.linalg.slogdet(T)[1])


@pytest.mark.theorem("thm-jeffreys")
def test_probabilities_with_jeffreys_penalty_know_no_pivot_and_no_scale():
    y, T = JEFFREYS.integers(3, size=30), JEFFREYS.normal(size=(3, 3))
    P = sl.fit(X_JEFFREYS, y, jeffreys=True).predict_proba(X_JEFFREYS)
    turned = sl.fit(X_JEFFREYS, y, classes=[2, 0, 1], jeffreys=True).predict_proba(X_JEFFREYS)
    np.testing.assert_allclose(turned, P[:, [2, 0, 1]], atol=1e-6)
    scaled = sl.fit(X_JEFFREYS @ T, y, jeffreys=True).predict_proba(X_JEFFREYS @ T)
    np.testing.assert_allclose(scaled, P, atol=1e-6)


@pytest.mark.theorem("thm-jeffreys")
@pytest.mark.parametrize("K", [2, 3, 5])
def test_far_out_there_is_no_information_in_the_direction_gone(K):
    for _ in range(50):
        D = np.c_[np.zeros(3), JEFFREYS.normal(size=(3, K - 1))]
        D /= np.linalg.norm(D)
        for t in (5.0, 50.0, 200.0):
            along = D[:, 1:].T.ravel()
            least = along @ information_of(X_JEFFREYS, t * D, 0) @ along
            assert least <= 30 * K * (2 / (np.e * t)) ** 2


@pytest.mark.theorem("thm-jeffreys")
@pytest.mark.parametrize("K", [2, 3])
def test_separated_data_have_a_maximum_with_jeffreys_penalty(K):
    x = np.arange(4.0 * K)
    X, y = np.c_[np.ones_like(x), x], (x // 4).astype(int)
    fit = sl.fit(X, y, jeffreys=True)

    def penalised(W):
        return np.log(sl.softmax(X @ W)[np.arange(len(y)), y]).sum() + np.linalg.slogdet(information_of(X, W, 0))[1] / 2

    best = penalised(fit.W)
    assert np.isfinite(best)
    for size in (1e-3, 0.1, 1.0):
        assert max(penalised(fit.W + size * JEFFREYS.normal(size=(2, K))) for _ in range(50)) < best
