"""Models from and to scikit-learn, against itself: predictions agree to 1e-12."""

import numpy as np
import pandas as pd
import pytest
from sets import STUDENTS, THREE, TWO
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import softlogit as sl

SAME = {"rtol": 0, "atol": 1e-12}


def with_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


@pytest.mark.parametrize("make", [LogisticRegression, LinearDiscriminantAnalysis, lambda: LogisticRegression(fit_intercept=False)])
def test_from_sklearn_predicts_the_same(data, make):
    X, y = data
    estimator = make().fit(X, y)
    model = sl.from_sklearn(estimator)
    np.testing.assert_allclose(model.predict_proba(X.assign(**{"(Intercept)": 1.0})), estimator.predict_proba(X), **SAME)
    assert model.classes == tuple(estimator.classes_)
    assert model.features[-1] == X.columns[-1]


def test_sklearn_s_two_classes_have_one_row_and_it_is_for_the_second():
    X, y = TWO
    estimator = LogisticRegression().fit(X, y)
    np.testing.assert_array_equal(sl.from_sklearn(estimator).beta, np.r_[estimator.intercept_, estimator.coef_[0]])
    np.testing.assert_array_equal(sl.from_sklearn(estimator).beta, sl.from_sklearn(estimator).log_odds("reject", against="admit"))


def test_columns_without_names_are_numbered():
    X, y = TWO
    estimator = LogisticRegression().fit(X.to_numpy(), y)
    assert sl.from_sklearn(estimator).features == ("(Intercept)", "x0", "x1")
    assert sl.from_sklearn(estimator, features=["a", "b"]).features == ("(Intercept)", "a", "b")


@pytest.mark.parametrize(
    "make",
    [
        LogisticRegression,
        lambda: OneVsRestClassifier(LogisticRegression()).fit(*THREE),
        lambda: SGDClassifier(loss="log_loss", random_state=0).fit(*THREE),
        lambda: GaussianNB().fit(*THREE),
        lambda: make_pipeline(StandardScaler(), LogisticRegression()).fit(*THREE),
        lambda: SGDClassifier(loss="modified_huber", random_state=0).fit(*TWO),
        lambda: MultiOutputClassifier(LogisticRegression()).fit(STUDENTS[["write"]], STUDENTS[["prog", "ses"]]),
        lambda: None,
    ],
    ids=["not fitted", "one-vs-rest", "one-vs-rest inside", "no coefficients", "a pipeline", "cut off", "two responses", "nothing"],
)
def test_other_estimators_are_refused(make):
    with pytest.raises(sl.InputError, match=r"fit it|another model"):
        sl.from_sklearn(make())


def test_a_binary_model_by_gradient_descent_is_the_model_all_the_same():
    X, y = TWO
    estimator = SGDClassifier(loss="log_loss", random_state=0).fit(X, y)
    model = sl.from_sklearn(estimator)
    np.testing.assert_allclose(model.predict_proba(X.assign(**{"(Intercept)": 1.0})), estimator.predict_proba(X), **SAME)


def test_sparse_coefficients_are_coefficients():
    X, y = THREE
    estimator = LogisticRegression().fit(X, y)
    model = sl.from_sklearn(estimator)
    assert sl.from_sklearn(estimator.sparsify()).same_model_as(model, atol=0)


def test_scores_far_out_do_not_hide_another_model():
    """One-vs-rest with steep scores: at the origin and the unit vectors all probabilities are 0 or 1, and a softmax's would be too."""
    X, y = THREE
    estimator = SGDClassifier(loss="log_loss", random_state=0).fit(X, y)
    estimator.coef_, estimator.intercept_ = 100 * np.eye(3), np.array([100.0, 0, 0])
    with pytest.raises(sl.InputError, match="another model"):
        sl.from_sklearn(estimator)


def test_one_intercept_is_set_apart_and_nothing_was_iterated():
    estimator = sl.to_sklearn(sl.LogitModel.from_beta([1.0, 2.0, 3.0], features=["x", "const", "(Intercept)"]))
    assert estimator.intercept_.tolist() == [2]
    assert estimator.feature_names_in_.tolist() == ["x", "(Intercept)"]
    assert estimator.n_iter_.tolist() == [0]


def test_labels_of_several_kinds_stay_what_they_are():
    model = sl.LogitModel.from_softmax([[0.0, 1.0, 2.0]], classes=[0, "a", (1, 2)], features=["x"])
    assert sl.to_sklearn(model).classes_.tolist() == [0, "a", (1, 2)]


@pytest.mark.parametrize("intercept", [True, False])
def test_to_sklearn_predicts_the_same(data, intercept):
    X, y = data
    frame = X.assign(const=1.0) if intercept else X
    model = sl.fit(frame, y)
    estimator = sl.to_sklearn(model)
    np.testing.assert_allclose(estimator.predict_proba(X), model.predict_proba(frame), **SAME)
    np.testing.assert_array_equal(estimator.predict(X), model.predict(frame))
    assert estimator.score(X, y) == np.mean(model.predict(frame) == y)
    again = sl.from_sklearn(sl.to_sklearn(sl.from_sklearn(estimator)))
    assert again.same_model_as(sl.from_sklearn(estimator), atol=1e-14)  # centred once more


def test_to_sklearn_without_names_takes_arrays():
    model = sl.LogitModel.from_softmax(np.arange(6.0).reshape(2, 3) ** 2)
    X = np.array([[1.0, 0.5], [0.0, -1.0]])
    np.testing.assert_allclose(sl.to_sklearn(model).predict_proba(X), model.predict_proba(X), **SAME)


def test_a_fit_without_maximum_fits_no_other_table():
    X = with_intercept(np.arange(4.0)[:, None])
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit(X, [0, 0, 1, 1])
    with pytest.raises(sl.InputError, match="ridge="):
        sl.to_sklearn(fit)


def test_every_package_holds_the_same_model(program_choice):
    circle = sl.from_sklearn(sl.to_sklearn(program_choice))
    assert circle.same_model_as(program_choice, atol=1e-14)
    assert circle.features == program_choice.features


@pytest.mark.parametrize("classes", [["lo", "mid", "hi"], ["no", "yes"], ["yes", "no"]])
def test_classes_are_sorted_as_scikit_learn_s_metrics_take_for_granted(classes):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 2))
    y = np.array(classes)[(x[:, :1] * np.arange(len(classes)) + rng.gumbel(size=(200, len(classes)))).argmax(axis=1)]
    model = sl.fit(np.insert(x, 0, 1, axis=1), y, classes=classes, features=["(Intercept)", "a", "b"])
    ours, theirs = sl.to_sklearn(model), LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(x, y)
    assert ours.classes_.tolist() == sorted(classes)
    np.testing.assert_allclose(ours.predict_proba(pd.DataFrame(x, columns=["a", "b"])), theirs.predict_proba(x), atol=1e-4)
    assert sl.from_sklearn(ours).same_model_as(model, atol=1e-12)


@pytest.mark.parametrize("convert", [sl.to_sklearn, sl.to_torch])
@pytest.mark.parametrize("thing", [None, [[1.0]], "model", np.eye(2)])
def test_what_is_no_model_is_refused(convert, thing):
    pytest.importorskip("torch") if convert is sl.to_torch else None
    with pytest.raises(sl.InputError, match="a LogitModel, or a fit, is wanted"):
        convert(thing)


def test_a_summary_without_standard_errors_says_what_is_missing():
    X, y = THREE
    model = sl.from_sklearn(LogisticRegression().fit(X, y))
    shown = str(model.summary())
    assert "Std. Error" not in shown
    assert "with_covariance(V)" in shown
    for ask in (
        model.standard_errors,
        model.covariance,
        lambda: sl.wald_test(model, "write"),
        lambda: sl.predicted_probabilities(model, X),
    ):
        with pytest.raises(sl.InputError, match=r"no covariance, so no standard errors; add one by model.with_covariance\(V\)"):
            ask()
