"""Every work listed can be found and is cited; Sphinx tells the citation of a work that is not listed."""

import pytest
from contract import accept
from pages import book
from pybtex.database import parse_file, parse_string
from samples import markdown, page

from tests.conftest import ROOT

NEEDED = {"article": ["journal", "volume", "pages"]}


def complaints(entries, pages):
    cited = "\n".join(cell.source for each in pages for cell in each.prose)
    for key, entry in entries.items():
        for field in ["title", "year", *NEEDED.get(entry.type, [])]:
            if not entry.fields.get(field):
                yield f"references.bib, {key}: has no {field}"
        if entry.type == "article" and not (entry.fields.get("doi") or entry.fields.get("url")):
            yield f"references.bib, {key}: has neither doi nor url"
        if not entry.persons:
            yield f"references.bib, {key}: has neither author nor editor"
        if key not in cited:
            yield f"references.bib, {key}: no page cites it"


def test_listed_works_can_be_found_and_are_cited():
    accept(complaints(parse_file(ROOT / "references.bib", "bibtex").entries, book()))


ARTICLE = "@article{begg1984, author={Begg, C.}, title={T}, journal={J}, year={1984}, volume={71}, pages={1--2}, doi={10.1/2}}"


@pytest.mark.parametrize(
    "field", ["title={T}", "year={1984}", "journal={J}", "volume={71}", "pages={1--2}", "doi={10.1/2}", "author={Begg, C.}", None]
)
def test_what_is_missing_is_found(field):
    entry = ARTICLE.replace(f"{field},", "").replace(f", {field}", "")
    cites = page(markdown("{cite:t}`begg1984`" if field else "Text."))
    (found,) = complaints(parse_string(entry, "bibtex").entries, [cites])
    assert found.startswith("references.bib, begg1984: has n" if field else "references.bib, begg1984: no page cites it")
