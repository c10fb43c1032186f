"""Standard errors that do not take the model for true, and intervals that do not take the likelihood for a parabola."""

import copy
import pickle

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize, stats

import softlogit as sl

ADMISSIONS, STUDENTS, PENGUINS = sl.load_admissions(), sl.load_program_choice(), sl.load_penguins()
X3 = np.column_stack([np.ones(200), STUDENTS["write"] / 10])
Y3 = STUDENTS["prog"].cat.codes.to_numpy()


# The sandwich: R 4.2.2, sandwich 3.0.2, of glm(admit ~ gre + gpa, binomial, epsilon = 1e-14)


@pytest.mark.parametrize(
    ("weights", "clusters", "printed"),
    [
        (None, None, [1.07398122384395, 0.00107037266228, 0.33373805235067]),  # sandwich(fit), vcovHC(fit, type = "HC0")
        (None, ADMISSIONS["rank"], [0.623221491409565, 0.000513462625249, 0.209740853248972]),  # vcovCL(fit, rank)
        (np.arange(1, 401) % 3 + 1, None, [1.15145403193320, 0.00115080259752, 0.35249992031040]),
        (np.arange(1, 401) % 3 + 1, ADMISSIONS["rank"], [0.590862952275640, 0.000422237610217, 0.208413308668882]),
    ],
    ids=["rows", "clusters", "weighted rows", "weighted clusters"],
)
def test_robust_standard_errors_are_those_of_r_s_sandwich(weights, clusters, printed):
    fit = sl.fit_formula("admit ~ gre + gpa", ADMISSIONS, weights=weights).robust(clusters)
    # What R's last step leaves of 1e-9 is larger in the sums of four clusters, which are small beside their terms.
    np.testing.assert_allclose(fit.standard_errors().ravel(), printed, rtol=1e-9 if clusters is None else 3e-8)


@pytest.mark.parametrize("clusters", [None, np.arange(200) // 5])
def test_of_three_classes_they_are_those_of_statsmodels(clusters):
    """statsmodels has the factor (n − 1) / (n − p) besides that of the clusters, which HC0 has not."""
    options = (
        {"cov_type": "HC0"} if clusters is None else {"cov_type": "cluster", "cov_kwds": {"groups": clusters, "use_correction": False}}
    )
    theirs = sm.MNLogit(Y3, X3).fit(disp=False, method="newton", tol=1e-14, **options)
    factor = 1 if clusters is None else 40 / 39
    np.testing.assert_allclose(sl.fit(X3, Y3).robust(clusters).covariance(), factor * theirs.cov_params(), rtol=1e-8)


def test_a_robust_fit_is_an_estimate_like_any_other(program_choice):
    robust = program_choice.robust()
    np.testing.assert_array_equal(robust.coef(), program_choice.coef())
    assert robust.loglik == program_choice.loglik
    table = robust.contrast("vocation", against="general")
    assert not np.allclose(table.standard_error, program_choice.contrast("vocation", against="general").standard_error, rtol=1e-3)
    again = sl.fit_formula("prog ~ ses + write", STUDENTS, classes=["vocation", "general", "academic"]).robust()
    np.testing.assert_allclose(again.contrast("vocation", against="general").standard_error, table.standard_error, rtol=1e-9)
    assert sl.wald_test(again, "write").statistic == pytest.approx(sl.wald_test(robust, "write").statistic, rel=1e-9)
    assert sl.predicted_probabilities(robust, STUDENTS.head(1)).standard_error.shape == (1, 3)
    np.testing.assert_array_equal(robust.robust().covariance(), robust.covariance())  # of the model, not of the sandwich, once more


def test_clusters_of_one_row_are_rows_but_for_the_factor():
    fit = sl.fit(X3, Y3)
    np.testing.assert_allclose(fit.robust(np.arange(200)).covariance(), 200 / 199 * fit.robust().covariance(), rtol=1e-12)


def test_rows_without_weight_are_in_no_cluster():
    weights = (np.arange(200) < 150).astype(float)
    whole, part = sl.fit(X3, Y3, weights=weights), sl.fit(X3[:150], Y3[:150])
    clusters = np.arange(200) // 10
    np.testing.assert_allclose(whole.robust(clusters).covariance(), part.robust(clusters[:150]).covariance(), rtol=1e-9)


def test_what_is_separated_has_no_robust_error_and_the_rest_has_its_own():
    X = np.column_stack([np.ones(333), PENGUINS["bill_length_mm"] / 10, (PENGUINS["species"] == "Gentoo")])
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit(X, PENGUINS["species"]).robust()
    two = PENGUINS["species"] != "Gentoo"
    alone = sl.fit(X[two, :2], PENGUINS["species"][two]).robust().contrast("Chinstrap", against="Adelie")
    table = fit.contrast("Chinstrap", against="Adelie")
    np.testing.assert_allclose(table.standard_error[:2], alone.standard_error, rtol=1e-6)
    assert np.isinf(table.standard_error[2])


# The profile likelihood


def test_profile_intervals_are_those_of_r():
    """R 4.2.2, MASS 7.3.58.2: confint(glm(admit ~ gre + gpa, binomial)), which interpolates the profile."""
    printed = [[-7.1092205756, -2.886726962], [0.0006373958, 0.004791712], [0.1347509288, 1.390131131]]
    interval = sl.fit_formula("admit ~ gre + gpa", ADMISSIONS).profile_interval(1, against=0)
    np.testing.assert_allclose(interval, printed, rtol=1e-4)


@pytest.mark.parametrize(("a", "against"), [("Invertebrates", "Fish"), ("Other", "Invertebrates")])
def test_at_both_ends_the_likelihood_ratio_is_the_quantile(alligators, a, against):
    """The other coefficients are fitted again by SciPy, with the one held."""
    data = sl.load_alligators()
    X, level = np.column_stack([np.ones(59), data["length"]]), 0.9
    held, base = alligators.classes.index(a), alligators.classes.index(against)
    for end in alligators.profile_interval(a, against=against, level=level)[1]:

        def minus_loglik(free, end=end):
            W = np.zeros((2, 3))
            W[0, [k for k in range(3) if k != base]] = free[:2]
            W[1, held], W[1, 3 - held - base] = end, free[2]
            return -sl.LogitModel.from_softmax(W, classes=alligators.classes).log_likelihood(X, data["food"])

        best = optimize.minimize(minus_loglik, np.zeros(3), method="BFGS", options={"gtol": 1e-7})
        ratio = 2 * (alligators.loglik + best.fun)
        assert ratio == pytest.approx(stats.chi2(1).ppf(level), rel=1e-5)


# What has none


@pytest.mark.parametrize("use", [lambda fit: fit.robust(), lambda fit: fit.profile_interval(1, against=0)], ids=["robust", "profile"])
def test_what_needs_the_data_says_so(use):
    fit = sl.fit(X3, Y3)
    for copied in (pickle.loads(pickle.dumps(fit)), copy.deepcopy(fit)):
        with pytest.raises(sl.LogitError, match="needs the data in memory"):
            use(copied)
    with pytest.raises(sl.InputError, match="has a penalty"):
        use(sl.fit(X3, Y3, ridge=1.0))


@pytest.mark.parametrize(
    ("clusters", "phrase"),
    [(np.zeros(200), "one cluster"), ([1, 2], "2 labels for the 200 rows"), ([None] * 200, "missing")],
    ids=["one", "two", "none"],
)
def test_what_are_no_clusters_is_refused(clusters, phrase):
    with pytest.raises(sl.InputError, match=phrase):
        sl.fit(X3, Y3).robust(clusters)


def test_separated_data_have_no_profile():
    with pytest.warns(sl.SeparationWarning):
        fit = sl.fit([[1.0, 0.0], [1.0, 1.0]], [0, 1])
    with pytest.raises(sl.InputError, match="separated"):
        fit.profile_interval(1, against=0)
