"""Whatever stands in the place of an argument, what is raised is the library's own: its error, or Python's for the signature."""

import decimal
import inspect
import traceback
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import statsmodels.api as sm
from scipy import sparse
from sklearn.linear_model import LogisticRegression

import softlogit as sl
from softlogit import contrasts


class Undecided:
    """Like a frame that is computed later, it does not say whether it equals anything."""

    __hash__ = None

    def __eq__(self, other):
        return self

    def __bool__(self):
        raise RuntimeError("no truth")


ODD = [
    *(None, True, False, 0, -1, 0.5, 10**30, float("nan"), float("inf"), 1j, decimal.Decimal("1.5"), pd.NA, pd.NaT, np.str_("a")),
    *("", "word", "two\nlines", b"ab", [], (), {}, {1, 2}, {"a": 1}, {"a": [1, 2]}, range(3), slice(None), object, len, Undecided()),
    *([None], ["a", "a"], ["a", 1, None], [[1, 2], [3]], [["a"], ["b"]], [[[1.0]]], [Undecided()] * 2, ("gre",), [np.zeros(2)] * 2),
    *(np.array(3.0), np.zeros(0), np.zeros((0, 2)), np.ones((9, 1)), np.ones((2, 2, 2)), np.eye(3), np.array([[np.nan, 1]])),
    *(np.array([None, "a"]), np.array(["a", "b"]), np.array([1j]), np.array(["2020"], "M8[D]"), np.ma.masked_array([1.0, 2.0], [1, 0])),
    *(pd.Series(["a", "b"], index=["x", "y"]), pd.Categorical(["a", "b"]), pd.DataFrame(), pd.DataFrame({"a": ["x", "y"]})),
    *(pd.DataFrame(np.eye(2), columns=["a", "a"]), pl.DataFrame({"a": [1, 2]}), pa.table({"a": [1, 2]}), sparse.csr_array(np.eye(3))),
    sl.LogitModel.from_beta([1.0]),
]

DATA = sl.load_admissions().head(60)
X, Y, ONES = np.column_stack([np.ones(60), DATA["gpa"]]), DATA["admit"].to_numpy(), np.ones(60)
FIT, SMALLER = (sl.fit_formula(f"admit ~ {x}", DATA) for x in ("gre + gpa", "gre"))
MODEL = sl.LogitModel.from_softmax([[1.0, 2.0, 5.0], [0.0, 1.0, 2.0]], classes=["a", "b", "c"], features=["one", "x"])
SURE = MODEL.with_covariance(np.eye(4))
TABLE = FIT.contrast(1, against=0)
FIELDS = "W classes features design uncertainty loglik null_loglik n_obs df_model df_null ridge jeffreys converged trace n_passes"
CALLS = [
    (sl.fit, {"X": X, "y": Y, "weights": ONES, "ridge": 0.0, "jeffreys": False, "classes": [0, 1], "features": ["a", "b"]}),
    (sl.fit_formula, {"formula": "admit ~ gpa", "data": DATA, "weights": ONES, "ridge": 0.0, "jeffreys": False, "classes": [0, 1]}),
    (sl.FittedLogit, {name: getattr(FIT, name) for name in FIELDS.split()}),
    (sl.LogitModel, {"W": np.eye(2), "classes": "ab", "features": "xy", "design": None, "uncertainty": None}),
    (sl.LogitModel.from_softmax, {"W": [[1.0, 2.0]], "classes": "ab", "features": "x"}),
    (sl.LogitModel.from_pivot, {"B": [[1.0, 2.0]], "pivot": "c", "classes": "abc", "features": "x"}),
    (sl.LogitModel.from_beta, {"beta": [1.0, 2.0], "classes": "ab", "features": "xz"}),
    (FIT.robust, {"clusters": np.arange(60) % 7}),
    (FIT.profile_interval, {"a": 1, "against": 0, "level": 0.9}),
    (SURE.log_odds, {"a": "a", "against": "b"}),
    *((call, {"pivot": "a"}) for call in (SURE.coef, SURE.covariance, SURE.standard_errors, SURE.summary)),
    (SURE.contrast, {"a": "a", "against": "b", "left": "x"}),
    (FIT.contrast, {"a": contrasts.pivot(2), "left": "gre"}),
    (SURE.with_covariance, {"covariance": np.eye(4)}),
    *((call, {"X": DATA}) for call in (FIT.predict_proba, FIT.predict, FIT.design_matrix)),
    (MODEL.log_likelihood, {"X": X, "y": [*"abc"] * 20, "weights": ONES}),
    (MODEL.same_model_as, {"other": SURE, "atol": 1e-8}),
    (sl.wald_test, {"fit": FIT, "features": ["gre"]}),
    (sl.likelihood_ratio_test, {"smaller": SMALLER, "larger": FIT}),
    (sl.predicted_probabilities, {"fit": FIT, "X": DATA, "level": 0.95}),
    (sl.average_marginal_effects, {"fit": FIT, "X": DATA, "discrete": (), "weights": ONES}),
    (sl.average_marginal_effects, {"fit": SURE, "X": np.ones((2, 2)), "discrete": "x", "weights": [1, 1]}),
    (sl.table, {"columns": {"a": [1.0, 2.0]}, "rows": ["r", "s"], "classes": ["a"], "decimals": 2}),
    (sl.EstimateTable, {"title": "t", "features": "x", "estimate": [1.0], "standard_error": [1.0]}),
    (sl.Summary, {"tables": [TABLE], "notes": ["n"]}),
    (sl.Table, {"cells": [["", "a"], ["1", "2"]], "styles": ["", ""]}),
    (TABLE.interval, {"level": 0.9}),
    (sl.from_r, {"printed": "   (Intercept) x\nb  1.5 2.5\nc  1.5 0.5\n", "classes": "abc", "kind": "multinom"}),
    (sl.from_sklearn, {"estimator": LogisticRegression().fit(X, Y), "features": "xy"}),
    (sl.from_statsmodels, {"results": sm.Logit(Y, X).fit(disp=False), "classes": "ab"}),
    (sl.from_torch, {"linear": {"weight": np.ones((1, 2)), "bias": np.ones(1)}, "classes": "ab", "features": "xy"}),
    (sl.to_sklearn, {"model": FIT}),
    (sl.to_torch, {"model": MODEL, "outputs": 3}),
    (sl.sigmoid, {"t": 0.1}),
    (sl.logit, {"probability": 0.1}),
    *((call, {"Z": [0.1, 0.2], "axis": -1}) for call in (sl.softmax, sl.log_softmax, sl.log_sum_exp)),
]


def look_at(result):
    str(result)
    for show in ("_repr_html_", "to_frame", "summary"):
        str(getattr(result, show, str)())


@pytest.mark.parametrize(
    ("call", "arguments", "name"),
    [pytest.param(call, kept, name, id=f"{inspect.unwrap(call).__qualname__}-{name}") for call, kept in CALLS for name in kept],
)
def test_an_odd_value_is_used_or_refused_by_the_library_itself(call, arguments, name):
    foreign = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for odd in ODD:
            try:
                look_at(call(**arguments | {name: odd}))
            except (sl.LogitError, ImportError):
                pass
            except Exception as error:
                if not isinstance(error, TypeError) or len(traceback.extract_tb(error.__traceback__)) > 1:
                    foreign.append((odd, error))
    assert not foreign
