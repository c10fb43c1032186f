"""What bad input gets: the library's own error, which says what is wrong, where, and what to do. And what passes unharmed."""

from copy import deepcopy
from functools import partial

import numpy as np
import pandas as pd
import pytest

import softlogit as sl
from softlogit.errors import ClassError, CollinearityError, InputError, LogitError

X = np.column_stack([np.ones(6), [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]])
LABELS = ["no", "yes", "no", "yes", "yes", "no"]
COUNTS = np.array([[2, 1], [1, 3], [0, 2], [2, 2], [1, 1], [3, 0]])


def with_entry(table, row, entry):
    """A copy of the table with another entry in its last column."""
    table = np.array(table, dtype=float)
    table[row, -1] = entry
    return table


def labels(*changed):
    """The labels, the first of them changed."""
    return [*changed, *LABELS[len(changed) :]]


def masked(values, row):
    """The values with a mask on the last entry of one row."""
    values = np.ma.array(values)
    values[row if values.ndim == 1 else (row, -1)] = np.ma.masked
    return values


FRAME = pd.DataFrame(X, columns=["one", "x"])
TURNED = range(5, -1, -1)  # the frame's index in another order


def case(name, error, phrase, **arguments):
    return pytest.param(error, phrase, arguments, id=name)


BAD_FITS = [
    # X
    case("X is a vector", InputError, "X has 1 dimensions; it must be a table", X=X[:, 1]),
    case("X has three dimensions", InputError, "X has 3 dimensions", X=np.ones((6, 2, 2))),
    case("X has rows of unequal length", InputError, "X", X=[[1, 2], [3], *X[2:].tolist()]),
    case("X has no rows", InputError, r"X has shape (0, 2); it needs at least one row", X=X[:0], y=[]),
    case("X has no columns", InputError, r"X has shape (6, 0); it needs at least one row and one column", X=X[:, :0]),
    case("X holds text", InputError, "entries that are not numbers", X=[[1, "red"]] * 6),
    case("X has a NaN", InputError, "in row 2 of 'x1'; drop or impute", X=with_entry(X, 2, np.nan)),
    case("X has an infinity", InputError, "in row 4 of 'x1'", X=with_entry(X, 4, -np.inf)),
    case("X has NaNs in three rows", InputError, "in rows 0, 2 and 5 of 'x1'", X=with_entry(X, [0, 2, 5], np.nan)),
    case("X has NaNs in four rows", InputError, "in rows 0, 1, 2, … (4 rows) of 'x1'", X=with_entry(X, [0, 1, 2, 3], np.nan)),
    case("X has NaNs in many rows", InputError, "in rows 0, 1, 2, … (6 rows) of 'x1'", X=with_entry(X, slice(None), np.nan)),
    case("a frame has a NaN", InputError, "in row 1 of 'gre'", X=pd.DataFrame(with_entry(X, 1, np.nan), columns=["one", "gre"])),
    case("X is masked", InputError, "missing or infinite entries in row 3 of 'x1'", X=masked(X, 3)),
    case("X holds dates", InputError, "entries that are not numbers", X=FRAME.assign(day=pd.date_range("2020-01-01", periods=6))),
    case("X holds complex numbers", InputError, "entries that are not numbers", X=X + 0j),
    case(
        "X has a Categorical of numbers", InputError, "Code categories as columns", X=FRAME.assign(rank=pd.Categorical([1, 2, 3, 1, 2, 3]))
    ),
    case("X is a dict", InputError, "X has 0 dimensions", X={"one": [1] * 6}),
    case("a frame has two columns of one name", InputError, "different names", X=pd.DataFrame(X, columns=["a", "a"])),
    case("too few names", InputError, "X needs 2 different names", features=["x"]),
    case("names without order", InputError, "no sequence of labels or names", features={"one"}),
    case("a number of names", InputError, "2 is no sequence of labels or names", features=2),
    case("a name twice", InputError, "X needs 2 different names", features=["x", "x"]),
    # Collinear columns
    case("a column twice", CollinearityError, "'x1', 'x2' of X are linearly dependent", X=np.column_stack([X, X[:, 1]])),
    case("a full set of dummies", CollinearityError, "'one', 'f', 'm'", X=[[1, k, 1 - k] for k in (0, 1) * 3], features=["one", "f", "m"]),
    case("a column of zeros", CollinearityError, "'x1' of X is zero in every row", X=with_entry(X, slice(None), 0.0)),
    case(
        "fewer rows than columns",
        CollinearityError,
        "3 columns but only 2 rows",
        X=np.column_stack([X, X[:, 1] ** 2]),
        weights=[1, 1, 0, 0, 0, 0],
    ),
    case("collinear where the weights are", CollinearityError, "'x0', 'x1'", weights=[1, 0, 0, 1, 0, 0]),
    # y as labels
    case("y is a single label", InputError, "y has 0 dimensions", y="yes"),
    case("y has three dimensions", InputError, "y has 3 dimensions", y=np.ones((6, 2, 2))),
    case("y is too short", InputError, "X has 6 rows but y has 5", y=LABELS[:5]),
    case("y has a None", InputError, "y has missing labels in row 0; drop those rows", y=labels(None)),
    case("integers are masked", InputError, "y has missing labels in row 2", y=np.ma.array([0, 1, 0, 1, 1, 0], mask=[0, 0, 1, 0, 0, 0])),
    case("y is masked", InputError, "y has missing labels in row 2", y=np.ma.array(LABELS, mask=[0, 0, 1, 0, 0, 0])),
    case(
        "y has the index of X turned round",
        InputError,
        "X and y have different labels in rows 0, 1, 2, … (6 rows), where 0 meets 5",
        X=FRAME,
        y=pd.Series(LABELS, index=TURNED),
    ),
    case("y has a NaN among numbers", InputError, "y has missing labels in row 0", y=[np.nan, 1, 0, 1, 1, 0]),
    case("y has a NaN among strings", InputError, "y has missing labels in row 0", y=labels(np.nan)),
    case("y has pandas' NA", InputError, "y has missing labels in row 0", y=pd.Series(labels(pd.NA), dtype="string")),
    case("y has a NaT", InputError, "y has missing labels in row 0", y=pd.Series(pd.to_datetime([None, *["2020-01-01"] * 5]))),
    case("a Categorical has a gap", InputError, "y has missing labels in row 0", y=pd.Categorical(labels(None))),
    case("labels that cannot be sorted", InputError, "give their order with classes=", y=np.array(labels(1), dtype=object)),
    case("labels that change", InputError, "y must hold labels", y=[{}, {1: 2}] * 3),
    case("labels that cannot be compared", InputError, "y", y=[{}, []] * 3),
    case("one class only", ClassError, "at least two classes; here there is ('yes',)", y=["yes"] * 6),
    # y as counts
    case("y is one column", InputError, "y.ravel()", y=COUNTS[:, :1]),
    case("counts of text", InputError, "must hold counts, but some entries are not numbers", y=[["a", "b"]] * 6),
    case("a masked count", InputError, "negative, missing or infinite counts in row 3", y=masked(COUNTS, 3)),
    case("two columns of counts of one name", ClassError, "not all different", y=pd.DataFrame(COUNTS, columns=["a", "a"])),
    case("a negative count", InputError, "negative, missing or infinite counts in row 3", y=with_entry(COUNTS, 3, -1)),
    case("a missing count", InputError, "negative, missing or infinite counts in row 3", y=with_entry(COUNTS, 3, np.nan)),
    case("an infinite count", InputError, "negative, missing or infinite counts in row 3", y=with_entry(COUNTS, 3, np.inf)),
    case("too few rows of counts", InputError, "X has 6 rows but y has 5", y=COUNTS[:5]),
    case("a class that was never counted", ClassError, "class 1 has no rows", y=COUNTS * [1, 0]),
    # classes
    case(
        "a class that is not among the classes",
        ClassError,
        "y has 'maybe' in row 0, which is not one of",
        y=labels("maybe"),
        classes=["no", "yes"],
    ),
    case("a class that y does not have", ClassError, "class 'maybe' has no rows", classes=["no", "yes", "maybe"]),
    case("a class twice", ClassError, "not all different", classes=["no", "yes", "no"]),
    case("a missing class", ClassError, "or one is missing", classes=["no", "yes", np.nan]),
    case("classes without order", InputError, "no sequence of labels or names", classes={"no"}),
    case("a number of classes", InputError, "no sequence of labels or names", classes=2),
    case("fewer classes than columns", ClassError, "y has 3 columns of counts; classes= names 2", y=np.ones((6, 3)), classes=["a", "b"]),
    case("classes for another table", ClassError, "'no'", y=pd.DataFrame(COUNTS, columns=["no", "yes"]), classes=["nein", "ja"]),
    # weights
    case("too few weights", InputError, "weights= has shape (5,); it must be one number a row", weights=np.ones(5)),
    case("weights in a column", InputError, "weights= has shape (6, 1)", weights=np.ones((6, 1))),
    case("a negative weight", InputError, "weights= has negative, missing or infinite entries in row 1", weights=[1, -1, 1, 1, 1, 1]),
    case("a masked weight", InputError, "weights= has negative, missing or infinite entries in row 1", weights=masked(np.ones(6), 1)),
    case("weights with the index of X turned round", InputError, "weights.loc[X.index]", X=FRAME, weights=pd.Series(1.0, index=TURNED)),
    case("dates for weights", InputError, "weights=", weights=pd.date_range("2020-01-01", periods=6)),
    case("a missing weight", InputError, "weights= has negative, missing or infinite entries in row 1", weights=[1, np.nan, 1, 1, 1, 1]),
    case("no weight at all", InputError, "weights= is zero for every row", weights=np.zeros(6)),
    case("weights of text", InputError, "weights=", weights=["heavy"] * 6),
    case("a class without weight", ClassError, "class 'no' has no rows with positive weight", weights=[0, 1, 0, 1, 1, 0]),
]


def assert_same(now, before):
    """Equal arrays, frames or lists, whatever they hold."""
    if isinstance(now, (pd.DataFrame, pd.Series)):
        assert now.equals(before)
    elif isinstance(now, np.ndarray):
        np.testing.assert_array_equal(now, before)
    else:
        assert repr(now) == repr(before)


@pytest.mark.parametrize(("error", "phrase", "arguments"), BAD_FITS)
def test_a_bad_fit_gets_the_library_s_error_and_leaves_its_input_alone(error, phrase, arguments):
    arguments = {"X": X, "y": LABELS, **arguments}
    before = deepcopy(arguments)
    with pytest.raises(LogitError) as caught:
        sl.fit(**arguments)
    assert type(caught.value) is error
    assert phrase in str(caught.value)
    for name, value in arguments.items():
        assert_same(value, before[name])


W = np.array([[1.0, 4.0, -2.0], [0.5, 0.25, 8.0]])
MODEL = sl.LogitModel.from_softmax(W, classes=["a", "b", "c"], features=["one", "x"])
TWO = sl.LogitModel.from_beta([1.0, 2.0])


def use(name, error, phrase, call):
    return pytest.param(error, phrase, call, id=name)


BAD_USES = [
    # Making a model
    use("a vector for W", InputError, "W has shape (2,); it must be a table", lambda: sl.LogitModel.from_softmax([1, 2])),
    use("an empty W", InputError, "W has shape (0, 2)", lambda: sl.LogitModel.from_softmax(np.ones((0, 2)))),
    use("a NaN in W", InputError, "W has missing or infinite entries", lambda: sl.LogitModel.from_softmax([[1, np.nan]])),
    use("text in W", InputError, "W", lambda: sl.LogitModel.from_softmax([["a", "b"]])),
    use("rows of unequal length in W", InputError, "W must be a table", lambda: sl.LogitModel.from_softmax([[1, 2], [3]])),
    use("numbers as text in W", InputError, "W must be a table of numbers", lambda: sl.LogitModel.from_softmax([["1", "2"]])),
    use(
        "dates in W", InputError, "W must be a table of numbers", lambda: sl.LogitModel.from_softmax(np.array([["2020", "2021"]], "M8[D]"))
    ),
    use("a mask in W", InputError, "W has missing or infinite", lambda: sl.LogitModel.from_softmax(masked(W, 1))),
    use("None for a class of W", ClassError, "one is missing", lambda: sl.LogitModel.from_softmax(W, classes=["a", None, "c"])),
    use("one column in W", ClassError, "at least two classes", lambda: sl.LogitModel.from_softmax([[1], [2]])),
    use(
        "classes that do not fit W",
        ClassError,
        "W has 3 columns, one a class; classes= names 2",
        lambda: sl.LogitModel.from_softmax(W, classes="ab"),
    ),
    use("a class of W twice", ClassError, "not all different", lambda: sl.LogitModel.from_softmax(W, classes="aba")),
    use("classes that are not labels", ClassError, "classes", lambda: sl.LogitModel.from_softmax(W, classes=[["a"], ["b"], ["c"]])),
    use("names that do not fit W", InputError, "2 different names", lambda: sl.LogitModel.from_softmax(W, features=["one"])),
    use("a vector for B", InputError, "B has shape (2,)", lambda: sl.LogitModel.from_pivot([1, 2])),
    use("an infinity in B", InputError, "B has missing or infinite", lambda: sl.LogitModel.from_pivot([[np.inf]])),
    use(
        "classes that do not fit B",
        ClassError,
        "so there are 4 classes; classes= names 3",
        lambda: sl.LogitModel.from_pivot(W, classes="abc"),
    ),
    use("a pivot that is no class", ClassError, "there is no class 'z'", lambda: sl.LogitModel.from_pivot(W, pivot="z", classes="abcd")),
    use("a table for beta", InputError, "beta has shape (2, 3); it must be a vector", lambda: sl.LogitModel.from_beta(W)),
    use("a NaN in beta", InputError, "missing or infinite entries", lambda: sl.LogitModel.from_beta([np.nan])),
    use("text in beta", InputError, "be", lambda: sl.LogitModel.from_beta(["a"])),
    use(
        "three classes for beta",
        ClassError,
        "β belongs to two classes; classes= names 3",
        lambda: sl.LogitModel.from_beta([1], classes="abc"),
    ),
    # Reading one
    use("beta of three classes", ClassError, "β exists for two classes; this model has 3", lambda: MODEL.beta),
    use("an unknown pivot", ClassError, "there is no class 'z'; the classes are ('a', 'b', 'c')", lambda: MODEL.coef("z")),
    use("log-odds of an unknown class", ClassError, "there is no class 'z'", lambda: MODEL.log_odds("z", against="a")),
    use("log-odds against an unknown class", ClassError, "there is no class 'z'", lambda: MODEL.log_odds("a", against="z")),
    use("a contrast of the wrong height", InputError, "a matrix with 3 rows", lambda: MODEL.contrast([[1], [-1]])),
    use("a contrast that is a vector", InputError, "a matrix with 3 rows", lambda: MODEL.contrast([1, -1, 0])),
    use("columns that do not sum to zero", InputError, "whose columns sum to zero", lambda: MODEL.contrast([[1], [-1], [1]])),
    # Predicting
    use("one row as a vector", InputError, "one row: X.reshape(1, -1)", lambda: MODEL.predict_proba([1, 2])),
    use(
        "too many columns",
        InputError,
        "X has 3 columns; the model has 2 features, the intercept among them",
        lambda: MODEL.predict([[1, 2, 3]]),
    ),
    use("a mask to predict from", InputError, "in row 1 of 'x'", lambda: MODEL.predict_proba(masked([[1.0, 2.0], [1.0, 3.0]], 1))),
    use("no rows to predict", InputError, "X has shape (0, 2)", lambda: MODEL.predict_proba(np.ones((0, 2)))),
    use("a frame without a feature", InputError, "X has no column 'x'", lambda: MODEL.predict_proba(pd.DataFrame({"one": [1]}))),
    use("a NaN to predict from", InputError, "in row 1 of 'x'", lambda: MODEL.predict_proba([[1, 2], [1, np.nan]])),
    use("an unknown label", ClassError, "y has 'z' in row 1", lambda: MODEL.log_likelihood([[1, 2], [1, 3]], ["a", "z"])),
    use("labels for other rows", InputError, "X has 1 rows but y has 2", lambda: MODEL.log_likelihood([[1, 2]], ["a", "b"])),
    use("bad weights", InputError, "weights= has shape (2,)", lambda: MODEL.log_likelihood([[1, 2]], ["a"], weights=[1, 1])),
    use("counts of other classes", ClassError, "2 columns of counts; classes= names 3", lambda: MODEL.log_likelihood([[1, 2]], [[1, 2]])),
    # A covariance from elsewhere
    use("a covariance of the wrong size", InputError, "this model's is 2 × 2", lambda: TWO.with_covariance(np.eye(3))),
    use("text for a covariance", InputError, "2 × 2", lambda: TWO.with_covariance([["a", "b"], ["c", "d"]])),
    use("a NaN in a covariance", InputError, "no covariance matrix", lambda: TWO.with_covariance([[1, 0], [0, np.nan]])),
    use("a mask in a covariance", InputError, "no covariance matrix", lambda: TWO.with_covariance(masked(np.eye(2), 1))),
    use("a negative variance", InputError, "no covariance matrix", lambda: TWO.with_covariance([[1, 0], [0, -1]])),
    use("a covariance that is not symmetric", InputError, "no covariance matrix", lambda: TWO.with_covariance([[1, 0.5], [0, 1]])),
    use("a correlation of two", InputError, "no covariance matrix", lambda: TWO.with_covariance([[1e-8, 2], [2, 1e8]])),
    use("a correlation of two in small units", InputError, "no covariance", lambda: TWO.with_covariance([[1e-8, 2e-8], [2e-8, 1e-8]])),
    use("a class against itself", ClassError, "itself", lambda: TWO.with_covariance(np.eye(2)).contrast(1, against=1)),
]


FIT = sl.fit(X, LABELS, features=["one", "x"])
TABLE = FIT.contrast("yes", against="no")
BAD_USES += [
    # Intervals and tests
    *(
        use(f"a level of {level!r}", InputError, "between 0 and 1, such as 0.95", partial(TABLE.interval, level))
        for level in (95, 0, 1, np.nan, "0.9")
    ),
    use("a percentage for probabilities", InputError, "between 0 and 1", lambda: sl.predicted_probabilities(FIT, X, level=95)),
    use("a table of other length", InputError, "for each feature", lambda: sl.CoefficientTable("t", ("x",), np.ones(2), np.ones(2))),
    use("a negative error", InputError, "not negative", lambda: sl.CoefficientTable("t", ("x",), np.ones(1), -np.ones(1))),
    use("a test of nothing", InputError, "nothing to test", lambda: sl.wald_test(FIT, [])),
    use("a test of a number", InputError, "no sequence of labels", lambda: sl.wald_test(FIT, 1)),
    use("a feature tested twice", InputError, "different ones", lambda: sl.wald_test(FIT, ["x", "x"])),
    use("a test of what is known", InputError, "singular", lambda: sl.wald_test(TWO.with_covariance([[1, 0], [0, 0]]), "x1")),
    use(
        "a test of what is known together", InputError, "singular", lambda: sl.wald_test(TWO.with_covariance(np.ones((2, 2))), ["x0", "x1"])
    ),
    use("a test without errors", InputError, "no covariance", lambda: sl.wald_test(TWO, "x1")),
    use("probabilities without errors", InputError, "no covariance", lambda: sl.predicted_probabilities(TWO, X)),
    use("effects without errors", InputError, "no covariance", lambda: sl.average_marginal_effects(TWO, X)),
    use(
        "a switch of what is no switch", InputError, "other values than 0 and 1", lambda: sl.average_marginal_effects(FIT, X, discrete="x")
    ),
    use(
        "other data in the larger model",
        InputError,
        "fitted to other data",
        lambda: sl.likelihood_ratio_test(sl.fit(X[:, :1], ["no", *["yes"] * 5]), FIT),
    ),
    use(
        "other data in the larger model, nearly as good",
        InputError,
        "fitted to other data",
        lambda: sl.likelihood_ratio_test(sl.fit(X[:, :1], LABELS, weights=[0.5, 1.5, 0.5, 1.5, 1.5, 0.5]), FIT),
    ),
    # Functions
    use("a percentage for the logit", InputError, "between 0 and 1; 75.0 is none", lambda: sl.logit([0.5, 75])),
    use("a little more than certainty", InputError, "1.5 is none", lambda: sl.logit(1.5)),
    use("a negative probability", InputError, "-0.1 is none", lambda: sl.logit(-0.1)),
]


@pytest.mark.parametrize(("error", "phrase", "call"), BAD_USES)
def test_a_bad_use_of_a_model_gets_the_library_s_error(error, phrase, call):
    with pytest.raises(LogitError) as caught:
        call()
    assert type(caught.value) is error
    assert phrase in str(caught.value)


@pytest.mark.parametrize("error", [LogitError, InputError, ClassError, CollinearityError])
def test_every_error_is_a_value_error(error):
    assert issubclass(error, ValueError)


@pytest.mark.parametrize("warning", [sl.ConvergenceWarning, sl.SeparationWarning])
def test_every_warning_is_a_user_warning(warning):
    assert issubclass(warning, UserWarning)


# What passes


def test_a_fit_leaves_its_input_alone():
    frame, counts, weights = pd.DataFrame(X, columns=["one", "x"]), pd.DataFrame(COUNTS, columns=["no", "yes"]), np.arange(1.0, 7.0)
    before = frame.copy(), counts.copy(), weights.copy()
    fit = sl.fit(frame, counts, weights=weights)
    fit.predict_proba(frame)
    fit.log_likelihood(frame, counts, weights=weights)
    for now, then in zip((frame, counts, weights), before, strict=True):
        assert_same(now, then)


GAPS = [(3, 4), (3, 5), (3, 6), (1, 3), (-1, 1), (-1, 2), (0, 10**12), (-(10**12), 0), (-(10**12), 10**12)]


@pytest.mark.parametrize(
    ("y", "classes"),
    [
        (["no", "yes", "no", "yes", "yes", "no"], ("no", "yes")),
        (np.array([0, 1, 0, 1, 1, 0]), (0, 1)),
        *((np.array([low, high, low, high, high, low]), (low, high)) for low, high in GAPS),
        (np.array([2**64 - 2, 2**64 - 1] * 3, dtype=np.uint64), (2**64 - 2, 2**64 - 1)),
        (np.ma.array([3, 5, 3, 5, 5, 3]), (3, 5)),
        (np.array([False, True, False, True, True, False]), (False, True)),
        (np.array([1.5, 2.5, 1.5, 2.5, 2.5, 1.5]), (1.5, 2.5)),
        (pd.Series(["b", "a", "b", "a", "a", "b"]), ("a", "b")),
        (pd.Categorical(["lo", "hi", "lo", "hi", "hi", "lo"], ["lo", "hi"]), ("lo", "hi")),
        (pd.Series(pd.Categorical(["lo", "hi", "lo", "hi", "hi", "lo"], ["lo", "hi", "top"])), ("lo", "hi")),
        (pd.DataFrame(COUNTS, columns=["failures", "successes"]), ("failures", "successes")),
        (COUNTS, (0, 1)),
    ],
    ids=[
        "strings",
        "integers",
        *(f"integers {gap}" for gap in GAPS),
        "the largest integers",
        "nothing masked",
        "booleans",
        "floats",
        "series",
        "categorical",
        "level without rows",
        "frame of counts",
        "counts",
    ],
)
def test_classes_are_those_of_y_in_their_own_order(y, classes):
    fit = sl.fit(X, y)
    assert fit.classes == classes
    assert [type(label) for label in fit.classes] == [type(label) for label in classes]


@pytest.mark.parametrize("y", [LABELS, pd.DataFrame(COUNTS, columns=["no", "yes"])], ids=["labels", "frame of counts"])
def test_classes_argument_orders_the_classes_by_name(y):
    given_order, other_order = sl.fit(X, y), sl.fit(X, y, classes=["yes", "no"])
    assert other_order.classes == ("yes", "no")
    np.testing.assert_allclose(  # the same maximum climbed with the other pivot: rounding only
        other_order.log_odds("yes", against="no"), given_order.log_odds("yes", against="no"), rtol=1e-12
    )


def test_classes_argument_names_the_columns_of_an_array_of_counts():
    fit = sl.fit(X, COUNTS, classes=["no", "yes"])
    np.testing.assert_array_equal(fit.log_odds("yes", against="no"), sl.fit(X, COUNTS).log_odds(1, against=0))


@pytest.mark.parametrize(
    ("table", "features"),
    [
        (X, ("x0", "x1")),
        (X.tolist(), ("x0", "x1")),
        (pd.DataFrame(X, columns=["one", "x"]), ("one", "x")),
        (X.astype(int), ("x0", "x1")),
    ],
    ids=["array", "lists", "frame", "integers"],
)
def test_features_are_named_after_the_columns(table, features):
    fit = sl.fit(table, LABELS)
    assert fit.features == features
    np.testing.assert_array_equal(fit.beta, sl.fit(X, LABELS).beta)


def test_features_argument_names_the_columns():
    assert sl.fit(X, LABELS, features=["one", "x"]).features == ("one", "x")


def test_a_row_without_weight_may_say_anything():
    y = ["no", "yes", "no", "yes", "yes", "yes"]
    fit = sl.fit(X, y, weights=[1, 1, 1, 1, 1, 0])
    np.testing.assert_allclose(fit.beta, sl.fit(X[:5], y[:5]).beta, rtol=1e-12)  # the same sums, one term of them zero


# Rows are matched by place, and by their labels where they have some

HALF = pd.DataFrame({"one": 1.0, "x": np.arange(60.0) % 7})
HALF_Y = pd.Series((np.arange(60) % 5 > 1).astype(float))


def test_rows_that_were_cleaned_apart_are_not_matched_by_place():
    """As many rows are left in both, but not the same ones: 5 is missing in X, 30 in y."""
    X, y = HALF.drop(index=5), HALF_Y.drop(index=30)
    with pytest.raises(
        InputError, match=r"X and y have different labels in rows 5, 6, 7, … \(25 rows\), where 6 meets 5; rows are matched"
    ):
        sl.fit(X, y)
    both = sl.fit(X.drop(index=30), y.drop(index=5))
    np.testing.assert_array_equal(both.beta, sl.fit(HALF, HALF_Y, weights=~np.isin(np.arange(60), [5, 30])).beta)


TURNED_FRAME = HALF[::-1]
HALF_FIT = sl.fit(HALF, HALF_Y)
FORMULA_DATA = HALF.assign(y=HALF_Y)


@pytest.mark.parametrize(
    ("call", "tables"),
    [
        (lambda: sl.fit(HALF, HALF_Y[::-1]), "X and y"),
        (lambda: sl.fit(HALF, HALF_Y, weights=HALF_Y[::-1]), "X and weights"),
        (lambda: sl.fit(HALF.to_numpy(), HALF_Y, weights=HALF_Y[::-1]), "y and weights"),
        (lambda: sl.fit(HALF, pd.get_dummies(HALF_Y)[::-1]), "X and y"),
        (lambda: sl.fit_formula("y ~ x", FORMULA_DATA, weights=HALF_Y[::-1]), "X and weights"),
        (lambda: HALF_FIT.log_likelihood(HALF, HALF_Y[::-1]), "X and y"),
        (lambda: HALF_FIT.log_likelihood(HALF, HALF_Y, weights=HALF_Y[::-1]), "X and weights"),
        (lambda: sl.average_marginal_effects(HALF_FIT, HALF, weights=HALF_Y[::-1] + 1), "X and weights"),
    ],
    ids=["y", "weights", "y and weights", "counts", "formula", "log-likelihood", "its weights", "effects"],
)
def test_the_labels_of_rows_must_agree_wherever_rows_meet(call, tables):
    with pytest.raises(InputError, match=f"{tables} have different labels in rows 0, 1, 2, … .60 rows., where 0 meets 59"):
        call()


def test_labels_may_differ_in_their_type_and_name():
    y = pd.Series(HALF_Y.to_numpy(), index=pd.Index(np.arange(60.0), name="row"))
    np.testing.assert_array_equal(sl.fit(HALF, y).beta, HALF_FIT.beta)


@pytest.mark.parametrize(
    "weights",
    [[[1], [1, 2]], pd.MultiIndex.from_product([[1, 2], [1, 2, 3]]), ["1"] * 6, [[1, 2]] * 6, None, 5, {}, object()],
    ids=["ragged", "two-part labels", "text", "a table", "none at all", "one number", "a dict", "no numbers"],
)
def test_weights_are_one_number_a_row(weights):
    if weights is None:
        np.testing.assert_array_equal(sl.fit(X, LABELS, weights=None).beta, sl.fit(X, LABELS).beta)
    else:
        with pytest.raises(InputError, match=r"weights= has .*; it must be one number a row, shape \(6,\)"):
            sl.fit(X, LABELS, weights=weights)
