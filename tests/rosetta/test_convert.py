"""The one conversion, on the forms in which β = (−1, 2, 3) and a table of three classes can come."""

import doctest

import numpy as np
import pytest

from rosetta import convert
from rosetta.convert import NotALogit, to_model

BETA = [-1.0, 2.0, 3.0]
FEATURES = ["(Intercept)", "x", "z"]
FIRST = {"columns": "K-1", "reference": "first", "link": "softmax", "axes": "class feature", "intercept": "first"}
BOTH = FIRST | {"columns": "K"}


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        (FIRST, {"coef": BETA}),
        (FIRST | {"reference": "last"}, {"coef": [1, -2, -3]}),
        (FIRST | {"sign": -1}, {"coef": [1, -2, -3]}),
        (FIRST | {"intercept": "last"}, {"coef": [2, 3, -1]}),
        (FIRST | {"intercept": "apart"}, {"coef": [[2, 3]], "intercept": -1}),
        (FIRST | {"intercept": "apart", "link": "cumulative", "intercept_sign": -1}, {"coef": [2, 3], "intercept": [1]}),
        (FIRST | {"intercept": "apart", "offset": "here"}, {"coef": [2, 3], "intercept": [0.5], "offset": [-1.5]}),
        (FIRST | {"units": "centred"}, {"coef": [9, 2, 3], "mean": [2, 2]}),
        (FIRST | {"units": "scaled"}, {"coef": [9, 20, 6], "mean": [2, 2], "scale": [10, 2]}),
        (BOTH, {"coef": [[0.5, -1, -1.5], [-0.5, 1, 1.5]]}),
        (BOTH | {"axes": "feature class"}, {"coef": [[7, 6], [0, 2], [1, 4]]}),
        (BOTH | {"axes": "feature class", "intercept": "last"}, {"coef": [0, 2, 1, 4, 7, 6]}),
        (BOTH | {"link": "sigmoids"}, {"coef": [[1, -2, -3], [-1, 2, 3]]}),
        (BOTH | {"link": "sigmoids", "sign": -1}, {"coef": [[-1, 2, 3], [1, -2, -3]]}),
    ],
)
def test_every_form_of_two_classes_comes_to_the_same_beta(form, numbers):
    np.testing.assert_allclose(to_model(form, numbers, ["no", "yes"], FEATURES).beta, BETA, rtol=1e-14)


def test_without_an_intercept_there_are_slopes_alone():
    numbers = {"coef": [[20, 6]], "scale": [10, 2]}
    np.testing.assert_allclose(to_model(FIRST | {"intercept": "none"}, numbers, [0, 1], ["x", "z"]).beta, [2, 3])


@pytest.mark.parametrize(
    ("form", "classes", "coef"),
    [
        (FIRST, "abc", [[1, 2], [3, 5]]),
        (FIRST | {"axes": "feature class"}, "abc", [[1, 3], [2, 5]]),
        (FIRST | {"reference": "last"}, "abc", [[-3, -5], [-2, -3]]),
        (BOTH, "acb", [[1, 1], [4, 6], [2, 3]]),
    ],
)
def test_three_classes_keep_their_names_in_whatever_order_they_come(form, classes, coef):
    model = to_model(form, {"coef": coef}, list(classes), ["(Intercept)", "x"])
    assert model.log_odds("b", against="a").tolist() == [1, 2]
    assert model.log_odds("c", against="a").tolist() == [3, 5]


@pytest.mark.parametrize("link", ["sigmoids", "cumulative"])
def test_what_is_no_multinomial_logit_is_refused(link):
    with pytest.raises(NotALogit, match=link):
        to_model(BOTH | {"link": link}, {"coef": np.ones((3, 2))}, list("abc"), ["(Intercept)", "x"])


def test_numbers_that_do_not_fit_the_form_are_refused():
    with pytest.raises(ValueError, match="2 numbers for each class, and 3 features"):
        to_model(FIRST, {"coef": [1, 2]}, ["no", "yes"], FEATURES)


def test_the_example_in_the_docstring_is_right():
    assert doctest.testmod(convert).failed == 0
