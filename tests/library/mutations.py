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
    "contrasts": "test_contrasts.py model/test_logit.py",
    "special": "test_special.py",
    "likelihood/kernels": "likelihood/test_kernels.py",
    "solver/linalg": "solver/test_newton.py",
    "solver/newton": "solver/test_newton.py",
    "solver/bfgs": "solver/test_bfgs.py",
    "likelihood/rows": "solver/test_solve.py",
    "solver/start": "solver/test_solve.py",
    "solver/overlap": "solver/test_solve.py",
    "solver/solve": "solver/test_solve.py solver/test_existence.py",
    "likelihood/pieces": "likelihood/test_pieces.py",
    "solver/coordinates": "test_fitting.py test_ridge.py solver/test_coordinates.py solver/test_existence.py",
    "solver/collinearity": "data/test_checks.py solver/test_coordinates.py test_fitting.py",
    "model/logit": "model/test_logit.py data/test_checks.py",
    "model/estimated": "model/test_estimated.py data/test_checks.py model/test_tables.py solver/test_existence.py test_fitting.py",
    "model/probabilities": "model/test_estimated.py data/test_checks.py solver/test_existence.py",
    "solver/existence": "solver/test_existence.py",
    "fitting": "test_fitting.py test_ridge.py solver/test_existence.py",
    "model/tables": "model/test_tables.py data/test_checks.py model/test_estimated.py",
    "convert/adapters": "convert/test_adapters.py",
    "convert/r": "convert/test_adapters.py",
    "data/intercept": "data/test_intercept.py",
    "data/formula": "data/test_formula.py",
    "data/values": "data/test_values.py data/test_checks.py",
    "data/response": "data/test_response.py data/test_values.py data/test_checks.py",
    "data/checks": "data/test_checks.py data/test_values.py",
}
# Changes that change nothing, and why.
EQUIVALENT = {
    "the transpose of a vector is the vector": [
        "probabilities._slope: P @ fit.W[j]  →  P @ fit.W[j].T",
        "probabilities._slope: shares @ E  →  shares.T @ E",
        "probabilities._switch: shares @ P  →  shares.T @ P",
        "estimated.wald_test: z @ linalg.solve(correlation, z, assume_a='pos')  →  z.T @ linalg.solve(correlation, z, assume_a='pos')",
        "estimated.wald_test: z @ linalg.solve(correlation, z, assume_a='pos')  →  z @ linalg.solve(correlation, z, assume_a='pos').T",
        "existence.find_separation: span @ (span.T @ direction)  →  span @ (span.T @ direction).T",
        "existence.find_separation: span.T @ direction  →  span.T @ direction.T",
        "existence.find_separation: matrix[separated] @ direction  →  matrix[separated] @ direction.T",
        "existence.beside: Q @ c  →  Q @ c.T",
        "existence.beside: Q.T @ score  →  Q.T @ score.T",
        "existence.climb_beside: Q @ found.point  →  Q @ found.point.T",
        "bfgs.maximise: score @ direction  →  score.T @ direction",
        "bfgs.maximise: score @ direction  →  score @ direction.T",
        "bfgs.maximise: step @ change  →  step.T @ change",
        "bfgs.maximise: step @ change  →  step @ change.T",
        "bfgs.correction: step @ change  →  step.T @ change",
        "bfgs.correction: step @ change  →  step @ change.T",
        "bfgs.correction: change @ guess  →  change.T @ guess",
        "bfgs.correction: change @ guess  →  change @ guess.T",
        "bfgs.product: corrections @ vector  →  corrections @ vector.T",
        "intercept.has_intercept: X @ np.linalg.lstsq(X, ones)[0]  →  X @ np.linalg.lstsq(X, ones)[0].T",
        "bfgs.product: shares[:, ::-1].ravel() @ corrections  →  shares[:, ::-1].ravel().T @ corrections",
        "start.of: whiten @ (whiten.T @ features)  →  whiten @ (whiten.T @ features).T",
        "start.of: whiten.T @ features  →  whiten.T @ features.T",
        "start.of: constant @ features  →  constant.T @ features",
        "start.of: constant @ features  →  constant @ features.T",
        "start.of: sums.classes @ np.log(shares)  →  sums.classes.T @ np.log(shares)",
        "start.of: sums.classes @ np.log(shares)  →  sums.classes @ np.log(shares).T",
        "rows.expected: totals @ log_normaliser  →  totals.T @ log_normaliser",
        "rows.expected: totals @ log_normaliser  →  totals @ log_normaliser.T",
        "rows.information_bound: spread[1:] @ (1 / pi)  →  spread[1:].T @ (1 / pi)",
        "solve._inverse_on: inverse @ score  →  inverse @ score.T",
        "solve._root: observed.value_and_score(B)[1].T.ravel() @ root  →  observed.value_and_score(B)[1].T.ravel().T @ root",
        "newton.maximise: score @ direction  →  score.T @ direction",
        "newton.maximise: score @ direction  →  score @ direction.T",
        "newton.newton_direction: linalg.pinvh(information) @ score  →  linalg.pinvh(information) @ score.T",
        "newton.newton_direction: information @ step  →  information @ step.T",
        "coordinates.__call__: self.penalty @ theta  →  self.penalty @ theta.T",
        "coordinates.__call__: theta @ shrink  →  theta.T @ shrink",
        "coordinates.__call__: theta @ shrink  →  theta @ shrink.T",
        "kernels.evaluate: y @ np.ones(q + 1)  →  y @ np.ones(q + 1).T",
        "solve._null_likelihood: classes @ np.log(classes / classes.sum())  →  classes.T @ np.log(classes / classes.sum())",
        "solve._null_likelihood: classes @ np.log(classes / classes.sum())  →  classes @ np.log(classes / classes.sum()).T",
    ],
    "the matrix is symmetric": [
        "existence.beside: Q.T @ information  →  Q.T @ information.T",
        "newton.newton_direction: linalg.pinvh(information) @ score  →  linalg.pinvh(information).T @ score",
        "newton.newton_direction: information @ step  →  information.T @ step",
        "coordinates.__call__: self.penalty @ theta  →  self.penalty.T @ theta",
        "coordinates.degrees_of_freedom: self.penalty @ root  →  self.penalty.T @ root",
        "start.inverse_information: self.inverse_gram @ score  →  self.inverse_gram.T @ score",
        "start.inverse_information: self.inverse_gram @ score @ self.inverse_spread  →  self.inverse_gram @ score @ self.inverse_spread.T",
        "solve._inverse_on: inverse @ score  →  inverse.T @ score",
    ],
    "which comparisons are in the programme first, and how many at a time, does not matter in the end": [
        "existence._spread: 1  →  2",
        "existence.find_separation: 5 * X.shape[1] * Y.shape[1]  →  5 * X.shape[1]",
        "existence.find_separation: 5 * X.shape[1]  →  5",
        "existence.find_separation: 5  →  6",
        "existence.__init__: len(self.row) * (self.K - 1)  →  len(self.row)",
        "existence.__init__: self.K - 1  →  1",
        "existence.undecided: 0.5  →  1.5",
        "existence.undecided: -TOLERANCE * max(1.0, float(np.linalg.norm(V)))  →  -TOLERANCE",
        "existence.undecided: -TOLERANCE * max(1.0, float(np.linalg.norm(V)))  →  -TOLERANCE / max(1.0, float(np.linalg.norm(V)))",
        "existence.undecided: 1.0  →  2.0",
    ],
    "the size of blocks does not matter": [
        "kernels.the module: 130000  →  130001",
        "existence.undecided: 1 + len(found) * len(V) // 1000000  →  1 - len(found) * len(V) // 1000000",
        "existence.undecided: 1 + len(found) * len(V) // 1000000  →  1",
        "existence.undecided: 1  →  2",
        "existence.undecided: len(found) * len(V)  →  len(found) / len(V)",
        "existence.undecided: len(found) * len(V)  →  len(found)",
        "existence.undecided: 1000000  →  1000001",
    ],
    "the largest entry of each column is 1 already": [
        "collinearity.dependent_columns: X / np.linalg.norm(X, axis=0)  →  X",
    ],
    "lengths of rows matter to rounding alone": ["existence.__init__: 0  →  1", "existence.__init__: 1  →  2"],
    "NumPy takes any negative length for the one to be found": [
        "existence.along: 1  →  2",
        "estimated._standard_errors: 1  →  2",
        "probabilities._row_errors: 1  →  2",
        "coordinates.move_root: 1  →  2",
        "contrasts.transform_covariance: 1  →  2",
        "kernels._column_products: 1  →  2",
        "bfgs.product: 1  →  2",
    ],
    "an array of one dimension is no contrast matrix, whatever its length": ["contrasts.checked: 0  →  1"],
    "a direction may be as long as one likes": ["existence._solve: 1  →  2"],
    "a relative tolerance of zero is zero": [
        "logit.contrast_of: 0  →  1",
    ],
    "no directions have no shape": [
        "estimated.the module: 1  →  2",
    ],
    "the matrix is diagonal": [
        "collinearity.conditioned: root * back @ linalg.solve_triangular(R, np.eye(len(R)))  →  "
        "(root * back).T @ linalg.solve_triangular(R, np.eye(len(R)))",
    ],
    "columns of zeros stay zeros, whatever they are divided by": ["collinearity.scaled: 1  →  2"],
    "which way labels are numbered does not matter in the end": [
        "response._factorize: GAPS + len(y)  →  GAPS - len(y)",
        "response._factorize: GAPS + len(y)  →  GAPS",
        "response._factorize: GAPS + len(y)  →  len(y)",
        "response.the module: 1000  →  1001",
    ],
    "the order of the keys counts, not what they are": ["adapters.from_statsmodels: 1  →  2"],
    "scores near others than these show it too": [
        "adapters.from_sklearn: (np.eye(len(coef)) - estimator.intercept_) @ np.linalg.pinv(coef, rcond=1e-09).T  →  "
        "(np.eye(len(coef)) - estimator.intercept_).T @ np.linalg.pinv(coef, rcond=1e-09).T",
    ],
    "any negative number says that a label is no class": ["response.check_response: 1  →  2"],
    "no exponential overflows below 709, and any shift will do": [
        "kernels.the module: 600.0  →  601.0",
        "kernels.normalise: 0  →  1",
    ],
    "after forty halvings nothing is left of a step": ["newton.backtrack: 40  →  41"],
    "far is far": ["existence.the module: 50.0  →  51.0"],
    "which method climbs, and from how many rows, is a matter of time": [
        "solve.the module: 1000000  →  1000001",
        "solve.the module: 50  →  51",
    ],
    "which of two ways sums the information is a matter of time": [
        "kernels.the module: 1000  →  1001",
        "kernels.add_information: len(X) > MANY_ROWS  →  not len(X) > MANY_ROWS",
        "kernels.add_information: 2 < q <= 3 * p <= 18 * q  →  True",
        "kernels.add_information: 2  →  3",
        "kernels.add_information: 3 * p  →  3 / p",
        "kernels.add_information: 3 * p  →  3",
        "kernels.add_information: 3  →  4",
        "kernels.add_information: 18 * q  →  18 / q",
        "kernels.add_information: 18 * q  →  18",
        "kernels.add_information: 18  →  19",
    ],
    "how many rows are looked at before all are is a matter of time": [
        "overlap.the module: 50  →  51",
        "overlap.the module: 2000  →  2001",
        "overlap.surely_overlap: 1  →  2",
    ],
    "the numbers of an array are eight bytes apart, or none": ["rows.weighted: 0  →  1"],
    "one random choice is as good as another": ["rows.thinned: 0  →  1"],
    "the order in which partial sums are added matters to rounding alone": ["pieces.the module: 16  →  17"],
    "where nothing is separated the programme's answer is zero": ["existence.find_separation: 0  →  1"],
}
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
        self.chosen, self.count, self.within, self.line, self.told = chosen, 0, "the module", 0, ""

    def visit_Raise(self, node):
        return node

    def visit_AnnAssign(self, node):
        if node.value:
            node.value = self.visit(node.value)
        return node

    def visit(self, node):
        outer, self.within = self.within, node.name if isinstance(node, ast.FunctionDef) else self.within
        for version in wrong(node):
            self.count += 1
            if self.count == self.chosen:
                self.line, self.told = node.lineno, f"{self.within}: {ast.unparse(node)}  →  {ast.unparse(version)}"
                return version
        node = super().visit(node)
        self.within = outer
        return node


def mutant(name, number):
    """The module with its number-th change, and what the change is."""
    sites = Sites(number)
    tree = sites.visit(ast.parse((SOURCE / f"{name}.py").read_text()))
    return ast.fix_missing_locations(copy.deepcopy(tree)), sites


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
    tests = [str(TESTS / part) for part in FIRST[name].split()] if first else [str(TESTS)]
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
    known = {change for changes in EQUIVALENT.values() for change in changes}
    survivors = 0
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for job, passes in zip(jobs, pool.map(in_its_own_process, jobs), strict=True):
            site = mutant(*job[:2])[1]
            if passes and f"{Path(job[0]).name}.{site.told}" not in known and in_its_own_process((*job[:2], False)):
                survivors += 1
                print(f"{job[0]}.py line {site.line}, {site.told}", flush=True)
    print(f"{survivors or 'no'} unexplained survivors of {len(jobs)} changes")


def in_its_own_process(job):
    process = get_context("fork").Process(target=survives, args=(job,))
    process.start()
    process.join()
    return process.exitcode == 0


if __name__ == "__main__":
    main(sys.argv[1:] or list(FIRST))
