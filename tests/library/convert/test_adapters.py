"""Models from and to other packages, against the packages themselves: predictions agree to 1e-12."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import softlogit as sl

SAME = {"rtol": 0, "atol": 1e-12}
ADMISSIONS = sl.load_admissions()
STUDENTS = sl.load_program_choice()
# Two classes and three; named columns without the intercept, and labels.
SETS = {
    "admissions": (ADMISSIONS[["gre", "gpa"]] / [100, 1], ADMISSIONS["admit"].map({0: "reject", 1: "admit"}).to_numpy()),
    "program choice": (STUDENTS[["write", "read", "math"]] / 10, STUDENTS["prog"].astype(str).to_numpy()),
}


@pytest.fixture(params=SETS)
def data(request):
    return SETS[request.param]


def with_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


# scikit-learn


@pytest.mark.parametrize("make", [LogisticRegression, LinearDiscriminantAnalysis, lambda: LogisticRegression(fit_intercept=False)])
def test_from_sklearn_predicts_the_same(data, make):
    X, y = data
    estimator = make().fit(X, y)
    model = sl.from_sklearn(estimator)
    np.testing.assert_allclose(model.predict_proba(X.assign(**{"(Intercept)": 1.0})), estimator.predict_proba(X), **SAME)
    assert model.classes == tuple(estimator.classes_)
    assert model.features[-1] == X.columns[-1]


def test_sklearn_s_two_classes_have_one_row_and_it_is_for_the_second():
    X, y = SETS["admissions"]
    estimator = LogisticRegression().fit(X, y)
    np.testing.assert_array_equal(sl.from_sklearn(estimator).beta, np.r_[estimator.intercept_, estimator.coef_[0]])
    np.testing.assert_array_equal(sl.from_sklearn(estimator).beta, sl.from_sklearn(estimator).log_odds("reject", against="admit"))


def test_columns_without_names_are_numbered():
    X, y = SETS["admissions"]
    estimator = LogisticRegression().fit(X.to_numpy(), y)
    assert sl.from_sklearn(estimator).features == ("(Intercept)", "x0", "x1")
    assert sl.from_sklearn(estimator, features=["a", "b"]).features == ("(Intercept)", "a", "b")


@pytest.mark.parametrize(
    "make",
    [
        LogisticRegression,
        lambda: OneVsRestClassifier(LogisticRegression()).fit(*SETS["program choice"]),
        lambda: SGDClassifier(loss="log_loss", random_state=0).fit(*SETS["program choice"]),
        lambda: GaussianNB().fit(*SETS["program choice"]),
        lambda: make_pipeline(StandardScaler(), LogisticRegression()).fit(*SETS["program choice"]),
        lambda: SGDClassifier(loss="modified_huber", random_state=0).fit(*SETS["admissions"]),
        lambda: MultiOutputClassifier(LogisticRegression()).fit(STUDENTS[["write"]], STUDENTS[["prog", "ses"]]),
        lambda: None,
    ],
    ids=["not fitted", "one-vs-rest", "one-vs-rest inside", "no coefficients", "a pipeline", "cut off", "two responses", "nothing"],
)
def test_other_estimators_are_refused(make):
    with pytest.raises(sl.InputError, match=r"fit it|another model"):
        sl.from_sklearn(make())


def test_a_binary_model_by_gradient_descent_is_the_model_all_the_same():
    X, y = SETS["admissions"]
    estimator = SGDClassifier(loss="log_loss", random_state=0).fit(X, y)
    model = sl.from_sklearn(estimator)
    np.testing.assert_allclose(model.predict_proba(X.assign(**{"(Intercept)": 1.0})), estimator.predict_proba(X), **SAME)


def test_sparse_coefficients_are_coefficients():
    X, y = SETS["program choice"]
    estimator = LogisticRegression().fit(X, y)
    model = sl.from_sklearn(estimator)
    assert sl.from_sklearn(estimator.sparsify()).same_model_as(model, atol=0)


def test_scores_far_out_do_not_hide_another_model():
    """One-vs-rest with steep scores: at the origin and the unit vectors all probabilities are 0 or 1, and a softmax's would be too."""
    X, y = SETS["program choice"]
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


# statsmodels


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


# torch


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("outputs", [1, 2, 3])
def test_torch_layers_go_and_come_back(outputs, bias):
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    layer = torch.nn.Linear(4, outputs, bias=bias).double()
    X = np.random.default_rng(0).normal(size=(20, 4))
    scores = layer(torch.tensor(X))
    P = torch.softmax(scores, dim=1) if outputs > 1 else torch.cat([1 - torch.sigmoid(scores), torch.sigmoid(scores)], dim=1)
    model = sl.from_torch(layer)
    np.testing.assert_allclose(model.predict_proba(with_intercept(X) if bias else X), P.detach().numpy(), **SAME)
    back = torch.nn.Linear(4, outputs, bias=bias).double()
    back.load_state_dict(sl.to_torch(model, outputs=outputs))
    assert sl.from_torch(back).same_model_as(model, atol=1e-15)


def test_torch_trained_and_our_fit_are_the_same_model(data):
    """A layer with our coefficients has no gradient left: it is trained."""
    torch = pytest.importorskip("torch")
    X, y = data
    frame = X.assign(**{"(Intercept)": 1.0})
    fit = sl.fit(frame, y)
    layer = torch.nn.Linear(X.shape[1], fit.n_classes).double()
    layer.load_state_dict(sl.to_torch(fit))
    targets = torch.tensor([fit.classes.index(label) for label in y])
    torch.nn.CrossEntropyLoss()(layer(torch.tensor(X.to_numpy())), targets).backward()
    assert max(parameter.grad.abs().max().item() for parameter in layer.parameters()) < 1e-9
    model = sl.from_torch(layer.state_dict(), classes=fit.classes, features=X.columns)
    np.testing.assert_allclose(model.predict_proba(frame), fit.predict_proba(frame), **SAME)


def test_other_layers_are_refused():
    torch = pytest.importorskip("torch")
    with pytest.raises(sl.InputError, match="weight matrix"):
        sl.from_torch(torch.nn.ReLU())
    with pytest.raises(sl.InputError, match="weight matrix"):
        sl.from_torch(torch.nn.Conv1d(2, 2, 1))
    with pytest.raises(sl.InputError, match="weight matrix"):
        sl.from_torch(torch.nn.Embedding(3, 4))
    with pytest.raises(sl.ClassError, match="3 outputs, not 1"):
        sl.to_torch(sl.LogitModel.from_softmax([[1, 2, 3]]), outputs=1)


def test_a_layer_of_half_precision():
    torch = pytest.importorskip("torch")
    half = torch.nn.Linear(2, 3).bfloat16()
    assert sl.from_torch(half).W[0].tolist() == half.bias.tolist()


@pytest.mark.parametrize("state", [None, {}, {"weight": [1.0]}, {"weight": [["a"]]}, {"weight": [[1.0], [2.0]], "bias": [1.0]}], ids=str)
def test_what_is_no_layer_is_refused(state):
    with pytest.raises(sl.InputError, match="weight matrix"):
        sl.from_torch(state)


# R: what R 4.2.2 prints with options(digits = 15), nnet 7.3.18, VGAM 1.1.7, glmnet 4.1.6, on the book's data

MULTINOM = """
Call:
multinom(formula = prog ~ ses + write, data = h, trace = FALSE,
    reltol = 1e-15, maxit = 1000)

Coefficients:
              (Intercept)          sesmiddle           seshigh
general  2.85218628633724 -0.533291015305757 -1.16283200922758
vocation 5.21820025402666  0.291393119274815 -0.98267034447987
                       write
general  -0.0579284106383749
vocation -0.1136026420461454

Residual Deviance: 359.963452430185
AIC: 375.963452430185
"""
MULTINOM_OF_TWO = """
Coefficients:
         (Intercept)                  gre                  gpa
-4.94937803625882022  0.00269068361425354  0.75468684530035668

Residual Deviance: 480.343981684828
AIC: 486.343981684828
"""
GLM = """
Call:  glm(formula = admit ~ gre + gpa, family = binomial, data = a,
    epsilon = 1e-14)

Coefficients:
      (Intercept)                gre                gpa
-4.94937806262255   0.00269068359596   0.75468685596293

Degrees of Freedom: 399 Total (i.e. Null);  397 Residual
Null Deviance:	    499.976517555
Residual Deviance: 480.343981685 	AIC: 486.343981685
"""
VGLM = """
Call:
vglm(formula = prog ~ ses + write, family = multinomial, data = h,
    epsilon = 1e-12)


Coefficients:
      (Intercept):1       (Intercept):2         sesmiddle:1         sesmiddle:2
-5.2182001082698353 -2.3660138843079235 -0.2913931123332149 -0.8246841256723296
          seshigh:1           seshigh:2             write:1             write:2
 0.9826702858992912 -0.1801617082207205  0.1136026387154461  0.0556742292158816

Degrees of Freedom: 400 Total; 392 Residual
Residual deviance: 359.963452430185
Log-likelihood: -179.981726215093

This is a multinomial logit model with 3 levels
"""
GLMNET = """
$academic
4 x 1 sparse Matrix of class "dgCMatrix"
                              1
(Intercept) -2.4467172010075182
sesmiddle    .
seshigh      0.9228755547954031
write        0.0554775422631418

$general
4 x 1 sparse Matrix of class "dgCMatrix"
                             1
(Intercept)  0.116828875197152
sesmiddle   -0.338869970739686
seshigh      .
write        .

$vocation
4 x 1 sparse Matrix of class "dgCMatrix"
                             1
(Intercept)  2.329888325810366
sesmiddle    0.227238244052887
seshigh      .
write       -0.048947828522751
"""
PROGRAMS = ["academic", "general", "vocation"]


@pytest.mark.parametrize(("printed", "atol"), [(MULTINOM, 2e-7), (VGLM, 1e-7)], ids=["multinom", "vglm"])
def test_r_s_tables_of_three_classes(printed, atol, program_choice):
    model = sl.from_r(printed, classes=PROGRAMS)
    assert model.features == ("(Intercept)", "sesmiddle", "seshigh", "write")
    # Both stop when their value no longer changes in its last digits, which leaves 1e-7 in coefficients of size 5.
    np.testing.assert_allclose(model.coef(), program_choice.coef(), rtol=0, atol=atol)


def test_r_s_multinom_predicts_the_same():
    """predict(fit, type = "probs") of the first three students."""
    P = sl.from_r(MULTINOM, classes=PROGRAMS).predict_proba(sl.fit_formula("prog ~ ses + write", STUDENTS).design_matrix(STUDENTS.head(3)))
    printed = [0.148278134566151, 0.12020336244279, 0.418678955048363, 0.338248797409993, 0.180628550497785]
    printed += [0.236808233291403, 0.513473068023856, 0.699168087059425, 0.344512811660234]
    np.testing.assert_allclose(P.T.ravel(), printed, rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    ("printed", "kind", "sign", "atol"),
    [(MULTINOM_OF_TWO, "multinom", 1, 3e-8), (GLM, "glm", 1, 1e-13), (GLM, "vglm", -1, 1e-13)],
)
def test_r_s_tables_of_two_classes_go_by_the_function_that_printed_them(printed, kind, sign, atol, admissions):
    model = sl.from_r(printed, classes=[0, 1], kind=kind)
    assert model.features == ("(Intercept)", "gre", "gpa")
    np.testing.assert_allclose(model.beta, sign * admissions.beta, rtol=0, atol=atol)


def test_r_s_glmnet_predicts_the_same():
    """predict(fit, X[1:3, ], s = 0.01, type = "response")."""
    model = sl.from_r(GLMNET)
    assert model.classes == tuple(PROGRAMS)
    X = sl.fit_formula("prog ~ ses + write", STUDENTS).design_matrix(STUDENTS.head(3))
    printed = [
        [0.168564146493285, 0.313923230040065, 0.517512623466650],
        [0.138290166181106, 0.205053586377334, 0.656656247441560],
        [0.417327130538389, 0.247377812466470, 0.335295056995141],
    ]
    np.testing.assert_allclose(model.predict_proba(X), printed, rtol=0, atol=1e-14)
    assert sl.from_r(GLMNET, classes=["general", "academic", "vocation"]).same_model_as(model, atol=1e-15)


def test_glmnet_s_list_as_it_prints_without_the_intercept_s_name():
    printed = '$`a b`\n2 x 1 sparse Matrix of class "dgCMatrix"\n   s0\n    1.5\nx   .\n\n$c\n2 x 1 sparse Matrix\n   s0\n   -1.5\nx  -2\n'
    model = sl.from_r(printed)
    assert model.classes == ("a b", "c")
    assert model.features == ("(Intercept)", "x")
    assert model.beta.tolist() == [-3, -2]


def test_features_of_glmnet_that_are_numbers():
    assert sl.from_r("$a\n s0\n2010 1.5\n2011 .\n$b\n s0\n2010 -1.5\n2011 2\n").features == ("2010", "2011")


def test_classes_that_are_numbers_or_have_spaces():
    assert sl.from_r("  (Intercept) x\n2  1.0 2.0\n3  3.0 4.0\n", classes=[1, 2, 3]).coef().tolist() == [[1, 3], [2, 4]]
    assert sl.from_r("     (Intercept) x\nb c  1.0 2.0\nd    3.0 4.0\n", classes=["a", "b c", "d"]).coef().tolist() == [[1, 3], [2, 4]]


@pytest.mark.parametrize(
    ("printed", "classes", "error", "phrase"),
    [
        (MULTINOM, None, sl.ClassError, "classes="),
        (MULTINOM, ["general", "academic", "vocation"], sl.ClassError, "general, vocation; .* have academic, vocation"),
        (VGLM, ["a", "b"], sl.ClassError, "the classes 1, 2"),
        (GLM, [0, 1], sl.InputError, "may be glm's, or vglm's"),
        (VGLM.replace(":2", ":3"), PROGRAMS, sl.ClassError, "the classes 1, 3"),
        (GLMNET, PROGRAMS[:2], sl.ClassError, "it would have academic, general"),
        (GLMNET, ["academic", "general", "vocational"], sl.ClassError, "it would have academic, general, vocational"),
        ("", ["a", "b"], sl.InputError, "no table of coefficients"),
        ("Once upon a time\nthere was a king", ["a", "b"], sl.InputError, "no table of coefficients"),
        ("(Intercept) x y\na 1.0 2.0\n", ["b", "a"], sl.InputError, "has not one number for each of"),
        ("(Intercept) x x\n1.0 2.0 3.0\n", ["a", "b"], sl.InputError, "x twice"),
        ("  x\nb 1.0\nb 2.0\n", ["a", "b"], sl.InputError, "x twice"),
        ("(Intercept) x\n1.0 NA\n", ["a", "b"], sl.InputError, "no table of coefficients"),
        ("  (Intercept) x\nb 1.0 Inf\n", ["a", "b"], sl.InputError, "infinite"),
        (None, ["a", "b"], sl.InputError, "not a NoneType"),
        ("$a\ns0\ny 1\n$b\ns0\nz 1\n", None, sl.InputError, "no table of coefficients"),
        ("$a\n 2.47\ny 1\n$b\n -2.47\ny 2\n", None, sl.InputError, "not the name that glmnet gives"),
    ],
)
def test_text_that_is_no_such_table_is_an_error(printed, classes, error, phrase):
    with pytest.raises(error, match=phrase):
        sl.from_r(printed, classes=classes)


@pytest.mark.parametrize("kind", ["glm", "vglm", "glmnet", "lm"])
def test_a_table_that_is_not_of_the_kind_said_is_an_error(kind):
    with pytest.raises(sl.InputError, match=f"no table of {kind}; kind= is one of glm, multinom, vglm, glmnet"):
        sl.from_r(MULTINOM, classes=PROGRAMS, kind=kind)


def test_three_classes_for_a_vector_of_two_are_an_error():
    with pytest.raises(sl.ClassError, match="the classes"):
        sl.from_r(GLM, classes=PROGRAMS, kind="glm")


# The circle


def test_every_package_holds_the_same_model(program_choice):
    circle = sl.from_sklearn(sl.to_sklearn(program_choice))
    assert circle.same_model_as(program_choice, atol=1e-14)
    assert circle.features == program_choice.features
