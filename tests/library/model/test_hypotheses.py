"""Tests of contrasts."""

import numpy as np
import pytest

import softlogit as sl

ADMISSIONS, STUDENTS = sl.load_admissions(), sl.load_program_choice()


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


def test_a_likelihood_ratio_is_of_two_fits(program_choice):
    model = sl.LogitModel.from_softmax(program_choice.W)
    with pytest.raises(sl.InputError, match="compares two fits"):
        sl.likelihood_ratio_test(model, program_choice)


def test_whether_two_classes_differ_is_the_test_of_their_contrast(program_choice):
    slopes = program_choice.contrast("vocation", against="general", left=program_choice.features[1:])
    test = sl.wald_test(slopes)
    expected = slopes.estimate @ np.linalg.solve(slopes.covariance, slopes.estimate)
    assert (test.statistic, test.df) == (pytest.approx(expected, rel=1e-9), 3)
    assert sl.wald_test(program_choice.contrast(sl.contrasts.symmetric(3)[:, :2], left="write")).statistic == pytest.approx(
        sl.wald_test(program_choice, "write").statistic, rel=1e-9
    )
    with pytest.raises(sl.InputError, match="no covariance"):
        sl.wald_test(sl.LogitModel.from_beta([1.0]).contrast(1, against=0))


@pytest.mark.parametrize("features", [None, [], ["age"], [["write"]], np.array([["write"]]), [None], 5, {"write"}, "age"], ids=str)
def test_what_are_no_features_is_refused(program_choice, features):
    with pytest.raises(sl.InputError):
        sl.wald_test(program_choice, features)


def test_the_first_unknown_feature_is_named(program_choice):
    with pytest.raises(sl.InputError, match="no feature 'b'"):
        sl.wald_test(program_choice, ["write", "b", "a", "c"])


@pytest.mark.parametrize("thing", [None, "fit", np.eye(2), 3], ids=str)
def test_what_is_no_model_is_refused(thing):
    with pytest.raises(sl.InputError, match="a LogitModel, or a fit, is wanted"):
        sl.wald_test(thing, "write")
    with pytest.raises(sl.InputError, match="a LogitModel, or a fit, is wanted"):
        sl.predicted_probabilities(thing, [[1.0]])
    with pytest.raises(sl.InputError, match="a LogitModel, or a fit, is wanted"):
        sl.average_marginal_effects(thing, [[1.0]])
    with pytest.raises(sl.InputError, match="a LogitModel, or a fit, is wanted"):
        sl.LogitModel.from_beta([1.0]).same_model_as(thing)
