"""The page of theorems shows each with its tests, and how they came out."""

import theorem_tests
from pages import book
from test_theorems import stated

from tests.conftest import SITE
from tests.site.conftest import html


def test_their_page_shows_each_with_the_tests_that_passed():
    entries = html(SITE / "chapters/back/theorems.html").select("[id^=tests-of-]")
    told = {entry["id"].removeprefix("tests-of-"): [item.get_text() for item in entry.select(".held-by li")] for entry in entries}
    assert list(told) == [block.options["label"] for block, _ in stated(book())]
    assert not [label for label, tests in told.items() if not any("passed" in test for test in tests)]
    assert " failed" not in str(told)


CASE = '<testcase name="%s" file="test_it.py" line="%d"><properties><property name="theorem" value="thm-x"/></properties>%s</testcase>'
CASES = [("test_it[1]", 4, ""), ("test_it[2]", 4, "<failure/>"), ("test_no", 9, "<skipped/>")]


def test_what_failed_or_was_not_run_is_not_said_to_have_passed(tmp_path):
    (tmp_path / "report.xml").write_text(f"<testsuite>{''.join(CASE % case for case in CASES)}</testsuite>")
    found = theorem_tests.read(tmp_path / "report.xml")
    assert [theorem_tests.in_words(told) for told in found["thm-x"].values()] == ["1 failed, 1 passed", "not run"]
    assert theorem_tests.summary(1, found).endswith("with 3 cases: 1 failed, 1 not run, 1 passed.\n")
    assert theorem_tests.summary(1, {}).endswith("none was run.\n")
