"""Every work cited is in references.bib, with what a reader needs to find it."""

import pytest
from contract import accept
from pages import book, references
from pybtex.database import parse_file, parse_string
from samples import markdown, page

from tests.conftest import ROOT

NEEDED = {"article": ["journal", "volume", "pages"]}


def citation_complaints(pages, entries):
    for each in pages:
        for reference in references(each):
            if reference.role.startswith("cite") and reference.target not in entries:
                yield f"{reference.cell}: cites {reference.target}, which is not in references.bib"


def entry_complaints(entries):
    for key, entry in entries.items():
        for field in ["title", "year", *NEEDED.get(entry.type, [])]:
            if not entry.fields.get(field):
                yield f"references.bib, {key}: has no {field}"
        if entry.type == "article" and not (entry.fields.get("doi") or entry.fields.get("url")):
            yield f"references.bib, {key}: has neither doi nor url"
        if not entry.persons:
            yield f"references.bib, {key}: has neither author nor editor"


def entries():
    return parse_file(ROOT / "references.bib", "bibtex").entries


def test_cited_works_are_listed():
    accept(citation_complaints(book(), entries()))


def test_listed_works_can_be_found():
    accept(entry_complaints(entries()))


ARTICLE = "@article{begg1984, author={Begg, C.}, title={T}, journal={J}, year={1984}, volume={71}, pages={1--2}, doi={10.1/2}}"


def parsed(text):
    return parse_string(text, "bibtex").entries


def test_a_sound_entry_and_its_citation_pass():
    accept(entry_complaints(parsed(ARTICLE)))
    accept(citation_complaints([page(markdown("{cite:t}`begg1984` and {cite}`begg1984, begg1984`"))], parsed(ARTICLE)))


@pytest.mark.parametrize(
    "field", ["title={T}", "year={1984}", "journal={J}", "volume={71}", "pages={1--2}", "doi={10.1/2}", "author={Begg, C.}"]
)
def test_a_missing_field_is_found(field):
    (found,) = entry_complaints(parsed(ARTICLE.replace(field + ",", "").replace(", " + field, "")))
    assert found.startswith("references.bib, begg1984: has n")


def test_an_unlisted_work_is_found():
    (found,) = citation_complaints([page(markdown("{cite:p}`begg1984,mcfadden1974`"))], parsed(ARTICLE))
    assert found == "chapters/part/sample.ipynb, cell words: cites mcfadden1974, which is not in references.bib"


def uncited(pages, entries):
    cited = {reference.target for each in pages for reference in references(each) if reference.role.startswith("cite")}
    return [f"references.bib, {key}: no page cites it" for key in entries if key not in cited]


def test_listed_works_are_cited():
    accept(uncited(book(), entries()))


def test_an_uncited_work_is_found():
    assert uncited([page(markdown("{cite:t}`mcfadden1974`"))], parsed(ARTICLE)) == ["references.bib, begg1984: no page cites it"]
