"""The directive `{theorems-and-tests}`: every theorem of the book, and the tests that held it in this build.

The tests marked `@pytest.mark.theorem` run beside the notebooks while the book is built. Their report is kept under a name that is a
hash of the library, its tests and the installed packages: what is shown was found with exactly these. A test that fails, or a theorem
that no test holds, is a Sphinx warning, which a strict build turns into an error.
"""

import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from fresh_execution import fingerprint
from line_breaks import breakable
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

KINDS = ("theorem", "lemma", "proposition", "corollary")
TESTS = "tests/library"
# How many inputs a test that draws them at random tries: fewer than in `make test`, since readers wait for the build.
EXAMPLES = "8"
logger = logging.getLogger(__name__)


# Running the tests ---------------------------------------------------


class Run:
    """One run of the theorems' tests, or the report of an earlier one that cannot have changed."""

    def __init__(self, root, reports):
        key = fingerprint(root / "src", root / TESTS)
        self.report, self.process = reports / f"{key}.xml", None
        self.fresh = self.report.with_suffix(".new")
        self.output = self.report.with_suffix(".log")
        if not self.report.exists():
            reports.mkdir(parents=True, exist_ok=True)
            command = [sys.executable, "-m", "pytest", TESTS, "-m", "theorem", "-q", "-p", "no:cacheprovider", "-n", "logical"]
            command += ["--dist", "worksteal", f"--junitxml={self.fresh}", "-o", "junit_family=xunit1"]
            with self.output.open("wb") as output:
                self.process = subprocess.Popen(
                    command, cwd=root, env=os.environ | {"EXAMPLES": EXAMPLES}, stdout=output, stderr=subprocess.STDOUT
                )

    def results(self):
        """What the tests said, once they have; only a report of which every test passed is kept."""
        if self.process:
            failed = self.process.wait()
            if not self.fresh.exists():
                logger.warning("the theorems' tests did not run: see %s", self.output, type="theorems")
                return {}
            if failed:
                return read(self.fresh)
            for old in set(self.report.parent.iterdir()) - {self.fresh, self.output}:
                old.unlink()
            self.fresh.rename(self.report)
            self.process = None
        return read(self.report)


@dataclass
class Test:
    """A test function and how its cases came out: passed, failed, skipped."""

    name: str
    file: str
    line: int
    outcomes: Counter = field(default_factory=Counter)

    def __str__(self):
        told = [f"{count} {outcome}" if len(self.outcomes) > 1 else outcome for outcome, count in sorted(self.outcomes.items())]
        total = self.outcomes.total()
        return ", ".join(told) + (f", {total} cases" if total > 1 and len(told) == 1 else "")


def read(report):
    """For each label the tests that hold it, in the order of their files."""
    found = defaultdict(dict)
    for case in ElementTree.parse(report).iter("testcase"):
        name, file, line = case.get("name").partition("[")[0], case.get("file"), int(case.get("line", 0)) + 1
        for label in {p.get("value") for p in case.iter("property") if p.get("name") == "theorem"}:
            found[label].setdefault((file, line), Test(name, file, line)).outcomes[outcome(case)] += 1
    return {label: [tests[place] for place in sorted(tests)] for label, tests in found.items()}


def outcome(case):
    told = {child.tag for child in case}
    return "failed" if told & {"failure", "error"} else "not run" if "skipped" in told else "passed"


def complaints(labels, results):
    """What stands between the book and the claim that its tests hold its theorems."""
    for label in labels:
        tests = results.get(label, [])
        if not any(test.outcomes["passed"] for test in tests):
            yield f"no test of {label} passed"
        for test in tests:
            if test.outcomes["failed"]:
                yield f"{test.file}::{test.name}, which holds {label}: {test}"


def start(app):
    if Path(app.srcdir, TESTS).exists():
        app.theorem_run = Run(Path(app.srcdir), Path(app.outdir).parent / ".theorems")


def stop(app, error):
    run = getattr(app, "theorem_run", None)
    if run and run.process and run.process.poll() is None:
        run.process.terminate()


def collect(app, env):
    """Waits for the tests, and has the page written again: any page may have changed a theorem."""
    run = getattr(app, "theorem_run", None)
    app.theorem_results = run.results() if run else {}
    pages = sorted(getattr(env, "theorem_pages", ()))
    if pages:
        for complaint in complaints(theorems(env), app.theorem_results):
            logger.warning(complaint, location=pages[0], type="theorems")
    return pages


# Showing them ---------------------------------------------------------


def theorems(env):
    """The labels of the book's theorems, in its order."""
    order = env.toctree_includes[env.config.root_doc]
    listed = [entry for entry in env.proof_list.values() if entry["realtype"] in KINDS and entry["docname"] in order]
    return [entry["label"] for entry in sorted(listed, key=lambda entry: order.index(entry["docname"]))]  # on a page as they stand there


class TheoremList(nodes.General, nodes.Element):
    pass


class TheoremsAndTests(SphinxDirective):
    def run(self):
        if not hasattr(self.env, "theorem_pages"):
            self.env.theorem_pages = set()
        self.env.theorem_pages.add(self.env.docname)
        return [TheoremList()]


class ShowTheorems(SphinxPostTransform):
    default_priority = 1  # before references are resolved: statements bring their own

    def run(self, **kwargs):
        for placeholder in list(self.document.findall(TheoremList)):
            results = self.app.theorem_results
            labels = theorems(self.env)
            entries = [self.entry(label, results.get(label, [])) for label in labels]
            placeholder.replace_self([summary(labels, results), *entries])

    def entry(self, label, tests):
        statement = self.statement(label)
        title, content = statement[0], statement[1]
        heading = nodes.paragraph("", "", self.link(label), nodes.Text(" "), *title.children, classes=["stated-title"])
        return nodes.container("", heading, *content.children, self.held_by(tests), classes=["stated"], ids=[f"tests-of-{label}"])

    def statement(self, label):
        """The theorem as its page has it."""
        doctree = self.env.get_doctree(self.env.proof_list[label]["docname"])
        original = next(node for node in doctree.findall(nodes.Element) if node.get("label") == label and "proof" in node["classes"])
        return reusable_copy(original, self.env)

    def link(self, label):
        content = nodes.inline("", label)
        return addnodes.pending_xref("", content, refdomain="prf", reftype="ref", reftarget=label, refdoc=self.env.docname, refwarn=True)

    def held_by(self, tests):
        """A line that counts, and unfolds to the tests, file by file."""
        fold = nodes.admonition("", nodes.title("", tally(tests)), classes=["dropdown", "held-by"])
        for file in sorted({test.file for test in tests}):
            items = nodes.bullet_list()
            for test in (t for t in tests if t.file == file):
                name = nodes.reference("", "", nodes.literal("", "", *breakable(test.name, "_")), refuri=self.source(test), internal=False)
                items += nodes.list_item("", nodes.paragraph("", "", name, nodes.Text(f" {test}")))
            fold += [nodes.paragraph("", "", nodes.literal("", file)), items]
        return fold

    def source(self, test):
        theme = self.config.html_theme_options
        return f"{theme['repository_url']}/blob/{theme['repository_branch']}/{test.file}#L{test.line}"


def tally(tests):
    """ "3 tests pass", and how many did not, or were not run."""
    passed = sum(set(test.outcomes) == {"passed"} for test in tests)
    others = Counter(str(test) for test in tests if set(test.outcomes) != {"passed"})
    pass_ = f"{passed} test passes" if passed == 1 else f"{passed} tests pass"
    return ", ".join([pass_, *(f"{count} {told}" for told, count in sorted(others.items()))])


def reusable_copy(original, env):
    """A copy for the page that is written, without what may be there once only: ids and the anchors of equations."""
    copy = original.deepcopy()
    for node in copy.findall(nodes.Element):
        if isinstance(node, nodes.math_block) and node["number"]:
            numbers = env.toc_fignumbers[node["docname"]]["displaymath"]
            node["number_there"] = ".".join(map(str, numbers[node["ids"][0]]))
            node["number"] = node["label"] = None
        node["ids"] = []
        if isinstance(node, addnodes.pending_xref):
            node["refdoc"] = env.docname
    for target in list(copy.findall(nodes.target)):
        target.parent.remove(target)
    return copy


def summary(labels, results):
    """One sentence that counts."""
    tests = {(test.file, test.line): test for label in labels for test in results.get(label, [])}
    outcomes = sum((test.outcomes for test in tests.values()), Counter())
    told = "; ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()) if outcome != "passed")
    passed = "all passed in this build" if not told else f"{outcomes['passed']} passed in this build; {told}"
    return nodes.paragraph("", f"{len(labels)} statements are held by {len(tests)} tests with {outcomes.total()} cases: {passed}.")


def purge(app, env, docname):
    getattr(env, "theorem_pages", set()).discard(docname)


def setup(app):
    app.add_node(TheoremList)
    app.add_directive("theorems-and-tests", TheoremsAndTests)
    app.add_post_transform(ShowTheorems)
    app.connect("builder-inited", start)
    app.connect("env-purge-doc", purge)
    app.connect("env-updated", collect)
    app.connect("build-finished", stop)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
