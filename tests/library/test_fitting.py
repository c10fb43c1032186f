"""Fits against R, statsmodels and scikit-learn, and what may be changed in the data without changing the fit."""

import copy
import pickle
from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from formulaic import model_matrix
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.linear_model import LogisticRegression
from strategies import counts

import softlogit as sl
from softlogit.likelihood import kernels as likelihood
from softlogit.solver import newton

# In standard errors. The last step moves no linear predictor by more than 1e-6; Newton's error is about the square of the step before.
SOLVED = 1e-9
# Both sides have converged far beyond that; what is left is the rounding of sums over a few hundred rows.
ROUNDED = 1e-11


def as_printed(number, printed):
    """The number with the decimals of a printed one: '-4.949378' has six, '4.15e-06' two and an exponent."""
    mantissa, _, exponent = printed.partition("e")
    decimals = len(mantissa.partition(".")[2])
    return f"{number:.{decimals}{'e' if exponent else 'f'}}"


def assert_prints(numbers, printed):
    """Each number, rounded as the reference prints it, is what the reference prints."""
    expected = printed.split()
    assert [as_printed(number, text) for number, text in zip(np.ravel(numbers), expected, strict=True)] == expected


def assert_same_estimates(fit, other, error=SOLVED):
    """The same coefficients, to within `error` standard errors, and the same standard errors; the classes in any order."""
    pivot = fit.classes[0]
    for label in fit.classes[1:]:
        mine, theirs = fit.contrast(label, against=pivot), other.contrast(label, against=pivot)
        np.testing.assert_allclose((mine.estimate - theirs.estimate) / theirs.standard_error, 0, rtol=0, atol=error)
        np.testing.assert_allclose(mine.standard_error, theirs.standard_error, rtol=error)


def design(formula, data):
    return model_matrix(formula, data).to_numpy(dtype=float)


@pytest.fixture(scope="module")
def admissions_data():
    """X and y of admit ~ gre + gpa."""
    data = sl.load_admissions()
    return design("gre + gpa", data), data["admit"].to_numpy()


@pytest.fixture(scope="module")
def program_data():
    """X and y of prog ~ ses + write."""
    data = sl.load_program_choice()
    return design("ses + write", data), data["prog"].astype(str).to_numpy()


# R's tables, to the last digit that R prints


def test_admissions_are_as_r_s_glm_has_them(admissions):
    assert_prints(admissions.beta, "-4.94937806 0.00269068 0.75468686")
    assert_prints(admissions.contrast(1, against=0).z, "-4.604 2.544 2.361")
    assert_prints(admissions.contrast(1, against=0).p_value, "4.15e-06 0.0109 0.0182")
    assert_prints([admissions.null_deviance, admissions.deviance, admissions.aic], "499.9765 480.3440 486.3440")
    assert (admissions.n_obs - 1, admissions.df_residual) == (399, 397)


def test_admissions_are_as_r_s_glm_has_them_when_it_iterates_to_the_end(admissions):
    """With epsilon = 1e-15. By default glm's standard errors are those of the last step but one: 1.07509288 for 1.07509307."""
    assert_prints(admissions.beta, "-4.9493780626 0.0026906835960 0.75468685596")
    assert_prints(admissions.standard_errors(), "1.0750930720 0.0010574911872 0.31958563289")
    assert_prints([admissions.loglik, admissions.bic], "-240.171990842 498.318375326")


def test_admissions_are_as_r_s_multinom_starts_and_ends(admissions):
    assert_prints([-admissions.trace[0].value, -admissions.loglik], "277.258872 240.171991")
    assert admissions.df_model == 3


def test_program_choice_is_as_r_s_multinom_has_it(program_choice):
    assert_prints(
        program_choice.coef(pivot="academic").T,
        "2.852186 -0.533291 -1.162832 -0.0579284 5.218200 0.291393 -0.982670 -0.1136026",
    )
    assert_prints(
        program_choice.standard_errors(pivot="academic").T,
        "1.166439 0.443732 0.514219 0.0214109 1.163549 0.476374 0.595567 0.0222199",
    )
    assert_prints([program_choice.deviance, program_choice.aic, program_choice.bic], "359.9635 375.9635 402.34999")
    assert_prints([-program_choice.trace[0].value, -program_choice.null_loglik], "219.722458 204.096674")


def test_alligators_are_as_r_s_multinom_has_them(alligators):
    assert_prints(alligators.coef(pivot="Other").T, "1.617731 -0.110109 5.697444 -2.465446")
    assert_prints(alligators.standard_errors(pivot="Other").T, "1.307275 0.517082 1.793808 0.899650")
    assert_prints([alligators.deviance, alligators.aic], "98.34124 106.3412")


def test_penguins_are_as_r_s_multinom_has_them(penguins):
    assert_prints(penguins.coef(pivot="Adelie").T, "-24.3847 2.20634 -3.97591 25.0153 2.69280 -8.32131")
    assert_prints(penguins.loglik, "-23.88938")


def test_birth_weights_are_as_r_s_glm_has_them(birthwt):
    """A binary model, although the book's source fits it with multinom; glm with epsilon = 1e-14."""
    assert_prints(
        birthwt.beta,
        "0.823018989 -0.037234294 -0.015653009 1.192413234 0.740684902 0.755528388 1.343763394 "
        "1.913165877 0.680195479 -0.436379680 0.179008527",
    )
    assert_prints(
        birthwt.standard_errors(),
        "1.244761 0.0387042 0.00708073 0.535981 0.461765 0.425035 0.480634 0.720758 0.464350 0.479411 0.456390",
    )
    assert_prints([birthwt.null_deviance, birthwt.deviance, birthwt.aic], "234.67 195.4755 217.4755")


# Other tools


def test_two_classes_as_in_statsmodels(admissions, admissions_data):
    X, y = admissions_data
    theirs = sm.Logit(y, X).fit(method="newton", tol=1e-14, disp=0)
    np.testing.assert_allclose((admissions.beta - theirs.params) / theirs.bse, 0, rtol=0, atol=ROUNDED)
    np.testing.assert_allclose(admissions.standard_errors()[:, 0], theirs.bse, rtol=ROUNDED)
    np.testing.assert_allclose(admissions.covariance(), theirs.cov_params(), rtol=ROUNDED)
    assert admissions.loglik == pytest.approx(theirs.llf, rel=ROUNDED)
    assert admissions.null_loglik == pytest.approx(theirs.llnull, rel=1e-9)  # statsmodels fits it, and stops within 1e-8 of the maximum


def test_three_classes_as_in_statsmodels(program_choice, program_data):
    X, y = program_data
    theirs = sm.MNLogit(pd.Categorical(y).codes, X).fit(method="newton", tol=1e-14, disp=0)
    np.testing.assert_allclose((program_choice.coef() - theirs.params) / theirs.bse, 0, rtol=0, atol=ROUNDED)
    np.testing.assert_allclose(program_choice.standard_errors(), theirs.bse, rtol=ROUNDED)
    np.testing.assert_allclose(program_choice.covariance(), theirs.cov_params(), rtol=ROUNDED)
    assert program_choice.loglik == pytest.approx(theirs.llf, rel=ROUNDED)
    assert program_choice.null_loglik == pytest.approx(theirs.llnull, rel=1e-9)  # as above
    assert (program_choice.aic, program_choice.bic) == pytest.approx((theirs.aic, theirs.bic), rel=ROUNDED)


def test_two_classes_as_in_scikit_learn(admissions, admissions_data):
    theirs = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, fit_intercept=False).fit(*admissions_data)
    np.testing.assert_allclose((admissions.beta - theirs.coef_[0]) / admissions.standard_errors()[:, 0], 0, rtol=0, atol=ROUNDED)


def test_three_classes_as_in_scikit_learn(program_choice, program_data):
    theirs = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, fit_intercept=False).fit(*program_data)
    difference = program_choice.symmetric - (theirs.coef_ - theirs.coef_.mean(axis=0)).T
    np.testing.assert_allclose(difference / program_choice.standard_errors().max(axis=1, keepdims=True), 0, rtol=0, atol=ROUNDED)


# What a fit is


@pytest.mark.parametrize("name", ["admissions", "program_choice", "alligators", "penguins", "birthwt"])
def test_the_solver_reports_that_it_reached_the_maximum(name, request):
    fit = request.getfixturevalue(name)
    assert fit.converged
    assert fit.trace[-1].decrement < 1e-10
    assert fit.n_iter == len(fit.trace) - 1
    assert fit.trace[-1].value == pytest.approx(fit.loglik, rel=1e-14)  # the same sum at the same point, in other units


def test_the_score_is_zero_at_the_maximum(program_choice, program_data):
    X, y = program_data
    Y = pd.get_dummies(y).to_numpy(dtype=float)
    score = likelihood.score(program_choice.coef(), X, Y)
    np.testing.assert_allclose(score / np.abs(X).sum(axis=0)[:, None], 0, rtol=0, atol=1e-14)  # each sum rounds its own terms


def test_the_covariance_is_the_inverse_of_the_information(program_choice, program_data):
    X, y = program_data
    information = likelihood.information(program_choice.coef(), X, pd.get_dummies(y).to_numpy(dtype=float))
    np.testing.assert_allclose(program_choice.covariance() @ information, np.eye(8), rtol=0, atol=1e-9)  # condition number 1e5


def test_the_log_likelihood_is_the_model_s_own(program_choice, program_data):
    assert program_choice.log_likelihood(*program_data) == pytest.approx(program_choice.loglik, rel=1e-14)  # one sum in two orders


def test_figures_of_a_fit_follow_from_its_log_likelihood(program_choice):
    assert program_choice.deviance == -2 * program_choice.loglik
    assert program_choice.null_deviance == -2 * program_choice.null_loglik
    assert program_choice.aic == program_choice.deviance + 2 * 8
    assert program_choice.bic == program_choice.deviance + np.log(200) * 8


@pytest.mark.parametrize(
    ("name", "n_obs", "df_model", "df_residual", "df_null"),
    [("admissions", 400, 3, 397, 1), ("program_choice", 200, 8, 392, 2), ("alligators", 59, 4, 114, 2), ("birthwt", 189, 11, 178, 1)],
)
def test_degrees_of_freedom(name, n_obs, df_model, df_residual, df_null, request):
    fit = request.getfixturevalue(name)
    assert (fit.n_obs, fit.df_model, fit.df_residual, fit.df_null) == (n_obs, df_model, df_residual, df_null)


def test_the_summary_ends_with_the_deviances_and_their_degrees_of_freedom(program_choice):
    assert str(program_choice.summary()).splitlines()[-4:] == [
        f"    Null deviance: {program_choice.null_deviance:.2f} on 398 degrees of freedom",  # twice 200, less 2 intercepts
        f"Residual deviance: {program_choice.deviance:.2f} on 392 degrees of freedom",  # less 8 coefficients
        f"AIC: {program_choice.aic:.2f}",
        f"Steps: {program_choice.n_iter}",
    ]


def test_the_null_model_is_the_shares_of_the_classes():
    fit = sl.fit([[1, 0], [1, 1], [1, 1], [1, 0], [1, 1]], ["a", "b", "a", "b", "b"])
    assert fit.null_loglik == pytest.approx(2 * np.log(2 / 5) + 3 * np.log(3 / 5), rel=1e-14)  # two rounded terms
    assert fit.df_null == 1


def test_the_null_model_without_an_intercept_is_equal_shares():
    fit = sl.fit([[1], [2], [-1], [3], [0.5]], ["a", "b", "a", "a", "b"])
    assert fit.null_loglik == pytest.approx(5 * np.log(1 / 2), rel=1e-14)  # one product
    assert fit.df_null == 0


def test_a_full_set_of_dummies_is_an_intercept():
    with_dummies = sl.fit([[1, 0], [0, 1], [0, 1], [1, 0], [0, 1]], ["a", "b", "a", "b", "b"])
    assert with_dummies.df_null == 1
    assert with_dummies.null_loglik == sl.fit(np.ones((5, 1)), ["a", "b", "a", "b", "b"]).null_loglik


def test_the_intercept_alone_gives_the_log_odds_of_the_shares():
    fit = sl.fit(np.ones((6, 1)), ["a", "a", "b", "b", "b", "c"])
    np.testing.assert_allclose(fit.coef(), np.log([[3 / 2, 1 / 2]]), rtol=0, atol=SOLVED)
    np.testing.assert_allclose(fit.standard_errors(), np.sqrt([[1 / 3 + 1 / 2, 1 + 1 / 2]]), rtol=SOLVED)  # of a log ratio of counts


def test_too_few_steps_are_a_warning(monkeypatch, admissions_data):
    monkeypatch.setattr(newton, "maximise", partial(newton.maximise, max_iter=1))
    with pytest.warns(sl.ConvergenceWarning, match="did not reach the maximum") as warned:
        fit = sl.fit(*admissions_data)
    assert warned[0].filename == __file__  # the caller of fit
    assert not fit.converged
    assert str(fit.summary()).endswith("(not converged)")


@pytest.mark.parametrize(("n_classes", "told"), [(3, r"x1\)\. These"), (4, r"x1\) and 1 more\.")])
def test_five_pairs_are_named_and_the_others_counted(n_classes, told):
    classes = np.repeat(np.arange(n_classes), 2)
    with pytest.warns(sl.SeparationWarning, match=told) as warned:
        sl.fit(np.column_stack([np.ones(len(classes)), classes]), classes)
    assert str(warned[0].message).count(" against ") == min(5, n_classes * (n_classes - 1) // 2)


def test_a_fit_cannot_be_changed(admissions):
    with pytest.raises(ValueError, match="read-only"):
        admissions.W[:] = 0


def test_a_fit_says_what_it_is(admissions):
    assert repr(admissions) == "FittedLogit(classes=(0, 1), features=('(Intercept)', 'gre', 'gpa'))"


# The same data in another form


def one_row_for_each_count(X, Y):
    """The rows and labels that a table of counts stands for."""
    row, label = np.repeat(np.argwhere(Y), Y[Y > 0].astype(int), axis=0).T
    return X[row], label


def test_the_same_input_gives_the_same_bits(program_data):
    once, again = sl.fit(*program_data), sl.fit(*program_data)
    np.testing.assert_array_equal(once.W, again.W)
    np.testing.assert_array_equal(once.covariance(), again.covariance())
    assert once.trace == again.trace


def test_labels_are_counts_of_one_bit_for_bit(program_data):
    X, y = program_data
    labels, ones = sl.fit(X, y), sl.fit(X, pd.get_dummies(y))
    assert labels.classes == ones.classes
    np.testing.assert_array_equal(labels.W, ones.W)
    np.testing.assert_array_equal(labels.covariance(), ones.covariance())


def test_r_s_matrix_of_failures_and_successes_is_the_labels_bit_for_bit(admissions_data):
    X, admit = admissions_data
    np.testing.assert_array_equal(sl.fit(X, np.column_stack([1 - admit, admit])).beta, sl.fit(X, admit).beta)


def test_weights_of_one_are_no_weights_bit_for_bit(program_data):
    X, y = program_data
    np.testing.assert_array_equal(sl.fit(X, y, weights=np.ones(len(y))).W, sl.fit(X, y).W)


def test_weighted_labels_are_counts_bit_for_bit():
    X = np.column_stack([np.ones(6), [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]])
    weighted = sl.fit(X, [0, 1, 0, 1, 1, 0], weights=[2, 3, 1, 4, 1, 2])
    counted = sl.fit(X, [[2, 0], [0, 3], [1, 0], [0, 4], [0, 1], [2, 0]])
    np.testing.assert_array_equal(weighted.W, counted.W)
    assert weighted.loglik == counted.loglik


@given(counts())
def test_a_table_of_counts_is_the_rows_it_stands_for(drawn):
    table, rows = sl.fit(*drawn), sl.fit(*one_row_for_each_count(*drawn))
    assert_same_estimates(table, rows)
    assert table.n_obs == rows.n_obs
    assert table.loglik == pytest.approx(rows.loglik, rel=ROUNDED)
    assert table.null_loglik == pytest.approx(rows.null_loglik, rel=ROUNDED)


@given(counts())
def test_doubled_weights_leave_the_coefficients_and_halve_the_covariance(drawn):
    once, twice = sl.fit(*drawn), sl.fit(*drawn, weights=np.full(len(drawn.X), 2.0))
    np.testing.assert_allclose((twice.coef() - once.coef()) / once.standard_errors(), 0, rtol=0, atol=SOLVED)
    np.testing.assert_allclose(2 * twice.covariance(), once.covariance(), rtol=SOLVED, atol=SOLVED)
    assert twice.n_obs == 2 * once.n_obs


def test_weights_may_be_fractions(admissions_data):
    X, y = admissions_data
    fit = sl.fit(X, y, weights=np.full(len(y), 0.125))
    assert fit.n_obs == 50
    np.testing.assert_allclose(fit.covariance(), 8 * sl.fit(X, y).covariance(), rtol=ROUNDED)


@given(counts(), st.data())
def test_the_order_of_the_rows_does_not_matter(drawn, data):
    order = data.draw(st.permutations(range(len(drawn.X))))
    assert_same_estimates(sl.fit(drawn.X[order], drawn.Y[order]), sl.fit(*drawn))


@given(counts(), st.data())
def test_the_order_of_the_classes_does_not_matter(drawn, data):
    order = data.draw(st.permutations(range(drawn.Y.shape[1])))
    reordered, given_order = sl.fit(drawn.X, drawn.Y[:, order], classes=order), sl.fit(*drawn)
    assert reordered.classes == tuple(order)
    assert_same_estimates(reordered, given_order)
    assert reordered.loglik == pytest.approx(given_order.loglik, rel=ROUNDED)


@given(counts(), st.data())
def test_the_covariance_under_any_pivot_is_that_of_a_fit_with_that_pivot(drawn, data):
    labels = list(range(drawn.Y.shape[1]))
    pivot = data.draw(st.sampled_from(labels))
    order = [pivot, *(label for label in labels if label != pivot)]
    refit, fit = sl.fit(drawn.X, drawn.Y[:, order], classes=order), sl.fit(*drawn)
    size = np.abs(refit.covariance()).max()
    np.testing.assert_allclose(fit.coef(pivot), refit.coef(), rtol=0, atol=SOLVED * np.sqrt(size))
    np.testing.assert_allclose(fit.covariance(pivot), refit.covariance(), rtol=0, atol=SOLVED * size)


@given(counts(), st.integers(-8, 8), st.integers(-8, 8))
def test_the_units_of_the_features_do_not_matter(drawn, first, second):
    units = np.array([1.0, 10.0**first, 10.0**second])
    fit, scaled = sl.fit(*drawn), sl.fit(drawn.X * units, drawn.Y)
    np.testing.assert_allclose((scaled.coef() * units[:, None] - fit.coef()) / fit.standard_errors(), 0, rtol=0, atol=SOLVED)
    np.testing.assert_allclose(scaled.standard_errors() * units[:, None], fit.standard_errors(), rtol=SOLVED)
    assert scaled.loglik == pytest.approx(fit.loglik, rel=ROUNDED)


@given(counts(), st.sampled_from([1.0, 10.0, 1e3]))
def test_features_that_are_mixed_give_coefficients_that_are_mixed_back(drawn, shift):
    M = np.array([[1.0, shift, 0.0], [0.0, 1.0, -2.0], [0.0, 0.5, 1.0]])
    fit, mixed = sl.fit(*drawn), sl.fit(drawn.X @ M, drawn.Y)
    assert mixed.loglik == pytest.approx(fit.loglik, rel=SOLVED)
    # A feature far from zero is nearly a multiple of the constant: rounding grows with the square of the shift.
    np.testing.assert_allclose((M @ mixed.coef() - fit.coef()) / fit.standard_errors(), 0, rtol=0, atol=SOLVED * max(1, shift**2 / 100))


@pytest.mark.parametrize("far", [1e2, 1e4, 1e8])
def test_rows_that_are_certain_change_nothing(far):
    """Scores of thousands: both far rows have probability one, whatever the slope, once it is not zero."""
    x, y = np.array([-2.0, -1, 0, 1, 2, 3]), np.array([0, 0, 1, 0, 1, 1])
    near = sl.fit(np.column_stack([np.ones(6), x]), y)
    with_far = sl.fit(np.column_stack([np.ones(8), [*x, -far, far]]), [*y, 0, 1])
    assert_same_estimates(with_far, near)


@pytest.mark.parametrize("cache", [1, 1000])
def test_the_size_of_the_blocks_does_not_matter(monkeypatch, program_choice, program_data, cache):
    monkeypatch.setattr(likelihood, "CACHE", cache)
    assert_same_estimates(sl.fit(*program_data), program_choice, error=ROUNDED)


# Contrasts of a fit


@pytest.mark.parametrize("pivot", ["academic", "general", "vocation"])
def test_the_summary_is_made_of_contrasts(program_choice, pivot):
    for table in program_choice.summary(pivot).tables:
        label = table.title.removesuffix(f" against {pivot}")
        contrast = program_choice.contrast(label, against=pivot)
        np.testing.assert_array_equal(table.estimate, contrast.estimate)
        np.testing.assert_array_equal(table.standard_error, contrast.standard_error)


@pytest.mark.parametrize("pivot", ["academic", "general", "vocation"])
def test_standard_errors_are_the_roots_of_the_covariance_s_diagonal(program_choice, pivot):
    np.testing.assert_array_equal(program_choice.standard_errors(pivot).T.ravel(), np.sqrt(np.diag(program_choice.covariance(pivot))))


def test_a_contrast_is_a_column_of_the_pivot_table(program_choice):
    contrast = program_choice.contrast("vocation", against="general")
    np.testing.assert_array_equal(contrast.estimate, program_choice.coef(pivot="general")[:, 1])
    np.testing.assert_allclose(contrast.standard_error, program_choice.standard_errors(pivot="general")[:, 1], rtol=1e-14)
    assert contrast.features == program_choice.features


def test_a_contrast_the_other_way_round_has_the_same_standard_errors(program_choice):
    here, there = program_choice.contrast("vocation", against="general"), program_choice.contrast("general", against="vocation")
    np.testing.assert_array_equal(here.estimate, -there.estimate)
    np.testing.assert_array_equal(here.standard_error, there.standard_error)


def test_a_model_from_elsewhere_with_its_covariance_is_as_good_as_a_fit(program_choice):
    model = sl.LogitModel.from_softmax(program_choice.symmetric, classes=program_choice.classes, features=program_choice.features)
    elsewhere = model.with_covariance(program_choice.covariance())
    assert str(elsewhere.summary("general")) == "\n\n".join(str(table) for table in program_choice.summary("general").tables)


# Tests of hypotheses


@pytest.mark.parametrize("pivot", ["academic", "general", "vocation"])
@pytest.mark.parametrize(("features", "statistic", "df"), [(["ses[middle]", "ses[high]"], "10.8162", 4), ("write", "26.4633", 2)])
def test_wald_tests_are_the_same_under_every_pivot(program_data, program_choice, pivot, features, statistic, df):
    order = sorted(program_choice.classes, key=lambda label: label != pivot)
    X, y = program_data
    test = sl.wald_test(sl.fit(X, y, classes=order, features=program_choice.features), features)
    assert_prints(test.statistic, statistic)
    assert test.df == df
    assert test.p_value == pytest.approx(stats.chi2.sf(test.statistic, df), rel=1e-13)  # two implementations of one function


def test_the_likelihood_ratio_test_is_as_r_s_anova_has_it(program_choice):
    smaller = sl.fit_formula("prog ~ write", sl.load_program_choice())
    test = sl.likelihood_ratio_test(smaller, program_choice)
    assert_prints([test.statistic, test.p_value], "11.058222 0.02591741")
    assert test.df == 8 - 4
    null = sl.fit_formula("prog ~ 1", sl.load_program_choice())
    assert sl.likelihood_ratio_test(null, program_choice).df == 8 - 2


@pytest.mark.parametrize(
    ("test", "phrase"),
    [
        (lambda fit, other: sl.likelihood_ratio_test(fit, fit), "the larger model must come second"),
        (sl.likelihood_ratio_test, "the same observations and classes"),
        (lambda fit, other: sl.wald_test(fit, "height"), "there is no feature 'height'; the model's features are"),
        (lambda fit, other: sl.wald_test(fit, ["gre", "gre"]), "'gre'"),
        (lambda fit, other: sl.wald_test(fit, []), "feature"),
    ],
    ids=["a model against itself", "models of other data", "an unknown feature", "a feature twice", "no feature"],
)
def test_a_hypothesis_that_makes_no_sense_is_an_error(admissions, birthwt, test, phrase):
    with pytest.raises(sl.InputError, match=phrase):
        test(admissions, birthwt)


def test_a_summary_of_many_rows_counts_them_to_the_last():
    fit = sl.fit([[1], [1]], [0, 1], weights=[1_234_567, 1_000_000])
    assert "on 2234566 degrees of freedom" in str(fit.summary())


def test_a_deviance_of_nothing_has_no_sign():
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit([[1, 1], [1, 2], [1, 8], [1, 9]], [0, 0, 1, 1])
    assert "Residual deviance: 0.00" in str(fit.summary())


def test_a_large_fit_is_pickled_without_its_data():
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(30_000), rng.normal(size=(30_000, 5))])
    fit = sl.fit(X, rng.integers(0, 3, 30_000))
    held = pickle.dumps(fit)
    assert len(held) < 20_000 < X.nbytes
    again = pickle.loads(held)
    np.testing.assert_array_equal(again.covariance(), fit.covariance())
    np.testing.assert_array_equal(copy.deepcopy(fit).covariance(), fit.covariance())
    assert str(again.summary()) == str(fit.summary())


def test_weights_over_orders_of_magnitude_are_climbed_to_the_end():
    """Five rows whose information is singular in floating point on the way; R's glm stops at −3192 and says that it converged.

    The value is of a Levenberg–Marquardt method; there the score is zero and the information's eigenvalues are 1.3 to 219.
    """
    X = np.array([[1, 0.9, -0.8], [1, -0.8, 0.1], [1, 0, 0.5], [1, 0, 0.3], [1, -0.2, 1.0]])
    y, w = np.array([0, 1, 1, 0, 0]), np.array([46.0, 38000, 42000, 39, 52000])
    fit = sl.fit(X, y, weights=w)
    assert fit.converged
    assert fit.loglik == pytest.approx(-933.286567, abs=1e-6)
    np.testing.assert_allclose(fit.beta, [42.16081382, -112.45285608, -71.90017884], rtol=1e-8)
    np.testing.assert_allclose(X.T @ (w * (y - fit.predict_proba(X)[:, 1])), 0, atol=1e-6)


def test_a_nearly_flat_maximum_is_reached():
    """Level a is told from the others by a gap of 50 log-odds: R 4.2.2, glm(epsilon=1e-15), whose last digits are rounding, as ours.

    The slope is a sum of 18 terms, each rounded by up to 1e-16; one such rounding moves the top by that times the variance, 1.6e-5.
    """
    rows = """-0.6 c 1 1; 0.02 b 1 1; 0.21 c 0 1; 2.54 c 0 1; -0.6 b 1 0.5; -1.82 a 1 1; -0.89 c 1 2; 2.21 a 0 1; 0.97 b 0 0.5;
        1.77 b 0 1; -0.2 c 0 1; -1.85 a 1 1; -0.25 b 1 1; 0.54 a 0 1; -0.01 b 0 1; 1.4 b 0 1; 1.09 b 0 1; 0.31 b 0 1"""
    data = pd.DataFrame([row.split() for row in rows.split(";")], columns=list("xgyw")).astype({"x": float, "w": float})
    fit = sl.fit_formula("y ~ x + I(x**2) + g", data, weights=data.w)
    assert fit.converged
    np.testing.assert_allclose(fit.beta, [-22.08551789, -15.60568476, 6.15233596, 22.15614608, 14.59426286], rtol=0, atol=18 * 1.6e-5)
    np.testing.assert_allclose(fit.standard_errors()[:, 0], [385871, 14.7, 8.90, 385871, 385871], rtol=5e-3)
