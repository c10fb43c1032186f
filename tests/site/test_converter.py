"""The converter of coefficient tables: what the tools printed in their last run is read rightly or refused, and so is what readers paste.

The printouts and the numbers behind them come from rosetta/results.json, what they mean from the records and `rosetta.convert`.
"""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from statsmodels.genmod.families import Binomial

import softlogit as sl
from rosetta.check import features_of, maximum_likelihood
from rosetta.convert import columns, to_model
from rosetta.presets import presets
from rosetta.records import records, results
from tests.site.conftest import AXE

PAGE = "chapters/practice/rosetta-stone"
FIGURE = "#explorable-converter"
COPIED = f"document.querySelector('{FIGURE} .converter-copied').textContent === 'Copied.'"
PROGRAMS = "academic, general, vocation"
THREE = maximum_likelihood("hsbdemo", ("(Intercept)", "write"))

CONVERT = """({from, to, reference, pivot, link, ...texts}) => {
    const figure = document.querySelector("#explorable-converter"), field = name => figure.querySelector(`[data-field=${name}]`);
    const set = (name, value, event) => { field(name).value = value; field(name).dispatchEvent(new Event(event)); };
    const choose = (name, label) => set(name, [...field(name).options].find(option => option.text === label).value, "change");
    figure.querySelector("[data-action=clear]").click();
    for (const [name, text] of Object.entries(texts)) field(name).value = text;
    set("from", from ?? "detect", "change");
    set("to", to ?? "pivot", "change");
    if (link) set("link", link, "change");
    if (reference !== undefined) choose("reference", reference);
    if (pivot !== undefined) choose("pivot", pivot);
}"""
SHOWN = """() => {
    const figure = document.querySelector("#explorable-converter"), text = place => figure.querySelector(place).textContent;
    const errors = [...figure.querySelectorAll("[data-error]:not(:empty)")].map(error => [error.dataset.error, error.textContent]);
    return {text: text("pre"), read: text(".converter-read"), notes: text(".explorable-text"), errors: Object.fromEntries(errors)};
}"""


@pytest.fixture
def page(open_page):
    """One page for all, for the converter keeps nothing but what stands in its fields; without the rest, which takes time to lay out."""
    page = open_page(PAGE, "disk", clock=True)
    page.evaluate(f"document.querySelectorAll('article section > :not(:has({FIGURE}), {FIGURE})').forEach(part => part.remove())")
    return page


def convert(page, table, **more):
    """What the converter shows: the text, what is wrong and at which field, how it read the table, its notes."""
    page.evaluate(CONVERT, {"table": table, **more})
    page.clock.run_for(1000)  # the hand rests
    return SimpleNamespace(**page.evaluate(SHOWN))


def tables_in(text):
    """The tables that the converter writes, a row a feature and a column a class: coefficients, and standard errors if it has them."""
    for part in text.split("\n\n"):
        heads, *rows = part.removeprefix("Standard errors:\n").splitlines()
        names, numbers = zip(*((row[0], row[1:]) for row in (re.split(r" {2,}", row) for row in rows)), strict=True)
        yield pd.DataFrame(numbers, names, heads.split(), float)


TOOLS = records("tools")
RAN = results()["tools"]
PRINTOUTS = [
    (key, case) for key, record in TOOLS.items() for case in record["cases"]
    if key in RAN and RAN[key]["cases"][case["name"]]["printed"] and "coef" in RAN[key]["cases"][case["name"]]["numbers"]
]  # fmt: skip
# Not a table, or not of this model, or not by itself: the converter says what is the matter, in words that BAD has below.
REFUSED = (
    *(
        "abess three",
        "bambi two-default",
        "biogeme three",
        "clogit three",
        "gnm three",
        "gretl two-ordered",
        "h2o three",
        "h2o two-default",
    ),
    *("lda two-lda", "liblinear", "lrm three", "m2cgen", "mlpack two", "mord", "nnet three", "octave", "pmml", "rstanarm two-default"),
    *("scikit-learn-saga two", "scikit-learn-sgd three", "stan three", "vowpalwabbit", "xgboost"),
)
# What these show is not all that the record has: the medians of other draws, slopes without their intercepts.
IN_PART = {"rstanarm two", "scikit-learn-saga three-lasso"}


def told(key, case):
    """Where the text has not what the record says: the tool, the features; the classes in their order; the link, if it is asked for."""
    printed = "\n".join(RAN[key]["cases"][case["name"]]["printed"])
    marks = any(re.search(mark, printed, re.MULTILINE) for mark in TOOLS[key].get("marks", []))
    return ({} if marks else {"from": key}) | {"classes": ", ".join(map(str, case["classes"]))}


def rounding(values, printed):
    """A unit in the last place of those numbers in a printout that stand for these, the coarsest."""
    words = re.findall(r"(\d*\.(\d{4,}))(?:e([-+]\d+))?", printed)
    units = [(float(f"{number}e{exponent or 0}"), 10.0 ** (int(exponent or 0) - len(decimals))) for number, decimals, exponent in words]
    return max(unit for number, unit in units if min(abs(abs(v) - number) for v in values) <= 0.51 * unit)


@pytest.mark.parametrize(("key", "case"), PRINTOUTS, ids=[f"{key} {case['name']}" for key, case in PRINTOUTS])
def test_a_printout_is_read_rightly_or_refused(key, case, page):
    run, name = RAN[key]["cases"][case["name"]], f"{key} {case['name']}"
    printed, options = "\n".join(run["printed"]), told(key, case)
    shown = convert(page, printed, **options)
    if "a sigmoid of its own?" in shown.errors.get("table", ""):
        shown = convert(page, printed, link=case["form"]["link"], **options)
    if name.startswith(REFUSED) or case["form"]["link"] == "cumulative":
        assert shown.text == ""
        assert shown.errors["table"]
        return
    as_given = shown.notes.endswith("against 0. The numbers are those given.")
    if case["form"].get("reference") == "last" and as_given:  # the text does not tell
        shown = convert(page, printed, reference="1", **options)
    numbers = {part: np.asarray(v) for part, v in run["numbers"].items() if part not in ("mean", "scale", "offset")}
    features, found = features_of(case), next(tables_in(shown.text))
    model = to_model(case["form"], numbers, case["classes"], features)
    base = re.search(r"against (\S+?)\.", shown.notes)[1]
    label = {str(each): each for each in case["classes"]}
    expected = np.column_stack([model.log_odds(label[column], against=label[base]) for column in found.columns])
    if name not in IN_PART:
        kept = found[found.any(axis=1)]  # R's second feature of zeros; an intercept that is not there
        W, expected = columns(case["form"], numbers, len(case["classes"]), len(features)), expected[expected.any(axis=1)]
        allowed = [2.02 * rounding(row[row != 0], printed) for row in W if row.any()]
        assert (abs(kept - expected) <= np.array(allowed)[:, None] + 1e-9 * abs(expected)).all(axis=None), f"{kept}\n{expected}"


@pytest.mark.parametrize("K", [2, 3])
def test_what_is_written_for_a_tool_is_read_again_as_that_tool_s(K, page):
    classes, features = ["ash", "birch", "cedar"][:K], ["(Intercept)", "alpha", "beta"]
    model = sl.LogitModel.from_softmax(np.random.default_rng(K).uniform(-4, 4, (3, K)), classes=classes, features=features)
    table = pd.DataFrame(model.coef(), features, classes[1:]).to_string(float_format=lambda v: repr(float(v)))
    names = {"classes": ", ".join(classes)}
    known = {**{tool["key"]: tool["forms"] for tool in presets()["tools"]}, "softmax": None, "rows": None}
    for key, forms in known.items():
        suited = [f for f in forms or [] if (f["kind"] == "three") == (K == 3) and f["link"] == "softmax"]
        if forms is not None and (not suited or suited[0]["layout"] == "text"):
            continue
        last = {"pivot": classes[-1]} if suited and suited[0].get("reference") == "last" else {}
        written = convert(page, table, **{"from": "pivot"}, to=key, **names, **last).text
        link = {"link": "softmax"} if "a sigmoid of its own" in str(convert(page, written, **{"from": key}, **names).errors) else {}
        again = convert(page, written, **{"from": key}, **names, **link, **({"pivot": "ash"} if K == 3 else {}))
        assert again.text, f"{key}: {written}\n{again.errors}"
        np.testing.assert_allclose(abs(next(tables_in(again.text))), abs(model.coef()), atol=1e-8, err_msg=f"{key}: {written}")


@pytest.mark.parametrize("pivot", ["academic", "general", "vocation"])
def test_any_reference_to_any_pivot_with_standard_errors_if_there_is_a_covariance(pivot, page):
    for reference in THREE.classes:
        others = [label for label in THREE.classes if label != reference]
        names = [f"{label}:{feature}" for label in others for feature in THREE.features]
        V = pd.DataFrame(THREE.covariance(pivot=reference), names, names).to_string(float_format=lambda v: repr(float(v)))
        text = pd.DataFrame(THREE.coef(reference), THREE.features, others).to_string(float_format=lambda v: repr(float(v)))
        shown = convert(page, text, classes=PROGRAMS, pivot=pivot, covariance=V)
        coefficients, errors = tables_in(shown.text)
        np.testing.assert_allclose(coefficients, THREE.coef(pivot), rtol=0, atol=1e-9)
        np.testing.assert_allclose(errors, THREE.standard_errors(pivot), rtol=1e-8)
        without = convert(page, text, classes=PROGRAMS, pivot=pivot)
        assert "errors" not in without.text


STATA = """
           prog | Coefficient  Std. err.      z    P>|z|     [95% conf. interval]
----------------+----------------------------------------------------------------
general         |
            ses |
          high  |  -1.162832   .5142195    -2.26   0.024    -2.170684   -.1549804
                |
          _cons |   2.852186   1.166439     2.45   0.014     .5660075    5.138365
----------------+----------------------------------------------------------------
academic        |  (base outcome)
----------------+----------------------------------------------------------------
vocation        |
            ses |
          high  |  -.9826703   .5955669    -1.65   0.099     -2.14996    .1846195
                |
          _cons |     5.2182   1.163549     4.48   0.000     2.937686    7.498714
---------------------------------------------------------------------------------
"""
STATA_OF_TWO = """
       admit | Coefficient  Std. err.      z    P>|z|     [95% conf. interval]
-------------+----------------------------------------------------------------
         gre |   .0026907   .0010575     2.54   0.011      .000618    .0047633
       _cons |  -4.949378   1.075093    -4.60   0.000    -7.056521   -2.842235
------------------------------------------------------------------------------
"""
SPSS = """Parameter Estimates
type of program(a)\t\tB\tStd. Error\tWald\tdf\tSig.
general\tIntercept\t1.689\t1.227\t1.896\t1\t.169
\t[ses=1.00]\t1.163\t.514\t5.114\t1\t.024
\t[ses=3.00]\t0b\t.\t.\t0\t.
vocation\tIntercept\t4.236\t1.205\t12.361\t1\t.000
\t[ses=1.00]\t.983\t.596\t2.722\t1\t.099
\t[ses=3.00]\t0b\t.\t.\t0\t.
a. The reference category is: academic.
b. This parameter is set to zero because it is redundant.
"""
SAS = """
                                 Standard          Wald
Parameter      prog        DF    Estimate       Error    Chi-Square    Pr > ChiSq
Intercept      academic     1     -5.3590      1.1153       23.0894        <.0001
Intercept      general      1     -2.6465      1.1274        5.5100        0.0189
ses       1    academic     1      0.1178      0.0216       29.6951        <.0001
ses       1    general      1      0.0518      0.0225        5.2956        0.0214
"""
SAS_OF_CODES = re.sub("academic", "1       ", re.sub("general", "2      ", SAS))
TIBBLE = """# A tibble: 4 × 6
  y.level  term        estimate std.error statistic      p.value
  <chr>    <chr>          <dbl>     <dbl>     <dbl>        <dbl>
1 general  (Intercept)   2.71      1.13        2.39 0.0167
2 general  write        -0.0660    0.0210     -3.14 0.00167
3 vocation (Intercept)   5.36      1.12        4.81 0.00000155
4 vocation write        -0.118     0.0216     -5.45 5.06e- 8
"""
CSV = """"y.level","term","estimate","std.error"
"general","(Intercept)",2.7125,1.1328
"general","write",-0.0660,0.0210
"vocation","(Intercept)",5.359,1.1153
"vocation","write",-0.1178,0.0216
"""
MULTINOM = (
    "Coefficients:\n         (Intercept) write\ngeneral 2.71 -.066\nvocation 5.36 -.118\n\n"
    "Std. Errors:\n  (Intercept) write\ngeneral 1.13 .021\nvocation 1.12 .0216\n\nResidual Deviance: 371.0217\n"
)
TENSORS = (
    "Parameter containing:\ntensor([[.31, -.12],\n        [-.31, .12]], requires_grad=True)\n"
    "Parameter containing:\ntensor([.5, -.5], requires_grad=True)"
)
ANSWERS = sl.load_admissions().assign(said=lambda data: data["admit"].map({0: "no", 1: "yes"}))
OF_WORDS = smf.glm("said ~ gre + gpa", ANSWERS, family=Binomial()).fit().summary().as_text()  # which describes no
NAMED = {"classes": PROGRAMS}
# What is pasted and told; the first row of the pivot table, the class that it is against, what else is said.
PASTED = {
    "Stata with a factor": (STATA, {}, [2.852186, 5.2182], "academic", "Stata mlogit"),
    "Stata of two": (STATA_OF_TWO, {}, [-4.949378], "0", "Stata logit"),
    "SPSS with its footnotes": (SPSS, {}, [1.689, 4.236], "academic", "2 zeros of reference levels"),
    "SPSS as words": (SPSS.replace("\t", "   "), {}, [1.689, 4.236], "academic", "SPSS NOMREG"),
    "SAS with a class variable": (SAS, NAMED, [-5.359, -2.6465], "vocation", "Chi-Square"),
    "SAS of codes": (SAS_OF_CODES, {"classes": "1, 2, 3"}, [-5.359, -2.6465], "3", "SAS PROC LOGISTIC"),
    "a tibble": (TIBBLE, NAMED, [2.71, 5.36], "academic", "statistic"),
    "a CSV": (CSV, NAMED, [2.7125, 5.359], "academic", "by its shape"),
    "R, with errors below": (MULTINOM, NAMED, [2.71, 5.36], "academic", "R nnet::multinom"),
    "R, with its prompt": ("> coef(fit)\n (Intercept)   gre\n  -4.949  .0027\n> ", {}, [-4.949], "0", "does not name the class"),
    "knitr's output": ("##  (Intercept)   gre \n##   -4.949   .0027 ", {}, [-4.949], "0", ""),
    "Julia": ("────\n      Coef.  Std. Error  z  Pr(>|z|)\n────\n(Intercept) -4.949 1.075 -4.6 <1e-05\n────", {}, [-4.949], "0", ""),
    "the class that is missing": ("  (Intercept) x\nvocation 1.0 2.0\nacademic 3.0 4.0", NAMED, [3, 1], "general", ""),
    "NumPy 2": ("array([[0.0027, 0.7547]]) array([-4.9494])", {}, [-4.9494], "0", "by its shape"),
    "statsmodels, of words": (OF_WORDS, {}, [4.9494], "yes", "statsmodels GLM"),
    "a tuple": ("(np.float64(-4.9494), array([0.0027, 0.7547]))", {}, [-4.9494], "0", ""),
    "names above": ("coef_\n[[.0027 .7547]]\nintercept_\n[-4.9494]", {}, [-4.9494], "0", "scikit-learn"),
    "a state dict": ("OrderedDict([('l.weight', tensor([[.0027, .7547]])), ('l.bias', tensor([-4.9494]))])", {}, [-4.9494], "0", "PyTorch"),
    "two tensors": (TENSORS, {"link": "softmax"}, [-1.0], "0", "PyTorch"),
    "two tensors, a sigmoid each": (TENSORS, {"link": "sigmoids"}, [-0.5], "0", "a sigmoid for each"),
    "unpacked in columns": ("[[1, 2, 3]]\n[4, 6, 9]", {"link": "softmax"}, [2, 5], "0", "by its shape"),
    "scaled": ("[-.81] [[.31, .29]]", {"means": "588, 3.4", "scales": "116, .38"}, [-0.81 - 0.31 * 588 / 116 - 0.29 * 3.4 / 0.38], "0", ""),
    "with an offset": ("[-.04] [[.31, .29]]", {"offset": "-.765"}, [-0.805], "0", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "options", "row", "against", "said"), PASTED.values(), ids=PASTED)
def test_what_readers_paste(text, options, row, against, said, page):
    shown = convert(page, text, **options)
    assert shown.errors == {}
    np.testing.assert_allclose(next(tables_in(shown.text)).loc["(Intercept)"], row, rtol=1e-9)
    assert f"against {against}." in shown.notes
    assert said in shown.read


def test_standard_errors_come_along_where_they_are_those_of_the_same_pair(page):
    coefficients, errors = tables_in(convert(page, MULTINOM, **NAMED).text)
    assert errors.loc["(Intercept)"].tolist() == [1.13, 1.12]
    turned = convert(page, MULTINOM, pivot="vocation", **NAMED)
    coefficients, errors = tables_in(turned.text)
    assert list(coefficients) == ["academic", "general"]
    assert list(errors) == ["academic"]
    assert errors.loc["(Intercept)"].tolist() == [1.12]
    assert "Standard errors of general need the covariance" in turned.notes


def test_by_hand(page):
    notes = convert(page, MULTINOM, pivot="vocation", **NAMED).notes
    assert "academic = −column vocation; general = column general − column vocation." in notes
    rows = "[[1, 2], [3, 5], [0, 1]] [1, 2, 3]"
    assert "b = column b − column a; c = column c − column a" in convert(page, rows, link="softmax", classes="a, b, c").notes
    assert "a = column a − the mean of all columns" in convert(page, rows, link="softmax", classes="a, b, c", to="softmax").notes


GRID = "  (Intercept) x\nb 1.0 2.0\nc 3.0 4.0"
BAD = {
    "words": ("Once upon a time\nthere was a king", {}, "table", "no number"),
    "a word in an array": ("[[1.0, two], [3.0, 4.0]]", {}, "table", "Line 1 has “two”"),
    "missing": ("x 1.0 NaN\ny 3.0 4.0", {"from": "pivot"}, "table", "Line 1 has NaN"),
    "ragged": ("x 1.0 2.0\ny 3.0", {"from": "pivot"}, "table", "Line 2 has 1 number, and line 1 has 2"),
    "an open bracket": ("[[1.0, 2.0], [3.0, 4.0]", {}, "table", "is not closed"),
    "one name twice": ("x 1.0 2.0\nx 3.0 4.0", {"from": "pivot"}, "table", "two rows called “x”"),
    "a hole": (SAS.replace("ses       1    general", "ses       2    general"), {}, "table", "no number for ses 1 of general"),
    "decimal commas": ("x 1,5 2,5", {"from": "pivot"}, "table", "write decimals with a point, 1.5"),
    "decimal commas of SPSS": ("x\tB\tStd. Error\nIntercept\t1,689\t1,2", {}, "table", "Line 2 has “1,689”"),
    "odds ratios": (STATA_OF_TWO.replace("Coefficient", "Odds ratio"), {}, "table", "“Odds ratio” heads these numbers"),
    "rows or columns": ("[[1, 2], [3, 4]]", {}, "table", "Are the 2 rows the classes, or the 2 columns?"),
    "the link": ("tensor([[.31,-.12],[-.31,.12]])", {}, "table", "one softmax, or has each a sigmoid of its own"),
    "which are intercepts": ("[1.5, 2.5, 3.5]", {}, "table", "which of the numbers are intercepts"),
    "all classes or all but one": ("  a b\n(Intercept) 1.0 2.0\nx 3.0 4.0", {}, "table", "Are these all the classes, or is one left out?"),
    "neither side named": ("  a b\nx 1.0 2.0\ny 3.0 4.0", {}, "table", "choose a tool"),
    "a table for torch": (GRID, {"from": "pytorch"}, "table", "PyTorch Linear does not print tables"),
    "an array for R": ("[[1.0, 2.0]]", {"from": "multinom"}, "table", "does not print arrays"),
    "too many sets": (GRID, {"from": "glm"}, "table", "R glm shows 1 set for two; here are 2 sets"),
    "cut points": ("y>=b y>=c x\n4.7 3.5 -.09", {}, "table", "ordinal model"),
    "intercepts twice": (GRID, {"intercepts": "1, 2", "classes": "a, b, c"}, "intercepts", "has its intercepts already"),
    "too few intercepts": ("[[1.0], [2.0], [3.0]]", {"from": "scikit-learn", "intercepts": "1, 2"}, "table", "2 intercepts for 3 sets"),
    "too few classes": (GRID, {"classes": "b, c", "from": "multinom"}, "table", "2 sets of numbers and 2 classes"),
    "other classes": (GRID, {"classes": "a, b, d"}, "classes", "The table has c, which is not among"),
    "a class twice": (GRID, {"classes": "a, b, b"}, "classes", "“b” is there twice"),
    "features": ("[[1, 2]] [3]", {"features": "x"}, "features", "here is 1 name"),
    "means": ("[[1, 2]] [3]", {"means": "1"}, "means", "1 for 2 features"),
    "a covariance without names": ("x 1.0", {"covariance": "1 2\n2 3"}, "covariance", "need their names"),
    "for two": (GRID, {"classes": "a, b, c", "to": "glm"}, "to", "R glm is for two classes; this model has 3"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "options", "field", "words"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_at_its_field(text, options, field, words, page):
    shown = convert(page, text, **options)
    assert shown.text == ""
    assert list(shown.errors) == [field]
    assert words in shown.errors[field]
    (wrong,) = page.locator(f"{FIGURE} [aria-invalid=true]").all()
    assert wrong.get_attribute("data-field") == field
    assert wrong.get_attribute("aria-describedby") == f"converter-{field}-error"
    assert page.locator(f"{FIGURE} [data-action=copy]").is_disabled()
    assert convert(page, MULTINOM, **NAMED).errors == {}  # and it goes


def test_it_opens_blank_and_a_paste_over_all_empties_what_belonged_to_the_table_before(open_page):
    page = open_page(PAGE, query="?blank")
    values = lambda: [page.input_value(f"{FIGURE} [data-field={field}]") for field in ("from", "table", "classes", "intercepts")]  # noqa: E731
    assert values() == ["detect", "", "", ""]
    assert page.inner_text(f"{FIGURE} pre") == ""
    for name, key in (("admissions", "glm"), ("programs", "statsmodels-mnlogit")):  # which are printouts, and name their tool
        page.click(f"{FIGURE} [data-example={name}]")
        page.get_by_text(f"Read as {TOOLS[key]['name']}:").wait_for()
        assert page.input_value(f"{FIGURE} [data-field=table]") == presets()["examples"][name]["table"]
    assert "vocation" in page.input_value(f"{FIGURE} [data-field=classes]")
    page.evaluate("document.querySelector('[data-field=table]').select()")
    page.evaluate("document.querySelector('[data-field=table]').dispatchEvent(new ClipboardEvent('paste'))")
    page.keyboard.insert_text("[[1.0, 2.0]] [3.0]")
    assert values() == ["detect", "[[1.0, 2.0]] [3.0]", "", ""]
    assert page.inner_text(f"{FIGURE} pre").split() == ["1", "(Intercept)", "3", "x0", "1", "x1", "2"]


def test_without_a_mouse(open_page):
    page = open_page(PAGE)
    page.focus(f"{FIGURE} [data-action=clear]")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("[[1.0, 2.0]] [3.0]")  # the table has the focus
    for stop in ("classes", "features", "intercepts", "SUMMARY", "to", "pivot"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.field ?? document.activeElement.tagName") == stop
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(COPIED)


@pytest.mark.parametrize(("protocol", "permissions"), [("http", ("clipboard-read", "clipboard-write")), ("disk", ())])
def test_copy(protocol, permissions, open_page):
    page = open_page(PAGE, protocol, permissions=permissions)
    page.click(f"{FIGURE} [data-example=admissions]")
    page.click(f"{FIGURE} [data-action=copy]")
    page.wait_for_function(COPIED)
    page.focus(f"{FIGURE} [data-field=table]")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("ControlOrMeta+V")
    assert page.input_value(f"{FIGURE} [data-field=table]").split()[:3] == ["1", "(Intercept)", "-4.949378"]


def test_an_error_is_accessible(open_page):
    page = open_page(PAGE)
    page.evaluate(CONVERT, {"table": GRID, "classes": "a, b, d"})
    page.wait_for_function(f"document.querySelector('{FIGURE} [data-error=classes]').textContent.includes('not among')")
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.evaluate("scheme => (document.documentElement.dataset.theme = scheme)", scheme)
        found = page.evaluate("figure => axe.run(figure, {preload: false, resultTypes: ['violations']})", FIGURE)
        assert found["violations"] == []
