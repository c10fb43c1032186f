"""Would the tests notice a wrong formula? Each formula of the library is made wrong in every small way, one at a time, and the tests run.

    python tests/library/mutations.py [model/logit …]

prints the changes that no test notices. A sign is flipped, a term dropped, a product turned into a quotient, a matrix transposed, a number
such as a pivot's place is off by one. Errors' messages are left alone. It takes an hour on two cores and is no part of the test suite.

Where a change changes nothing, the line says why, and its changes are not reported:

    BLOCK = 4096  # mutant: the size of blocks does not matter

So may a comment above it. A transpose that never changed a matrix while the tests ran, of a vector or of what is symmetric, needs no such
word, nor does the length -1 of a `reshape`.
"""

import ast
import builtins
import copy
import importlib.util
import os
import re
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import SourceFileLoader
from multiprocessing import get_context
from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parents[1]
SOURCE = ROOT / "src" / "softlogit"
MARK = re.compile(r"#.*\bmutant: \w")
ROOMS = (".", "data", "likelihood", "solver", "model", "convert")
SWAPS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def transpose(node):
    """A call of `transposed`, which every module finds among the builtins."""
    return ast.Call(ast.Name("transposed", ast.Load()), [node], [])


def transposed(matrix):
    transposed.matters = transposed.matters or not same(matrix, matrix.T)  # None as long as it was never called
    return matrix.T


def same(one, other):
    """Whether two arrays are equal but for rounding."""
    return one.shape == other.shape and abs(one - other).max(initial=0) <= 1e-9 * abs(one).max(initial=0)


def wrong(node):
    """The wrong versions of an expression."""
    if isinstance(node, ast.BinOp):
        if type(node.op) in SWAPS:
            yield ast.BinOp(node.left, SWAPS[type(node.op)](), node.right)
            yield node.left
        if isinstance(node.op, (ast.Add, ast.Sub)):
            yield node.right
        if isinstance(node.op, ast.MatMult):
            yield ast.BinOp(transpose(node.left), node.op, node.right)
            yield ast.BinOp(node.left, node.op, transpose(node.right))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
        yield ast.UnaryOp(ast.Not(), node) if len(node.ops) == 1 else ast.Constant(True)


class Sites(ast.NodeTransformer):
    """Visits the expressions of a module in order; with a number, replaces one of them by one of its wrong versions."""

    def __init__(self, chosen=-1):
        self.chosen, self.count, self.within, self.lines, self.told = chosen, 0, "the module", range(0), ""

    def visit_Raise(self, node):
        return node

    def visit_Call(self, node):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "reshape":
            node.func = self.visit(node.func)
            node.args = [arg if isinstance(arg, ast.UnaryOp) else self.visit(arg) for arg in node.args]
            return node
        return self.generic_visit(node)

    def visit_AnnAssign(self, node):
        if node.value:
            node.value = self.visit(node.value)
        return node

    def visit(self, node):
        outer, self.within = self.within, node.name if isinstance(node, ast.FunctionDef) else self.within
        for version in wrong(node):
            self.count += 1
            if self.count == self.chosen:
                self.lines = range(node.lineno, node.end_lineno + 1)
                self.told = f"{self.within}: {ast.unparse(node)}  →  {ast.unparse(version)}"
                return version
        node = super().visit(node)
        self.within = outer
        return node


def mutant(name, number):
    """The module with its number-th change, and what the change is."""
    sites = Sites(number)
    tree = sites.visit(ast.parse((SOURCE / f"{name}.py").read_text()))
    return ast.fix_missing_locations(copy.deepcopy(tree)), sites


def excused(name, sites):
    """Whether one of the lines that the change stands on, or a comment above them, says why it changes nothing."""
    text = (SOURCE / f"{name}.py").read_text().splitlines()
    above = text[sites.lines.start - 2]
    return any(MARK.search(line) for line in text[sites.lines.start - 1 : sites.lines.stop - 1] + [above] * above.lstrip().startswith("#"))


def modules():
    return [path.relative_to(SOURCE).with_suffix("").as_posix() for room in ROOMS for path in sorted((SOURCE / room).glob("[!_]*.py"))]


def tests_to_ask_first(name):
    """Those of the file, or of the room; what survives them is shown to all."""
    own = TESTS / Path(name).parent / f"test_{Path(name).name}.py"
    return own if own.exists() else own.parent


class Finder:
    """Gives Python the changed module in place of the one on disk."""

    def __init__(self, name, tree):
        self.name, self.tree = f"softlogit.{name}".replace("/", "."), tree
        self.path = str(SOURCE / f"{name}.py")

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        loader = SourceFileLoader(name, self.path)
        loader.get_code = lambda _: compile(self.tree, self.path, "exec")
        return importlib.util.spec_from_file_location(name, self.path, loader=loader)


def survives(job):
    """Whether the tests pass with a change; run in a process of its own."""
    import hypothesis
    import pytest

    name, number, first = job
    # One failure is enough: no time is spent on making it small.
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutations", derandomize=True, deadline=None, max_examples=50, phases=phases)
    sys.meta_path.insert(0, Finder(name, mutant(name, number)[0]))
    os.chdir(ROOT)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    # What computes without end is found out too; waiting for a busy machine is not computing.
    signal.signal(signal.SIGPROF, lambda *_: os._exit(1))
    signal.setitimer(signal.ITIMER_PROF, 60 if first else 600)
    tests = [str(tests_to_ask_first(name) if first else TESTS)]
    options = ["-x", "-p", "no:cacheprovider", "--override-ini=addopts="]
    options += ["-p", "_hypothesis_pytestplugin", "--hypothesis-profile=mutations"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # Hypothesis is imported before pytest could rewrite it
    builtins.transposed, transposed.matters = transposed, None
    passed = pytest.main([*options, *tests]) == 0
    turned = "transposed(" in ast.unparse(mutant(name, number)[0])
    os._exit(0 if passed and (not turned or transposed.matters is not False) else 1)


def main(names):
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    import formulaic  # noqa: F401  imported once, not by every process
    import pandas  # noqa: F401
    import pytest  # noqa: F401
    import scipy.optimize  # noqa: F401
    import sklearn.linear_model  # noqa: F401
    import statsmodels.api  # noqa: F401

    sys.path.insert(0, str(SOURCE.parent))
    assert in_its_own_process((names[0], 0, False)), "the tests fail as it is"
    jobs = [(name, number, True) for name in names for number in range(1, mutant(name, 0)[1].count + 1)]
    survivors = 0
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for job, passes in zip(jobs, pool.map(in_its_own_process, jobs), strict=True):
            site = mutant(*job[:2])[1]
            if passes and not excused(job[0], site) and in_its_own_process((*job[:2], False)):
                survivors += 1
                print(f"{job[0]}.py line {site.lines.start}, {site.told}", flush=True)
    print(f"{survivors or 'no'} unexplained survivors of {len(jobs)} changes")


def in_its_own_process(job):
    process = get_context("fork").Process(target=survives, args=(job,))
    process.start()
    process.join()
    return process.exitcode == 0


if __name__ == "__main__":
    main(sys.argv[1:] or modules())
