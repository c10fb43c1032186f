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
        test, told = (case.get("file"), int(case.get("line")) + 1, case.get("name").partition("[")[0]), {child.tag for child in case}
        outcome = "failed" if told & {"failure", "error"} else "not run" if "skipped" in told else "passed"
        for label in {p.get("value") for p in case.iter("property") if p.get("name") == "theorem"}:
            found[label][test][outcome] += 1
    return found


def in_words(outcomes):
    told = [f"{count} {outcome}" if len(outcomes) > 1 else outcome for outcome, count in sorted(outcomes.items())]
    return ", ".join(told) + (f", {outcomes.total()} cases" if outcomes.total() > 1 == len(told) else "")


class TheoremList(nodes.General, nodes.Element):
    pass


class TheoremsAndTests(SphinxDirective):
    def run(self):
        return [TheoremList()]


class ShowTheorems(SphinxPostTransform):
    default_priority = 1  # before references are resolved: statements bring their own

    def run(self, **kwargs):
        for placeholder in list(self.document.findall(TheoremList)):
            results, page = read(Path(self.env.srcdir, REPORT)), cache(self.env.get_doctree)
            entries = [self.entry(theorem["label"], page(theorem["docname"]), results) for theorem in theorems(self.env)]
            placeholder.replace_self([summary(len(entries), results), *entries])

    def entry(self, label, page, results):
        """The theorem as its page has it; its tests are folded under a line that counts them."""
        original = next(node for node in page.findall(nodes.Element) if node.get("label") == label and "proof" in node["classes"])
        title, content, *_ = reusable_copy(original, self.env)
        number = link(self.env, "prf", "ref", label, nodes.inline("", label))
        heading = nodes.paragraph("", "", number, nodes.Text(" "), *title.children, classes=["stated-title"])
        tests = nodes.admonition("", nodes.title("", tally(results[label])), *self.held_by(results[label]), classes=["dropdown", "held-by"])
        return nodes.container("", heading, *content.children, tests, classes=["stated"], ids=[f"tests-of-{label}"])

    def held_by(self, tests):
        theme, files = self.config.html_theme_options, defaultdict(nodes.bullet_list)
        source = f"{theme['repository_url']}/blob/{theme['repository_branch']}"
        for (file, line, name), outcomes in sorted(tests.items()):
            test = nodes.reference("", "", nodes.literal("", name), refuri=f"{source}/{file}#L{line}", internal=False)
            files[file] += nodes.list_item("", nodes.paragraph("", "", test, nodes.Text(f" {in_words(outcomes)}")))
        for file, items in files.items():
            yield from (nodes.paragraph("", "", nodes.literal("", file)), items)


def theorems(env):
    """What the book states, in its order."""
    order = env.toctree_includes[env.config.root_doc]
    listed = [entry for entry in env.proof_list.values() if entry["realtype"] in KINDS and entry["docname"] in order]
    return sorted(listed, key=lambda entry: order.index(entry["docname"]))  # on a page as they stand there


def tally(tests):
    """ "3 tests pass", and how many did not, or were not run."""
    passed = sum(outcomes.keys() == {"passed"} for outcomes in tests.values())
    others = Counter(in_words(outcomes) for outcomes in tests.values() if outcomes.keys() != {"passed"})
    return ", ".join([f"{passed} test passes" if passed == 1 else f"{passed} tests pass", *(f"{n} {told}" for told, n in others.items())])


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
