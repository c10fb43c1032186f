"""Coefficient tables: as text like R's, as HTML, as a DataFrame, and the numbers in them."""

from xml.etree import ElementTree

import numpy as np
import pytest
from scipy import stats

import softlogit as sl
from softlogit.errors import InputError
from softlogit.model.tables import CoefficientTable, Summary

ADMISSIONS = """\
1 against 0:
             Estimate Std. Error z value Pr(>|z|)
(Intercept) -4.949378   1.075093  -4.604 4.15e-06
gre          0.002691   0.001057   2.544   0.0109
gpa          0.754687   0.319586   2.361   0.0182

    Null deviance: 499.98 on 399 degrees of freedom
Residual deviance: 480.34 on 397 degrees of freedom
AIC: 486.34
Steps: 5"""

ALLIGATORS = """\
Fish against Other:
            Estimate Std. Error z value Pr(>|z|)
(Intercept)   1.6177     1.3073   1.237    0.216
length       -0.1101     0.5171  -0.213    0.831

Invertebrates against Other:
            Estimate Std. Error z value Pr(>|z|)
(Intercept)   5.6974     1.7938   3.176  0.00149
length       -2.4654     0.8997  -2.740  0.00614

    Null deviance: 115.14 on 116 degrees of freedom
Residual deviance: 98.34 on 114 degrees of freedom
AIC: 106.34
Steps: 6"""


def table(estimate=(1.5, -0.25), standard_error=(0.5, 0.125), title="yes against no", features=("(Intercept)", "dose")):
    return CoefficientTable(title, features, np.array(estimate), np.array(standard_error))


def html(shown):
    """The HTML as a tree; parsing fails if a tag is not closed or a sign not escaped."""
    return ElementTree.fromstring(f"<div>{shown._repr_html_()}</div>")


def texts(tree, tag):
    return [element.text for element in tree.iter(tag)]


# As text


def test_a_summary_prints_as_r_does(admissions):
    assert str(admissions.summary()) == ADMISSIONS


def test_a_summary_has_a_table_for_each_class_against_the_pivot(alligators):
    assert str(alligators.summary(pivot="Other")) == ALLIGATORS


def test_the_prompt_shows_what_print_prints(alligators):
    assert repr(alligators.summary()) == str(alligators.summary())
    assert repr(alligators.contrast("Fish", against="Other")) == str(alligators.contrast("Fish", against="Other"))


def test_a_summary_without_notes_is_its_tables():
    assert str(Summary([table()])) == str(table())


@pytest.mark.parametrize(
    ("estimate", "standard_error", "printed"),
    [
        (1.0, 0.5, ["1.0000", "0.5000"]),
        (123.456, 20.0, ["123.46", "20.00"]),
        (-0.25, 0.001057491, ["-0.250000", "0.001057"]),
        (0.0, 2.0, ["0.000", "2.000"]),
        (12345.6, 1234.56, ["12346", "1235"]),
        (1.5, 2.5e-6, ["1.500000000", "0.000002500"]),
        (1.5, 2.5e-7, ["1.500e+00", "2.500e-07"]),
        (1.5, 2.5e-9, ["1.500e+00", "2.500e-09"]),
    ],
)
def test_the_smallest_number_of_a_table_is_shown_to_four_digits(estimate, standard_error, printed):
    row = str(table([estimate], [standard_error], features=("x",))).splitlines()[2].split()
    assert row[1:3] == printed


@pytest.mark.parametrize(
    ("z", "printed"),
    [(0, "1"), (0.674, "0.5"), (1.959964, "0.05"), (2.5, "0.0124"), (4, "6.33e-05"), (8.1, "5.50e-16"), (9, "<2e-16"), (50, "<2e-16")],
)
def test_p_values_are_shown_to_three_digits_as_far_as_they_mean_anything(z, printed):
    row = str(table([float(z)], [1.0], features=("x",))).splitlines()[2].split()
    assert row[4] == printed


# As HTML


def test_html_shows_the_cells_of_the_text(admissions):
    tree = html(admissions.summary())
    assert texts(tree, "caption") == ["1 against 0"]
    assert texts(tree, "th") == ["feature", "Estimate", "Std. Error", "z value", "Pr(>|z|)", "(Intercept)", "gre", "gpa"]
    assert texts(tree, "td")[:4] == ["−4.949378", "1.075093", "−4.604", "4.15e−06"]  # with minus signs, not hyphens
    assert [row.strip() for row in texts(tree, "div")[1:]] == [row.strip() for row in ADMISSIONS.splitlines()[-4:]]


def test_html_has_a_table_for_each_class_against_the_pivot(alligators):
    tree = html(alligators.summary(pivot="Other"))
    assert texts(tree, "caption") == ["Fish against Other", "Invertebrates against Other"]


def test_html_says_which_cells_are_headings():
    scopes = [element.get("scope") for element in html(table()).iter("th")]
    assert scopes == ["col"] * 5 + ["row"] * 2


def test_html_escapes_the_names_that_data_bring():
    tree = html(table(title="<b> against &", features=("a < b", "c & d")))
    assert texts(tree, "caption") == ["<b> against &"]
    assert texts(tree, "th")[-2:] == ["a < b", "c & d"]


# As a DataFrame


def test_a_frame_has_a_row_for_each_feature():
    frame = table().to_frame()
    assert frame.index.tolist() == ["(Intercept)", "dose"]
    assert frame.columns.tolist() == ["Estimate", "Std. Error", "z value", "Pr(>|z|)"]
    np.testing.assert_array_equal(frame.to_numpy(), np.column_stack([table().estimate, table().standard_error, table().z, table().p_value]))


def test_the_frame_of_a_summary_names_its_rows_by_contrast_and_feature(alligators):
    frame = alligators.summary(pivot="Other").to_frame()
    assert frame.index.names == ["contrast", "feature"]
    expected = alligators.contrast("Invertebrates", against="Other").to_frame()
    assert frame.loc["Invertebrates against Other"].equals(expected.rename_axis("feature"))


# The numbers


def test_z_is_the_estimate_in_standard_errors():
    assert table().z.tolist() == [3, -2]


def test_p_values_are_two_sided():
    np.testing.assert_allclose(table().p_value, 2 * stats.norm.sf([3, 2]), rtol=1e-13)  # two implementations of one function


@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_the_interval_is_the_normal_one(level):
    expected = np.column_stack(stats.norm.interval(level, loc=table().estimate, scale=table().standard_error))
    np.testing.assert_allclose(table().interval(level), expected, rtol=1e-13)  # two implementations of one function


def test_the_interval_is_the_95_percent_one_unless_told():
    np.testing.assert_array_equal(table().interval(), table().interval(0.95))


def test_an_odds_ratio_is_the_exponential_of_a_log_odds():
    np.testing.assert_array_equal(table().odds_ratio, np.exp([1.5, -0.25]))


# Any numbers


def test_a_column_has_the_colour_of_its_class_and_a_difference_that_of_beta():
    columns = {name: [0.25] for name in ["w₂", "<reject>", "β", "a against b", "w₁ − w₂", "sum"]}
    heads = {head.text: head.get("class") for head in html(sl.table(columns, classes=["admit", "<reject>"])).iter("th")}
    assert heads == {"w₂": "class-2", "<reject>": "class-2", "β": "beta", "a against b": "beta", "w₁ − w₂": "beta", "sum": "", "1": None}


def test_a_table_shows_four_digits_of_its_smallest_number_and_six_decimals_at_most():
    assert texts(html(sl.table({"p": [0.25, -12]})), "td") == [None, "0.2500", "−12.0000"]
    assert texts(html(sl.table({"p": [1e-9]})), "td")[1:] == ["0.000000"]
    assert str(sl.table({"p": [0.5], "df": [2], "": ["no"]}, rows=["x"], decimals=1)) == "    p df   \nx 0.5  2 no"


def test_a_table_takes_a_frame_with_its_names():
    assert str(sl.table(table().to_frame(), decimals=3)).splitlines()[2].split() == ["dose", "-0.250", "0.125", "-2.000", "0.046"]


def test_columns_as_long_as_the_rows_are_many():
    with pytest.raises(InputError, match="as long as"):
        sl.table({"a": [1, 2], "b": [1]})
