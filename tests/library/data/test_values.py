"""Whatever holds the numbers and labels, the same fit: to the last bit, and with nothing of it changed."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import sparse

import softlogit as sl
from softlogit.data import values

rng = np.random.default_rng(0)
X = np.column_stack([np.ones(40), rng.integers(0, 2, 40), rng.integers(-5, 6, 40)])
LABELS = rng.choice(["a", "b", "c"], 40)
FRAME = pd.DataFrame(X, columns=["one", "treated", "dose"])
EXPECTED = sl.fit(X, LABELS)


def with_steps(values):
    """The same numbers as every other row and column of a larger array."""
    larger = np.full([2 * size for size in values.shape], -1.0)
    larger[tuple(slice(None, None, 2) for _ in values.shape)] = values
    return larger[tuple(slice(None, None, 2) for _ in values.shape)]


def read_only(values):
    values = values.copy()
    values.setflags(write=False)
    return values


TABLES = {
    "Fortran order": np.asfortranarray(X),
    "a view with steps": with_steps(X),
    "a view from the end": X[::-1][::-1],
    "a transposed view": X.T.copy().T,
    "read-only": read_only(X),
    "lists": X.tolist(),
    "tuples": tuple(map(tuple, X.tolist())),
    "a matrix of objects": X.astype(object),
    "32-bit floats": X.astype(np.float32),
    "16-bit floats": X.astype(np.float16),
    "long doubles": X.astype(np.longdouble),
    "integers": X.astype(int),
    "small integers": X.astype(np.int8),
    "other byte order": X.astype(">f8"),
    "a frame": FRAME,
    "a frame of mixed types": FRAME.astype({"one": "int8", "treated": bool, "dose": "float32"}),
    "a frame of pandas' own types": FRAME.astype({"one": "Int64", "treated": "boolean", "dose": "Float64"}),
    "a frame with any index": FRAME.set_axis(rng.permutation(40) // 3),
    "a frame with dates for rows": FRAME.set_axis(pd.date_range("2020-01-01", periods=40)),
    "a frame with two-part names": FRAME.set_axis(pd.MultiIndex.from_product([["x"], ["one", "treated", "dose"]]), axis=1),
    "sparse rows": sparse.csr_array(X),
    "sparse columns": sparse.csc_matrix(X),
    "an Arrow table": pa.Table.from_pandas(FRAME),
    "a frame of sparse columns": FRAME.astype(pd.SparseDtype(float, 0.0)),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_features_may_come_as(table):
    fit = sl.fit(table, LABELS)
    np.testing.assert_array_equal(fit.coef(), EXPECTED.coef())
    np.testing.assert_array_equal(fit.covariance(), EXPECTED.covariance())
    # Sums of products without the zeros round in their own way.
    np.testing.assert_allclose(fit.predict_proba(table), EXPECTED.predict_proba(X), rtol=1e-14 if "sparse" in str(type(table)) else 0)


KINDS_OF_LABELS = {
    "a list": LABELS.tolist(),
    "an array of objects": LABELS.astype(object),
    "bytes": np.char.encode(LABELS),
    "a series with any index": pd.Series(LABELS, index=rng.permutation(40)),
    "pandas' strings": pd.Series(LABELS, dtype="string"),
    "a Categorical": pd.Categorical(LABELS),
    "a Categorical with unused levels": pd.Categorical(LABELS, ["", "a", "aa", "b", "c", "d"]),
    "an ordered Categorical": pd.Series(LABELS).astype(pd.CategoricalDtype(["a", "b", "c"], ordered=True)),
    "integers": np.searchsorted(["a", "b", "c"], LABELS),
    "small integers": np.searchsorted(["a", "b", "c"], LABELS).astype(np.uint8),
    "pandas' integers": pd.Series(np.searchsorted(["a", "b", "c"], LABELS), dtype="Int64"),
    "floats": np.searchsorted(["a", "b", "c"], LABELS) + 0.5,
    "dates": pd.to_datetime(np.searchsorted(["a", "b", "c"], LABELS), unit="D"),
    "a view with steps": np.repeat(LABELS, 2)[::2],
    "one-hot booleans": LABELS[:, None] == ["a", "b", "c"],
    "counts in a frame": pd.DataFrame((LABELS[:, None] == ["a", "b", "c"]).astype("int8"), columns=["a", "b", "c"]).astype("Int64"),
}


@pytest.mark.parametrize("labels", KINDS_OF_LABELS.values(), ids=KINDS_OF_LABELS)
def test_labels_may_come_as(labels):
    fit = sl.fit(X, labels)
    np.testing.assert_array_equal(fit.coef(), EXPECTED.coef())
    assert len(fit.classes) == 3
    if np.ndim(labels) == 1:
        assert [fit.classes.index(label) for label in pd.Series(fit.predict(X))] == CODES.tolist()


CODES = EXPECTED.predict_proba(X).argmax(axis=1)


@pytest.mark.parametrize("dtype", [bool, "boolean", np.int8])
def test_two_classes_may_come_as_booleans(dtype):
    y = pd.Series(LABELS == "a").astype(dtype)
    fit = sl.fit(X, y)
    assert fit.classes == (False, True)
    np.testing.assert_array_equal(fit.beta, sl.fit(X, LABELS == "a").beta)


@pytest.mark.parametrize(
    "weights",
    [list(range(40)), np.arange(40, dtype=np.float32), pd.Series(range(40), index=range(40, 0, -1)), pd.array(range(40), dtype="Int64")],
    ids=["a list", "32-bit floats", "a series with any index", "pandas' integers"],
)
def test_weights_may_come_as(weights):
    np.testing.assert_array_equal(sl.fit(X, LABELS, weights=weights).coef(), sl.fit(X, LABELS, weights=np.arange(40.0)).coef())


REFUSED = {
    "numbers as text": X.astype(str),
    "numbers as text in a frame": FRAME.astype({"dose": str}),
    "one number as text": [*X[:-1].tolist(), [1, "0", 2]],
    "complex numbers": X.astype(complex),
    "dates": FRAME.assign(dose=pd.to_datetime(FRAME["dose"], unit="D")),
    "times": FRAME.assign(dose=pd.to_timedelta(FRAME["dose"], unit="D")).to_numpy(),
    "a category": FRAME.assign(dose=pd.Categorical(LABELS)),
}


@pytest.mark.parametrize("table", REFUSED.values(), ids=REFUSED)
def test_what_is_no_number_is_refused(table):
    with pytest.raises(sl.InputError, match="not numbers"):
        sl.fit(table, LABELS)


ODD = {
    "a frame computed later": lambda: pytest.importorskip("polars").LazyFrame({"a": [1.0]}),
    "nothing": lambda: None,
    "a word": lambda: "weights",
    "rows of unequal length": lambda: [[1], [1, 2]],
    "a dictionary": dict,
    "an object": object,
    "a type": lambda: int,
    "periods": lambda: pd.period_range("2020", periods=40, freq="D"),
    "fields": lambda: np.zeros(40, dtype=[("a", int), ("b", float)]),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("argument", ["X", "y", "weights"])
@pytest.mark.filterwarnings("ignore:Determining the data types")  # Polars', of the frame computed later
def test_what_is_odd_gets_the_library_s_error(odd, argument):
    if argument == "weights" and odd() is None:
        return
    arguments = {"X": X, "y": LABELS} | {argument: odd()}
    for call in (sl.fit, EXPECTED.log_likelihood):
        with pytest.raises(sl.LogitError):
            call(**arguments)


@pytest.mark.parametrize("kind", ["Int64", "Float64", "boolean"])
def test_pandas_missing_value_is_found(kind):
    frame = FRAME.astype({"treated": kind})
    frame.loc[[4, 6], "treated"] = pd.NA
    with pytest.raises(sl.InputError, match="missing or infinite entries in rows 4 and 6 of 'treated'"):
        sl.fit(frame, LABELS)


def test_missing_counts_and_weights_are_found():
    counts = pd.DataFrame(np.eye(3)[CODES], columns=["a", "b", "c"]).astype("Int64")
    counts.loc[5, "b"] = pd.NA
    with pytest.raises(sl.InputError, match="counts in row 5"):
        sl.fit(X, counts)
    with pytest.raises(sl.InputError, match=r"weights= has .* entries in row 0"):
        sl.fit(X, LABELS, weights=pd.array([pd.NA, *range(39)], dtype="Int64"))


def test_the_same_input_gives_the_same_bits():
    first, second = (sl.fit(X.copy(), LABELS.copy()) for _ in range(2))
    assert first.W.tobytes() == second.W.tobytes()
    assert first.covariance().tobytes() == second.covariance().tobytes()
    assert (first.loglik, first.trace) == (second.loglik, second.trace)


def test_nothing_that_is_passed_in_is_changed():
    frame, labels, weights = FRAME.astype({"treated": "boolean"}), pd.Series(pd.Categorical(LABELS)), np.arange(40.0)
    copies = frame.copy(), labels.copy(), weights.copy()
    fit = sl.fit(frame, labels, weights=weights)
    sl.predicted_probabilities(fit, frame)
    sl.average_marginal_effects(fit, frame, discrete="treated", weights=weights)
    pd.testing.assert_frame_equal(frame, copies[0])
    pd.testing.assert_series_equal(labels, copies[1])
    np.testing.assert_array_equal(weights, copies[2])


def test_what_comes_out_is_not_shared():
    fit = sl.fit(X, LABELS)
    for view in (fit.coef, fit.covariance, fit.standard_errors, lambda: fit.symmetric):
        before = view().copy()
        view()[:] = 0
        np.testing.assert_array_equal(view(), before)


class OtherFrame:
    """A frame that is not pandas': it has columns, and is indexed like an array."""

    def __init__(self, values, columns):
        self.values, self.columns = np.asarray(values), list(columns)
        self.shape = self.values.shape

    def __array__(self, dtype=None, copy=None):
        return self.values.astype(dtype or self.values.dtype)

    def __getitem__(self, where):
        rows, columns = where
        return OtherFrame(self.values[rows][:, columns], np.array(self.columns)[columns])


def test_another_frame_is_found_by_its_columns():
    fit = sl.fit(OtherFrame(X, FRAME.columns), LABELS)
    assert fit.features == tuple(FRAME.columns)
    np.testing.assert_array_equal(fit.predict_proba(OtherFrame(X[:, ::-1], FRAME.columns[::-1])), fit.predict_proba(FRAME))


def test_a_frame_with_a_boolean_column_is_read_column_by_column(monkeypatch):
    mixed = FRAME.assign(treated=FRAME["treated"].astype(bool), dose=FRAME["dose"].astype("Int64"))
    monkeypatch.setattr(values, "is_missing", None)  # nothing is looked at one by one
    np.testing.assert_array_equal(values.numbers(mixed), X)


@pytest.mark.parametrize("unit", ["D", "s", "ns"])
def test_days_stay_days(unit):
    days = np.array(["2026-01-01", "2026-01-02"] * 20, dtype=f"M8[{unit}]")
    assert {label.year for label in sl.fit(X[:, :1], days).classes} == {2026}
