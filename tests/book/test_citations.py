"""Every work listed is cited, and an article can be found. Sphinx tells a work without author, title or year, and a citation of none."""

import pytest
from pages import book
from pybtex.database import parse_file, parse_string

from tests.conftest import ROOT, accept


def complaints(works, text):
    for key, work in works.items():
        missing = [field for field in ("volume", "pages") if work.type == "article" and field not in work.fields]
        if work.type == "article" and not {"doi", "url"} & set(work.fields):
            missing.append("doi or url")
        yield from (f"references.bib, {key}: has no {field}" for field in missing)
        if key not in text:
            yield f"references.bib, {key}: no page cites it"


def test_listed_works_can_be_found_and_are_cited():
    accept(complaints(parse_file(ROOT / "references.bib", "bibtex").entries, "\n".join(page.text for page in book())))


ARTICLE = "@article{begg1984, volume={71}, pages={1--2}, doi={10.1/2}}"


@pytest.mark.parametrize(
    ("entry", "text", "complaint"),
    [
        (ARTICLE.replace("volume", "month"), "begg1984", "has no volume"),
        (ARTICLE.replace("doi", "month"), "begg1984", "has no doi or url"),
        (ARTICLE, "", "no page cites it"),
    ],
)
def test_what_is_missing_is_found(entry, text, complaint):
    assert list(complaints(parse_string(entry, "bibtex").entries, text)) == [f"references.bib, begg1984: {complaint}"]
