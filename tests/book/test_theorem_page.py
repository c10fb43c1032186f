"""The page of theorems shows every statement with its tests, and says that they passed only if they did with this very code."""

import re
import shutil
from html import unescape
from importlib.util import find_spec

import pytest
from pages import book
from theorem_tests import Run, complaints
from theorems import held, stated

from tests.conftest import ROOT, SITE


def test_every_theorem_and_every_test_is_on_the_page():
    html = (SITE / "chapters/back/theorems.html").read_text(encoding="utf-8")
    entries = dict(re.findall(r'id="tests-of-([\w-]+)"(.*?)(?=id="tests-of-|</article>)', html, flags=re.DOTALL))
    tests = held(ROOT / "tests")
    assert list(entries) == [theorem.label for theorem in stated(book())]
    for label, entry in entries.items():
        assert f'#{label}"' in entry
        in_one_piece = re.sub("<wbr>|</?span[^>]*>", "", unescape(entry))
        shown = re.findall(r"<code[^>]*>(test_\w+)</code></a> ([^<]*)<", in_one_piece)
        assert sorted(name for name, _ in shown) == sorted(name.split("::")[-1] for name in tests[label])
        not_here = [name for name, told in shown if not told.startswith("passed")]
        assert not not_here or (find_spec("torch") is None and all("torch" in name for name in not_here)), shown
    assert "all passed in this build" in html or find_spec("torch") is None


GOOD = '@pytest.mark.theorem("thm-good")\n@pytest.mark.parametrize("n", [1, 2])\ndef test_good(n):\n    assert n\n'
BAD = '@pytest.mark.theorem("thm-bad")\ndef test_bad():\n    assert False\n'
LATER = '@pytest.mark.theorem("thm-later")\ndef test_later():\n    pytest.skip("not here")\n'


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "0")  # two tests are not worth the start of workers
    (tmp_path / "src").mkdir()
    (tmp_path / "tests/library").mkdir(parents=True)
    shutil.copy(ROOT / "tests/conftest.py", tmp_path / "tests")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(project, *tests):
    (project / "tests/library/test_it.py").write_text("\n\n".join(["import pytest", *tests]))
    return Run(project, project / "reports")


@pytest.mark.slow
def test_what_passed_is_kept_until_the_code_changes(project):
    first = run(project, GOOD)
    (test,) = first.results()["thm-good"]
    assert (test.name, test.file, str(test)) == ("test_good", "tests/library/test_it.py", "passed, 2 cases")
    again = run(project, GOOD)
    assert again.process is None
    assert again.results() == first.results()

    failing = run(project, GOOD, BAD, LATER)
    assert failing.process
    results = failing.results()
    assert {label: str(tests[0]) for label, tests in results.items()} == {
        "thm-good": "passed, 2 cases",
        "thm-bad": "failed",
        "thm-later": "not run",
    }
    assert list(complaints(["thm-good", "thm-bad", "thm-later", "thm-none"], results)) == [
        "no test of thm-bad passed",
        "tests/library/test_it.py::test_bad, which holds thm-bad: failed",
        "no test of thm-later passed",
        "no test of thm-none passed",
    ]
    again = run(project, GOOD, BAD, LATER)
    assert again.process  # a failure is not kept
    again.process.wait()


@pytest.mark.slow
def test_a_change_of_the_library_runs_the_tests_again(project):
    run(project, GOOD).results()
    (project / "src/new.py").write_text("x = 1\n")
    again = run(project, GOOD)
    assert again.process
    again.process.wait()
