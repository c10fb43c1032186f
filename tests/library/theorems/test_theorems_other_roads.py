"""The theorems of Part III, each clause of each: noisy options, Gaussian classes, maximum entropy, Poisson counts.

The clauses about distributions are checked twice: by SymPy or by numerical integration, which leave no room for chance, and where the
text lets a race be run, by running it with a fixed seed and bounds that chance would pass in fewer than one case in ten thousand.
"""

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import integrate, special, stats
from strategies import EPS, counts, n_classes, tables

import softlogit as sl
from softlogit.book.derivation import equal

ROUNDS = 200_000
# What a standardised mean of many draws exceeds with a probability below 1e-4, one place after the other.
FAR = 4.5


def scores(scale=2.0):
    return n_classes.flatmap(lambda K: tables(K, scale))


# 16. Gumbel noise: the best option is softmax, the best sum is Gumbel again, and the difference of two noises is logistic


def below(t):
    """The standard Gumbel distribution function (eq-gumbel)."""
    return sp.exp(-sp.exp(-t))


t, r, s = sp.Symbol("t", real=True), sp.Symbol("r", real=True), sp.Symbol("s", positive=True)


@pytest.mark.theorem("thm-random-utility")
@pytest.mark.parametrize("K", [2, 3, 5])
def test_the_density_of_winning_at_a_sum_is_that_of_one_gumbel_times_softmax_symbolically(K):
    """f(r − v₁) Π F(r − vⱼ) = (e^{v₁}/s) d/dr exp(−s e^{−r}), and the last function runs from 0 to 1: all that the integrals need."""
    v = sp.symbols(f"v_1:{K + 1}", real=True)
    total = sum(map(sp.exp, v))
    wins_at = sp.diff(below(r), r).subs(r, r - v[0]) * sp.prod(below(r - vj) for vj in v[1:])
    whole = sp.exp(-s * sp.exp(-r))
    assert equal(sp.powsimp(wins_at), sp.powsimp((sp.exp(v[0]) / s * sp.diff(whole, r)).subs(s, total)))
    assert (sp.limit(whole, r, -sp.oo), sp.limit(whole, r, sp.oo)) == (0, 1)
    assert equal(whole.subs({s: total, r: t}), below(t - sp.log(total)))


@pytest.mark.theorem("thm-random-utility")
@given(scores())
def test_the_probability_of_winning_is_softmax(v):
    """By numerical integration over the value that the noise of option 1 takes, in the scale on which it is uniform."""
    others = v[1:] - v[0]
    value, _ = integrate.quad(lambda u: np.prod(stats.gumbel_r.cdf(stats.gumbel_r.ppf(u) - others)), 0, 1, epsabs=1e-10, limit=200)
    assert value == pytest.approx(sl.softmax(v)[0], abs=1e-8)  # what quad was asked for, and a margin


@pytest.mark.theorem("thm-random-utility")
@pytest.mark.parametrize("v", [[1.0, 0.2, -0.5], [3.0, 0.0], [0.0, 0.0, 0.0, 5.0]])
def test_a_race_is_won_as_the_theorem_says(v):
    sums = np.array(v) + np.random.default_rng(16).gumbel(size=(ROUNDS, len(v)))
    winner, best = sums.argmax(axis=1), sums.max(axis=1)
    pi = sl.softmax(v)
    assert np.all((sums == best[:, None]).sum(axis=1) == 1)  # no ties
    share = np.bincount(winner, minlength=len(v)) / ROUNDS
    assert (np.abs(share - pi) < FAR * np.sqrt(pi * (1 - pi) / ROUNDS)).all()
    expected = sl.log_sum_exp(v) + np.euler_gamma
    for k in range(len(v)):  # whichever option wins, the mean is the same, and so is the whole distribution
        own = best[winner == k]
        assert abs(own.mean() - expected) < FAR * np.pi / np.sqrt(6 * len(own))
        assert stats.kstest(own, stats.gumbel_r(sl.log_sum_exp(v)).cdf).pvalue > 1e-4


@pytest.mark.theorem("thm-random-utility")
def test_the_mean_of_the_noise_is_eulers_constant():
    positive = sp.Symbol("r", positive=True)
    assert sp.integrate(-sp.log(positive) * sp.exp(-positive), (positive, 0, sp.oo)) == sp.EulerGamma


@pytest.mark.theorem("thm-random-utility")
def test_the_difference_of_two_noises_is_logistic():
    """P(ε₂ < ε₁ + t), over the value of r = e^{−ε₁}, which has density e^{−r}."""
    positive = sp.Symbol("r", positive=True)
    probability = sp.integrate(sp.exp(-positive) * sp.exp(-positive * sp.exp(-t)), (positive, 0, sp.oo))
    assert equal(probability, 1 / (1 + sp.exp(-t)))


@pytest.mark.theorem("thm-random-utility")
@given(tables(2, 20.0))
def test_of_two_options_the_first_wins_with_the_sigmoid_of_the_difference(v):
    assert sl.softmax(v)[0] == pytest.approx(float(sl.sigmoid(v[0] - v[1])), rel=100 * EPS)  # exponents up to 40, each rounded


# 17. Gaussian classes: softmax with slopes Σ⁻¹μ and intercept ln q − ½ μᵀΣ⁻¹μ; differences; every W; own covariances


@st.composite
def gaussian_classes(draw, own=False):
    """Means K × d, shares, and a covariance matrix with eigenvalues of at least ½, or one for each class."""
    K, d = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    roots = draw(tables((K if own else 1, d, d)))
    covariances = roots @ roots.swapaxes(1, 2) + np.eye(d) / 2
    shares = draw(hnp.arrays(float, K, elements=st.floats(0.05, 1)))
    return draw(tables((K, d), 2.0)), shares / shares.sum(), covariances if own else covariances[0]


def bayes(S, means, shares, covariances):
    """The probabilities of the classes by Bayes' rule from SciPy's densities."""
    log_density = [stats.multivariate_normal(m, C).logpdf(S).reshape(len(S)) for m, C in zip(means, covariances, strict=True)]
    return special.softmax(np.log(shares) + np.column_stack(log_density), axis=1)


def columns(means, shares, covariance):
    """W as eq-gaussian-w gives it."""
    slopes = np.linalg.solve(covariance, means.T)
    return np.vstack([np.log(shares) - np.sum(means.T * slopes, axis=0) / 2, slopes])


def with_ones(S):
    return np.column_stack([np.ones(len(S)), S])


def points(data, d):
    return data.draw(tables((4, d), 3.0))


@pytest.mark.theorem("thm-gaussian")
@pytest.mark.parametrize("d", [1, 2, 3])
def test_the_squares_are_free_of_the_mean_symbolically(d):
    """ln q + the exponent of the density = wᵀx − ½ sᵀΣ⁻¹s for symbols throughout, Σ⁻¹ symmetric."""
    inverse = sp.Matrix(d, d, lambda i, j: sp.Symbol(f"a_{min(i, j)}{max(i, j)}", real=True))
    at, mean = sp.Matrix(sp.symbols(f"s:{d}", real=True)), sp.Matrix(sp.symbols(f"m:{d}", real=True))
    log_q = sp.Symbol("log_q", real=True)
    joint = log_q - ((at - mean).T * inverse * (at - mean))[0] / 2
    score = log_q - (mean.T * inverse * mean)[0] / 2 + ((inverse * mean).T * at)[0]
    assert sp.expand(joint - score + (at.T * inverse * at)[0] / 2) == 0


@pytest.mark.theorem("thm-gaussian")
@given(gaussian_classes(), st.data())
def test_bayes_rule_with_a_common_covariance_is_softmax(classes, data):
    means, shares, covariance = classes
    S = points(data, means.shape[1])
    model = sl.LogitModel.from_softmax(columns(means, shares, covariance))
    expected = bayes(S, means, shares, [covariance] * len(means))
    # The densities' exponents are at most a few hundred, and SciPy's come from an eigendecomposition.
    np.testing.assert_allclose(model.predict_proba(with_ones(S)), expected, rtol=0, atol=1e-10)


@pytest.mark.theorem("thm-gaussian")
@given(gaussian_classes())
def test_differences_of_columns_are_as_stated(classes):
    means, shares, covariance = classes
    model = sl.LogitModel.from_softmax(columns(means, shares, covariance))
    slopes = np.linalg.solve(covariance, means[1] - means[0])
    intercept = np.log(shares[1] / shares[0]) - (means[1] + means[0]) @ slopes / 2
    np.testing.assert_allclose(model.log_odds(1, against=0), [intercept, *slopes], rtol=0, atol=1e-11)  # numbers up to about 50
    if len(means) == 2:
        np.testing.assert_array_equal(model.beta, model.log_odds(1, against=0))


@pytest.mark.theorem("thm-gaussian")
@given(gaussian_classes(), st.data())
def test_another_origin_takes_the_same_vector_from_the_slopes_of_every_column(classes, data):
    means, shares, covariance = classes
    c = data.draw(tables(means.shape[1], 5.0))
    change = columns(means, shares, covariance) - columns(means - c, shares, covariance)
    expected = np.linalg.solve(covariance, c)[:, None] * np.ones(len(means))
    np.testing.assert_allclose(change[1:], expected, rtol=0, atol=1e-11)  # as above


@pytest.mark.theorem("thm-gaussian")
@given(gaussian_classes(), st.data())
def test_every_w_comes_from_gaussian_classes_with_any_covariance(classes, data):
    covariance = classes[2]
    W = data.draw(tables((len(covariance) + 1, data.draw(st.integers(2, 4))), 2.0))
    means = (covariance @ W[1:]).T
    shares = special.softmax(W[0] + np.sum(W[1:] * (covariance @ W[1:]), axis=0) / 2)
    model = sl.LogitModel.from_softmax(columns(means, shares, covariance))
    assert model.same_model_as(sl.LogitModel.from_softmax(W), atol=1e-10)  # as above


@pytest.mark.theorem("cor-gaussian-quadratic")
@given(gaussian_classes(own=True), st.data())
def test_own_covariances_add_squares_and_products(classes, data):
    means, shares, covariances = classes
    d = means.shape[1]
    S = points(data, d)
    rows, cols = np.triu_indices(d)
    X = np.column_stack([with_ones(S), S[:, rows] * S[:, cols]])
    W = []
    for m, q, C in zip(means, shares, covariances, strict=True):
        inverse = np.linalg.inv(C)
        products = -inverse[rows, cols] / np.where(rows == cols, 2, 1)
        W.append([np.log(q) - m @ inverse @ m / 2 - np.linalg.slogdet(C)[1] / 2, *(inverse @ m), *products])
    P = sl.LogitModel.from_softmax(np.transpose(W)).predict_proba(X)
    np.testing.assert_allclose(P, bayes(S, means, shares, covariances), rtol=0, atol=1e-10)  # as for the common covariance


# 18. The log-partition function; maximum likelihood is maximum entropy


def log_partition(z):
    return sp.log(sum(map(sp.exp, z)))


@pytest.mark.theorem("prp-log-partition")
@pytest.mark.parametrize("K", [2, 3, 4])
def test_gradient_and_hessian_of_the_log_partition_function_symbolically(K):
    z, c = sp.symbols(f"z_1:{K + 1}", real=True), sp.Symbol("c", real=True)
    pi = [sp.exp(zk) / sum(map(sp.exp, z)) for zk in z]
    assert [equal(sp.diff(log_partition(z), zk), p) for zk, p in zip(z, pi, strict=True)] == [True] * K
    hessian = sp.hessian(log_partition(z), z)
    assert all(equal(hessian[j, k], pi[j] * (int(j == k) - pi[k])) for j in range(K) for k in range(K))
    shifted = sp.exp(log_partition([zk + c for zk in z])) / sp.exp(log_partition(z) + c)
    assert sp.simplify(shifted) == 1
    assert equal(hessian[1:, 1:].det(), sp.prod(pi))


@pytest.mark.theorem("prp-log-partition")
@given(scores(), st.data())
def test_the_hessian_is_flat_along_the_ones_and_nowhere_else(z, data):
    pi = sl.softmax(z)
    hessian = np.diag(pi) - np.outer(pi, pi)
    np.testing.assert_allclose(hessian @ np.ones(len(z)), 0, atol=10 * EPS)
    a = data.draw(tables(len(z)))
    assume(np.ptp(a) > 1e-3)
    # The variance of a number that is min a or max a with at least the least probability each.
    assert a @ hessian @ a > 0.9 * pi.min() * np.ptp(a) ** 2 / 2
    assert np.linalg.eigvalsh(hessian[1:, 1:]).min() > 0
    assert np.linalg.det(hessian[1:, 1:]) == pytest.approx(np.prod(pi), rel=1e-9)  # LU of at most five rows


@pytest.mark.theorem("prp-log-partition")
@given(scores(scale=1e3), st.floats(-1e3, 1e3))
def test_a_shift_comes_out_of_the_library_function_and_leaves_the_probabilities(z, c):
    error = 4 * EPS * 4e3  # sums and differences of numbers up to 2,000
    assert sl.log_sum_exp(z + c) == pytest.approx(float(sl.log_sum_exp(z)) + c, abs=error)
    np.testing.assert_allclose(sl.softmax(z + c), sl.softmax(z), rtol=0, atol=error)


def entropy(Q):
    return float(special.entr(Q).sum())


@st.composite
def labels(draw):
    """Rows with an intercept and one label each, with a maximum-likelihood fit: grouped counts, written out row by row."""
    X, Y = draw(counts())
    repeats = Y.astype(int)
    return np.repeat(X, repeats.sum(axis=1), axis=0), np.concatenate([np.repeat(np.arange(Y.shape[1]), row) for row in repeats])


def matching_table(P, X, direction):
    """A table of probabilities with the sums of P: a step along a direction that changes neither the sums nor the rows' totals.

    It ends just before the first entry is zero, because a step that ends there may be rounded to an entry below.
    """
    D = direction - X @ np.linalg.lstsq(X, direction)[0]
    D = D - D.mean(axis=1, keepdims=True)
    size = np.max(np.abs(D) / P)
    assume(size > 1e-6)
    return P + 0.999 * D / size


@pytest.mark.theorem("thm-maximum-entropy")
@given(labels(), st.integers(0, 2**32 - 1))
def test_the_fit_has_the_greatest_entropy_of_all_tables_with_its_sums(drawn, seed):
    X, y = drawn
    assume(len(np.unique(y)) > 1)
    fit = sl.fit(X, y)
    Y, P = np.eye(fit.n_classes)[y], fit.predict_proba(X)
    np.testing.assert_allclose(X.T @ P, X.T @ Y, rtol=0, atol=1e-7 * len(X))  # the solver's accuracy
    assert entropy(P) == pytest.approx(-fit.loglik, rel=1e-9)  # as above
    Q = matching_table(P, X, np.random.default_rng(seed).normal(size=P.shape))
    np.testing.assert_allclose(X.T @ Q, X.T @ Y, rtol=0, atol=1e-7 * len(X))
    gap = np.sum(special.rel_entr(Q, P))
    assert entropy(Q) == pytest.approx(-fit.loglik - gap, rel=1e-7)
    assert gap > 0


@pytest.mark.theorem("thm-maximum-entropy")
@given(labels(), st.integers(0, 2**32 - 1))
def test_no_matching_table_has_more_entropy_than_any_w_allows(drawn, seed):
    """H(Q) + Σ q ln(q / P(W)) = −ℓ(W), for W that have nothing to do with the data, and for Q = Y, which matches too."""
    X, y = drawn
    assume(len(np.unique(y)) > 1)
    rng, fit = np.random.default_rng(seed), sl.fit(X, y)
    Y = np.eye(fit.n_classes)[y]
    W = rng.normal(size=fit.W.shape)
    value = -np.sum(Y * sl.log_softmax(X @ W))
    for Q in (Y, fit.predict_proba(X), matching_table(fit.predict_proba(X), X, rng.normal(size=Y.shape))):
        gap = np.sum(special.rel_entr(Q, sl.softmax(X @ W)))
        assert gap >= 0
        assert entropy(Q) + gap == pytest.approx(value, rel=1e-7)


@pytest.mark.theorem("thm-maximum-entropy")
@given(counts(), st.data())
def test_a_w_whose_table_matches_maximises_the_likelihood(drawn, data):
    """Shares that are exactly those of some W have that W as their fit; counts stand for the labels of many rows."""
    X, _ = drawn
    K = data.draw(st.integers(2, 4))
    W = data.draw(tables((X.shape[1], K), 1.0))
    fit = sl.fit(X, 100 * sl.softmax(X @ W))
    assert fit.same_model_as(sl.LogitModel.from_softmax(W), atol=1e-6)  # the solver's accuracy


@pytest.mark.theorem("thm-maximum-entropy")
def test_the_entropy_of_the_program_choice_fit(program_choice):
    students = sl.load_program_choice()
    P = program_choice.predict_proba(students)
    assert round(entropy(P), 4) == 179.9817
    assert entropy(P) == pytest.approx(-program_choice.loglik, rel=1e-12)
    X, Y = program_choice.design_matrix(students), np.eye(3)[students["prog"].cat.codes]
    np.testing.assert_allclose(X.T @ P, X.T @ Y, rtol=0, atol=1e-8)


# The Poisson trick: a free level for each row turns independent counts into the multinomial logit

RNG = np.random.default_rng(1994)
FEATURES = np.c_[np.ones(40), RNG.normal(size=(40, 2))]
COUNTS = RNG.multinomial(6, [0.2, 0.3, 0.5], size=40) + np.eye(3, dtype=int)[RNG.integers(3, size=40)]


def log_means(levels, W):
    """The logarithms of the Poisson means (eq-poisson-model)."""
    return levels[:, None] + FEATURES @ W


def poisson_loglik(levels, W):
    return stats.poisson.logpmf(COUNTS, np.exp(log_means(levels, W))).sum()


def best_levels(W):
    return np.log(COUNTS.sum(axis=1)) - sl.log_sum_exp(FEATURES @ W)


def multinomial_loglik(W):
    return np.sum(COUNTS * sl.log_softmax(FEATURES @ W))


@pytest.mark.theorem("thm-poisson")
def test_levels_take_up_a_shift():
    levels, W, u = RNG.normal(size=40), RNG.normal(size=(3, 3)), RNG.normal(size=3)
    np.testing.assert_allclose(log_means(levels - FEATURES @ u, W + u[:, None]), log_means(levels, W), atol=40 * EPS)


@pytest.mark.theorem("thm-poisson")
def test_with_the_best_levels_the_likelihoods_differ_by_a_constant_of_the_counts():
    differences = [poisson_loglik(best_levels(W), W) - multinomial_loglik(W) for W in RNG.normal(size=(20, 3, 3))]
    np.testing.assert_allclose(differences, differences[0], rtol=1e-11)


@pytest.mark.theorem("thm-poisson")
@pytest.mark.parametrize("size", [1e-3, 0.1, 2.0])
def test_any_other_levels_are_worse(size):
    W = RNG.normal(size=(3, 3))
    other = [best_levels(W) + size * RNG.normal(size=40) for _ in range(20)]
    assert max(poisson_loglik(levels, W) for levels in other) < poisson_loglik(best_levels(W), W)


@pytest.mark.theorem("thm-poisson")
def test_the_poisson_likelihood_is_greatest_at_the_multinomial_fit():
    fit = sl.fit(FEATURES, COUNTS)
    greatest = poisson_loglik(best_levels(fit.W), fit.W)
    residuals = COUNTS - np.exp(log_means(best_levels(fit.W), fit.W))  # its derivatives: sums of these
    np.testing.assert_allclose(residuals.sum(axis=1), 0, atol=1e-9)
    np.testing.assert_allclose(FEATURES.T @ residuals, 0, atol=1e-7)
    for size in (0.01, 1.0):
        W = fit.W + size * RNG.normal(size=(3, 3))
        assert poisson_loglik(best_levels(W), W) < greatest


@pytest.mark.theorem("thm-poisson")
def test_the_poisson_information_gives_the_multinomial_covariance():
    fit = sl.fit(FEATURES, COUNTS)
    B = fit.coef()
    level = np.kron(np.eye(40), np.ones((3, 1)))  # a row for each count: of its row's level, and of x for each class but the first
    slopes = np.vstack([np.kron(np.eye(3)[:, 1:], x) for x in FEATURES])
    design = np.c_[level, slopes]
    means = np.exp(log_means(best_levels(np.c_[np.zeros(3), B]), np.c_[np.zeros(3), B])).ravel()
    information = design.T @ (means[:, None] * design)
    np.testing.assert_allclose(np.linalg.inv(information)[40:, 40:], fit.covariance(), rtol=1e-8, atol=1e-12)
