"""Data without a maximum-likelihood estimate: it is found out, the contrasts that run away are named, the others are right.

Albert and Anderson (1984): whether there is an estimate is a matter of the differences between classes.
"""

import warnings
from itertools import product

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from scipy import linalg, optimize
from sklearn.datasets import load_iris

import softlogit as sl
from softlogit.solver import existence
from softlogit.solver.coordinates import objective
from softlogit.solver.existence import Undecided, climb_beside, find_separation
from softlogit.solver.newton import maximise

IRIS = load_iris(as_frame=True)
X_IRIS = IRIS.data.assign(one=1.0)[["one", *IRIS.data.columns]]
SPECIES = IRIS.target_names[IRIS.target]
SEPALS = ["one", "sepal length (cm)", "sepal width (cm)"]


def fit_separated(*data, **options):
    with pytest.warns(sl.SeparationWarning):
        return sl.fit(*data, **options)


@pytest.fixture(scope="module")
def iris():
    return fit_separated(X_IRIS, SPECIES)


@pytest.fixture(scope="module")
def two_species():
    rows = SPECIES != "setosa"
    return sl.fit(X_IRIS[rows], SPECIES[rows])


def test_the_finite_contrast_of_iris_is_the_fit_to_the_other_two_species(iris, two_species):  # thm-separation
    joint, apart = (fit.contrast("virginica", against="versicolor") for fit in (iris, two_species))
    # R 4.2.2, summary(glm(Species ~ ., binomial, subset(iris, Species != "setosa"), epsilon = 1e-15)), nine digits.
    np.testing.assert_allclose(joint.estimate, [-42.63780381, -2.46522020, -6.68088701, 9.42938515, 18.28613689], rtol=1e-8)
    np.testing.assert_allclose(joint.standard_error, [25.70766083, 2.39430102, 4.47956457, 4.73720770, 9.74261214], rtol=1e-8)
    np.testing.assert_allclose(joint.estimate, apart.estimate, rtol=1e-11)
    np.testing.assert_allclose(joint.standard_error, apart.standard_error, rtol=1e-11)
    assert iris.loglik == pytest.approx(two_species.loglik, rel=1e-12)


def test_what_runs_away_is_not_a_number(iris):
    for pair in (("versicolor", "setosa"), ("virginica", "setosa"), ("setosa", "virginica")):
        table = iris.contrast(*pair)
        assert np.isnan(table.estimate).all()
        assert np.isinf(table.standard_error).all()
        assert np.isnan(table.p_value).all()
    assert np.isnan(iris.coef()).all()
    assert np.isnan(iris.symmetric).all()
    assert np.isinf(iris.standard_errors()).all()
    np.testing.assert_array_equal(np.isinf(iris.covariance("versicolor")).sum(), 5)  # variances; of the other pair there are none
    assert "nan" in str(iris.summary())
    assert not iris.converged


def test_the_warning_names_contrasts_features_and_a_remedy():
    with pytest.warns(sl.SeparationWarning) as caught:
        sl.fit(X_IRIS, SPECIES)
    message = str(caught[0].message)
    assert "versicolor against setosa (one, sepal length (cm), sepal width (cm), petal length (cm), petal width (cm))" in message
    assert "virginica against setosa" in message
    assert "virginica against versicolor" not in message
    assert "ridge=" in message
    assert caught[0].filename == __file__


def test_the_runaway_contrasts_can_be_asked_for(iris, two_species):
    assert list(iris.runaway_contrasts()) == [("versicolor", "setosa"), ("virginica", "setosa")]
    assert iris.runaway_contrasts()["versicolor", "setosa"] == tuple(X_IRIS.columns)
    assert two_species.runaway_contrasts() == {}


def test_predictions_are_those_of_the_limit(iris, two_species):
    P = iris.predict_proba(X_IRIS)
    np.testing.assert_array_equal(P[:50].round(12), np.tile([1, 0, 0], (50, 1)))
    np.testing.assert_allclose(P[50:, 1:], two_species.predict_proba(X_IRIS[50:]), rtol=0, atol=1e-12)


def test_predictions_between_the_species_that_overlap_have_their_intervals(iris, two_species):
    """Setosa has no share left there: the log-odds of the others are those of the two-class fit, while its own have no estimate."""
    joint, apart = sl.predicted_probabilities(iris, X_IRIS[50:]), sl.predicted_probabilities(two_species, X_IRIS[50:])
    for ours, theirs in zip(joint, apart, strict=True):
        np.testing.assert_allclose(ours[:, 1:], theirs, rtol=1e-9)
    assert np.isnan(joint.standard_error[:, 0]).all()
    assert np.isnan(joint.lower[:, 0]).all()


def test_the_limit_is_found_from_any_start(two_species):
    """Not only from where the solver gave up, which is near."""
    climbed = objective(X_IRIS.to_numpy(), np.eye(3)[IRIS.target], ridge=None, features=X_IRIS.columns)
    start = maximise(climbed, np.zeros(10), max_iter=1)
    found, _ = climb_beside(climbed, start, find_separation(climbed.Z, climbed.Y))
    B = climbed.coefficients(found.point)
    np.testing.assert_allclose(B[:, 1] - B[:, 0], two_species.beta, rtol=1e-9)


def test_the_finite_part_does_not_depend_on_the_pivot(iris):
    other = fit_separated(X_IRIS, SPECIES, classes=["virginica", "setosa", "versicolor"])
    np.testing.assert_allclose(
        other.contrast("virginica", "versicolor").estimate, iris.contrast("virginica", "versicolor").estimate, rtol=1e-10
    )


def test_setosa_against_all_others_loses_every_contrast():
    fit = fit_separated(X_IRIS, SPECIES == "setosa")
    assert fit.runaway_contrasts() == {(True, False): tuple(X_IRIS.columns)}
    assert fit.loglik == pytest.approx(0, abs=1e-12)


def test_sepals_alone_separate_setosa_only():
    fit = fit_separated(X_IRIS[SEPALS], SPECIES)
    rows = SPECIES != "setosa"
    apart = sl.fit(X_IRIS.loc[rows, SEPALS], SPECIES[rows])
    np.testing.assert_allclose(fit.log_odds("virginica", "versicolor"), apart.log_odds("virginica", "versicolor"), rtol=1e-10)


# Small designs whose answer can be worked out by hand


def test_quasi_complete_separation_by_a_dummy():
    """All treated recover: the treatment's effect has no estimate, the intercept is the log-odds of the untreated."""
    treated = np.repeat([0, 1], [7, 5])
    y = np.array(["ill"] * 3 + ["well"] * 9)
    fit = fit_separated(np.column_stack([np.ones(12), treated]), y, features=["one", "treated"])
    table = fit.contrast("well", against="ill")
    assert fit.runaway_contrasts() == {("well", "ill"): ("treated",)}
    np.testing.assert_allclose(table.estimate, [np.log(4 / 3), np.nan], rtol=1e-12)
    np.testing.assert_allclose(table.standard_error, [np.sqrt(1 / 4 + 1 / 3), np.inf], rtol=1e-9)
    assert fit.loglik == pytest.approx(3 * np.log(3 / 7) + 4 * np.log(4 / 7), rel=1e-12)
    assert fit.aic == pytest.approx(-2 * fit.loglik + 4)


def test_quasi_complete_separation_by_a_point_that_two_classes_share():
    x = [1, 2, 3, 3, 4, 5]
    fit = fit_separated(np.column_stack([np.ones(6), x]), [0, 0, 0, 1, 1, 1])
    assert fit.loglik == pytest.approx(2 * np.log(1 / 2), rel=1e-12)
    # Along the direction (−3, 1) nothing changes at x = 3: its log-odds are finite, and zero.
    np.testing.assert_allclose(fit.predict_proba([[1, 3]]), [[0.5, 0.5]], rtol=1e-12)
    at = sl.predicted_probabilities(fit, [[1, 3], [1, 4]])
    np.testing.assert_allclose(at.standard_error[0], 0.5 * 0.5 * np.sqrt(2), rtol=1e-9)  # of two tosses of a fair coin
    assert np.isnan(at.lower[1]).all()


def test_separated_counts():
    """A dose that kills all and one that kills none, with a shared dose between them: counts decide like the rows they stand for."""
    X = np.column_stack([np.ones(3), [1.0, 2.0, 3.0]])
    counts = np.array([[5, 0], [2, 6], [0, 4]])
    fit = fit_separated(X, counts)
    rows, labels = np.repeat(X, counts.sum(axis=1), axis=0), np.concatenate([np.repeat([0, 1], row) for row in counts])
    assert fit.loglik == pytest.approx(fit_separated(rows, labels).loglik, rel=1e-12)
    assert fit.loglik == pytest.approx(2 * np.log(2 / 8) + 6 * np.log(6 / 8), rel=1e-12)


def test_a_class_that_a_dummy_sets_apart_leaves_the_others_alone():
    rng = np.random.default_rng(0)
    x, group = rng.normal(size=60), np.repeat([0, 1], [40, 20])
    y = np.where(group == 1, "c", rng.choice(["a", "b"], 60))
    y[45:50] = "a"
    X = np.column_stack([np.ones(60), x, group])
    fit = fit_separated(X, y, features=["one", "x", "group"])
    others = y != "c"
    apart = fit_separated(X[others], y[others], features=["one", "x", "group"])  # all others with group = 1 are in class a
    np.testing.assert_allclose(fit.log_odds("b", "a"), apart.log_odds("b", "a"), rtol=1e-9)
    assert np.isfinite(fit.log_odds("b", "a")).tolist() == [True, True, False]
    for pivot in "abc":
        errors = [fit.contrast(label, against=pivot).standard_error for label in fit.classes if label != pivot]
        np.testing.assert_allclose(fit.standard_errors(pivot), np.transpose(errors), rtol=1e-12)


def test_rows_without_weight_do_not_overlap():
    X, y = np.column_stack([np.ones(6), np.arange(6)]), [0, 0, 1, 0, 1, 1]
    sl.fit(X, y)
    assert fit_separated(X, y, weights=[1, 1, 0, 1, 1, 1]).loglik == pytest.approx(0, abs=1e-12)


def test_a_weight_of_a_millionth_is_an_overlap_all_the_same():
    fit = sl.fit(np.column_stack([np.ones(6), np.arange(6)]), [0, 0, 1, 0, 1, 1], weights=[1, 1, 1e-6, 1, 1, 1])
    assert fit.converged


def test_a_ridge_makes_every_contrast_finite():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = sl.fit(X_IRIS, SPECIES, ridge=1e-6)
    assert np.isfinite(fit.coef()).all()
    assert fit.converged


def test_the_other_tests_say_that_there_is_nothing_to_test(iris, two_species):
    with pytest.raises(sl.InputError, match="likelihood_ratio_test"):
        sl.wald_test(iris, "petal width (cm)")
    null = sl.fit(X_IRIS[["one"]], SPECIES)
    assert sl.likelihood_ratio_test(null, iris).statistic == pytest.approx(2 * (iris.loglik - null.loglik))


def test_the_message_about_many_classes_stays_short():
    X = np.column_stack([np.ones(10), np.arange(10) ** 2, np.arange(10)])
    with pytest.warns(sl.SeparationWarning, match="and 40 more\\."):
        sl.fit(X, np.arange(10))


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
@pytest.mark.parametrize("shift", [0.0, 1e4, 1e7])
def test_the_units_and_the_origin_of_a_column_do_not_matter(scale, shift):
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0]) * scale + shift * scale
    X = np.column_stack([np.ones(6), x])
    assert sl.fit(X, [0, 0, 1, 0, 1, 1]).converged
    assert fit_separated(X, [0, 0, 0, 1, 1, 1]).runaway_contrasts() == {(1, 0): ("x0", "x1")}


def test_an_overlap_of_a_millionth_is_an_overlap():
    x = np.array([0.0, 1.0, 2.0, 2.0 - 1e-6, 3.0, 4.0])
    fit = sl.fit(np.column_stack([np.ones(6), x]), [0, 0, 0, 1, 1, 1])
    assert fit.converged
    assert fit.beta[1] > 10


def test_ordinary_fits_do_not_pay(monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr(existence, "find_separation", never)
    for formula, data in (
        ("admit ~ gre + gpa", sl.load_admissions()),
        ("prog ~ ses + write", sl.load_program_choice()),
        ("food ~ length", sl.load_alligators()),
        ("low ~ age + lwt + smoke", sl.load_birthwt()),
        ("species ~ bill_length_mm + bill_depth_mm", sl.load_penguins()),
    ):
        sl.fit_formula(formula, data)


@pytest.fixture
def no_programme(monkeypatch):
    """HiGHS gives up at once, whatever it is asked."""
    solve, no_steps = optimize.linprog, {"options": {"maxiter": 0, "presolve": False}}
    monkeypatch.setattr(optimize, "linprog", lambda *args, **options: solve(*args, **options | no_steps))


def test_a_fit_whose_programme_fails_comes_back_with_what_is_known(no_programme):
    """Half of the rows are separated from the rest, so that only the programme could tell."""
    X, y = np.column_stack([np.ones(8), [0, 0, 0, 0, 1, 1, 1, 1]]), [0, 1, 0, 1, 1, 1, 1, 1]
    with pytest.raises(Undecided):
        find_separation(X, np.eye(2)[y])
    with pytest.warns(sl.ConvergenceWarning, match="whether the data are separated could not be decided"):
        fit = sl.fit(X, y)
    assert not fit.converged
    assert fit.beta[0] == pytest.approx(0, abs=1e-9)  # the log-odds of those that overlap
    assert fit.loglik == pytest.approx(4 * np.log(1 / 2), abs=1e-4)


def test_no_programme_is_needed_where_newton_s_method_settles_or_all_are_separated(no_programme):
    """A nearly flat maximum, which is reached after all, and classes that the last point of the climb divides."""
    x = np.array([-0.5, 0.5, -30.0, 30.0])
    assert sl.fit(np.column_stack([np.ones(4), x]), [1, 0, 0, 1]).converged
    assert fit_separated(np.column_stack([np.ones(4), x]), [0, 1, 0, 1]).loglik == pytest.approx(0, abs=1e-12)


# Against a decision made in another way: on few points of the plane, try every line through two of them, and every class order


def separated_by_hand(x, labels):
    """Whether two classes on a line of integers leave a point at or between which all of one class are below all of the other."""
    zeros, ones = x[labels == 0], x[labels == 1]
    return max(zeros) <= min(ones) or max(ones) <= min(zeros)


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=4, max_size=10))
def test_on_a_line_classes_are_separated_if_they_do_not_overlap(points):
    x, labels = np.array([point[0] for point in points], dtype=float), np.array([int(point[1]) for point in points])
    if len(set(labels)) < 2 or len(set(x)) < 2:
        return
    found = find_separation(np.column_stack([np.ones_like(x), x]), np.eye(2)[labels])
    assert (found is not None) == separated_by_hand(x, labels)


@given(st.integers(0, 10_000))
def test_separated_or_not_every_small_fit_says_so(seed):
    """For random small data with three classes: a finite fit has a zero score; any other has a direction that hurts nobody."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(9), rng.integers(-2, 3, (9, 2))]).astype(float)
    labels = np.r_[0, 1, 2, rng.integers(0, 3, 6)]
    if np.linalg.matrix_rank(X) < 3:
        return
    found = find_separation(X, np.eye(3)[labels])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fit = sl.fit(X, labels)
    assert [w.category for w in caught] == ([sl.SeparationWarning] if found else [])
    expected = np.eye(3)[labels] - fit.predict_proba(X)
    if found is None:
        np.testing.assert_allclose(X.T @ expected, 0, atol=1e-7)
        return
    V = np.column_stack([np.zeros(3), found.direction.reshape(2, 3).T])
    margins = np.array([(V[:, a] - V[:, k]) @ x for x, a in zip(X, labels, strict=True) for k in range(3)])
    assert margins.min() > -1e-9
    assert margins.max() > 0.5
    for j, k in product(range(3), range(3)):  # the score of what is finite is zero: it does not change along the span
        if j != k and np.isfinite(fit.log_odds(j, k)).all():
            np.testing.assert_allclose(X.T @ expected[:, j], 0, atol=1e-7)


# Only some comparisons are in the programme; the answer is that of all


def plain_programme(X, Y):
    """All comparisons (v_a − v_k)ᵀx at once: which of them some direction separates, and the projector on the span of the cone."""
    K = Y.shape[1]
    C = [
        np.kron(sl.contrasts.pair(K, a, k)[1:, 0], x)
        for x, y in zip(X, Y, strict=True)
        for a in np.flatnonzero(y)
        for k in {*range(K)} - {a}
    ]
    C = np.array(C) / np.linalg.norm(C, axis=1, keepdims=True).clip(1e-300)
    n, size = C.shape
    result = optimize.linprog(
        np.repeat([0, -1], [size, n]),
        A_ub=np.hstack([-C, np.eye(n)]),
        b_ub=np.zeros(n),
        bounds=[(None, None)] * size + [(0, 1)] * n,
        method="highs-ipm",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    separated = result.x[size:] > 0.5
    span = linalg.null_space(C[~separated], rcond=1e-9)
    return C, separated, span @ span.T


def assert_as_the_plain_programme(X, Y):
    C, separated, projector = plain_programme(X, Y)
    found = find_separation(X, Y)
    assert (found is not None) == separated.any()
    if found:
        np.testing.assert_allclose(found.span @ found.span.T, projector, rtol=0, atol=1e-7)
        along = C @ found.direction
        np.testing.assert_array_equal(along > 0.3, separated)  # rows of the programme are of length 1 or √2
        np.testing.assert_allclose(along[~separated], 0, atol=1e-9 * np.linalg.norm(found.direction))


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.2, 1.0]), st.booleans(), st.booleans())
def test_some_comparisons_decide_like_all(seed, noise, on_a_grid, with_counts):
    """Random data, often with ties, counts, rows of zeros, and separation of all kinds."""
    rng = np.random.default_rng(seed)
    n, p, K = rng.integers(60, 120), rng.integers(1, 4), rng.integers(2, 5)
    X = rng.integers(-2, 3, (n, p)).astype(float) if on_a_grid else rng.normal(size=(n, p))
    X = np.column_stack([np.ones(n), X]) if rng.random() < 0.7 else X
    scores = X @ rng.integers(-3, 4, (X.shape[1], K)) + noise * rng.gumbel(size=(n, K))
    Y = np.eye(K)[scores.argmax(axis=1)]
    assert_as_the_plain_programme(X, Y + (rng.random(Y.shape) < 0.03) if with_counts else Y)


def test_the_penguins_resampled_decide_like_all():
    penguins = sl.load_penguins()
    X = np.column_stack([np.ones(len(penguins)), penguins["bill_length_mm"] / 40, penguins["bill_depth_mm"] / 20])
    Y = np.eye(3)[penguins["species"].astype("category").cat.codes]
    rng = np.random.default_rng(19)
    for _ in range(20):
        rows = rng.integers(0, len(X), len(X))
        assert_as_the_plain_programme(X[rows], Y[rows])


def test_a_direction_longer_than_the_programme_s_tolerance_allows():
    """Neither of HiGHS's methods keeps 1e-10 here; with a quadratic, one species is divided from the others by very little."""
    penguins = sl.load_penguins()
    S = penguins[["bill_length_mm", "bill_depth_mm"]].to_numpy()
    X, Z = np.column_stack([np.ones(len(S)), S]), S - S.mean(axis=0)
    P = sl.fit(X, penguins["species"]).predict_proba(X)
    drawn = np.random.default_rng(2).random((96, len(P), 1))[-1]
    Y = np.eye(3)[(P.cumsum(axis=1) < drawn).sum(axis=1)]
    X = np.column_stack([X, Z**2, Z[:, 0] * Z[:, 1]])
    X /= np.sqrt((X**2).mean(axis=0))
    found = find_separation(X, Y)
    V = np.column_stack([np.zeros(6), found.direction.reshape(2, 6).T])
    leads = (X @ V)[Y > 0][:, None] - X @ V
    assert leads.min() > -1e-14 * np.abs(V).max()
    assert (leads[Y[:, 0] > 0, 1:] > 0.5).all()
    assert (leads[Y[:, 0] == 0, 0] > 0.5).all()
    assert found.span.shape == (12, 6)  # the two other species stay


@pytest.mark.parametrize("last_class", ["overlaps", "is set apart", "is set apart but for one row"])
def test_the_programme_stays_small(monkeypatch, last_class):
    """20,000 rows, 40,000 comparisons: the programme never sees more than a thousand."""
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(20_000), rng.normal(size=(20_000, 5))])
    labels = (X @ rng.normal(size=(6, 2)) + rng.gumbel(size=(20_000, 2))).argmax(axis=1)
    if last_class == "overlaps":
        labels[rng.integers(0, 20_000, 5_000)] = 2
    else:
        labels[X[:, 1] > 0.5] = 2
    if last_class == "is set apart but for one row":
        labels[X[:, 1].argmin()] = 2
    solve, sizes = optimize.linprog, []
    monkeypatch.setattr(optimize, "linprog", lambda c, **rest: sizes.append(rest["A_eq"].shape[1] // 2) or solve(c, **rest))
    found = find_separation(X, np.eye(3)[labels])
    assert (found.span.shape if found else None) == ((12, 6) if last_class == "is set apart" else None)
    assert max(sizes) < 1000


def test_the_length_of_a_row_does_not_matter():
    """A row a billionth as long sets the same bound, and here it is the only one that overlaps."""
    X, short = np.column_stack([np.ones(4), [1.0, 2.0, 3.0, 4.0]]), 1e-12 * np.array([1.0, 3.5])
    assert find_separation(X, np.eye(2)[[0, 0, 1, 1]]).span.shape == (2, 2)
    assert find_separation(np.vstack([X, short]), np.eye(2)[[0, 0, 1, 1, 0]]) is None


@pytest.mark.parametrize("length", [1e-4, 1e-8, 1e-12])
def test_a_short_row_does_not_cost_what_is_finite_its_digits(length):
    """The last row is of the class that is set apart; how far out its odds are nothing depends on its length."""
    rng = np.random.default_rng(0)
    x, z = rng.normal(size=60), np.where(np.arange(60) < 40, 0.0, rng.normal(size=60) + 3)
    y = np.where(np.arange(60) < 40, x + rng.logistic(size=60) > 0, 2).astype(int)
    X = np.column_stack([x, z])
    expected = fit_separated(X, y).log_odds(1, 0)[0]
    X[-1] *= length
    assert fit_separated(X, y).log_odds(1, 0)[0] == pytest.approx(expected, abs=1e-9)


def test_a_row_of_zeros_says_nothing():
    """Without an intercept the probabilities there are equal whatever the coefficients."""
    X = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]])
    assert fit_separated(X, [0, 0, 1, 1, 1]).loglik == pytest.approx(np.log(1 / 2), rel=1e-12)
    assert sl.fit(X, [0, 1, 1, 0, 1]).converged


def year_dummy_and_counts(seed, n=300, K=5):
    """Separated data with a year, a rare dummy and counts among the columns."""
    rng = np.random.default_rng(seed)
    normal, counts, year = rng.normal(size=n), rng.poisson(2, n), 2000 + rng.integers(0, 25, n)
    X = np.column_stack([np.ones(n), normal, counts, year, rng.standard_t(1.2, size=n), rng.uniform(size=n) < 0.01])
    X = np.column_stack([X, rng.poisson(2, n), rng.normal(size=n)])
    Z = (X - X.mean(0)) / np.where(X.std(0) > 0, X.std(0), 1)
    Z[:, 0] = 1
    B = rng.normal(size=(X.shape[1], K)) * 8
    B[0] += rng.normal(size=K) * 5
    return X[:, X.any(0)], (Z @ B - np.log(-np.log(rng.uniform(size=(n, K))))).argmax(1)


@pytest.mark.parametrize(
    ("seed", "loglik", "directions"),
    [(1, -20.492601882, 11), (20, -17.632350830, 11), (67, -13.706868284, 11), (108, -35.172303442, 11), (226, -6.073469421, 10)],
)
def test_columns_far_from_zero_leave_the_programme_solvable(seed, loglik, directions):
    """On these data it failed while its columns were only scaled: the value is that of a fit on an orthonormal basis of X."""
    fit = fit_separated(*year_dummy_and_counts(seed))
    assert fit.loglik == pytest.approx(loglik, abs=1e-8)
    assert len(fit.runaway) == directions


@pytest.mark.parametrize("draw", [119, 191])
def test_what_the_simplex_method_cannot_decide_is_decided(draw):
    """On these resamples of the penguins HiGHS's simplex method calls the bounded programme unbounded."""
    penguins = sl.load_penguins()
    X = np.column_stack([np.ones(len(penguins)), penguins["bill_length_mm"], penguins["bill_depth_mm"]])
    rng = np.random.default_rng(19)
    rows = [rng.integers(0, len(X), len(X)) for _ in range(draw + 1)][-1]
    with pytest.warns(sl.SeparationWarning, match="no finite maximum-likelihood estimate"):
        sl.fit(X[rows], penguins["species"].to_numpy()[rows])


@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e12])
def test_what_runs_away_does_so_in_any_units(unit):
    """Both treated are of class 1, and the dose divides nobody; in the second fit it divides all."""
    dose = unit * np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
    X = np.column_stack([np.ones(8), [0, 0, 0, 0, 0, 0, 1, 1], dose])
    with pytest.warns(sl.SeparationWarning):
        by_dummy = sl.fit(X, [0, 1, 0, 1, 0, 1, 1, 1], features=["one", "treated", "dose"])
    assert by_dummy.runaway_contrasts() == {(1, 0): ("treated",)}
    with pytest.warns(sl.SeparationWarning):
        by_dose = sl.fit(X[:, [0, 2]], [0, 0, 0, 0, 1, 1, 1, 1], features=["one", "dose"])
    assert by_dose.runaway_contrasts() == {(1, 0): ("one", "dose")}


def test_of_stalled_data_that_are_separated_too_nothing_is_claimed(monkeypatch):
    """The sentence that all other contrasts are right is left out where the climb beside the direction did not arrive."""

    monkeypatch.setattr(existence, "maximise", lambda *arguments: maximise(*arguments, max_iter=0))
    with pytest.warns() as caught:
        sl.fit(X_IRIS, SPECIES)
    assert [w.category for w in caught] == [sl.ConvergenceWarning, sl.SeparationWarning]
    assert "all other contrasts" not in str(caught[1].message)


@pytest.mark.parametrize("weight", [1e-12, 1e4, 1e8, 1e12])
def test_separated_data_of_any_weight_get_one_warning(weight):
    rng = np.random.default_rng(3)
    X = np.column_stack([np.ones(60), rng.normal(size=(60, 2)), np.repeat([0, 1], [50, 10])])
    y = np.where(X[:, 3] == 1, 2, rng.integers(0, 3, 60))
    with pytest.warns(sl.SeparationWarning) as caught:
        fit = sl.fit(X, y, weights=weight * rng.integers(1, 1000, 60))
    assert len(caught) == 1
    assert "all other contrasts are right" in str(caught[0].message)
    assert np.isfinite(fit.log_odds(1, 0)[:3]).all()


@pytest.mark.parametrize("K", [30, 60])
def test_many_separated_classes_are_decided_by_few_programmes(monkeypatch, K):
    """Where the climb stopped says which comparisons matter: a handful of programmes, or none where all are separated."""
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(600), rng.normal(size=(600, 2)), rng.random(600) < 0.05])
    W, noise = rng.normal(size=(4, K)), rng.gumbel(size=(600, K))
    overlapping = np.where(X[:, 3] == 1, rng.integers(0, 2, 600), (1.5 * X @ W + noise).argmax(1))
    solve, asked = optimize.linprog, []
    monkeypatch.setattr(optimize, "linprog", lambda *args, **rest: asked.append(1) or solve(*args, **rest))
    assert len(fit_separated(X, overlapping).runaway) > 0
    assert len(asked) <= 5
    asked.clear()
    fit_separated(X[:, :3], (X[:, :3] @ W[:3]).argmax(1))
    assert not asked


def test_passes_of_separated_data_are_counted_where_the_rows_are_read(monkeypatch):
    """The sums, Newton's, those of the linear programme's comparisons, and those beside the direction."""
    from softlogit.likelihood import kernels
    from softlogit.solver import coordinates

    reads = []
    evaluate, along = kernels.evaluate, existence._Leads.along
    monkeypatch.setattr(coordinates.likelihood, "evaluate", lambda *arguments: reads.append("sums") or evaluate(*arguments))
    monkeypatch.setattr(existence._Leads, "along", lambda self, V: reads.append("comparisons") or along(self, V))
    fit = fit_separated(X_IRIS, SPECIES)
    assert reads.count("comparisons") >= 3
    assert fit.n_passes == 1 + len(reads)
