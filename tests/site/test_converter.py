"""The converter of coefficient tables: its arithmetic is the library's for every pair of tools, and it reads what the tools print.

The forms that the tools report are stated here once more, by the library's methods; the texts are written and read by code of this file.
"""

import re

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression

import softlogit as sl
from tests.site.conftest import vendored

PAGE = "chapters/practice/rosetta-stone"
FIGURE = "#explorable-converter"
ADMISSIONS, STUDENTS = sl.load_admissions(), sl.load_program_choice()
TWO = sl.fit_formula("admit ~ gre + gpa", ADMISSIONS)
THREE = sl.fit_formula("prog ~ write", STUDENTS)
PROGRAMS = "academic, general, vocation"

CONVERT = """jobs => jobs.map(({from, to, reference, pivot, ...texts}) => {
    const figure = document.querySelector("#explorable-converter"), field = name => figure.querySelector(`[data-field=${name}]`);
    const set = (name, value, event) => { field(name).value = value; field(name).dispatchEvent(new Event(event)); };
    const choose = (name, label) => set(name, [...field(name).options].find(option => option.text === label).value, "change");
    for (const name of ["table", "intercepts", "classes", "features"]) field(name).value = texts[name] ?? "";
    set("table", texts.table, "input");
    set("from", from, "change");
    set("to", to, "change");
    if (reference !== undefined) choose("reference", reference);
    if (pivot !== undefined) choose("pivot", pivot);
    return figure.querySelector("pre").textContent;
})"""


@pytest.fixture(scope="module")
def page(browser, addresses):
    """One page for all, for the converter keeps nothing but what stands in its fields; its clock is ours."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.clock.install()
    page.goto(f"{addresses['disk']}/{PAGE}.html")
    yield page
    context.close()


def convert(page, source, target, table, **more):
    return page.evaluate(CONVERT, [{"from": source, "to": target, "table": table, **more}])[0]


def error_at(page, field):
    """What stands below a field once the hand has rested."""
    page.clock.run_for(1000)
    return page.text_content(f"{FIGURE} [data-error={field}]")


def test_examples_are_the_library_s_fits(page):
    for name, source, fit in (("admissions", "glm", TWO), ("programs", "multinom", THREE)):
        page.select_option(f"{FIGURE} [data-field=from]", source)
        page.click(f"{FIGURE} [data-example={name}]")
        text = page.input_value(f"{FIGURE} [data-field=table]")
        np.testing.assert_allclose(sl.from_r(text, classes=fit.classes).coef(), fit.coef(), rtol=5e-7)  # seven digits


# Arithmetic: the table of each tool, written and read here

FEATURES = ["(Intercept)", "alpha", "beta"]
ALL_DIGITS = {"float_format": lambda number: repr(float(number))}
REFERENCE = {
    "first": lambda model: model.coef(),
    "last": lambda model: model.coef(model.classes[-1]),
    "none": lambda model: model.symmetric,
}
# What a tool reports, and how its text goes: a row a feature, a row a class, with intercepts apart, or the intercept last.
TOOLS = {
    "beta": ("first", "vector"),
    "glm": ("first", "vector"),
    "glmnet2": ("first", "columns"),
    "Logit": ("first", "columns"),
    "torch1": ("first", "arrays"),
    "spark2": ("first", "arrays"),
    "logit": ("first", "end"),
    "pivot": ("first", "columns"),
    "softmax": ("none", "columns"),
    "multinom": ("first", "rows"),
    "vglm": ("last", "vector"),
    "glmnet": ("none", "list"),
    "MNLogit": ("first", "columns"),
    "sklearn": ("sklearn", "arrays"),
    "torch": ("none", "arrays"),
    "spark": ("none", "arrays"),
    "mlogit": ("first", "blocks"),
    "logistic": ("last", "long"),
    "nomreg": ("last", "class first"),
}
FOR_TWO = list(TOOLS)[:7]


def reported(tool, model):
    """The numbers of a tool, a row a feature with the intercept first."""
    form = TOOLS[tool][0]
    if form == "sklearn":
        estimator = sl.to_sklearn(model)
        return np.vstack([estimator.intercept_, estimator.coef_.T])
    return REFERENCE[form](model)


def columns_of(tool, model):
    form = TOOLS[tool][0]
    first, last = model.classes[1:], model.classes[:-1]
    return list({"first": first, "last": last}.get(form, model.classes))


def text_of(tool, model):
    """What the reader pastes: all digits, in the tool's layout."""
    table, classes, layout = reported(tool, model), columns_of(tool, model), TOOLS[tool][1]
    m = table.shape[1]
    if layout == "vector" or (layout == "rows" and m == 1):
        names = FEATURES if m == 1 else [f"{name}:{k + 1}" for name in FEATURES for k in range(m)]
        return {"table": "\n".join([" ".join(names), " ".join(map(repr, table.ravel().tolist()))])}
    if layout == "arrays":
        with np.printoptions(precision=17):
            return {"table": repr(table[1:].T), "intercepts": repr(table[0]), "features": "alpha, beta"}
    if layout == "rows":
        return {"table": pd.DataFrame(table.T, classes, FEATURES).to_string(**ALL_DIGITS)}
    blocks = {name: [f"{f} {v!r}" for f, v in zip(FEATURES, table[:, k].tolist(), strict=True)] for k, name in enumerate(classes)}
    if layout == "list":
        return {"table": "\n".join("\n".join([f"${name}", " s0", *lines]) for name, lines in blocks.items())}
    if layout == "blocks":
        return {"table": "\n".join("\n".join([name, *lines]) for name, lines in blocks.items())}
    if layout == "class first":
        return {"table": "\n".join(f"{name} {line}" for name, lines in blocks.items() for line in lines)}
    if layout == "long" and m > 1:
        return {
            "table": "\n".join(
                f"{f} {c} {v!r}" for f, row in zip(FEATURES, table.tolist(), strict=True) for c, v in zip(classes, row, strict=True)
            )
        }
    names = classes if TOOLS[tool][1] == "columns" and m > 1 else [f"col{k}" for k in range(m)]
    return {"table": pd.DataFrame(table, FEATURES, names if tool != "MNLogit" else range(m)).to_string(**ALL_DIGITS)}


def numbers_in(text, tool, m):
    """The table that the converter shows, a row a feature with the intercept first: its decimals in their order."""
    found = [float(word) for word in re.split(r"[\s,\[\]]+", text) if re.fullmatch(r"-?\d+\.\d+(e[-+]\d+)?", word)]
    layout = TOOLS[tool][1]
    if layout == "arrays":
        return np.vstack([found[-m:], np.reshape(found[:-m], (m, -1)).T])
    if layout in ("rows", "list", "class first"):
        return np.reshape(found, (m, -1)).T
    if layout == "blocks":
        return np.roll(np.reshape(found, (m, -1)).T, 1, axis=0)
    return np.roll(np.reshape(found, (-1, m)), 1 if layout == "end" else 0, axis=0)


@pytest.mark.parametrize("K", [2, 3])
def test_every_pair_of_tools(K, page):
    rng = np.random.default_rng(K)
    classes = ["ash", "birch", "cedar"][:K]
    tools = list(TOOLS) if K == 2 else [tool for tool in TOOLS if tool not in FOR_TWO]
    for source in tools:
        model = sl.LogitModel.from_softmax(rng.uniform(-4, 4, (3, K)), classes=classes, features=FEATURES)
        texts = {"classes": ", ".join(classes), **text_of(source, model)}
        results = page.evaluate(CONVERT, [{"from": source, "to": target, **texts} for target in tools])
        for target, shown in zip(tools, results, strict=True):
            expected = reported(target, model)
            message = f"{source} to {target}: {shown}"
            np.testing.assert_allclose(numbers_in(shown, target, expected.shape[1]), expected, rtol=0, atol=1e-9, err_msg=message)


@pytest.mark.parametrize("pivot", ["ash", "birch", "cedar"])
def test_any_reference_to_any_pivot(pivot, page):
    classes = ["ash", "birch", "cedar"]
    model = sl.LogitModel.from_softmax(np.random.default_rng(0).normal(size=(3, 3)), classes=classes, features=FEATURES)
    for reference in classes:
        table = pd.DataFrame(model.coef(reference), FEATURES, [name for name in classes if name != reference]).to_string(**ALL_DIGITS)
        shown = convert(page, "pivot", "pivot", table, classes=", ".join(classes), reference=reference, pivot=pivot)
        np.testing.assert_allclose(numbers_in(shown, "pivot", 2), model.coef(pivot), rtol=0, atol=1e-9)


@pytest.mark.parametrize("tool", ["glm", "multinom", "vglm", "glmnet"])
def test_the_library_reads_what_is_shown_as_r_s(tool, page):
    model = THREE if tool != "glm" else TWO
    source = "glmnet" if tool != "glm" else "glm"
    names = [str(label) for label in model.classes]
    lines = pd.DataFrame(model.symmetric if tool != "glm" else model.coef(), model.features).to_string(**ALL_DIGITS)
    shown = convert(page, "softmax" if tool != "glm" else source, tool, lines, classes=", ".join(names))
    again = sl.from_r(shown, classes=names)
    assert again.features == model.features
    np.testing.assert_allclose(again.symmetric, model.symmetric, rtol=0, atol=1e-9)


# Text: what the tools print

GLM = """
Call:
glm(formula = admit ~ gre + gpa, family = binomial, data = a)

Deviance Residuals:
    Min       1Q   Median       3Q      Max
-1.2730  -0.8988  -0.7206   1.3013   2.0620

Coefficients:
             Estimate Std. Error z value Pr(>|z|)
(Intercept) -4.949378   1.075093  -4.604 4.15e-06 ***
gre          0.002691   0.001057   2.544   0.0109 *
gpa          0.754687   0.319586   2.361   0.0182 *
---
Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1

    Null deviance: 499.98  on 399  degrees of freedom
"""
GLMNET_OF_TWO = """
3 x 1 sparse Matrix of class "dgCMatrix"
                      s0
(Intercept) -4.949378064
gre          0.002690684
gpa          0.754686856
"""
HALVES = """
$`0`
3 x 1 sparse Matrix of class "dgCMatrix"
              s0
     2.474689031
gre -0.001345342
gpa -0.377343428

$`1`
3 x 1 sparse Matrix of class "dgCMatrix"
              s0
    -2.474689031
gre  0.001345342
gpa  0.377343428
"""
STATA_OF_TWO = """
------------------------------------------------------------------------------
       admit | Coefficient  Std. err.      z    P>|z|     [95% conf. interval]
-------------+----------------------------------------------------------------
         gre |   .0026907   .0010575     2.54   0.011      .000618    .0047633
         gpa |   .7546869   .3195856     2.36   0.018     .1283106    1.381063
       _cons |  -4.949378   1.075093    -4.60   0.000    -7.056521   -2.842235
------------------------------------------------------------------------------
"""
SAS_OF_TWO = """
                               Standard          Wald
Parameter    DF    Estimate       Error    Chi-Square    Pr > ChiSq
Intercept     1      4.9494      1.0751       21.1935        <.0001
gre           1    -0.00269     0.00106        6.4739        0.0109
gpa           1     -0.7547      0.3196        5.5765        0.0182
"""
RESULTS = sm.Logit(ADMISSIONS["admit"], sm.add_constant(ADMISSIONS[["gre", "gpa"]])).fit(disp=False)
EXACT = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10)
PAIR = EXACT.fit(ADMISSIONS[["gre", "gpa"]], ADMISSIONS["admit"])
OF_TWO = {
    "R's summary of a glm": ("glm", {"table": GLM}),
    "R's vector": ("glm", {"table": " (Intercept)          gre          gpa \n-4.949378063  0.002690684  0.754686856 \n"}),
    "with the prompt": (
        "glm",
        {"table": "> coef(fit)\n (Intercept)          gre          gpa \n-4.949378063  0.002690684  0.754686856 \n> "},
    ),
    "multinom of two": ("multinom", {"table": "    (Intercept)    gre    gpa \n-4.949375467 0.002690691 0.754684771"}),
    "vglm of two": ("vglm", {"table": " (Intercept)          gre          gpa \n 4.949378062 -0.002690684 -0.754686856"}),
    "glmnet": ("glmnet2", {"table": GLMNET_OF_TWO}),
    "glmnet's halves": ("glmnet", {"table": HALVES}),
    "statsmodels' summary": ("Logit", {"table": RESULTS.summary().as_text()}),
    "statsmodels' params": ("Logit", {"table": str(RESULTS.params)}),
    "scikit-learn": ("sklearn", {"table": str(PAIR.coef_), "intercepts": str(PAIR.intercept_), "features": "gre, gpa"}),
    "repr": ("sklearn", {"table": repr(PAIR.coef_), "intercepts": repr(PAIR.intercept_), "features": "gre, gpa"}),
    "both arrays at once": ("sklearn", {"table": f"coef_ = {PAIR.coef_}\nintercept_ = {PAIR.intercept_}", "features": "gre, gpa"}),
    "a state dict": (
        "torch1",
        {
            "table": "OrderedDict([('weight', tensor([[0.00269068, 0.754687]])), ('bias', tensor([-4.94938]))])",
            "features": "gre, gpa",
        },
    ),
    "Spark": ("spark2", {"table": "[0.00269068,0.75468685]", "intercepts": "-4.94937807", "features": "gre, gpa"}),
    "Stata": ("logit", {"table": STATA_OF_TWO}),
    "SAS": ("logistic", {"table": SAS_OF_TWO}),
    "SPSS, from its viewer": (
        "nomreg",
        {"table": "\t\tB\tStd. Error\n0\tIntercept\t4.949\t1.075\n\tgre\t-.0027\t.001\n\tgpa\t-.7547\t.320"},
    ),
    "a true minus sign": ("beta", {"table": "(Intercept) \u22124.949378\ngre 2.690684e-03\ngpa .7546869"}),
    "numbers alone": ("beta", {"table": "-4.949378 0.002690684 0.7546869", "features": "(Intercept), gre, gpa"}),
    "CSV": ("beta", {"table": '"","coef"\n"(Intercept)",-4.949378\n"gre",0.002690684\n"gpa",0.7546869\n'}),
    "a vector without names": ("beta", {"table": "[1] -4.949378063  0.002690684  0.754686856", "features": "(Intercept), gre, gpa"}),
    "a matrix without names": (
        "softmax",
        {
            "table": "     [,1]      [,2]\n[1,]   -5 -9.949378\n[2,]    1  1.002690684\n[3,]  0.0  0.7546869",
            "features": "(Intercept), gre, gpa",
        },
    ),
    "W of the question": ("softmax", {"table": "-5 -9.949378\n1 1.002690684\n0 .7546869", "features": "(Intercept), gre, gpa"}),
}


@pytest.mark.parametrize(("source", "texts"), OF_TWO.values(), ids=OF_TWO)
def test_what_the_tools_print_for_two_classes(source, texts, page):
    shown = convert(page, source, "glm", classes="0, 1", **texts)
    model = sl.from_r(shown, classes=[0, 1])
    assert [name for name in model.features if name != "(Intercept)"] == ["gre", "gpa"]
    order = [list(model.features).index(name) for name in ("(Intercept)", "gre", "gpa")]
    assert (abs(model.beta[order] - TWO.beta) < [5.1e-4, 5.1e-5, 5.1e-5]).all()  # SPSS shows the fewest digits


MULTINOM = """
Coefficients:
         (Intercept)
general     2.712485
vocation    5.359000
               write
general  -0.06600782
vocation -0.11780909

Std. Errors:
         (Intercept)      write
general     1.132805 0.02100133
"""
VGLM = """
Coefficients:
              Estimate Std. Error z value Pr(>|z|)
(Intercept):1 -5.35899    1.11526  -4.805 1.55e-06 ***
(Intercept):2 -2.64650    1.12744  -2.347   0.0189 *
write:1        0.11781    0.02162   5.449 5.06e-08 ***
write:2        0.05180    0.02251   2.301   0.0214 *
"""
STATA = """
Iteration 0:  Log likelihood = -204.09667
Multinomial logistic regression                         Number of obs =    200
------------------------------------------------------------------------------
        prog | Coefficient  Std. err.      z    P>|z|     [95% conf. interval]
-------------+----------------------------------------------------------------
academic     |  (base outcome)
-------------+----------------------------------------------------------------
general      |
       write |  -.0660079   .0210015    -3.14   0.002    -.1071702   -.0248456
       _cons |    2.71249    1.13281     2.39   0.017     .4922235    4.932756
-------------+----------------------------------------------------------------
vocation     |
       write |  -.1178089    .021619    -5.45   0.000    -.1601813   -.0754365
       _cons |   5.358994    1.11527     4.81   0.000     3.173105    7.544883
------------------------------------------------------------------------------
"""
SAS = """
Parameter    prog         DF    Estimate       Error    Chi-Square    Pr > ChiSq
Intercept    academic      1     -5.3590      1.1153       23.0894        <.0001
Intercept    general       1     -2.6465      1.1274        5.5100        0.0189
write        academic      1      0.1178      0.0216       29.6951        <.0001
write        general       1      0.0518      0.0225        5.2956        0.0214
"""
SPSS = (
    "\t\tB\tStd. Error\tWald\nacademic\tIntercept\t-5.359\t1.115\t23.1\n\twrite\t.1178\t.022\t29.7\n"
    "general\tIntercept\t-2.6465\t1.127\t5.5\n\twrite\t.0518\t.023\t5.3\n"
)
MNLOGIT = sm.MNLogit(STUDENTS["prog"], sm.add_constant(STUDENTS[["write"]])).fit(disp=False)
TRIPLE = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10).fit(STUDENTS[["write"]], STUDENTS["prog"])
OF_THREE = {
    "multinom, wrapped, with standard errors": ("multinom", {"table": MULTINOM, "classes": PROGRAMS}),
    "names in another order": (
        "multinom",
        {"table": " (Intercept) write\nvocation 5.359 -.1178089\ngeneral 2.712489 -.0660079", "classes": PROGRAMS},
    ),
    "vglm's summary": ("vglm", {"table": VGLM, "classes": PROGRAMS}),
    "vglm, wrapped": (
        "vglm",
        {"table": "(Intercept):1 (Intercept):2\n-5.358994 -2.646504\nwrite:1 write:2\n.1178089 .0518011", "classes": PROGRAMS},
    ),
    "vglm as a matrix": (
        "vglm",
        {
            "table": "            log(mu[,1]/mu[,3]) log(mu[,2]/mu[,3])\n(Intercept) -5.358994 -2.646504\nwrite .1178089 .0518011",
            "classes": PROGRAMS,
        },
    ),
    "statsmodels' summary": ("MNLogit", {"table": MNLOGIT.summary().as_text(), "classes": PROGRAMS}),
    "statsmodels' params": ("MNLogit", {"table": str(MNLOGIT.params), "classes": PROGRAMS}),
    "scikit-learn": (
        "sklearn",
        {"table": str(TRIPLE.coef_), "intercepts": str(TRIPLE.intercept_), "features": "write", "classes": PROGRAMS},
    ),
    "Stata, which names its base": ("mlogit", {"table": STATA}),
    "SAS": ("logistic", {"table": SAS, "classes": PROGRAMS}),
    "SPSS, from its viewer": ("nomreg", {"table": SPSS, "classes": PROGRAMS}),
    "tabs": ("pivot", {"table": "\tgeneral\tvocation\nconst\t2.712490\t5.358994\nwrite\t-0.0660079\t-0.1178089", "classes": PROGRAMS}),
    "tabs, numbered columns": (
        "MNLogit",
        {"table": "\t0\t1\nconst\t2.712490\t5.358994\nwrite\t-0.0660079\t-0.1178089", "classes": PROGRAMS},
    ),
    "semicolons": ("pivot", {"table": "name;general;vocation\nconst;2.712490;5.358994\nwrite;-0.0660079;-0.1178089", "classes": PROGRAMS}),
}


@pytest.mark.parametrize(("source", "texts"), OF_THREE.values(), ids=OF_THREE)
def test_what_the_tools_print_for_three_classes(source, texts, page):
    model = sl.from_r(convert(page, source, "multinom", **texts), classes=PROGRAMS.split(", "))
    order = [0, 1] if model.features[0] == "(Intercept)" else [1, 0]
    assert [model.features[j] for j in order] == ["(Intercept)", "write"]
    assert (abs(model.coef()[order] - THREE.coef()) < 1.1e-4).all()  # four decimals of SAS's and SPSS's, subtracted


def test_names_come_from_the_table_or_are_numbers(page):
    assert "reference" in convert(page, "multinom", "softmax", "  (Intercept) x\nb 1.0 2.0\nc 3.0 4.0").splitlines()[0]
    assert convert(page, "sklearn", "softmax", "[[1.0], [2.0], [3.0]]").split()[:4] == ["0", "1", "2", "x0"]
    assert "high school" in convert(page, "multinom", "softmax", "class,(Intercept),x\nhigh school,1.0,2.0\nc,3.0,4.0")
    assert convert(page, "multinom", "softmax", "  (Intercept) x\n2 1.0 2.0\n3 3.0 4.0", classes="1,2,3").split()[:3] == ["1", "2", "3"]


# What is wrong is said where it stands

GOOD = "  (Intercept) x\nb 1.0 2.0\nc 3.0 4.0"
BAD = {
    "nothing": ("multinom", {"table": " \n"}, "table", "Paste or type"),
    "words": ("multinom", {"table": "Once upon a time\nthere was a king"}, "table", "no number"),
    "no number": ("pivot", {"table": "x 1.0 two\ny 3.0 4.0"}, "table", "Line 1 has “two”"),
    "not in an array": ("torch", {"table": "[[1.0, two], [3.0, 4.0]]"}, "table", "Row 1 has “two”"),
    "empty array": ("torch", {"table": "[[], []]"}, "table", "no number between"),
    "missing": ("pivot", {"table": "x 1.0 NaN\ny 3.0 4.0"}, "table", "Line 1 has NaN"),
    "infinite": ("sklearn", {"table": "[[1.0, inf]]"}, "table", "finite"),
    "ragged": ("pivot", {"table": "x 1.0 2.0\ny 3.0"}, "table", "Line 2 has 1 number, and line 1 has 2"),
    "ragged array": ("torch", {"table": "[[1.0, 2.0], [3.0]]"}, "table", "Row 2 has 1 number, and row 1 has 2"),
    "fewer names than numbers": ("multinom", {"table": "(Intercept)\nb 1.0 2.0\nc 3.0 4.0"}, "table", "2 numbers below 1 name"),
    "rows that do not go on": ("multinom", {"table": "(Intercept)\nb 1.0\nc 2.0\nx\nb 3.0\nd 4.0"}, "table", "line 5 on"),
    "one name twice": ("pivot", {"table": "x 1.0 2.0\nx 3.0 4.0"}, "table", "two rows called “x”"),
    "the other way round": ("multinom", {"table": "b c\n(Intercept) 1.0 2.0\nx 3.0 4.0"}, "table", "turn the table"),
    "a hole": ("logistic", {"table": "Intercept a 1.0\nIntercept b 2.0\nx a 3.0"}, "table", "no number for x of b"),
    "decimal commas": ("pivot", {"table": "x 1,5 2,5"}, "table", "write decimals with a point, 1.5"),
    "mixed marks": ("pivot", {"table": "x 1.5, 2.5"}, "table", "put the same mark"),
    "too many columns": (
        "Logit",
        {"table": "const 1.0 2.0\nx 3.0 4.0"},
        "table",
        "statsmodels Logit shows one column of numbers, for two classes; here are 2",
    ),
    "too few rows": ("torch", {"table": "[[1.0, 2.0]]"}, "table", "a row for each of two or more classes; here is 1 row"),
    "two rows of scikit-learn": ("sklearn", {"table": "[[1.0], [2.0]]"}, "table", "one row for two classes"),
    "glmnet without a heading": ("glmnet", {"table": "$a\n 2.47\ny 1\n$b\n -2.47\ny 2\n"}, "table", "the name that glmnet gives"),
    "intercepts": ("torch", {"table": "[[1.0], [2.0]]", "intercepts": "[1.0]"}, "intercepts", "is 1 intercept for 2 rows"),
    "no intercept": ("torch", {"table": "[[1.0], [2.0]]", "intercepts": "none"}, "intercepts", "“none” where a number"),
    "too few classes": ("multinom", {"table": GOOD, "classes": "b, c"}, "classes", "3 classes, and here are 2 names"),
    "other classes": ("multinom", {"table": GOOD, "classes": "a, b, d"}, "classes", "The table has c, which is not among"),
    "the reference": ("multinom", {"table": GOOD, "classes": "b, c, d"}, "classes", "The table has b, which is the reference"),
    "a class twice": ("multinom", {"table": GOOD, "classes": "a, b, b"}, "classes", "“b” is there twice"),
    "a class without a name": ("multinom", {"table": GOOD, "classes": "a,,b"}, "classes", "between two commas"),
    "features": ("multinom", {"table": GOOD, "features": "x"}, "features", "2 features, and here is 1 name"),
}


@pytest.mark.parametrize(("source", "texts", "field", "words"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_at_its_field(source, texts, field, words, page):
    assert convert(page, source, "softmax", **texts) == ""
    assert words in error_at(page, field)
    wrong = page.locator(f"{FIGURE} [aria-invalid=true]")
    assert [element.get_attribute("data-field") for element in wrong.all()] == [field]
    assert page.locator(f"{FIGURE} [data-field={field}]").get_attribute("aria-describedby") == f"converter-{field}-error"
    assert page.locator(f"{FIGURE} [data-action=copy]").is_disabled()


def test_a_tool_for_two_classes_refuses_three_and_the_error_goes(page):
    assert convert(page, "multinom", "glm", GOOD) == ""
    assert "R glm is for two classes; this model has 3" in error_at(page, "to")
    assert convert(page, "multinom", "vglm", GOOD)
    assert error_at(page, "to") == ""


# The page


def test_an_example_follows_the_tool_until_it_is_touched(open_page):
    page = open_page(PAGE)
    table = f"{FIGURE} [data-field=table]"
    page.click(f"{FIGURE} [data-example=programs]")
    page.select_option(f"{FIGURE} [data-field=from]", "multinom")
    assert "vocation" in page.input_value(table)
    page.select_option(f"{FIGURE} [data-field=from]", "glm")  # for two classes
    assert "gpa" in page.input_value(table)
    page.fill(table, "x 1.0")
    page.select_option(f"{FIGURE} [data-field=from]", "Logit")
    assert page.input_value(table) == "x 1.0"


def test_without_a_mouse(open_page):
    page = open_page(PAGE)
    page.focus(f"{FIGURE} [data-action=clear]")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("[[1.0, 2.0], [3.0, 5.0]]")  # the table has the focus
    assert page.inner_text(f"{FIGURE} pre").split() == ["x0", "x1", "2", "3"]
    for field in ("intercepts", "classes", "features", "to", "pivot"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.field") == field
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelector('{FIGURE} .converter-copied').textContent === 'Copied.'")


@pytest.mark.parametrize("protocol", ["http", "disk"])
def test_copy(protocol, browser, addresses):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"] if protocol == "http" else [])
    page = context.new_page()
    page.goto(f"{addresses[protocol]}/{PAGE}.html")
    page.click(f"{FIGURE} [data-action=copy]")
    page.wait_for_function(f"document.querySelector('{FIGURE} .converter-copied').textContent === 'Copied.'")
    convert(page, "beta", "beta", "x 1.0")
    page.focus(f"{FIGURE} [data-field=table]")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("ControlOrMeta+V")
    assert "-4.949378" in page.input_value(f"{FIGURE} [data-field=table]")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_error_is_accessible(scheme, open_page):
    page = open_page(PAGE, color_scheme=scheme)
    convert(page, "multinom", "softmax", GOOD, classes="a, b")
    page.wait_for_function(f"document.querySelector('{FIGURE} [data-error=classes]').textContent.includes('2 names')")
    page.evaluate(vendored("axe.min.js"))
    found = page.evaluate("figure => axe.run(figure, {preload: false, resultTypes: ['violations']})", FIGURE)
    assert found["violations"] == []


def test_fingers_on_a_phone(open_page):
    page = open_page(PAGE, viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    for control in page.locator(f"{FIGURE} :is(input, select, textarea, button):visible").all():
        box = control.bounding_box()
        assert box["height"] >= 24
        assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_there_is_the_first_state(open_page):
    """If this fails, copy what the browser shows into _static/explorables/converter.html."""
    shown = """selector => {
        const figure = document.querySelector(selector), values = [...figure.querySelectorAll("textarea, .converter-apart input")];
        return [...values.map(e => e.value), ...[...figure.querySelectorAll("[data-name], pre, .explorable-text")].map(e => e.textContent)];
    }"""
    still = open_page(PAGE, java_script_enabled=False)
    moving = open_page(PAGE)
    assert still.evaluate(shown, FIGURE) == moving.evaluate(shown, FIGURE)
    assert still.locator(f"{FIGURE} noscript").is_visible()
    assert not still.locator(f"{FIGURE} select").first.is_visible()


def test_only_the_page_that_shows_it_loads_it(site):
    for file in ("converter.js", "converter-text.js", "converter-tools.js", "converter.css"):
        assert f"explorables/{file}" in (site / f"{PAGE}.html").read_text(encoding="utf-8")
        assert f"explorables/{file}" not in (site / "intro.html").read_text(encoding="utf-8")
