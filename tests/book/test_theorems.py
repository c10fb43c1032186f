"""The theorems of the text are tests, and neither side goes without the other."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest
from pages import book, markdown, page

from tests.conftest import ROOT, accept

PREFIXES = {"prf:theorem": "thm-", "prf:lemma": "lem-", "prf:proposition": "prp-", "prf:corollary": "cor-"}
MARKED = re.compile(r'^@pytest\.mark\.theorem\("([\w-]+)"\)', re.MULTILINE)


def stated(pages):
    """What the pages state, each with whether its proof comes next."""
    for each in pages:
        blocks = [d for d in each.directives if d.name in PREFIXES or d.name == "prf:proof"]
        for block, after in pairwise([*blocks, None]):
            if block.name in PREFIXES:
                yield block, after is not None and after.name == "prf:proof"


def marks(folder):
    """For each label of a mark the files in which it stands."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        for label in MARKED.findall(path.read_text(encoding="utf-8")):
            found[label].append(path.relative_to(folder.parent).as_posix())
    return found


def complaints(pages, folder):
    held, labels = marks(folder), set()
    for block, proved in stated(pages):
        label = block.options.get("label", "")
        labels.add(label)
        if not label.startswith(PREFIXES[block.name]):
            yield f"{block.cell}: {label or block.argument} has no label that begins with {PREFIXES[block.name]}"
        elif label not in held:
            yield f'{block.cell}: no test is marked @pytest.mark.theorem("{label}")'
        if not proved:
            yield f"{block.cell}: {label} is not followed by its {{prf:proof}}"
    yield from (f"{held[label][0]}: holds {label}, which no page states" for label in held.keys() - labels)


def test_every_theorem_has_its_test_and_every_test_its_theorem():
    accept(complaints(book(), ROOT / "tests"))


STATED = ":::{prf:theorem} The answer\n:label: thm-answer\nIt is so.\n:::\n"
PROVED = STATED + "\n:::{prf:proof}\nClearly.\n:::\n"
HELD = '@pytest.mark.theorem("thm-answer")\ndef test_answer():\n    assert True\n'
FAULTS = {
    "none": (PROVED, HELD, None),
    "no test": (PROVED, "", 'no test is marked @pytest.mark.theorem("thm-answer")'),
    "no theorem": ("Text only.", HELD, "tests/test_facts.py: holds thm-answer, which no page states"),
    "no proof": (STATED, HELD, "thm-answer is not followed by its {prf:proof}"),
    "proof of the next": (STATED + PROVED.replace("thm-answer", "thm-other"), HELD, "thm-answer is not followed by its {prf:proof}"),
    "no label": (PROVED.replace(":label: thm-answer\n", ""), "", "The answer has no label that begins with thm-"),
    "wrong label": (PROVED.replace("theorem", "lemma"), "", "thm-answer has no label that begins with lem-"),
}


@pytest.mark.parametrize(("text", "tests", "complaint"), FAULTS.values(), ids=FAULTS)
def test_a_missing_side_is_found(text, tests, complaint, tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_facts.py").write_text(tests)
    found = list(complaints([page("chapters/part/page.ipynb", markdown(text))], tmp_path / "tests"))
    assert any(complaint in told for told in found) if complaint else not found
