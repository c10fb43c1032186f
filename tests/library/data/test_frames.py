"""Columns of any name, in any kind of frame, for formulas to read; and missing values, which no comparison hides."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import softlogit as sl

rng = np.random.default_rng(0)
ODD = pd.DataFrame(
    {"y": rng.integers(0, 2, 40), "x": rng.normal(size=40), "n": 9, "s": rng.integers(0, 9, 40), "g": rng.choice(list("abc"), 40)}
)
ODD_NAMES = ["Sepal.Length", "age.2", "income ($)", "share%", "BMI (kg/m2)", "two words", "2024", "x:g", "lag", "T", "Größe"]


@pytest.mark.parametrize("name", [*ODD_NAMES, 2024], ids=str)
def test_a_column_may_have_any_name(name):
    data = ODD.assign(v=ODD["x"] ** 2).rename(columns={"v": name})
    expected = sl.fit_formula("y ~ v", ODD.assign(v=ODD["x"] ** 2))
    for formula in (f"y ~ `{name}`", f"y ~ Q({str(name)!r})"):
        np.testing.assert_array_equal(sl.fit_formula(formula, data).beta, expected.beta)
    data[name] = (data[name] > 1).astype(int)
    expected = sl.fit_formula("v ~ x", ODD.assign(v=(ODD["x"] ** 2 > 1).astype(int)))
    for formula in (f"{name} ~ x", f"`{name}` ~ x", f"`{name}` > 0 ~ x"):
        np.testing.assert_array_equal(sl.fit_formula(formula, data).beta, expected.beta)


@pytest.mark.parametrize("name", [*ODD_NAMES, 2024], ids=str)
@pytest.mark.parametrize("formula", ["y ~ I(`{}` > 0)", "y ~ I((`{}` - x).abs() > 1)", "y ~ np.where(`{}` > 0, 1, 0)", "`{}` > 0 ~ x"])
def test_missing_is_not_less_than_zero(name, formula):
    """A comparison with NaN is False: the row would be fitted as if the condition did not hold."""
    data = ODD.assign(age=1.0, income=2.0, v=np.where(ODD.index < 10, np.nan, ODD["x"] ** 2 - 1)).rename(columns={"v": name})
    with pytest.raises(sl.InputError, match=r"' has missing values in rows 0, 1, 2, … \(10 rows\)"):
        sl.fit_formula(formula.format(name), data)
    fit = sl.fit_formula(formula.format(name), data[10:])
    assert fit.n_obs == 30
    if "y ~" in formula:
        with pytest.raises(sl.InputError, match="has missing values in rows 0, 1, 2"):
            fit.predict_proba(data)


def test_the_rows_without_missing_values_are_the_answer():
    """By hand: the 2 × 2 table of the thirty complete rows."""
    data = ODD.assign(**{"age.2": np.where(ODD.index < 10, np.nan, ODD["x"])})[10:]
    (a, b), (c, d) = pd.crosstab(data["age.2"] > 0, data["y"]).to_numpy()
    np.testing.assert_allclose(
        sl.fit_formula("y ~ I(`age.2` > 0)", data).beta, [np.log(b / a), np.log(d / c * a / b)], rtol=1e-8, atol=1e-12
    )


def test_a_column_that_is_only_the_text_of_a_label_does_not_matter():
    data = ODD.assign(s=np.where(ODD["x"] > 0, "yes", "no"), yes=np.nan)
    assert sl.fit_formula("s == 'yes' ~ n + y - n", data).classes == (False, True)


@pytest.mark.parametrize(("formula", "twice"), [("y ~ Intercept + x", "Intercept"), ("y ~ x*n + `x:n`", "x:n")])
def test_no_column_takes_the_place_of_another(formula, twice):
    with pytest.raises(sl.InputError, match=f"the formula makes two columns '{twice}'; rename"):
        sl.fit_formula(formula, ODD.assign(Intercept=ODD["x"], **{"x:n": ODD["x"]}))


def test_columns_that_the_formula_does_not_use_may_be_anything():
    data = ODD.assign(late=pd.NaT, nothing=None, s=ODD["s"]).join(pd.DataFrame({2024: pd.Categorical(ODD["g"]), (1, 2): [{}] * 40}))
    np.testing.assert_array_equal(sl.fit_formula("y ~ x", data).beta, sl.fit_formula("y ~ x", ODD).beta)


# Frames


BOOKS = {
    "Polars": lambda frame: pytest.importorskip("polars").from_pandas(frame),
    "Polars with a category": lambda frame: (
        (pl := pytest.importorskip("polars")).from_pandas(frame).with_columns(pl.col("g").cast(pl.Categorical))
    ),
    "Arrow": pa.Table.from_pandas,
    "Arrow in pandas": lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
    "a dictionary of Arrow's in pandas": lambda frame: frame.assign(
        g=frame["g"].astype(pd.ArrowDtype(pa.dictionary(pa.int8(), pa.string())))
    ),
    "pandas' own types": lambda frame: frame.convert_dtypes(),
}


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_a_frame_may_be_of_any_kind(book):
    expected, data = sl.fit_formula("y ~ x*g", ODD), book(ODD)
    fit = sl.fit_formula("y ~ x*g", data)
    assert fit.features == expected.features == ("(Intercept)", "x", "g[b]", "g[c]", "x:g[b]", "x:g[c]")
    np.testing.assert_array_equal(fit.beta, expected.beta)
    np.testing.assert_array_equal(fit.predict_proba(data), expected.predict_proba(ODD))
    assert str(sl.average_marginal_effects(fit, data)) == str(sl.average_marginal_effects(expected, ODD))


def test_an_order_of_levels_is_kept():
    pl = pytest.importorskip("polars")
    data = pl.from_pandas(ODD).with_columns(pl.col("g").cast(pl.Enum(["c", "b", "a"])))
    assert sl.fit_formula("y ~ g", data).features == ("(Intercept)", "g[b]", "g[a]")
