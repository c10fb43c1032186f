"""Would the tests notice a wrong formula? Each formula of the library is made wrong in every small way, one at a time, and the tests run.

    python tests/library/mutations.py [file …]

prints the changes that no test notices, but for those that are known to change nothing. A sign is flipped, a term dropped, a product turned
into a quotient, a matrix transposed, a number such as a pivot's place is off by one. Errors' messages are left alone. It takes an hour on
two cores and is no part of the test suite.
"""

import ast
import copy
import importlib.util
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import SourceFileLoader
from multiprocessing import get_context
from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parents[1]
SOURCE = ROOT / "src" / "softlogit"
# The tests to ask first; what survives them is shown to all.
FIRST = {
    "contrasts": "contrasts model",
    "functions": "functions",
    "likelihood": "likelihood",
    "newton": "newton",
    "objective": "fit ridge hard_numbers separation",
    "collinearity": "inputs hard_numbers fit",
    "model": "model",
    "inference": "inference fit separation",
    "effects": "inference separation",
    "separation": "separation",
    "fit": "fit ridge separation",
    "tables": "tables inference",
    "adapters": "adapters",
    "r_tables": "adapters",
    "formula": "formula",
    "inputs": "inputs inputs_kinds",
}
# Changes that no test can notice, and why.
EQUIVALENT = {}
SWAPS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def wrong(node):
    """The wrong versions of an expression."""
    if isinstance(node, ast.BinOp):
        if type(node.op) in SWAPS:
            yield ast.BinOp(node.left, SWAPS[type(node.op)](), node.right)
            yield node.left
        if isinstance(node.op, (ast.Add, ast.Sub)):
            yield node.right
        if isinstance(node.op, ast.MatMult):
            yield ast.BinOp(ast.Attribute(node.left, "T", ast.Load()), node.op, node.right)
            yield ast.BinOp(node.left, node.op, ast.Attribute(node.right, "T", ast.Load()))
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
        self.chosen, self.count, self.told = chosen, 0, ""

    def visit_Raise(self, node):
        return node

    def visit_AnnAssign(self, node):
        if node.value:
            node.value = self.visit(node.value)
        return node

    def visit(self, node):
        for version in wrong(node):
            self.count += 1
            if self.count == self.chosen:
                self.told = f"line {node.lineno}: {ast.unparse(node)}  →  {ast.unparse(version)}"
                return version
        return super().visit(node)


def mutant(name, number):
    """The module with its number-th change, and what the change is."""
    sites = Sites(number)
    tree = sites.visit(ast.parse((SOURCE / f"{name}.py").read_text()))
    return ast.fix_missing_locations(copy.deepcopy(tree)), sites


class Finder:
    """Gives Python the changed module in place of the one on disk."""

    def __init__(self, name, tree):
        self.name, self.tree = f"softlogit.{name}", tree
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
    signal.setitimer(signal.ITIMER_PROF, 300)
    tests = [str(TESTS / f"test_{part}.py") for part in FIRST[name].split()] if first else [str(TESTS)]
    options = ["-x", "-p", "no:cacheprovider", "--override-ini=addopts="]
    options += ["-p", "_hypothesis_pytestplugin", "--hypothesis-profile=mutations"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # Hypothesis is imported before pytest could rewrite it
    os._exit(0 if pytest.main([*options, *tests]) == 0 else 1)


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
            line, change = mutant(*job[:2])[1].told.split(": ", 1)
            if passes and (job[0], change) not in EQUIVALENT and in_its_own_process((*job[:2], False)):
                survivors += 1
                print(f"{job[0]}.py {line}: {change}", flush=True)
    print(f"{survivors or 'no'} unexplained survivors of {len(jobs)} changes")


def in_its_own_process(job):
    process = get_context("fork").Process(target=survives, args=(job,))
    process.start()
    process.join()
    return process.exitcode == 0


if __name__ == "__main__":
    main(sys.argv[1:] or list(FIRST))
