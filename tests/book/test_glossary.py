"""The glossary's terms are used, once a page, and what is used as a term is in the glossary; another name for one leads to it."""

import re
from collections import Counter

import pytest
from contract import accept
from pages import book, without_code
from samples import markdown, page

from tests.conftest import ROOT

PAGE = ROOT / "chapters/back/glossary.md"
ENTRY = re.compile(r"^(?P<term>\S.*)\n(?P<definition>(?:  .+\n)+)", re.MULTILINE)
ROLE = re.compile(r"\{term\}`(?:[^`<]*<(?P<target>[^`>]+)>|(?P<bare>[^`<]+))`")
LEADS_ON = re.compile(r"\{(?:eq|prf:ref|term)\}`|\]\(")
MOST_SENTENCES = 3  # one or two, and the one that says where


def entries(text):
    """The terms and their definitions."""
    block = text[text.index("```{glossary}\n") :].removeprefix("```{glossary}\n").partition("```")[0]
    return {match["term"]: match["definition"] for match in ENTRY.finditer(block)}


def terms_used(page):
    found = Counter()
    for cell in page.prose:
        found.update(match["target"] or match["bare"] for match in ROLE.finditer(without_code(cell.source)))
    return found


def complaints(defined, pages):
    used = {each.path: terms_used(each) for each in pages}
    for path, terms in used.items():
        for term, times in terms.items():
            if term not in defined:
                yield f"{path}: the glossary has no {term}"
            if times > 1:
                yield f"{path}: links {term} {times} times; the first is enough"
    for term, definition in defined.items():
        if not ROLE.search(definition) and not any(term in terms for terms in used.values()):
            yield f"{PAGE.name}: no page links {term}"


def entry_complaints(defined):
    if list(defined) != sorted(defined, key=str.lower):
        yield f"{PAGE.name}: is not in alphabetical order"
    for term, definition in defined.items():
        if not LEADS_ON.search(definition):
            yield f"{PAGE.name}: {term} does not lead into the book"
        if len(re.findall(r"\.(?:\s|$)", definition)) > MOST_SENTENCES:
            yield f"{PAGE.name}: the definition of {term} is long"


def test_terms_are_defined_and_used():
    accept(complaints(entries(PAGE.read_text(encoding="utf-8")), book()))


def test_definitions_are_short_and_lead_into_the_book():
    accept(entry_complaints(entries(PAGE.read_text(encoding="utf-8"))))


SOUND = "# Glossary\n\n```{glossary}\npivot\n  A class. See {eq}`eq-x`.\n\nshift\n  A vector. See [there](#x).\n```\n"


def test_another_name_needs_no_link_but_a_term_to_lead_to():
    text = SOUND.replace("pivot\n", "base\n  See {term}`pivot`.\n\npivot\n")
    accept(complaints(entries(text), [page(markdown("The {term}`pivot`, a {term}`shift`."))]))
    accept(entry_complaints(entries(text)))


def test_a_sound_glossary_passes():
    defined = entries(SOUND)
    assert list(defined) == ["pivot", "shift"]
    accept(complaints(defined, [page(markdown("The {term}`pivot` and two {term}`shifts <shift>`."))]))
    accept(entry_complaints(defined))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{term}`pivot`", "glossary.md: no page links shift"),
        ("{term}`pivots <pivots>`", "chapters/part/sample.ipynb: the glossary has no pivots"),
        ("{term}`pivot` {term}`pivots <pivot>`", "chapters/part/sample.ipynb: links pivot 2 times; the first is enough"),
    ],
)
def test_a_wrong_use_is_found(text, complaint):
    assert complaint in list(complaints(entries(SOUND), [page(markdown(text))]))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (SOUND.replace("pivot", "vector"), "glossary.md: is not in alphabetical order"),
        (SOUND.replace("{eq}`eq-x`", "there"), "glossary.md: pivot does not lead into the book"),
        (SOUND.replace("A class.", "A. B. C."), "glossary.md: the definition of pivot is long"),
    ],
)
def test_a_wrong_entry_is_found(text, complaint):
    assert complaint in list(entry_complaints(entries(text)))
