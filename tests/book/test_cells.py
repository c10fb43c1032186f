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


BAD = [
    (is_short, "x\n" * 21, "21 lines"),
    (is_short, "", "empty"),
    (defines_nothing, "def loss(w):\n    return w @ w", "cell some-code: defines loss"),
    (defines_nothing, "class Model:\n    pass", "defines Model"),
    (defines_nothing, "loss = lambda w: w @ w", "lambda"),
    (stays_here, "import urllib.request", "urllib.request"),
    (stays_here, "from requests import get", "requests"),
    (stays_here, "pd.read_csv('https://example.org/data.csv')", "https://example.org"),
    (stays_here, "data = datasets.fetch_openml('iris')", "fetch_openml"),
    (stays_here, "%pip install softlogit", "% or !"),
    (stays_here, "x = 1\n!ls", "% or !"),
    (compares_with_tolerance, "assert fit.beta[0] == 0.754", "compares with 0.754"),
    (compares_with_tolerance, "assert (p == [0.881, 0.119]).all()", "compares with 0.881"),
]
GOOD = ["assert p.round(3).tolist() == [0.881, 0.119]", "assert np.isclose(p, 0.881)", "assert sigma(0) == 0.5"]
RULES = [is_short, defines_nothing, stays_here, compares_with_tolerance]


@pytest.mark.parametrize("rule", RULES)
def test_every_page(rule):
    keeps(notebooks(), rule)


def test_what_is_sound_passes():
    keeps([page(code("def loss(w):\n    return w @ w", tags=["lesson"]))], defines_nothing)
    keeps([page(code("\n".join(GOOD)))], compares_with_tolerance)


@pytest.mark.parametrize(("rule", "source", "complaint"), BAD)
def test_a_fault_is_found(rule, source, complaint):
    finds(rule, page(code(source)), complaint)
