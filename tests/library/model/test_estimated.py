"""What a fit says of its uncertainty: contrasts, tests, intervals, probabilities and marginal effects."""

import copy
import pickle

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import special

import softlogit as sl

ADMISSIONS, STUDENTS = sl.load_admissions(), sl.load_program_choice()


# One covariance serves every contrast


@pytest.mark.parametrize("pivot", ["academic", "general", "vocation"])
def test_any_pivot_is_what_a_fit_with_that_pivot_gives(program_choice, pivot):  # thm-change-of-pivot
    order = [pivot, *(label for label in program_choice.classes if label != pivot)]
    refit = sl.fit_formula("prog ~ ses + write", STUDENTS, classes=order)
    # Two climbs to the same maximum: rounding times the condition number of the information, about 1e5.
    np.testing.assert_allclose(refit.coef(), program_choice.coef(pivot), rtol=1e-10)
    np.testing.assert_allclose(refit.covariance(), program_choice.covariance(pivot), rtol=1e-9)
    np.testing.assert_allclose(refit.standard_errors(), program_choice.standard_errors(pivot), rtol=1e-10)


def test_standard_errors_are_as_multinom_and_vglm_print_them(program_choice):
    """R 4.2.2: summary(multinom(prog ~ ses + write)), nnet 7.3.18; summary(vglm(…)), VGAM 1.1.7."""
    multinom = [[1.166439, 0.4437321, 0.5142195, 0.02141095], [1.163549, 0.4763737, 0.5955669, 0.02221990]]
    np.testing.assert_allclose(program_choice.standard_errors().T, multinom, rtol=2e-6)
    vglm = [[1.1635059, 0.4763662, 0.5955297, 0.0222189], [1.1742251, 0.4901194, 0.6484249, 0.0233307]]
    np.testing.assert_allclose(program_choice.standard_errors("vocation").T, vglm, rtol=1e-4)  # its last step is the one before


def test_the_covariance_of_the_symmetric_coefficients_is_the_pseudo_inverse_of_the_information_of_w(program_choice):  # thm-rank
    X = program_choice.design_matrix(STUDENTS)
    P = program_choice.predict_proba(STUDENTS)
    information = sum(np.kron(np.diag(p) - np.outer(p, p), np.outer(x, x)) for p, x in zip(P, X, strict=True))
    # Null space {1 ⊗ u}: the inverse on what is left, in units in which the features are of size one.
    D = np.kron(np.eye(3), np.diag(np.abs(X).max(axis=0)))
    centring = np.kron(sl.contrasts.symmetric(3), np.eye(4))
    covariance = program_choice.contrast(sl.contrasts.symmetric(3)).covariance
    np.testing.assert_allclose(D @ covariance @ information @ np.linalg.inv(D), D @ centring @ np.linalg.inv(D), atol=1e-9)


def test_a_contrast_has_its_z_its_p_value_its_interval_and_its_odds_ratio(program_choice):
    table = program_choice.contrast("vocation", against="general")
    z = table.estimate / table.standard_error
    np.testing.assert_array_equal(table.z, z)
    np.testing.assert_allclose(table.p_value, special.erfc(np.abs(z) / np.sqrt(2)), rtol=1e-13)
    np.testing.assert_allclose(table.interval(0.9), table.estimate[:, None] + np.outer(table.standard_error, [-1, 1]) * 1.6448536269514722)
    np.testing.assert_allclose(table.odds_ratio, np.exp(program_choice.log_odds("vocation", "general")), rtol=1e-15)
    assert table.p_value[2] == pytest.approx(0.781, abs=5e-4)  # ses = high, not to be seen in the table against academic


def test_wald_tests_do_not_depend_on_the_pivot():  # thm-change-of-pivot
    for order in (["academic", "general", "vocation"], ["vocation", "general", "academic"]):
        fit = sl.fit_formula("prog ~ ses + write", STUDENTS, classes=order)
        ses, write = sl.wald_test(fit, ["ses[middle]", "ses[high]"]), sl.wald_test(fit, "write")
        assert (round(ses.statistic, 4), ses.df) == (10.8162, 4)
        assert (round(write.statistic, 4), write.df) == (26.4633, 2)
        assert write.p_value == pytest.approx(np.exp(-write.statistic / 2), rel=1e-12)  # χ² with two degrees of freedom


def test_a_wald_test_of_one_number_is_its_z_squared(admissions):
    assert sl.wald_test(admissions, "gpa").statistic == pytest.approx(admissions.contrast(1, against=0).z[2] ** 2, rel=1e-12)


def test_wald_tests_do_not_depend_on_units():
    model = sl.LogitModel.from_beta([2e-10, 3.0]).with_covariance(np.diag([1e-20, 1.0]))
    assert sl.wald_test(model, "x0").statistic == pytest.approx(4, rel=1e-12)
    assert sl.wald_test(model, ["x0", "x1"]).statistic == pytest.approx(4 + 9, rel=1e-12)


def test_a_feature_without_effect_gains_nothing():
    X, y = np.column_stack([np.ones(4), [1, 1, -1, -1]]), [0, 1, 0, 1]
    test = sl.likelihood_ratio_test(sl.fit(X[:, :1], y), sl.fit(X, y))
    assert test.statistic == pytest.approx(0, abs=1e-12)
    assert test.p_value == pytest.approx(1, abs=1e-5)


def test_estimates_from_elsewhere_are_used_as_they_are():
    V = np.array([[4.0, 1.0], [1.0, 9.0]])
    model = sl.LogitModel.from_pivot([[1.0, 2.0]], classes="abc").with_covariance(V)
    np.testing.assert_array_equal(model.covariance(), V)
    assert model.contrast("c", against="b").standard_error.tolist() == [np.sqrt(4 + 9 - 2)]
    assert model.covariance("b")[0, 0] == 4  # Var(a − b) = Var(b − a)
    assert str(model.summary()).count("against a") == 2
    V[0, 0] = 0
    assert model.covariance()[0, 0] == 4


# Predicted probabilities


def test_probabilities_of_two_classes_have_the_interval_of_their_log_odds(admissions):
    X = admissions.design_matrix(ADMISSIONS)
    se = np.sqrt(np.einsum("ij,jk,ik->i", X, admissions.covariance(), X))
    at = sl.predicted_probabilities(admissions, ADMISSIONS)
    np.testing.assert_allclose(at.lower[:, 1], sl.sigmoid(X @ admissions.beta - 1.959963984540054 * se), rtol=1e-10)
    np.testing.assert_allclose(at.upper[:, 1], sl.sigmoid(X @ admissions.beta + 1.959963984540054 * se), rtol=1e-10)
    np.testing.assert_allclose(at.upper[:, 0], 1 - at.lower[:, 1], rtol=1e-10)
    np.testing.assert_array_equal(at.probability, admissions.predict_proba(ADMISSIONS))


def test_standard_errors_of_probabilities_are_as_r_s_predict_has_them(admissions):
    """R 4.2.2: predict(glm(admit ~ gre + gpa, binomial), data.frame(gre = 600, gpa = 3.5), se.fit = TRUE, type = "response")."""
    at = sl.predicted_probabilities(admissions, [[1, 600, 3.5]])
    assert at.probability[0, 1] == pytest.approx(0.333240733408, rel=1e-7)
    assert at.standard_error[0, 1] == pytest.approx(0.0248628724477, rel=1e-6)


def derivative(function, B, step):
    """The derivative of a vector function in each entry of vec(B), by central differences."""
    columns = []
    for k in range(B.size):
        change = np.zeros(B.size)
        change[k] = step
        change = change.reshape(B.T.shape).T
        columns.append((function(B + change) - function(B - change)) / (2 * step))
    return np.stack(columns, axis=-1)


def test_standard_errors_of_probabilities_are_the_delta_method(program_choice):
    at = sl.predicted_probabilities(program_choice, STUDENTS)
    X = program_choice.design_matrix(STUDENTS)

    def probabilities(B):
        return sl.LogitModel.from_pivot(B).predict_proba(X)

    J = derivative(probabilities, program_choice.coef(), 1e-5)
    expected = np.sqrt(np.einsum("ika,ab,ikb->ik", J, program_choice.covariance(), J))
    np.testing.assert_allclose(at.standard_error, expected, rtol=1e-6)  # differences, with an error of the step squared times 50³
    inside = (at.lower > 0) & (at.lower < at.probability) & (at.probability < at.upper) & (at.upper < 1)
    assert inside.all()


def test_a_higher_level_gives_a_wider_interval(program_choice):
    narrow, wide = (sl.predicted_probabilities(program_choice, STUDENTS.head(2), level=level) for level in (0.5, 0.99))
    assert (wide.lower < narrow.lower).all()
    assert (narrow.upper < wide.upper).all()
    for level in (0, 1, 95):
        with pytest.raises(sl.InputError, match="between 0 and 1"):
            sl.predicted_probabilities(program_choice, STUDENTS, level=level)


def test_certainty_has_an_interval_too():
    model = sl.LogitModel.from_beta([800.0]).with_covariance([[1.0]])
    at = sl.predicted_probabilities(model, [[1.0]])
    assert at.probability.tolist() == [[0, 1]]
    assert np.isfinite(np.concatenate(at)).all()


# Marginal effects


def effects(summary):
    """Effects and standard errors, a row a feature and a column a class, as statsmodels has them."""
    return (np.column_stack([getattr(table, name) for table in summary.tables]) for name in ("estimate", "standard_error"))


def test_average_marginal_effects_of_two_classes_are_those_of_statsmodels(admissions):
    theirs = sm.Logit(ADMISSIONS["admit"], sm.add_constant(ADMISSIONS[["gre", "gpa"]])).fit(disp=False, tol=1e-14).get_margeff()
    effect, error = effects(sl.average_marginal_effects(admissions, ADMISSIONS))
    np.testing.assert_allclose(effect[:, 1], theirs.margeff, rtol=1e-12)
    np.testing.assert_allclose(error[:, 1], theirs.margeff_se, rtol=1e-11)
    np.testing.assert_allclose(effect[:, 0], -effect[:, 1], rtol=1e-12)


def test_average_marginal_effects_of_three_classes_are_those_of_statsmodels(program_choice):
    X = program_choice.design_matrix(STUDENTS)
    theirs = sm.MNLogit(STUDENTS["prog"].cat.codes.to_numpy(), X).fit(disp=False, method="newton", tol=1e-14).get_margeff()
    effect, error = effects(sl.average_marginal_effects(program_choice, X))
    np.testing.assert_allclose(effect, theirs.margeff, rtol=1e-10)
    np.testing.assert_allclose(error, theirs.margeff_se, rtol=1e-10)
    np.testing.assert_allclose(effect.sum(axis=1), 0, atol=1e-15)


def test_the_effect_of_a_dummy_is_the_change_from_none_to_one():
    data = sl.load_birthwt()
    fit = sl.fit_formula("low ~ lwt + smoke", data)
    X = fit.design_matrix(data)
    theirs = sm.Logit(data["low"].to_numpy(), X).fit(disp=False, tol=1e-14).get_margeff(dummy=True)
    effect, error = effects(sl.average_marginal_effects(fit, data, discrete="smoke"))
    np.testing.assert_allclose(effect[:, 1], theirs.margeff, rtol=1e-10)
    np.testing.assert_allclose(error[:, 1], theirs.margeff_se, rtol=1e-10)


@pytest.mark.parametrize("discrete", [(), ("ses[middle]", "ses[high]")])
def test_standard_errors_of_effects_are_the_delta_method(program_choice, discrete):
    X, V = program_choice.design_matrix(STUDENTS), program_choice.covariance()
    weights = np.arange(len(X)) % 3

    def effect_of(B):
        model = sl.LogitModel.from_pivot(B, features=program_choice.features).with_covariance(V)
        return next(effects(sl.average_marginal_effects(model, X, discrete=discrete, weights=weights)))

    J = derivative(effect_of, program_choice.coef(), 1e-5)
    effect, error = effects(sl.average_marginal_effects(program_choice, X, discrete=discrete, weights=weights))
    np.testing.assert_allclose(error, np.sqrt(np.einsum("jka,ab,jkb->jk", J, V, J)), rtol=1e-6)
    np.testing.assert_allclose(effect, effect_of(program_choice.coef()), rtol=1e-10)


def test_weights_are_rows_that_come_more_than_once(admissions):
    weights = np.arange(len(ADMISSIONS)) % 4
    weighted = sl.average_marginal_effects(admissions, ADMISSIONS, weights=weights)
    repeated = sl.average_marginal_effects(admissions, ADMISSIONS.loc[ADMISSIONS.index.repeat(weights)])
    for a, b in zip(effects(weighted), effects(repeated), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)


def test_effects_of_features_that_are_not_there_are_an_error(admissions):
    with pytest.raises(sl.InputError, match="no feature 'rank'"):
        sl.average_marginal_effects(admissions, ADMISSIONS, discrete=["rank"])


def test_effects_at_one_point_are_the_derivatives_there(admissions):
    at = np.array([[1, 600, 3.5]])
    effect, _ = effects(sl.average_marginal_effects(admissions, at))
    p = admissions.predict_proba(at)[0, 1]
    np.testing.assert_allclose(effect[:, 1], p * (1 - p) * admissions.beta[1:], rtol=1e-12)


def test_effects_print_and_become_a_frame(program_choice):
    summary = sl.average_marginal_effects(program_choice, STUDENTS)
    assert str(summary).startswith("probability of academic:\n")
    assert summary.to_frame().shape == (9, 4)
    assert "(Intercept)" not in str(summary)


def test_effects_without_a_finite_estimate_are_not_numbers():
    treated = np.repeat([0, 1], [7, 5])
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit(np.column_stack([np.ones(12), treated]), np.repeat([0, 1], [3, 9]), features=["one", "treated"])
    table = sl.average_marginal_effects(fit, np.column_stack([np.ones(12), treated])).tables[1]
    assert np.isnan(table.standard_error).all()
    assert np.isnan(table.estimate).all()


def test_effects_that_vanish_with_the_coefficients_are_not_numbers_either():
    """Of data that are separated for good: probabilities are 0 and 1, their derivatives e⁻⁵⁰, and still nothing is estimated."""
    X = np.column_stack([np.ones(6), [1.0, 2.0, 3.0, 7.0, 8.0, 9.0]])
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit(X, [0, 0, 0, 1, 1, 1])
    assert np.isnan(sl.average_marginal_effects(fit, X).tables[1].estimate).all()


# Where much would cancel


@pytest.mark.parametrize("far", [1.7e9, 1e7])
def test_probabilities_of_features_far_from_zero(far):
    """Unix seconds within a minute: gᵀVg is the small difference of numbers larger by the square of their distance from zero."""
    rng = np.random.default_rng(0)
    seconds = 60 * rng.random(500)
    y = (seconds / 30 - 1 + rng.logistic(size=500) > 0).astype(int)
    near, there = (np.column_stack([np.ones(500), start + seconds]) for start in (0, far))
    fits = [(sl.fit(X, y), X) for X in (near, there)]
    for expected, found in zip(*(sl.predicted_probabilities(*each) for each in fits), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-4)
    expected, found = (sl.average_marginal_effects(*each).tables[1].standard_error for each in fits)
    np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_a_root_of_any_covariance():
    V = np.array([[4.0, 2e-6, 4.0], [2e-6, 1e-12, 2e-6], [4.0, 2e-6, 5.0]])  # of rank 2, in unlike units
    root = sl.LogitModel.from_beta([1.0, 2.0, 3.0]).with_covariance(V).uncertainty.root
    np.testing.assert_allclose(root @ root.T, V, rtol=1e-12)


# What is no contrast, or has no estimate


@pytest.mark.parametrize("A", [[[0], [1], [0]], [[1], [-1]], [["a"], ["b"], ["c"]], [1, -1, 0], None])
def test_what_is_no_contrast_is_refused(program_choice, A):
    with pytest.raises(sl.InputError, match="a contrast is a matrix with 3 rows"):
        program_choice.contrast(A)


def test_another_covariance_does_not_make_estimates_finite():
    X, y = np.column_stack([np.ones(6), [1, 2, 3, 7, 8, 9]]), [0, 0, 0, 1, 1, 1]
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit(X, y)
    for same in (fit.with_covariance(np.eye(2)), pickle.loads(pickle.dumps(fit)), copy.deepcopy(fit)):
        assert np.isnan(same.beta).all()
        assert same.same_model_as(fit)
    with pytest.raises(sl.InputError, match="a contrast is a matrix"):
        fit.contrast([[1], [1]])


def test_weights_of_marginal_effects_are_in_the_rows_order(program_choice):
    weights = STUDENTS["write"][::-1]
    with pytest.raises(sl.InputError, match="different labels"):
        sl.average_marginal_effects(program_choice, STUDENTS, weights=weights)
    with pytest.raises(sl.InputError, match="zero for every row; there is no average"):
        sl.average_marginal_effects(program_choice, STUDENTS, weights=0 * weights[::-1])


def test_a_feature_that_is_one_in_all_rows_has_an_effect():
    fit = sl.fit_formula("prog ~ write + female", STUDENTS)
    table = sl.average_marginal_effects(fit, STUDENTS[STUDENTS["female"] == "male"]).tables[0]
    assert table.features == tuple(fit.features[1:])


def test_a_likelihood_ratio_is_of_two_fits(program_choice):
    model = sl.LogitModel.from_softmax(program_choice.W)
    with pytest.raises(sl.InputError, match="compares two fits"):
        sl.likelihood_ratio_test(model, program_choice)
