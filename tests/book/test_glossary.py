"""The glossary's terms are linked, once a page, and lead into the book. Sphinx sorts them, and tells a term that is not there."""

import re
from collections import Counter

import pytest
from pages import book, markdown, page

from tests.conftest import accept

PAGE = "chapters/back/glossary.md"
ENTRY = re.compile(r"^(\S.*)\n((?:  .+\n)+)", re.MULTILINE)
LEADS_ON = re.compile(r"\{(?:eq|prf:ref|term)\}`|\]\(")
MOST_SENTENCES = 3  # one or two, and the one that says where


def links(page):
    """Those that the page links."""
    roles = [token.content for token in page.tokens if token.meta.get("name") == "term"]
    return Counter(re.sub(r".*<(.+)>", r"\1", role, flags=re.DOTALL) for role in roles)


def complaints(pages):
    (glossary,) = (page for page in pages if page.path == PAGE)
    used = {page.path: links(page) for page in pages if page != glossary}
    for path, terms in used.items():
        yield from (f"{path}: links {term} {times} times; the first is enough" for term, times in terms.items() if times > 1)
    (entries,) = (token.content for token in glossary.tokens if token.info == "{glossary}")
    for term, definition in ENTRY.findall(entries):
        if "{term}" not in definition and not any(term in terms for terms in used.values()):
            yield f"{PAGE}: no page links {term}"
        if not LEADS_ON.search(definition):
            yield f"{PAGE}: {term} does not lead into the book"
        if len(re.findall(r"\.(?:\s|$)", definition)) > MOST_SENTENCES:
            yield f"{PAGE}: the definition of {term} is long"


def test_terms_are_short_linked_and_lead_into_the_book():
    accept(complaints(book()))


ENTRIES = "base\n  See {term}`pivot`.\n\npivot\n  A class. See {eq}`eq-x`.\n\nshift\n  A vector. See [there](#x).\n"
USES = "The {term}`pivot` and two {term}`shifts <shift>`."


@pytest.mark.parametrize(
    ("entries", "uses", "expected"),
    [
        (ENTRIES, USES, []),
        (ENTRIES, "{term}`pivot`", [f"{PAGE}: no page links shift"]),
        (ENTRIES, USES + "{term}`pivots <pivot>`", ["chapters/part/page.ipynb: links pivot 2 times; the first is enough"]),
        (ENTRIES.replace("{eq}`eq-x`", "there"), USES, [f"{PAGE}: pivot does not lead into the book"]),
        (ENTRIES.replace("A class.", "A. B. C."), USES, [f"{PAGE}: the definition of pivot is long"]),
    ],
)
def test_a_fault_is_found(entries, uses, expected):
    glossary = page(PAGE, markdown(f"```{{glossary}}\n{entries}```\n"))
    assert list(complaints([glossary, page("chapters/part/page.ipynb", markdown(uses))])) == expected
