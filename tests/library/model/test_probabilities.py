"""Probabilities with intervals, and how they change: against R, statsmodels and differences."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import softlogit as sl

ADMISSIONS, STUDENTS = sl.load_admissions(), sl.load_program_choice()


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


# Of variables, where a formula says what they are


def test_a_variable_moves_wherever_it_stands():
    """Against differences of predict_proba over the whole data, as R's margins and Stata have it."""
    rng = np.random.default_rng(7)
    data = pd.DataFrame({"x": rng.normal(size=300), "d": rng.integers(0, 2, 300), "g": rng.choice(["a", "b", "c"], 300)})
    data["y"] = (rng.uniform(size=300) < sl.sigmoid(0.3 + 0.8 * data["x"] - 0.5 * data["d"] + 0.5 * data["x"] * data["d"])).astype(int)
    fit = sl.fit_formula("y ~ x * d + I(x ** 2) + np.exp(x / 2) + x:g", data)
    effect, error = effects(sl.average_marginal_effects(fit, data, discrete="d"))
    h = 1e-4

    def mean(**changes):
        return fit.predict_proba(data.assign(**changes)).mean(axis=0)

    assert sl.average_marginal_effects(fit, data, discrete="d").tables[0].features == ("x", "d", "g[b]", "g[c]")
    np.testing.assert_allclose(effect[0], (mean(x=data["x"] + h) - mean(x=data["x"] - h)) / (2 * h), rtol=1e-6)
    np.testing.assert_allclose(effect[1], mean(d=1) - mean(d=0), rtol=1e-12)
    np.testing.assert_allclose(effect[2:], [mean(g="b") - mean(g="a"), mean(g="c") - mean(g="a")], rtol=1e-12)

    def effect_of(B):
        model = replace(fit, W=np.column_stack([0 * B, B]))
        return next(effects(sl.average_marginal_effects(model, data, discrete="d")))

    J = derivative(effect_of, fit.coef(), 1e-5)
    np.testing.assert_allclose(error, np.sqrt(np.einsum("jka,ab,jkb->jk", J, fit.covariance(), J)), rtol=1e-5)


def test_a_level_is_set_against_the_first_one(program_choice):
    table = sl.average_marginal_effects(program_choice, STUDENTS).tables[0]
    low, high = (program_choice.predict_proba(STUDENTS.assign(ses=level)).mean(axis=0) for level in ("low", "high"))
    assert table.features == ("ses[middle]", "ses[high]", "write")
    assert table.estimate[1] == pytest.approx(high[0] - low[0], rel=1e-12)
    assert not hasattr(table, "odds_ratio")


@pytest.mark.parametrize("discrete", ["ses[low]", "write", ["ses", "age"]], ids=str)
def test_what_is_not_switched_on_and_off_is_refused(program_choice, discrete):
    with pytest.raises(sl.InputError, match=r"no feature '(ses\[low\]|age)'|other values than 0 and 1"):
        sl.average_marginal_effects(program_choice, STUDENTS, discrete=discrete)
