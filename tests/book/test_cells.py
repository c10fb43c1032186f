"""Cells of code are short, say one thing and stay on the reader's machine."""

import ast

import pytest
from contract import finds, keeps
from pages import notebooks
from samples import code, page

LONGEST = 20
LONGEST_HIDDEN = 30  # the code of a plot, behind its toggle, and what is not on the page at all
NETWORK_MODULES = {"aiohttp", "ftplib", "http", "httpx", "requests", "socket", "urllib", "urllib3"}
NETWORK_LOADERS = ("fetch_", "get_rdataset", "load_dataset")


def nodes(page):
    """Each cell of code with each node of its syntax tree."""
    return ((cell, node) for cell in page.code for node in ast.walk(cell.tree))


def is_short(page):
    for cell in page.code:
        lines = len(cell.source.strip().splitlines())
        most = LONGEST_HIDDEN if {"hide-input", "remove-cell"} & set(cell.tags) else LONGEST
        if lines > most:
            yield f"{cell}: has {lines} lines, more than {most}; split it, or move code to softlogit.book"
        if lines == 0:
            yield f"{cell}: is empty"


def defines_nothing(page):
    """Unless to define it is the lesson: then the cell says so by its tag."""
    for cell, node in nodes(page):
        if "lesson" in cell.tags:
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"{cell}: defines {node.name}; move it to softlogit.book, or tag the cell 'lesson'"
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Lambda):
            yield f"{cell}: gives a lambda a name; move it to softlogit.book, or tag the cell 'lesson'"


def needs_no_network(page):
    for cell, node in nodes(page):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module)):
                modules = [module]
            case _:
                modules = []
        for module in modules:
            if module.split(".")[0] in NETWORK_MODULES:
                yield f"{cell}: imports {module}"
        match node:
            case ast.Constant(value=str(text)) if "http://" in text or "https://" in text:
                yield f"{cell}: names the address {text!r}"
            case ast.Attribute(attr=name) | ast.Name(id=name) if name.startswith(NETWORK_LOADERS):
                yield f"{cell}: {name} downloads data"


def runs_python_only(page):
    """Magics and shell commands change the reader's installation or need a shell that may not be there."""
    for cell, node in nodes(page):
        if isinstance(node, ast.Name) and node.id == "get_ipython":
            yield f"{cell}: has a line that begins with % or !"


def compares_with_tolerance(page):
    """A decimal in an assertion is rounded on the other side too, or compared by isclose; halves and eighths are exact."""
    asserted = ((cell, part) for cell, node in nodes(page) if isinstance(node, ast.Assert) for part in ast.walk(node))
    for cell, comparison in asserted:
        if not (isinstance(comparison, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in comparison.ops)):
            continue
        parts = list(ast.walk(comparison))
        decimals = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, float) and p.value * 8 % 1]
        names = {getattr(part, "attr", getattr(part, "id", "")) for part in parts}
        if decimals and not names & {"round", "around", "approx"}:
            yield f"{cell}: compares with {decimals[0]} by ==; round, or use np.isclose"


LESSON = page(code("def loss(w):\n    return w @ w", tags=["lesson"]))

BAD = {
    "long": (is_short, page(code("x\n" * 21)), "21 lines"),
    "empty": (is_short, page(code("")), "empty"),
    "function": (defines_nothing, page(code("def loss(w):\n    return w @ w")), "cell some-code: defines loss"),
    "class": (defines_nothing, page(code("class Model:\n    pass")), "defines Model"),
    "lambda": (defines_nothing, page(code("loss = lambda w: w @ w")), "lambda"),
    "import": (needs_no_network, page(code("import urllib.request")), "urllib.request"),
    "from": (needs_no_network, page(code("from requests import get")), "requests"),
    "address": (needs_no_network, page(code("pd.read_csv('https://example.org/data.csv')")), "https://example.org"),
    "loader": (needs_no_network, page(code("data = datasets.fetch_openml('iris')")), "fetch_openml"),
    "magic": (runs_python_only, page(code("%pip install softlogit")), "% or !"),
    "shell": (runs_python_only, page(code("x = 1\n!ls")), "% or !"),
    "equal": (compares_with_tolerance, page(code("assert fit.beta[0] == 0.754")), "compares with 0.754"),
    "all equal": (compares_with_tolerance, page(code("assert (p == [0.881, 0.119]).all()")), "compares with 0.881"),
}
RULES = [is_short, defines_nothing, needs_no_network, runs_python_only, compares_with_tolerance]


@pytest.mark.parametrize("rule", RULES)
def test_every_page(rule):
    keeps(notebooks(), rule)


def test_a_lesson_may_define():
    keeps([LESSON], defines_nothing)


@pytest.mark.parametrize("line", ["assert p.round(3).tolist() == [0.881, 0.119]", "assert np.isclose(p, 0.881)", "assert sigma(0) == 0.5"])
def test_sound_comparisons_pass(line):
    keeps([page(code(line))], compares_with_tolerance)


@pytest.mark.parametrize(("rule", "sample", "complaint"), BAD.values(), ids=BAD)
def test_a_fault_is_found(rule, sample, complaint):
    finds(rule, sample, complaint)
