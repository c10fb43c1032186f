"""One covariance serves every contrast, whatever the pivot."""

import copy
import pickle

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import special

import softlogit as sl

ADMISSIONS, STUDENTS = sl.load_admissions(), sl.load_program_choice()


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


def test_estimates_from_elsewhere_are_used_as_they_are():
    V = np.array([[4.0, 1.0], [1.0, 9.0]])
    model = sl.LogitModel.from_pivot([[1.0, 2.0]], classes="abc").with_covariance(V)
    np.testing.assert_array_equal(model.covariance(), V)
    assert model.contrast("c", against="b").standard_error.tolist() == [np.sqrt(4 + 9 - 2)]
    assert model.covariance("b")[0, 0] == 4  # Var(a − b) = Var(b − a)
    assert str(model.summary()).count("against a") == 2
    V[0, 0] = 0
    assert model.covariance()[0, 0] == 4


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


# Any contrast is a table


A = np.array([[-1.0, 1.0], [1.0, -0.5], [0.0, -0.5]])


def test_a_contrast_of_several_columns_has_a_row_for_each_and_their_covariance(program_choice):
    table = program_choice.contrast(A)
    pairs = program_choice.covariance()
    # vec(B M) = (Mᵀ ⊗ I) vec(B), where M is A without the pivot's row
    T = np.kron(A[1:].T, np.eye(4))
    np.testing.assert_allclose(table.estimate, T @ program_choice.coef().T.ravel(), rtol=1e-12)
    np.testing.assert_allclose(table.covariance, T @ pairs @ T.T, rtol=1e-12)
    np.testing.assert_array_equal(table.standard_error, np.sqrt(np.diag(table.covariance)))
    assert table.features[:2] == ("(Intercept), general against academic", "ses[middle], general against academic")
    assert table.features[4] == "(Intercept), academic - 0.5 general - 0.5 vocation"
    assert program_choice.contrast(pd.DataFrame(A, columns=["one", "two"])).features[-1] == "write, two"


def test_a_pair_is_the_contrast_of_its_column(program_choice):
    pair, column = program_choice.contrast("general", against="academic"), program_choice.contrast(A[:, :1])
    assert str(pair) == str(column)


def test_a_contrast_from_the_left_is_of_features(program_choice):
    whole = program_choice.contrast("general", against="academic")
    assert program_choice.contrast("general", "academic", left="write").estimate.tolist() == [whole.estimate[3]]
    L = np.array([[0, -1, 1, 0.0]])
    table = program_choice.contrast("general", "academic", left=L)
    assert table.features == ("ses[high] against ses[middle]",)
    assert table.estimate.tolist() == [whole.estimate[2] - whole.estimate[1]]
    np.testing.assert_allclose(table.covariance, L @ whole.covariance @ L.T, rtol=1e-12)
    both = program_choice.contrast(A, left=np.vstack([L, [[1, 0, 0, 50.0]]]))
    M = np.kron(A[1:].T, np.vstack([L, [[1, 0, 0, 50.0]]]))
    np.testing.assert_allclose(both.covariance, M @ program_choice.covariance() @ M.T, rtol=1e-10)


def test_a_base_level_changes_by_a_contrast_from_the_left(program_choice):
    """The coefficients of a fit with another first level, and their covariance (thm-change-of-pivot's mirror)."""
    students = STUDENTS.assign(ses=STUDENTS["ses"].cat.reorder_categories(["high", "low", "middle"]))
    again = sl.fit_formula("prog ~ ses + write", students).contrast("general", "academic")
    table = program_choice.contrast("general", "academic", left=[[1, 0, 1, 0], [0, 0, -1, 0], [0, 1, -1, 0], [0, 0, 0, 1]])
    np.testing.assert_allclose(table.estimate, again.estimate, rtol=1e-9)
    np.testing.assert_allclose(table.covariance, again.covariance, rtol=1e-7, atol=1e-15)


def test_two_levels_of_a_variable_are_a_contrast_from_the_left(program_choice):
    middle, high, low = ({"ses": ("high", level)} for level in ("middle", "high", "low"))
    whole = program_choice.contrast("general", "academic")
    table = program_choice.contrast("general", "academic", left=middle)
    assert table.features == ("ses: high against middle",)
    assert table.estimate.tolist() == [whole.estimate[2] - whole.estimate[1]]
    assert program_choice.contrast("general", "academic", left=low).standard_error == whole.standard_error[2]
    assert program_choice.contrast("general", "academic", left=high).estimate.tolist() == [0]
    for wrong in ({"ses": ("high", "none")}, {"write": (1, 2)}, {"age": ("a", "b")}):
        with pytest.raises(sl.InputError, match="coded in no level"):
            program_choice.contrast("general", "academic", left=wrong)
    with pytest.raises(sl.InputError, match="coded in no level"):
        sl.fit_formula("prog ~ C(ses, contr.sum)", STUDENTS).contrast("general", "academic", left={"ses": ("low", "high")})
    with pytest.raises(sl.InputError, match="coded in no level"):
        sl.LogitModel.from_beta([1.0]).contrast(1, 0, left=middle)


@pytest.mark.parametrize("left", ["age", ["write", "age"], [[1.0, 2.0]], [["a"]], 5, [], [[np.nan] * 4], [1.0, 2.0]], ids=str)
def test_what_is_nothing_of_the_features_is_refused(program_choice, left):
    with pytest.raises(sl.InputError):
        program_choice.contrast("general", "academic", left=left)


@pytest.mark.parametrize("label", [np.array(["general", "academic"]), ["general"], [["general"]], None, {"general"}, pd.NA], ids=str)
def test_what_is_no_label_is_refused(program_choice, label):
    for ask in (lambda: program_choice.contrast("vocation", against=[label]), lambda: program_choice.log_odds(label, "vocation")):
        with pytest.raises(sl.ClassError, match="there is no class"):
            ask()
    if label is not None:
        with pytest.raises(sl.ClassError, match="there is no class"):
            program_choice.coef(label)


# By name


def test_coefficients_errors_and_p_values_with_their_names(program_choice):
    for frame, values in ((program_choice.params, program_choice.coef()), (program_choice.bse, program_choice.standard_errors())):
        assert (tuple(frame.index), tuple(frame.columns)) == (program_choice.features, ("general", "vocation"))
        np.testing.assert_array_equal(frame, values)
    theirs = sm.MNLogit(STUDENTS["prog"], program_choice.design_matrix(STUDENTS)).fit(disp=False, method="newton", tol=1e-14)
    np.testing.assert_allclose(program_choice.pvalues, theirs.pvalues, rtol=1e-8)
    assert (program_choice.llf, program_choice.nobs) == (pytest.approx(theirs.llf, rel=1e-12), theirs.nobs)
    assert program_choice.df_resid == program_choice.df_residual


def test_old_names_go_on_for_a_version(program_choice):
    C = sl.contrasts.symmetric(3)
    with pytest.warns(DeprecationWarning, match=r"contrast\(A\).estimate now"):
        np.testing.assert_array_equal(program_choice.contrast_of(C), program_choice.symmetric)
    with pytest.warns(DeprecationWarning, match=r"contrast\(A\).covariance now"):
        np.testing.assert_array_equal(program_choice.covariance_of(C), program_choice.contrast(C).covariance)
    with pytest.warns(DeprecationWarning, match="classes.index"):
        assert program_choice.index("vocation") == 2
    with pytest.warns(DeprecationWarning, match="with_covariance"):
        model = sl.estimated(sl.LogitModel.from_beta([1.0]), [[4.0]])
    with pytest.warns(DeprecationWarning, match="is LogitModel now"):
        assert isinstance(model, sl.EstimatedLogit)
    with pytest.warns(DeprecationWarning, match="is ChiSquaredTest now"):
        assert sl.TestResult is sl.ChiSquaredTest
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        sl.nothing  # noqa: B018
