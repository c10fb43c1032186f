"""The classes that y has, their order, and what is no response."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import softlogit as sl
from softlogit.data.response import check_response, code_labels

pl = pytest.importorskip("polars")

WORDS = ["no", "yes", "yes", "no", "yes", "no"]


@pytest.mark.parametrize(
    "y",
    [
        pa.array(WORDS),
        pa.chunked_array([WORDS[:2], WORDS[2:]]),
        pa.array(WORDS).dictionary_encode(),
        pd.Series(WORDS, dtype="string[pyarrow]"),
        pd.Series(WORDS, dtype=pd.ArrowDtype(pa.string())),
        pd.Series(WORDS, dtype=pd.ArrowDtype(pa.dictionary(pa.int8(), pa.string()))),
        pl.Series(WORDS),
        pl.Series(WORDS, dtype=pl.Enum(["no", "yes"])),
    ],
    ids=str,
)
def test_labels_that_arrow_and_polars_hold(y):
    seen, classes = check_response(y)
    assert classes == ("no", "yes")
    assert [classes[k] for k in seen] == WORDS


def test_labels_of_polars_categories_are_sorted():
    """Polars numbers them as the process met them, in any column: what else is loaded must not turn the sign of β."""
    other = pl.Series(["yes", "no"]).cast(pl.Categorical)  # met before, and alive
    labels = pl.Series(WORDS).cast(pl.Categorical)
    assert check_response(labels)[1] == check_response(other)[1] == ("no", "yes")
    assert check_response(pl.Series(WORDS, dtype=pl.Enum(["yes", "no"])))[1] == ("yes", "no")


@pytest.mark.parametrize(
    "y",
    [pd.Series([None, *WORDS]), pa.array([None, *WORDS]), pl.Series([None, *WORDS]), pd.Series([None, 1, 2], dtype="int64[pyarrow]")],
    ids=["pandas", "Arrow", "Polars", "Arrow in pandas"],
)
def test_missing_labels_are_found_whoever_holds_them(y):
    with pytest.raises(sl.InputError, match="y has missing labels in row 0; drop those rows"):
        check_response(y)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", None])
def test_moments_keep_their_time_zone(zone):
    days = pd.Series(pd.date_range("2026-01-01", periods=2, tz=zone).repeat(3))
    for y in (days, days.dt.as_unit("ns"), days.tolist(), pd.Index(days)):
        assert check_response(y)[1] == (days[0], days[3])
        assert [label.tzinfo for label in check_response(y)[1]] == [days[0].tzinfo] * 2


rng = np.random.default_rng(0)


@pytest.mark.parametrize(
    "y",
    [
        rng.normal(size=200),
        rng.normal(size=5).tolist(),
        rng.normal(size=200).round(2),
        pd.Series(rng.normal(size=200), dtype="float64[pyarrow]"),
        rng.permutation(10_000)[:50],
        [f"person {k}" for k in range(50)],
        pd.date_range("2026-01-01", periods=50),
    ],
    ids=["measured", "five", "rounded", "in Arrow", "whole numbers", "names", "days"],
)
def test_a_measurement_is_no_class(y):
    """At d5af470 200 rows took 9.7 s and 300 took 35 s, to be called separated."""
    with pytest.raises(sl.InputError, match="looks like a measurement or a name"):
        sl.fit(np.ones((len(y), 1)), y)


def test_many_classes_are_classes_if_each_has_two_rows_or_if_they_are_named():
    assert len(check_response(np.arange(200) // 2)[1]) == 100
    assert len(check_response(np.arange(200) // 2 + 0.5)[1]) == 100
    assert len(check_response(range(20))[1]) == 20
    assert len(check_response(range(50), classes=range(50))[1]) == 50
    with pytest.raises(sl.InputError, match="21 different values in 41 rows"):
        check_response([*range(21), *[0] * 20])
    assert len(check_response([*range(21), *[0] * 21])[1]) == 21
    with pytest.raises(sl.InputError, match="3 different values in 5 rows"):  # three numbers that are not whole
        check_response([0.5, 1.5, 2.5, 0.5, 1.5])


@pytest.mark.parametrize("y", [[3, 1, 3], np.array([3, 1, 3]), pd.Series([3, 1, 3]), np.array([3.0, 1.0, 3.0])])
def test_each_label_gets_one_number(y):
    codes, levels = code_labels(y)
    assert [levels[code] for code in codes] == [3, 1, 3]
