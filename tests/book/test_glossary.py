"""The glossary's terms are linked, once a page, and lead into the book. Sphinx tells a term that the glossary does not have."""

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
    return Counter(match["target"] or match["bare"] for cell in page.prose for match in ROLE.finditer(without_code(cell.source)))


def complaints(defined, pages):
    used = {each.path: terms_used(each) for each in pages}
    for path, terms in used.items():
        yield from (f"{path}: links {term} {times} times; the first is enough" for term, times in terms.items() if times > 1)
    if list(defined) != sorted(defined, key=str.lower):
        yield f"{PAGE.name}: is not in alphabetical order"
    for term, definition in defined.items():
        leads_to_another = ROLE.search(definition)
        if not leads_to_another and not any(term in terms for terms in used.values()):
            yield f"{PAGE.name}: no page links {term}"
        if not LEADS_ON.search(definition):
            yield f"{PAGE.name}: {term} does not lead into the book"
        if len(re.findall(r"\.(?:\s|$)", definition)) > MOST_SENTENCES:
            yield f"{PAGE.name}: the definition of {term} is long"


def test_terms_are_short_linked_and_lead_into_the_book():
    accept(complaints(entries(PAGE.read_text(encoding="utf-8")), book()))


SOUND = (
    "# Glossary\n\n```{glossary}\nbase\n  See {term}`pivot`.\n\npivot\n  A class. See {eq}`eq-x`.\n\n"
    "shift\n  A vector. See [there](#x).\n```\n"
)
USES = "The {term}`pivot` and two {term}`shifts <shift>`."


@pytest.mark.parametrize(
    ("text", "uses", "complaint"),
    [
        (SOUND, USES, None),
        (SOUND, "{term}`pivot`", "glossary.md: no page links shift"),
        (SOUND, USES + "{term}`pivots <pivot>`", "chapters/part/sample.ipynb: links pivot 2 times; the first is enough"),
        (SOUND.replace("base\n", "zero\n"), USES, "glossary.md: is not in alphabetical order"),
        (SOUND.replace("{eq}`eq-x`", "there"), USES, "glossary.md: pivot does not lead into the book"),
        (SOUND.replace("A class.", "A. B. C."), USES, "glossary.md: the definition of pivot is long"),
    ],
)
def test_a_fault_is_found(text, uses, complaint):
    found = list(complaints(entries(text), [page(markdown(uses))]))
    assert complaint in found if complaint else not found
