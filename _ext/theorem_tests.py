"""The directive `{theorems-and-tests}`: every theorem of the book, and the tests that hold it.

pytest runs the tests marked `@pytest.mark.theorem` and writes how they came out; `make book` has it do so where the library or its
tests have changed. Here its report is shown.
"""

from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from contents import blocks
from written import elsewhere, written_by

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


def theorems(directive):
    """Each as its page has it; its tests are folded under a line that counts them."""
    root, theme = Path(directive.env.srcdir), directive.config.html_theme_options
    source, results = f"{theme['repository_url']}/blob/{theme['repository_branch']}", read(root / REPORT)
    found = list(blocks(root, *(f"prf:{kind}" for kind in KINDS)))
    yield summary(len(found), results)
    for _, title, label, text in found:
        yield f"::::::{{container}} stated\n:name: tests-of-{label}\n\n[{{prf:ref}}`{label}` {title}]{{.stated-title}}\n"
        yield f"{elsewhere(text)}\n:::{{admonition}} {tally(results[label])}\n:class: dropdown held-by"
        for file, tests in groupby(sorted(results[label].items()), lambda test: test[0][0]):
            yield f"\n`{file}`\n"
            yield from (f"* [`{name}`]({source}/{file}#L{line}) {in_words(outcomes)}" for (_, line, name), outcomes in tests)
        yield ":::\n::::::\n"


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
    return f"{count} statements are held by {len(tests)} tests with {outcomes.total()} cases: {told}.\n"


def setup(app):
    app.add_directive("theorems-and-tests", written_by(lambda directive: "\n".join(theorems(directive))))
