"""Jeffreys' prior against R: brglm2 0.9 under R 4.2.2, type="AS_mean", which is the same for a canonical link (Firth 1993)."""

import dask.array as da
import numpy as np
import pytest
from sklearn.datasets import load_iris

import softlogit as sl
from softlogit.solver.coordinates import objective
from softlogit.solver.jeffreys import penalised

IRIS = load_iris()
X_IRIS = np.column_stack([np.ones(150), IRIS.data])
# A group that has one class only, and two classes that overlap.
x = np.array([-1.5, -1.2, -0.9, -0.7, -0.4, -0.2, 0.1, 0.3, 0.6, 0.8, 1.1, 1.4, -1.1, -0.3, 0.5, 1.3])
X_GROUP, Y_GROUP = np.column_stack([np.ones(16), x, np.repeat([0, 1], [12, 4])]), np.array(list("abaababbabbacccc"))

# (X, y), coefficients against the first class and standard errors, both class-major, and the log-likelihood without the prior.
IRIS_B = [2.564784012594, -0.416632688636, -2.085804801692, 0.942123534513, 4.175405270265]
IRIS_B += [-17.657983176258, -1.960167635455, -5.661656519463, 5.699115309186, 14.144680539253]
IRIS_SE = [8.33419652339, 2.48196390282, 2.19213072178, 2.46691337775, 5.45797470768]
IRIS_SE += [12.61779395640, 2.93669453940, 3.15056706437, 3.15044526206, 6.66862737417]
GROUP_B = [0.016754617095, 0.335092341900, -0.050263851285, -2.219381693336, 0.167546170950, 4.202954485886]
GROUP_SE = [0.599726061672, 0.656400953490, 2.254850621099, 1.353110241469, 1.061493849494, 2.116725589523]
BIRTHWT_B = [0.2470936929614, -0.0211947520097, -0.0115830169978, 1.1897771334412, 0.9096423052143, 1.0164502519137]
BIRTHWT_SE = [1.09425723994046, 0.03382049505517, 0.00625916841597, 0.51251842742892, 0.41126300696503, 0.37535385163730]


@pytest.mark.parametrize(
    ("X", "y", "B", "errors", "loglik"),
    [
        (X_IRIS, IRIS.target, IRIS_B, IRIS_SE, -9.64082088009),
        (X_GROUP, Y_GROUP, GROUP_B, GROUP_SE, -9.7047556781),
    ],
    ids=["iris, separated", "three classes, quasi-separated"],
)
def test_the_fit_is_that_of_brglm2(X, y, B, errors, loglik):
    fit = sl.fit(X, y, jeffreys=True)
    np.testing.assert_allclose(fit.coef().T.ravel(), B, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(fit.standard_errors().T.ravel(), errors, rtol=1e-6)
    assert fit.loglik == pytest.approx(loglik, abs=1e-6)
    assert fit.converged
    assert fit.jeffreys


def test_two_classes_are_those_of_brglm_fit():
    data = sl.load_birthwt()
    fit = sl.fit_formula("low ~ age + lwt + C(race) + smoke", data, jeffreys=True)
    np.testing.assert_allclose(fit.beta, BIRTHWT_B, rtol=1e-6)
    np.testing.assert_allclose(fit.standard_errors()[:, 0], BIRTHWT_SE, rtol=1e-6)
    assert fit.loglik == pytest.approx(-107.320838693, abs=1e-6)


def test_the_score_is_the_gradient():
    rng = np.random.default_rng(0)
    X, weights = np.column_stack([np.ones(30), rng.normal(size=(30, 2))]), rng.uniform(0.5, 2, 30)
    climbed = objective(X, np.eye(4)[rng.integers(0, 4, 30)] * weights[:, None], None, ["a", "b", "c"])
    theta, h = rng.normal(size=9), 1e-5
    slopes = [(penalised(climbed, theta + e).value - penalised(climbed, theta - e).value) / (2 * h) for e in h * np.eye(9)]
    np.testing.assert_allclose(penalised(climbed, theta).score, slopes, atol=1e-8)


def test_each_of_two_counts_has_half_a_count_more():
    """The intercept alone: Jeffreys' prior adds a half to each (Firth 1993)."""
    for successes in (1, 3, 9):
        fit = sl.fit(np.ones((10, 1)), (np.arange(10) < successes).astype(int), jeffreys=True)
        assert fit.beta[0] == pytest.approx(np.log((successes + 0.5) / (10.5 - successes)), rel=1e-9)


def test_every_pivot_gives_the_same_fit():
    fit = sl.fit(X_GROUP, Y_GROUP, jeffreys=True)
    other = sl.fit(X_GROUP, Y_GROUP, jeffreys=True, classes=["c", "a", "b"])
    assert other.same_model_as(fit, atol=1e-8)
    np.testing.assert_allclose(other.standard_errors(), fit.standard_errors("c"), rtol=1e-7)


def test_units_do_not_matter():
    fit, scaled = sl.fit(X_GROUP, Y_GROUP, jeffreys=True), sl.fit(X_GROUP * [1, 1e6, 1], Y_GROUP, jeffreys=True)
    np.testing.assert_allclose(scaled.coef() * [[1], [1e6], [1]], fit.coef(), atol=1e-8)


def test_what_has_no_answer_is_refused():
    with pytest.raises(sl.InputError, match="two penalties"):
        sl.fit(X_GROUP, Y_GROUP, jeffreys=True, ridge=1.0)
    with pytest.raises(sl.LogitError, match="all rows in one place"):
        sl.fit(da.from_array(X_GROUP), da.from_array(Y_GROUP), jeffreys=True)
    with pytest.raises(sl.CollinearityError):
        sl.fit(np.column_stack([X_GROUP, X_GROUP[:, 1]]), Y_GROUP, jeffreys=True)
    fit = sl.fit(X_GROUP, Y_GROUP, jeffreys=True)
    with pytest.raises(sl.InputError, match="penalised"):
        sl.likelihood_ratio_test(sl.fit(X_GROUP[:, :1], Y_GROUP), fit)
    with pytest.raises(sl.InputError, match="penalty"):
        fit.profile_interval("b", against="a")
