"""The page of theorems shows each with its tests, and how they came out."""

import re
from html import unescape

import theorem_tests
from pages import book
from test_theorems import stated

from tests.conftest import ROOT, SITE


def test_their_page_shows_each_with_the_tests_that_passed():
    html = (SITE / "chapters/back/theorems.html").read_text(encoding="utf-8")
    entries = dict(re.findall(r'id="tests-of-([\w-]+)"(.*?)(?=id="tests-of-|</article>)', html, flags=re.DOTALL))
    assert list(entries) == [block.options["label"] for block, _ in stated(book())]
    results = theorem_tests.read(ROOT / theorem_tests.REPORT)
    assert results, "the theorems' tests have not been run: run make book"
    for label, entry in entries.items():
        assert f'#{label}"' in entry
        in_one_piece = re.sub("</?span[^>]*>", "", unescape(entry))
        shown = re.findall(r"<code[^>]*>(test_\w+)</code></a> (\w[\w ,]*)<", in_one_piece)
        assert sorted(shown) == sorted((name, theorem_tests.in_words(told)) for (*_, name), told in results[label].items())
        assert any(told.startswith("passed") for _, told in shown), label
        assert not any("failed" in told for _, told in shown), label


CASE = '<testcase name="%s" file="test_it.py" line="%d"><properties><property name="theorem" value="thm-x"/></properties>%s</testcase>'
CASES = [("test_it[1]", 4, ""), ("test_it[2]", 4, "<failure/>"), ("test_no", 9, "<skipped/>")]


def test_what_failed_or_was_not_run_is_not_said_to_have_passed(tmp_path):
    (tmp_path / "report.xml").write_text(f"<testsuite>{''.join(CASE % case for case in CASES)}</testsuite>")
    found = theorem_tests.read(tmp_path / "report.xml")
    assert [theorem_tests.in_words(told) for told in found["thm-x"].values()] == ["1 failed, 1 passed", "not run"]
    assert theorem_tests.summary(1, found).endswith("with 3 cases: 1 failed, 1 not run, 1 passed.\n")
    assert theorem_tests.summary(1, {}).endswith("none was run.\n")
