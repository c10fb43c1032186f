"""The theorems of the text are tests, and neither side goes without the other."""

import re
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


def complaints(pages, held):
    """`held` has for each label the files in which a test is marked with it."""
    labels = set()
    for block, proved in stated(pages):
        label = block.options.get("label", "")
        labels.add(label)
        if not label.startswith(PREFIXES[block.name]):
            yield f"{block.cell}: {label or block.argument} has no label that begins with {PREFIXES[block.name]}"
        elif label not in held:
            yield f'{block.cell}: no test is marked @pytest.mark.theorem("{label}")'
        if not proved:
            yield f"{block.cell}: {label} is not followed by its {{prf:proof}}"
    yield from (f"{held[label]}: holds {label}, which no page states" for label in held.keys() - labels)


def test_every_theorem_has_its_test_and_every_test_its_theorem():
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    accept(complaints(book(), {label: path.name for path in files for label in MARKED.findall(path.read_text(encoding="utf-8"))}))


STATED = ":::{prf:theorem} The answer\n:label: thm-answer\nIt is so.\n:::\n"
PROVED = STATED + "\n:::{prf:proof}\nClearly.\n:::\n"
HELD = {"thm-answer": "test_facts.py"}


@pytest.mark.parametrize(
    ("text", "held", "complaint"),
    [
        (PROVED, HELD, None),
        (STATED + PROVED.replace("thm-answer", "thm-other"), HELD, "page, cell words: thm-answer is not followed by its {prf:proof}"),
        (PROVED.replace(":label: thm-answer\n", ""), {}, "page, cell words: The answer has no label that begins with thm-"),
        (PROVED.replace("theorem", "lemma"), {}, "page, cell words: thm-answer has no label that begins with lem-"),
    ],
)
def test_a_fault_is_found(text, held, complaint):
    found = list(complaints([page("page", markdown(text))], held))
    assert complaint in found if complaint else not found
