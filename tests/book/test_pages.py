"""The form of a page: how it opens, its exercises, its code, its figures. What breaks a rule is named with its cell."""

import ast
import re
from itertools import takewhile

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from pages import book, code, markdown, page, tokens

from tests.conftest import accept

LOOKED_UP = "chapters/practice/questions-readers-ask"
LONGEST = 20
LONGEST_HIDDEN = 30  # the code of a plot, behind its toggle, and what is not on the page at all
SHORTEST_ALT = 40
NETWORK_MODULES = {"aiohttp", "ftplib", "http", "httpx", "requests", "socket", "urllib", "urllib3"}
NETWORK_LOADERS = ("fetch_", "get_rdataset", "load_dataset")


def is_lesson(page):
    """Not text, which is looked up: there a reader wants the entry on the first screen, and has nothing to practise."""
    return page.path.endswith(".ipynb") and not page.path.startswith(LOOKED_UP)


def opens_with_title_and_goals(page):
    first = page.cells[0]
    if first.is_code or not first.source.startswith("# "):
        yield f"{first}: the first cell does not begin with the title, as '# …'"
    lead = takewhile(lambda cell: cell.is_code or not cell.source.startswith("## "), page.cells)
    boxes = (directive for cell in lead if not cell.is_code for directive in cell.directives)
    if is_lesson(page) and not any("goals" in box.options.get("class", "").split() for box in boxes):
        yield f"{first}: no admonition of class goals before the first section"
    for cell in page.prose:
        titles = [token for token in tokens(cell.source) if token.type == "heading_open" and token.tag == "h1"]
        if len(titles) > (cell == first):
            yield f"{cell}: has a second title; the sections of a page begin with '##'"


def exercises(page):
    return [directive for directive in page.directives if directive.name in ("exercise", "exercise-start")]


def has_three_to_five_exercises(page):
    count = len(exercises(page))
    if is_lesson(page) and not 3 <= count <= 5:
        yield f"{page.path}: has {count} exercises, not 3 to 5"


def solves_its_exercises(page):
    """Sphinx tells a solution of something else, and one that the list of exercises does not find by its label."""
    solutions = {directive.argument: directive for directive in page.directives if directive.name in ("solution", "solution-start")}
    for exercise in exercises(page):
        label = exercise.options.get("label", "")
        if not label.startswith("ex-"):
            yield f"{exercise.cell}: the label {label!r} of an exercise does not begin with ex-"
        elif label not in solutions:
            yield f"{exercise.cell}: the exercise {label} has no solution on the page"
        elif "dropdown" not in solutions[label].options.get("class", "").split():
            yield f"{solutions[label].cell}: the solution to {label!r} is not of class dropdown, so it gives itself away"


def runs_code_in_a_solution(page):
    """Between a solution-start and its solution-end."""
    inside = ran = False
    for cell in page.cells:
        ran = ran or (inside and cell.is_code)
        for directive in [] if cell.is_code else cell.directives:
            inside = directive.name == "solution-start" or (inside and directive.name != "solution-end")
    if exercises(page) and not ran:
        yield f"{page.path}: no solution runs code between its solution-start and solution-end"


def nodes(page):
    """Each cell of code with each node of its syntax tree; lines that begin with % or ! are calls of get_ipython() there."""
    return ((cell, node) for cell in page.code for node in ast.walk(ast.parse(TransformerManager().transform_cell(cell.source))))


def is_short(page):
    for cell in page.code:
        lines = len(cell.source.strip().splitlines())
        most = LONGEST_HIDDEN if {"hide-input", "remove-cell"} & set(cell.tags) else LONGEST
        if not 0 < lines <= most:
            yield f"{cell}: has {lines} lines, not 1 to {most}; split it, or move code to softlogit.book"


def defines_nothing(page):
    """Unless to define it is the lesson: then the cell says so by its tag."""
    for cell, node in nodes(page):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and "lesson" not in cell.tags:
            yield f"{cell}: defines {node.name}; move it to softlogit.book, or tag the cell 'lesson'"


def stays_here(page):
    """No network; no magics and shell commands, which change the installation or need a shell that may not be there."""
    for cell, node in nodes(page):
        match node:
            case ast.Import(names=[ast.alias(name=name), *_]) | ast.ImportFrom(module=str(name)) if name.split(".")[0] in NETWORK_MODULES:
                yield f"{cell}: imports {name}"
            case ast.Constant(value=str(text)) if "http://" in text or "https://" in text:
                yield f"{cell}: names the address {text!r}"
            case ast.Attribute(attr=name) | ast.Name(id=name) if name.startswith(NETWORK_LOADERS):
                yield f"{cell}: {name} downloads data"
            case ast.Name(id="get_ipython"):
                yield f"{cell}: has a line that begins with % or !"


def figures(page):
    """Each with its cell: what it is called, its caption, its alt text. Some cells draw one, some directives show one from a file."""
    for cell in page.code:
        if figure := cell.mystnb.get("figure"):
            yield cell, figure.get("name", ""), figure.get("caption", ""), cell.mystnb.get("image", {}).get("alt", "")
    for directive in page.directives:
        if directive.name == "figure":
            yield directive.cell, directive.options.get("name", ""), "in the text", directive.options.get("alt", "")


def drawings_are_figures(page):
    """Code draws that calls upon a figure or its axes."""
    for cell in page.code:
        if re.search(r"\b(plt|fig|ax|axes)\.(?!rcParams|style)", cell.source) and "figure" not in cell.mystnb:
            yield f"{cell}: draws, and has no mystnb.figure in its metadata"
        if "figure" in cell.mystnb and "hide-input" not in cell.tags:
            yield f"{cell}: the code of the figure is not hidden by the tag hide-input"


def figures_are_complete(page):
    """For those who see them and those who do not."""
    for cell, name, caption, alt in figures(page):
        if not name.startswith("fig-"):
            yield f"{cell}: the name {name!r} of the figure does not begin with fig-"
        if not re.search(rf"[`<#]{name}[`>)]", page.text):
            yield f"{cell}: the text of the page does not refer to {name}"
        if not caption.strip():
            yield f"{cell}: the figure has no caption"
        if len(alt) < SHORTEST_ALT:
            yield f"{cell}: the alt text has {len(alt)} characters, fewer than {SHORTEST_ALT}"
        if alt == caption:
            yield f"{cell}: the alt text repeats the caption; say what is to be seen"


# The rules, and pages that break them; others are in `test_recipes.py` ------------------------------------------------------------------

GOALS = "# Title\n\n:::{admonition} What you will be able to do\n:class: goals\nx\n:::\n"
EXERCISE = ":::{exercise}\n:label: ex-one\nProve it.\n:::\n"
START = ":::{solution-start} ex-one\n:label: sol-one\n:class: dropdown\n:::\n"
END = ":::{solution-end}\n:::\n"
ALT = "Two straight lines that cross at x = 1, with grey bars between them."
FROM_FILE = ":::{figure} gap.svg\n:name: fig-gap\n:alt: %s\nThe gap.\n:::\n"


def figure(name="fig-gap", caption="The gap.", alt=ALT):
    return code("plt.show()", mystnb={"figure": {"name": name, "caption": caption}, "image": {"alt": alt}}, tags=["hide-input"])


GOOD = [
    markdown(GOALS, id="title"),
    code("def loss(w):\n    return w @ w", tags=["lesson"]),
    markdown("See {numref}`fig-gap`.\n```python\n# No title\n```"),
    figure(),
    markdown(EXERCISE + EXERCISE.replace("one", "two") + EXERCISE.replace("one", "three"), id="exercises"),
    markdown(START + "One!\n" + END + START.replace("one", "two") + END, id="two-solutions"),
    markdown(START.replace("one", "three"), id="third-solution"),
    code("1 + 1"),
    markdown(END, id="end"),
]
FAULTS = [
    (opens_with_title_and_goals, [markdown(GOALS.replace("# T", "T"))], "title"),
    (opens_with_title_and_goals, [markdown("# Title", id="title"), markdown("## One\n" + GOALS[9:])], "goals"),
    (opens_with_title_and_goals, [markdown(GOALS, id="title"), markdown("# Another")], "cell words: has a second title"),
    (has_three_to_five_exercises, [markdown(EXERCISE)], "has 1 exercises"),
    (solves_its_exercises, [markdown(EXERCISE.replace("ex-", "q-"))], "'q-one'"),
    (runs_code_in_a_solution, [code("1"), markdown(EXERCISE + START + END), code("1")], "runs code"),
    (is_short, [code("x\n" * 21)], "21 lines"),
    (is_short, [code("")], "0 lines"),
    (defines_nothing, [code("def loss(w):\n    return w @ w")], "cell some-code: defines loss"),
    (stays_here, [code("import urllib.request")], "urllib.request"),
    (stays_here, [code("pd.read_csv('https://example.org/data.csv')")], "https://example.org"),
    (stays_here, [code("data = datasets.fetch_openml('iris')")], "fetch_openml"),
    (stays_here, [code("x = 1\n!ls")], "% or !"),
    (drawings_are_figures, [code("axes[0].set_title('')\nfig.show()")], "cell some-code: draws"),
    (figures_are_complete, [markdown("{numref}`gap`"), figure(name="gap")], "'gap'"),
    (figures_are_complete, [figure(caption=" ")], "no caption"),
    (figures_are_complete, [figure(alt="Two lines.")], "10 characters"),
    (figures_are_complete, [figure(caption=ALT)], "repeats the caption"),
    (figures_are_complete, [markdown(FROM_FILE % "")], "0 characters"),
    (figures_are_complete, [markdown(FROM_FILE.replace("fig-", "") % ALT)], "'gap'"),
]
RULES = list(dict.fromkeys(rule for rule, *_ in FAULTS))


@pytest.mark.parametrize("rule", RULES)
def test_every_page(rule):
    accept(complaint for page in book() for complaint in rule(page))


def test_a_good_page_passes():
    accept(complaint for rule in RULES for complaint in rule(page("chapters/part/good.ipynb", *GOOD)))
    accept(complaint for rule in RULES for complaint in rule(page("chapters/back/notation.md", markdown("# Title"))))


@pytest.mark.parametrize(("rule", "cells", "complaint"), FAULTS)
def test_a_fault_is_found(rule, cells, complaint):
    found = list(rule(page("chapters/part/bad.ipynb", *cells)))
    assert any(complaint in told for told in found)
    assert all(told.startswith("chapters/part/bad.ipynb") for told in found), "they name the place"
