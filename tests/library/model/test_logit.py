"""LogitModel: one set of coefficients in, any other out, and the predictions that do not depend on which."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import EPS, cases, n_classes, rounding, softmax_matrices, tables

import softlogit as sl

W = np.array([[1.0, 4.0, -2.0], [0.5, 0.25, 8.0]])
CLASSES = ("a", "b", "c")
X = np.array([[1.0, 0.0], [1.0, -1.0], [1.0, 2.0], [1.0, 0.4]])


@pytest.fixture
def model():
    return sl.LogitModel.from_softmax(W, classes=CLASSES, features=["(Intercept)", "x"])


@pytest.fixture
def frame():
    return pd.DataFrame(X, columns=["(Intercept)", "x"])


# Every way of writing the coefficients


def test_log_odds_are_the_difference_of_two_columns(model):
    assert model.log_odds("b", against="c").tolist() == [6, -7.75]


def test_log_odds_the_other_way_round_change_sign(model):
    np.testing.assert_array_equal(model.log_odds("c", against="b"), -model.log_odds("b", against="c"))


def test_beta_is_the_second_class_against_the_first():
    assert sl.LogitModel.from_softmax([[5.0, 7.0], [1.0, 4.0]]).beta.tolist() == [2, 3]


def test_coef_sets_every_other_class_against_the_first(model):
    assert model.coef().tolist() == [[3, -3], [-0.25, 7.5]]


@pytest.mark.parametrize(("pivot", "others"), [("a", "bc"), ("b", "ac"), ("c", "ab")])
def test_coef_under_any_pivot_is_a_column_of_log_odds_for_each_other_class(model, pivot, others):
    expected = np.column_stack([model.log_odds(label, against=pivot) for label in others])
    np.testing.assert_array_equal(model.coef(pivot), expected)


def test_symmetric_coefficients_sum_to_zero(model):
    np.testing.assert_allclose(model.symmetric, [[0, 3, -3], [-29 / 12, -8 / 3, 61 / 12]], rtol=4 * EPS, atol=4 * EPS)


def test_contrast_of_a_matrix_is_w_times_the_matrix(model):
    b_against_the_mean_of_the_others = [[-0.5], [1], [-0.5]]
    assert model.contrast(b_against_the_mean_of_the_others).estimate.tolist() == [4.5, -4]


# Coefficients that go in come out again to the last bit


@given(softmax_matrices())
def test_from_softmax_keeps_its_matrix(W):
    np.testing.assert_array_equal(sl.LogitModel.from_softmax(W).W, W)


@given(st.tuples(softmax_matrices(), st.integers(0, 5)))
def test_from_pivot_gives_its_coefficients_back(drawn):
    B, at = drawn
    pivot = at % (B.shape[1] + 1)
    np.testing.assert_array_equal(sl.LogitModel.from_pivot(B, pivot=pivot).coef(pivot), B)


@given(tables(4, 1e3))
def test_from_beta_gives_its_vector_back(beta):
    np.testing.assert_array_equal(sl.LogitModel.from_beta(beta).beta, beta)


@given(softmax_matrices(), st.data())
def test_the_way_through_another_pivot_leads_back(W, data):
    model = sl.LogitModel.from_softmax(W)
    pivot = data.draw(st.sampled_from(model.classes))
    back = sl.LogitModel.from_pivot(model.coef(pivot), pivot=pivot)
    np.testing.assert_allclose(back.coef(), model.coef(), rtol=0, atol=4 * EPS * np.abs(W).max())  # three subtractions
    assert back.same_model_as(model, atol=16 * EPS * max(1, np.abs(W).max()))  # and the mean of up to six columns


def test_two_classes_are_one_model_however_they_are_written():
    beta = np.array([2.0, -1.0])
    from_beta = sl.LogitModel.from_beta(beta)
    for other in (
        sl.LogitModel.from_pivot(beta[:, None]),
        sl.LogitModel.from_pivot(-beta[:, None], pivot=1),
        sl.LogitModel.from_softmax(np.column_stack([-beta / 2, beta / 2])),
    ):
        np.testing.assert_array_equal(other.beta, from_beta.beta)


# The same model


@given(softmax_matrices(scale=st.just(1.0)), st.data())
def test_a_common_shift_is_the_same_model(W, data):
    u = data.draw(tables((len(W), 1), 100.0))
    assert sl.LogitModel.from_softmax(W).same_model_as(sl.LogitModel.from_softmax(W + u))


@given(softmax_matrices(scale=st.just(1.0)))
def test_any_other_change_is_another_model(W):
    changed = W.copy()
    changed[0, 0] += 1e-6
    assert not sl.LogitModel.from_softmax(W).same_model_as(sl.LogitModel.from_softmax(changed))


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=lambda order: "".join(CLASSES[k] for k in order))
def test_the_order_of_the_classes_does_not_make_another_model(model, order):
    assert model.same_model_as(sl.LogitModel.from_softmax(W[:, order], classes=[CLASSES[k] for k in order]))


def test_the_order_of_the_features_does_not_make_another_model_but_their_names_do(model):
    assert model.same_model_as(sl.LogitModel.from_softmax(W[::-1], classes=CLASSES, features=model.features[::-1]))
    assert not model.same_model_as(sl.LogitModel.from_softmax(W, classes=CLASSES, features=model.features[::-1]))
    assert model.same_model_as(sl.LogitModel.from_softmax(W, classes=CLASSES, features=["const", "x"]))  # other names for the same columns


@pytest.mark.parametrize(
    "other",
    [
        sl.LogitModel.from_softmax(W, classes=["a", "b", "d"]),
        sl.LogitModel.from_softmax(W, classes=["b", "a", "c"]),
        sl.LogitModel.from_softmax(W[:, :2], classes=["a", "b"]),
        sl.LogitModel.from_softmax(W[:1], classes=CLASSES),
        sl.LogitModel.from_softmax(-W, classes=CLASSES),
    ],
    ids=["other labels", "labels exchanged", "fewer classes", "fewer features", "other coefficients"],
)
def test_another_model_is_not_the_same(model, other):
    assert not model.same_model_as(other)


def test_how_close_is_the_same_can_be_said(model):
    near = sl.LogitModel.from_softmax(np.add(W, [[0.3, 0, 0], [0, 0, 0]]), classes=CLASSES)
    assert not model.same_model_as(near)
    assert model.same_model_as(near, atol=0.21)  # the symmetric coefficients differ by 0.2, 0.1 and 0.1


# Predictions


def test_probabilities_are_softmax_of_the_scores(model):
    terms = np.exp(X @ W)
    expected = terms / terms.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict_proba(X), expected, rtol=32 * EPS)  # exponentials of numbers up to 14


@given(cases())
def test_every_representative_predicts_the_same(drawn):
    X, W = drawn
    model = sl.LogitModel.from_softmax(W)
    for other in (model.symmetric, model.W - model.W[:, [0]]):
        P = sl.LogitModel.from_softmax(other).predict_proba(X)
        np.testing.assert_allclose(P, model.predict_proba(X), rtol=0, atol=3 * rounding(X, W))


def test_prediction_is_the_most_probable_class(model):
    assert model.predict(X).tolist() == ["b", "b", "c", "b"]


def test_prediction_is_the_first_class_of_those_that_tie():
    assert sl.LogitModel.from_softmax(np.zeros((1, 3)), classes=CLASSES).predict([[1.0]]).tolist() == ["a"]


@pytest.mark.parametrize("classes", [("no", "yes"), (0, 1), (False, True), (1.5, 2.5), ("none", 1), ((0, 1), (1, 0))], ids=str)
def test_prediction_gives_the_labels_themselves(classes):
    predicted = sl.LogitModel.from_beta([1.0], classes=classes).predict([[-1.0], [1.0]])
    assert [type(label) for label in predicted.tolist()] == [type(label) for label in classes]
    assert tuple(predicted.tolist()) == classes


@pytest.mark.parametrize("score", [1e4, -1e4])
def test_scores_that_overflow_the_exponential_are_certainties(score):
    model = sl.LogitModel.from_beta([score])
    assert model.predict_proba([[1.0]]).tolist() == [[float(score < 0), float(score > 0)]]
    assert model.log_likelihood([[1.0]], [score < 0]) == -1e4


def test_log_likelihood_adds_the_logarithms_of_the_observed_probabilities(model):
    P = model.predict_proba(X)
    expected = np.log([P[0, 0], P[1, 1], P[2, 2], P[3, 1]]).sum()
    assert model.log_likelihood(X, ["a", "b", "c", "b"]) == pytest.approx(expected, rel=1e-14)  # four terms of size up to 3


def test_labels_are_counts_of_one(model):
    assert model.log_likelihood(X, ["a", "b", "c", "b"]) == model.log_likelihood(X, np.eye(3)[[0, 1, 2, 1]])


def test_weights_are_counts(model):
    weighted = model.log_likelihood(X, ["a", "b", "c", "b"], weights=[3, 0, 1, 2])
    assert weighted == model.log_likelihood(X, [[3, 0, 0], [0, 0, 0], [0, 0, 1], [0, 2, 0]])


# Frames are matched by name


def test_the_columns_of_a_frame_are_found_by_their_names(model, frame):
    shuffled = frame.assign(other="not a number")[["other", "x", "(Intercept)"]]
    np.testing.assert_array_equal(model.predict_proba(shuffled), model.predict_proba(X))


def test_names_that_look_like_the_library_s_own_are_names_too(frame):
    named = frame.set_axis(["x0", "x1"], axis=1)
    fit = sl.fit(named, ["b", "a", "b", "a"])
    np.testing.assert_array_equal(fit.predict_proba(named[["x1", "x0"]]), fit.predict_proba(named))


def test_names_need_not_be_strings(frame):
    numbered = frame.set_axis([0, 1], axis=1)
    fit = sl.fit(numbered, ["b", "a", "b", "a"])
    np.testing.assert_array_equal(fit.predict_proba(numbered), fit.predict_proba(X))


def test_a_model_without_names_takes_a_frame_s_columns_in_order(frame):
    model = sl.LogitModel.from_softmax(W)
    np.testing.assert_array_equal(model.predict_proba(frame), model.predict_proba(X))


def test_the_columns_of_a_frame_of_counts_are_found_by_their_names(model):
    Y = pd.DataFrame([[3, 0, 1], [0, 2, 0], [1, 1, 1], [0, 0, 4]], columns=CLASSES)
    assert model.log_likelihood(X, Y[["c", "a", "b"]]) == model.log_likelihood(X, Y)


# What a model is


@given(n_classes)
def test_classes_are_numbered_unless_named(K):
    model = sl.LogitModel.from_softmax(np.zeros((2, K)))
    assert model.classes == tuple(range(K))
    assert model.n_classes == K
    assert model.features == ("x0", "x1")


def test_a_model_says_what_it_is(model):
    assert repr(model) == "LogitModel(classes=('a', 'b', 'c'), features=('(Intercept)', 'x'))"


@pytest.mark.parametrize(
    ("make", "table"), [(sl.LogitModel.from_softmax, W), (sl.LogitModel.from_pivot, W), (sl.LogitModel.from_beta, W[:, 0])]
)
def test_a_model_does_not_share_its_coefficients_with_the_caller(make, table):
    mine = table.copy()
    model = make(mine)
    mine[:] = 0
    np.testing.assert_array_equal(model.W, make(table).W)


@pytest.mark.parametrize("change", [lambda model: model.W.fill(0), lambda model: setattr(model, "W", W)], ids=["entries", "matrix"])
def test_a_model_cannot_be_changed(model, change):
    with pytest.raises((ValueError, AttributeError)):
        change(model)


def test_the_classes_of_beta_may_be_left_out_but_not_be_a_number():
    assert sl.LogitModel.from_beta([1.0], classes=None).classes == (0, 1)
    with pytest.raises(sl.InputError, match="no sequence of labels"):
        sl.LogitModel.from_beta([1.0], classes=2)
    with pytest.raises(sl.ClassError, match="β belongs to two classes; classes= names 3"):
        sl.LogitModel.from_beta([1.0], classes="abc")
