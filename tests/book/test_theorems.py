"""The theorems of the text are tests: neither side goes without the other."""

import pytest
from contract import accept
from pages import book
from samples import markdown, page
from theorems import complaints, held

from tests.conftest import ROOT


def test_every_theorem_has_its_test_and_every_test_its_theorem():
    accept(complaints(book(), ROOT / "tests"))


STATED = ":::{prf:theorem} The answer\n:label: thm-answer\nIt is so.\n:::\n"
PROVED = STATED + "\n:::{prf:proof}\nClearly.\n:::\n"
HELD = 'import pytest\n\n\n@pytest.mark.theorem("thm-answer")\ndef test_answer():\n    assert True\n'


@pytest.fixture
def folder(tmp_path):
    """A folder of tests with one file, to be written by the test."""
    (tmp_path / "tests").mkdir()
    return tmp_path / "tests"


def said(text, tests, folder):
    (folder / "test_facts.py").write_text(tests)
    return list(complaints([page(markdown(text))], folder))


def test_a_theorem_with_proof_and_test_passes(folder):
    assert said(PROVED, HELD, folder) == []
    assert held(folder) == {"thm-answer": ["tests/test_facts.py::test_answer"]}


PLACE = "chapters/part/sample.ipynb, cell words: "
MISSING_TEST = PLACE + 'no test is marked @pytest.mark.theorem("thm-answer")'
FAULTS = {
    "no test": (PROVED, "", MISSING_TEST),
    "no theorem": ("Text only.", HELD, "tests/test_facts.py::test_answer: holds thm-answer, which no page states"),
    "no proof": (STATED, HELD, PLACE + "thm-answer is not followed by its {prf:proof}"),
    "proof of the next": (
        STATED + PROVED.replace("thm-answer", "thm-other"),
        HELD + HELD.replace("thm-answer", "thm-other"),
        PLACE + "thm-answer is not followed by its {prf:proof}",
    ),
    "no label": (PROVED.replace(":label: thm-answer\n", ""), "", PLACE + "the prf:theorem 'The answer' has no label that begins with thm-"),
    "wrong label": (PROVED.replace("theorem", "lemma"), "", PLACE + "thm-answer has no label that begins with lem-"),
    "not a test": (PROVED, HELD.replace("def test_", "def check_"), MISSING_TEST),
    "skipped": (PROVED, HELD.replace("@", "@pytest.mark.skip\n@"), MISSING_TEST),
}


@pytest.mark.parametrize(("text", "tests", "complaint"), FAULTS.values(), ids=FAULTS)
def test_a_missing_side_is_found(text, tests, complaint, folder):
    assert complaint in said(text, tests, folder)
