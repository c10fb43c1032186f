"""The directive `{theorems-and-tests}`: every theorem of the book, and the tests that hold it.

pytest runs the tests marked `@pytest.mark.theorem` and writes how they came out; `make book` has it do so where the library or its
tests have changed. Here its report is shown.
"""

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from exercise_list import link, reusable_copy
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

KINDS = ("theorem", "lemma", "proposition", "corollary")
REPORT = "_build/theorems.xml"


def read(report):
    """For each label the tests that hold it, as (file, line, name), and how often their cases came out how."""
    found = defaultdict(lambda: defaultdict(Counter))
    for case in ElementTree.parse(report).iter("testcase") if report.exists() else ():
        test = case.get("file"), int(case.get("line", 0)) + 1, case.get("name").partition("[")[0]
        for label in {p.get("value") for p in case.iter("property") if p.get("name") == "theorem"}:
            found[label][test][outcome(case)] += 1
    return found


def outcome(case):
    told = {child.tag for child in case}
    return "failed" if told & {"failure", "error"} else "not run" if "skipped" in told else "passed"


def in_words(outcomes):
    if len(outcomes) > 1:
        return ", ".join(f"{count} {told}" for told, count in sorted(outcomes.items()))
    ((told, count),) = outcomes.items()
    return f"{told}, {count} cases" if count > 1 else told


class TheoremList(nodes.General, nodes.Element):
    pass


class TheoremsAndTests(SphinxDirective):
    def run(self):
        return [TheoremList()]


class ShowTheorems(SphinxPostTransform):
    default_priority = 1  # before references are resolved: statements bring their own

    def run(self, **kwargs):
        for placeholder in list(self.document.findall(TheoremList)):
            results = read(Path(self.env.srcdir, REPORT))
            page = cache(self.env.get_doctree)
            entries = [self.entry(theorem, page(theorem["docname"]), results[theorem["label"]]) for theorem in theorems(self.env)]
            placeholder.replace_self([summary(len(entries), results), *entries])

    def entry(self, theorem, page, results):
        """The theorem as its page has it, and its tests."""
        label = theorem["label"]
        original = next(node for node in page.findall(nodes.Element) if node.get("label") == label and "proof" in node["classes"])
        title, content, *_ = reusable_copy(original, self.env)
        number = link(self.env, "prf", "ref", label, nodes.inline("", label))
        heading = nodes.paragraph("", "", number, nodes.Text(" "), *title.children, classes=["stated-title"])
        return nodes.container("", heading, *content.children, self.held_by(results), classes=["stated"], ids=[f"tests-of-{label}"])

    def held_by(self, results):
        """A line that counts, and unfolds to the tests, file by file."""
        theme = self.config.html_theme_options
        source = f"{theme['repository_url']}/blob/{theme['repository_branch']}"
        fold = nodes.admonition("", nodes.title("", tally(results)), classes=["dropdown", "held-by"])
        for file in sorted({file for file, *_ in results}):
            items = nodes.bullet_list()
            for _, line, name in sorted(test for test in results if test[0] == file):
                test = nodes.reference("", "", nodes.literal("", name), refuri=f"{source}/{file}#L{line}", internal=False)
                items += nodes.list_item("", nodes.paragraph("", "", test, nodes.Text(f" {in_words(results[file, line, name])}")))
            fold += [nodes.paragraph("", "", nodes.literal("", file)), items]
        return fold


def tally(results):
    """ "3 tests pass", and how many did not, or were not run."""
    passed = sum(outcomes.keys() == {"passed"} for outcomes in results.values())
    others = Counter(in_words(outcomes) for outcomes in results.values() if outcomes.keys() != {"passed"})
    return ", ".join(
        [f"{passed} test{' passes' if passed == 1 else 's pass'}", *(f"{count} {told}" for told, count in sorted(others.items()))]
    )


def theorems(env):
    """What the book states, in its order."""
    order = env.toctree_includes[env.config.root_doc]
    listed = [entry for entry in env.proof_list.values() if entry["realtype"] in KINDS and entry["docname"] in order]
    return sorted(listed, key=lambda entry: order.index(entry["docname"]))  # on a page as they stand there


def summary(count, results):
    """One sentence that counts."""
    tests = {test: outcomes for held in results.values() for test, outcomes in held.items()}
    outcomes = sum(tests.values(), Counter())
    told = "none was run" if not tests else "all passed" if outcomes.keys() == {"passed"} else in_words(outcomes)
    return nodes.paragraph("", f"{count} statements are held by {len(tests)} tests with {outcomes.total()} cases: {told}.")


def setup(app):
    app.add_node(TheoremList)
    app.add_directive("theorems-and-tests", TheoremsAndTests)
    app.add_post_transform(ShowTheorems)
