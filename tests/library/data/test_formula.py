"""Formulas: what they make of a frame, and that new frames are coded in the same way or refused."""

from threading import Thread

import numpy as np
import pandas as pd
import pytest

import softlogit as sl
from softlogit.data.formula import read_formula

STUDENTS, BIRTHS = sl.load_program_choice(), sl.load_birthwt()


def test_categories_become_columns_against_their_first_level(program_choice):
    assert program_choice.features == ("(Intercept)", "ses[middle]", "ses[high]", "write")
    X = program_choice.design_matrix(STUDENTS)
    np.testing.assert_array_equal(X[:, 0], 1)
    np.testing.assert_array_equal(X[:, 1], STUDENTS["ses"] == "middle")
    np.testing.assert_array_equal(X[:, 2], STUDENTS["ses"] == "high")
    np.testing.assert_array_equal(X[:, 3], STUDENTS["write"])


def test_the_formula_fits_what_the_columns_fit(program_choice):
    fit = sl.fit(program_choice.design_matrix(STUDENTS), STUDENTS["prog"])
    np.testing.assert_array_equal(fit.coef(), program_choice.coef())
    assert fit.loglik == program_choice.loglik


@pytest.mark.parametrize(
    ("formula", "features"),
    [
        ("prog ~ write", ("(Intercept)", "write")),
        ("prog ~ 0 + write", ("write",)),
        ("prog ~ 0 + ses", ("ses[low]", "ses[middle]", "ses[high]")),
        ("prog ~ ses:write", ("(Intercept)", "ses[low]:write", "ses[middle]:write", "ses[high]:write")),
        ("prog ~ write*female", ("(Intercept)", "write", "female[male]", "write:female[male]")),
        ("prog ~ np.log(write) + I(read**2)", ("(Intercept)", "np.log(write)", "I(read ** 2)")),
        ("prog ~ C(female, contr.treatment('male'))", ("(Intercept)", "C(female, contr.treatment('male'))[female]")),
    ],
)
def test_names_are_legible(formula, features):
    assert tuple(name.replace("read**2", "read ** 2") for name in sl.fit_formula(formula, STUDENTS).features) == features


def test_an_interaction_is_as_r_has_it():
    """R 4.2.2: coef(glm(low ~ lwt * smoke, binomial, MASS::birthwt))."""
    fit = sl.fit_formula("low ~ lwt * smoke", BIRTHS)
    np.testing.assert_allclose(fit.beta, [1.932336457722362, -0.023886371522067, -1.510885291596578, 0.017568027896205], rtol=1e-9)


@pytest.mark.parametrize("formula", ["prog ~ ses*write", "prog ~ center(write) + ses", "prog ~ bs(write, df=4)", "prog ~ poly(math, 2)"])
def test_predictions_on_a_new_frame_use_the_old_coding(formula):
    """Even of three students who have one level and another mean between them; the columns may come in another order, with others."""
    fit = sl.fit_formula(formula, STUDENTS)
    new = STUDENTS.iloc[[5, 8, 13]]
    expected = fit.predict_proba(STUDENTS)[[5, 8, 13]]
    np.testing.assert_allclose(fit.predict_proba(new), expected, rtol=1e-12)
    np.testing.assert_allclose(fit.predict_proba(new[new.columns[::-1]].astype({"ses": str})), expected, rtol=1e-12)
    assert fit.predict(new).tolist() == fit.predict(STUDENTS)[[5, 8, 13]].tolist()
    assert fit.log_likelihood(STUDENTS, STUDENTS["prog"]) == pytest.approx(fit.loglik, rel=1e-12)


def test_predictions_take_arrays_too(program_choice):
    X = program_choice.design_matrix(STUDENTS)
    np.testing.assert_array_equal(program_choice.predict_proba(X), program_choice.predict_proba(STUDENTS))


def test_levels_never_seen_are_refused(program_choice):
    new = pd.DataFrame({"ses": ["low", "royal"], "write": [50, 60]})
    with pytest.raises(sl.InputError, match="royal"):
        program_choice.predict_proba(new)


def test_levels_without_rows_are_no_columns_and_are_refused_later():
    some = STUDENTS[STUDENTS["ses"] != "low"]
    fit = sl.fit_formula("prog ~ ses + write", some)
    assert fit.features == ("(Intercept)", "ses[high]", "write")
    with pytest.raises(sl.InputError, match="low"):
        fit.predict_proba(STUDENTS)


@pytest.mark.parametrize("column", ["write", "ses", "prog"])
def test_missing_values_are_refused_by_name(column):
    data = STUDENTS.copy()
    data.loc[[3, 7], column] = np.nan
    with pytest.raises(sl.InputError, match=f"'{column}' has missing values in rows 3 and 7"):
        sl.fit_formula("prog ~ ses + write", data)


def test_missing_values_in_a_new_frame_are_refused(program_choice):
    with pytest.raises(sl.InputError, match="'write' has missing values in row 1"):
        program_choice.predict_proba(pd.DataFrame({"ses": ["low", "low"], "write": [50, np.nan]}))


def test_missing_values_elsewhere_do_not_matter(program_choice):
    data = STUDENTS.assign(read=np.nan)
    np.testing.assert_array_equal(sl.fit_formula("prog ~ ses + write", data).coef(), program_choice.coef())


def test_a_transformation_that_leaves_the_numbers_is_refused():
    with np.errstate(divide="ignore"), pytest.raises(sl.InputError, match=r"infinite entries in row 0 of 'np\.log\(z\)'"):
        sl.fit_formula("prog ~ np.log(z)", STUDENTS.assign(z=range(len(STUDENTS))))


# Responses


@pytest.mark.parametrize("response", ["prog == 'general'", "(prog == 'general')"])
def test_an_expression_may_be_the_response(response):
    fit = sl.fit_formula(f"{response} ~ write", STUDENTS)
    expected = sl.fit_formula("general ~ write", STUDENTS.assign(general=STUDENTS["prog"] == "general"))
    assert fit.classes == (False, True)
    np.testing.assert_array_equal(fit.beta, expected.beta)


def test_an_expression_in_missing_values_is_not_false():
    with pytest.raises(sl.InputError, match="'write' has missing values in row 0"):
        sl.fit_formula("write > 50 ~ ses", STUDENTS.assign(write=[np.nan, *STUDENTS["write"][1:]]))


def test_counts_may_be_the_response_as_in_r():
    """A table of doses and responses, and the animals it stands for, are the same fit."""
    table = pd.DataFrame({"dose": [1.0, 2.0, 3.0], "died": [1, 3, 6], "survived": [7, 5, 2]})
    counted = sl.fit_formula("cbind(survived, died) ~ dose", table)
    assert counted.classes == ("survived", "died")
    outcomes = [outcome for died in table["died"] for outcome in ["died"] * died + ["survived"] * (8 - died)]
    rows = table.loc[table.index.repeat(8)].assign(y=outcomes)
    np.testing.assert_allclose(counted.beta, sl.fit_formula("y ~ dose", rows, classes=["survived", "died"]).beta, rtol=1e-10)


def test_the_response_keeps_its_own_order():
    assert sl.fit_formula("ses ~ write", STUDENTS).classes == ("low", "middle", "high")


@pytest.mark.parametrize(
    ("formula", "phrase"),
    [
        ("write + ses", "'response ~ predictors'"),
        ("~ write", "'response ~ predictors'"),
        ("prog ~ ", "'response ~ predictors'"),
        ("prog ~ height", "no column 'height'; they have id"),
        ("prog ~ write +* ses", "cannot be read"),
        ("height ~ write", "no column 'height'"),
        ("cbind(height, weight) ~ write", "no column 'height'"),
        ("prog ~ write | ses", "several parts"),
        ("prog ~ np.log(ses)", "cannot be read"),
        (3, "'response ~ predictors'"),
    ],
)
def test_formulas_that_make_no_sense_are_errors(formula, phrase):
    with pytest.raises(sl.InputError, match=phrase.replace("(", r"\(")):
        sl.fit_formula(formula, STUDENTS)


@pytest.mark.parametrize("data", [None, {"prog": ["a", "b"], "write": [1, 2]}, np.ones((3, 2))], ids=["nothing", "a dict", "an array"])
def test_what_is_no_frame_has_no_columns(data):
    with pytest.raises(sl.InputError, match="speaks of the columns of a frame in memory"):
        sl.fit_formula("prog ~ write", data)


@pytest.mark.parametrize("column", ["write", "prog"])
def test_two_columns_of_one_name_are_refused(column):
    data = pd.concat([STUDENTS[["prog", "write"]], STUDENTS[[column]]], axis=1)
    with pytest.raises(sl.InputError, match=f"several columns '{column}'"):
        sl.fit_formula("prog ~ write", data)


def test_dates_are_no_numbers():
    with pytest.raises(sl.InputError, match="cannot be read"):
        sl.fit_formula("prog ~ day", STUDENTS.assign(day=pd.date_range("2020-01-01", periods=len(STUDENTS))))


def test_a_number_that_becomes_a_word_is_refused(program_choice):
    fit = sl.fit_formula("prog ~ ses + write", STUDENTS)
    with pytest.raises(sl.InputError, match="do not fit the formula"):
        fit.predict_proba(STUDENTS.assign(write="many"))
    np.testing.assert_array_equal(fit.predict_proba(STUDENTS), program_choice.predict_proba(STUDENTS))  # nothing of it is remembered
    assert str(sl.average_marginal_effects(fit, STUDENTS)) == str(sl.average_marginal_effects(program_choice, STUDENTS))


def test_weights_in_another_order_are_refused():
    with pytest.raises(sl.InputError, match="X and weights have different labels"):
        sl.fit_formula("prog ~ write", STUDENTS, weights=pd.Series(1.0, index=STUDENTS.index[::-1]))


def test_options_are_those_of_fit():
    options = {"weights": np.arange(len(STUDENTS)) % 2 + 1.0, "ridge": 2.0, "classes": ["vocation", "general", "academic"]}
    fit = sl.fit_formula("prog ~ write", STUDENTS, features=["one", "w"], **options)
    expected = sl.fit(fit.design_matrix(STUDENTS), STUDENTS["prog"], **options)
    np.testing.assert_array_equal(fit.coef(), expected.coef())
    assert fit.features == ("one", "w")


def test_the_frame_is_left_alone():
    data = STUDENTS.copy()
    before = data.copy()
    sl.fit_formula("prog ~ ses*write", data).predict_proba(data)
    pd.testing.assert_frame_equal(data, before)


def test_the_index_of_the_frame_does_not_matter(program_choice):
    shuffled = STUDENTS.set_index(pd.Index(np.arange(len(STUDENTS))[::-1] // 2, name="pair"))
    np.testing.assert_array_equal(sl.fit_formula("prog ~ ses + write", shuffled).coef(), program_choice.coef())


def test_a_design_keeps_the_index_of_its_frame():
    design, _ = read_formula("prog ~ write", STUDENTS)
    assert design(STUDENTS.loc[[7, 3]]).index.tolist() == [7, 3]


@pytest.mark.parametrize("response", ["female = 1", "1", "write.max()"])
def test_a_response_has_a_value_a_row(response):
    """With one equals sign, pandas would give the whole frame back."""
    with pytest.raises(
        sl.InputError, match=r"not one value a row; a comparison is written with ==|nor an expression in them: invalid syntax"
    ):
        sl.fit_formula(f"{response} ~ write", STUDENTS)


def test_strings_of_pandas_are_coded_as_others_are(program_choice):
    strings = STUDENTS.assign(ses=pd.Categorical(STUDENTS["ses"]).astype(str)).convert_dtypes()
    plain = strings.assign(ses=strings["ses"].astype(object))
    assert strings["ses"].dtype == "string"
    fit = sl.fit_formula("prog ~ ses + write", strings)
    np.testing.assert_array_equal(fit.W, sl.fit_formula("prog ~ ses + write", plain).W)
    np.testing.assert_array_equal(fit.predict_proba(strings), fit.predict_proba(plain))


def test_levels_never_seen_are_refused_in_threads_too():
    fit = sl.fit_formula("prog ~ ses", STUDENTS)
    unseen = pd.DataFrame({"ses": ["none"]})
    refused = []

    def predict():
        for _ in range(25):
            with pytest.raises(sl.InputError, match="not read with"):
                fit.predict_proba(unseen)
            refused.append(1)

    threads = [Thread(target=predict) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 100


rng = np.random.default_rng(0)
ODD = pd.DataFrame(
    {"y": rng.integers(0, 2, 40), "x": rng.normal(size=40), "n": 9, "s": rng.integers(0, 9, 40), "g": rng.choice(list("abc"), 40)}
)

# What R's users write


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("y ~ .", "y ~ x + n + s + g - n"),
        ("y ~ . - g", "y ~ x + s"),
        ("cbind(n - s, s) ~ x", "cbind(failed, s) ~ x"),
        ("cbind(no=n - s, yes=s) ~ x", "cbind(failed, s) ~ x"),
        ("y ~ factor(g)", "y ~ g"),
        ("y ~ as.factor(g)", "y ~ g"),
        ("factor(y) ~ x", "y ~ x"),
        ("y ~ pow(x, 2)", "y ~ I(x**2)"),
    ],
)
def test_what_r_s_users_write_is_read(written, meant):
    data = ODD.drop(columns="n") if "." in written and "as" not in written else ODD.assign(failed=ODD["n"] - ODD["s"])
    fit = sl.fit_formula(written, data)
    np.testing.assert_array_equal(fit.beta, sl.fit_formula(meant, ODD.assign(failed=ODD["n"] - ODD["s"])).beta)
    np.testing.assert_array_equal(fit.predict_proba(data), fit.predict_proba(ODD))


def test_counts_are_named_as_they_are_written():
    assert sl.fit_formula("cbind(n - s, s) ~ x", ODD).classes == ("n - s", "s")
    assert sl.fit_formula("cbind(no=n - s, yes=s) ~ x", ODD).classes == ("no", "yes")


@pytest.mark.parametrize(
    ("formula", "instead"),
    [
        ("y ~ x + offset(x)", "statsmodels' Logit and R's glm have them"),
        ("y ~ cut(x, 3)", "C(np.digitize(x, [-1, 1]))"),
        ("y ~ ns(x, df=3)", "cr(x, df=3, constraints='center')"),
        ("y ~ ifelse(x > 0, 1, 0)", "np.where(x > 0, 1, 0)"),
        ("y ~ sqrt(x + 9)", "np.sqrt(x)"),
        ("y ~ relevel(factor(g), 'b')", "C(g, contr.treatment('b'))"),
        ("y ~ pd.cut(x, 3)", "in the frame"),
    ],
)
def test_what_is_written_otherwise_is_said_in_a_sentence(formula, instead):
    with pytest.raises(sl.InputError) as caught:
        sl.fit_formula(formula, ODD)
    assert instead in str(caught.value)
    if "(x" in instead or "(g" in instead:
        assert sl.fit_formula(f"y ~ {instead.replace('sqrt(x)', 'sqrt(x + 9)')}", ODD).converged


@pytest.mark.parametrize("formula", ["y ~ x -", "y ~ (x", "y ~ x + 'a'", "y ~ 3*x", "y ~ x + * s"])
def test_messages_have_no_colours_and_one_line(formula):
    with pytest.raises(sl.InputError, match="cannot be read") as caught:
        sl.fit_formula(formula, ODD)
    assert str(caught.value).isprintable()


# Rows alone


@pytest.mark.parametrize(
    "term",
    [
        *("I(x - x.mean())", "I(x / x.max())", "x.rank()", "I(x > x.median())", "C(x > np.mean(x))", "x.cumsum()", "lag(x)"),
        *("I(x.shift(1).fillna(0))", "I(x / np.std(x))", "max(x)", "np.arange(len(x))", "I(x == x.max())", "s:I(x - x.min())"),
    ],
)
def test_what_depends_on_other_rows_is_refused(term):
    """The probability of a row must not depend on what else is in the frame."""
    with pytest.raises(sl.InputError, match=r"for a row alone"):
        sl.fit_formula(f"y ~ {term}", ODD)


@pytest.mark.parametrize(
    "term", ["center(x)", "scale(x)", "standardize(x)", "bs(x, df=4)", "cr(x, df=3, constraints='center')", "poly(x, 2)"]
)
def test_what_remembers_the_other_rows_is_not(term):
    fit = sl.fit_formula(f"y ~ {term}", ODD)
    np.testing.assert_allclose(fit.predict_proba(ODD[3:4]), fit.predict_proba(ODD)[3:4], rtol=1e-10)


@pytest.mark.parametrize("formula", ["y ~ x + one", "y ~ one", "y ~ x * one", "y ~ .", "y ~ x + C(n)"])
def test_a_category_with_one_level_is_not_left_out_in_silence(formula):
    with pytest.raises(sl.InputError, match=r"^(one|C\(n\)) has the same value in every row"):
        sl.fit_formula(formula, ODD.assign(one="only", n=9))


def test_a_design_says_which_columns_each_factor_reads():
    data = ODD.assign(**{"age.2": ODD["x"]})
    design, _ = read_formula("y ~ I((x - `age.2`).abs()) + C(g) + s:g", data)
    assert design.variables(data) == {
        "x": ("I((x - `age.2`).abs())", ()),
        "age.2": ("I((x - `age.2`).abs())", ()),
        "g": ("g", ("a", "b", "c")),
        "s": ("s", ()),
    }
