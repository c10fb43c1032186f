"""Tables as R 4.2.2 prints them with options(digits = 15), nnet 7.3.18, VGAM 1.1.7, glmnet 4.1.6, on the book's data."""

import numpy as np
import pytest
from sets import STUDENTS

import softlogit as sl

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
        (None, ["a", "b"], sl.InputError, "this is a NoneType"),
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


# Names with spaces: levels "very high" and "mid one", a column `my var`, classes "c" and "d 1"; nnet's and glm's own printing

SPACES = """
      (Intercept)  gmid one gvery high    `my var`
c   -6.166699e-05 0.1427805 -0.2532358 -0.04538007
d 1 -1.110307e-01 0.1863138 -0.2374842 -0.01504225
"""
WRAPPED = """
      (Intercept)  gmid one gvery high
c   -6.166699e-05 0.1427805 -0.2532358
d 1 -1.110307e-01 0.1863138 -0.2374842
       `my var`
c   -0.04538007
d 1 -0.01504225
"""
VECTOR = """
Coefficients:
(Intercept)     gmid one   gvery high     `my var`
    0.10922     -0.03680     -0.05274     -0.01366
"""
VGLM_SPACES = """
(Intercept):1 (Intercept):2    gmid one:1    gmid one:2  gvery high:1
   0.11102777    0.11096839   -0.18630922   -0.04353243    0.23748830
 gvery high:2    `my var`:1    `my var`:2
  -0.01575061    0.01504208   -0.03033784
"""
NAMES = ("(Intercept)", "gmid one", "gvery high", "`my var`")


@pytest.mark.parametrize("printed", [SPACES, WRAPPED], ids=["one block", "two"])
def test_features_and_classes_with_spaces(printed):
    model = sl.from_r(printed, classes=["a b", "c", "d 1"])
    assert model.features == NAMES
    assert model.log_odds("d 1", against="a b").tolist() == [-1.110307e-01, 0.1863138, -0.2374842, -0.01504225]


def test_features_with_spaces_in_vectors():
    assert sl.from_r(VECTOR, classes=[0, 1], kind="glm").features == NAMES
    assert sl.from_r(VECTOR, classes=[0, 1], kind="glm").beta.tolist() == [0.10922, -0.03680, -0.05274, -0.01366]
    model = sl.from_r(VGLM_SPACES, classes=["a", "b", "c"])
    assert model.features == NAMES
    assert model.log_odds("b", against="c").tolist() == [0.11096839, -0.04353243, -0.01575061, -0.03033784]


def test_features_with_spaces_beside_classes_that_are_numbers():
    printed = "    (Intercept)  gmid one gvery high\n2  9.025822e-07 0.1484105 -0.2578450\n3 -1.112144e-01 0.1881694 -0.2389945\n"
    model = sl.from_r(printed, classes=[1, 2, 3])
    assert model.features == NAMES[:3]
    assert model.log_odds(3, against=1).tolist() == [-1.112144e-01, 0.1881694, -0.2389945]


def test_features_with_spaces_in_glmnet_s_list():
    printed = "$`a b`\n4 x 1 sparse Matrix\n s0\n 0.5\ngvery high 0.25\n\n$c\n4 x 1 sparse Matrix\n s0\n -0.5\ngvery high .\n"
    assert sl.from_r(printed).features == ("(Intercept)", "gvery high")
