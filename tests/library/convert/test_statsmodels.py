"""Models from statsmodels, against its own tables."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sets import ADMISSIONS, STUDENTS

import softlogit as sl

SAME = {"rtol": 0, "atol": 1e-12}


def test_from_statsmodels_logit():
    y = ADMISSIONS["admit"]
    X = sm.add_constant(ADMISSIONS[["gre", "gpa"]])
    results = sm.Logit(y, X).fit(disp=False, tol=1e-12)
    model = sl.from_statsmodels(results, classes=["reject", "admit"])
    np.testing.assert_allclose(model.predict_proba(X)[:, 1], results.predict(X), **SAME)
    np.testing.assert_array_equal(model.standard_errors()[:, 0], results.bse)
    np.testing.assert_array_equal(model.beta, results.params)
    assert model.features == ("const", "gre", "gpa")
    assert sl.from_statsmodels(results).classes == (0, 1)


@pytest.mark.parametrize("order", [["academic", "general", "vocation"], ["vocation", "academic", "general"]])
def test_from_statsmodels_mnlogit_with_its_class_order_and_covariance(order):
    """A contrast of two classes that are not the fit's pivot gets the standard error of a fit with one of them as pivot."""
    X = sm.add_constant(STUDENTS[["write", "read"]])
    y = STUDENTS["prog"].astype(pd.CategoricalDtype(order, ordered=True))
    results = sm.MNLogit(y, X).fit(disp=False, method="newton", tol=1e-12)
    model = sl.from_statsmodels(results)
    assert model.classes == tuple(order)
    np.testing.assert_allclose(model.predict_proba(X), results.predict(X), **SAME)
    np.testing.assert_array_equal(model.coef(), results.params)
    np.testing.assert_array_equal(model.standard_errors(), results.bse)
    ours = sl.fit(X, STUDENTS["prog"])
    for a, b in (("vocation", "general"), ("academic", "vocation")):
        theirs = model.contrast(a, against=b)
        # Newton's method of both: the last step of either is below 1e-5 standard errors, and what is left is its square.
        np.testing.assert_allclose(theirs.estimate, ours.contrast(a, against=b).estimate, rtol=1e-8)
        np.testing.assert_allclose(theirs.standard_error, ours.contrast(a, against=b).standard_error, rtol=1e-8)


def test_other_results_are_refused():
    X = sm.add_constant(ADMISSIONS[["gre"]])
    with pytest.raises(sl.InputError, match="not of Probit"):
        sl.from_statsmodels(sm.Probit(ADMISSIONS["admit"], X).fit(disp=False))
    with pytest.raises(sl.InputError, match="not of Logit"):
        sl.from_statsmodels(sm.Logit(ADMISSIONS["admit"], X))
    with pytest.raises(sl.InputError, match="offset"):
        sl.from_statsmodels(sm.Logit(ADMISSIONS["admit"], X, offset=ADMISSIONS["gpa"] / 10).fit(disp=False))
    lasso = sm.Logit(ADMISSIONS["admit"], sm.add_constant(ADMISSIONS[["gre"]] / 500)).fit_regularized(alpha=[0, 100], disp=False)
    with pytest.raises(sl.InputError, match="no covariance matrix"):  # the variance of a coefficient that is kept at zero is nan there
        sl.from_statsmodels(lasso)
    with pytest.raises(sl.InputError, match="not of GLM"):
        sl.from_statsmodels(sm.GLM(ADMISSIONS["admit"], X, family=sm.families.Binomial()).fit())
    with pytest.raises(sl.ClassError, match="names 3"):
        sl.from_statsmodels(sm.Logit(ADMISSIONS["admit"], X).fit(disp=False), classes=["a", "b", "c"])
