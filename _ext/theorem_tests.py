"""The directive `{theorems-and-tests}`: every theorem of the book, and the tests that hold it.

pytest runs the tests marked `@pytest.mark.theorem` and writes how they came out; `make book` has it do so where the library or its
tests have changed. Here its report is shown.
"""

from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from contents import blocks

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
        yield f"{text}\n:::{{admonition}} {tally(results[label])}\n:class: dropdown held-by"
        for file, tests in groupby(sorted(results[label].items()), lambda test: test[0][0]):
            yield f"\n`{file}`\n"
            yield from (f"* [`{name}`]({source}/{file}#L{line}) {in_words(outcomes)}" for (_, line, name), outcomes in tests)
        yield ":::\n::::::\n"


def tally(tests):
    """ "3 tests with 40 cases: all passed", or how many failed, or were not run."""
    outcomes = sum(tests.values(), Counter())
    told = "none was run" if not tests else "all passed" if outcomes.keys() == {"passed"} else in_words(outcomes)
    tests, cases = (f"{n} {what}{'s' * (n != 1)}" for n, what in ((len(tests), "test"), (outcomes.total(), "case")))
    return f"{tests} with {cases}: {told}"


def summary(count, results):
    """One sentence that counts."""
    return f"{count} statements are held by {tally({test: told for held in results.values() for test, told in held.items()})}.\n"
