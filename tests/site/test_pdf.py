"""The printed book, once `make pdf` has made it: whole, with an outline, true page numbers, its fonts, and links that stay within it."""

import re

import pikepdf
import pypdfium2
import pytest

from tests.site.conftest import html, page_names

TITLE = re.compile(r"<article.*?<h1[^>]*>(.*?)(?:<a class=\"headerlink|</h1>)", re.DOTALL)


@pytest.fixture(scope="module")
def target(site):
    offered = html(site / "intro.html").select("article a[href$='.pdf']")
    return site / offered[0]["href"] if offered else pytest.skip("there is no PDF: run make pdf")


def titles(site):
    """The title of each page, without its number and as words alone: formulas stand elsewhere in a PDF's text."""
    for name in page_names():
        found = TITLE.search((site / f"{name}.html").read_text(encoding="utf-8"))
        yield letters(re.sub(r'<span class="katex-mathml">.*?</math></span>|<[^>]+>', "", found[1]))


def letters(text):
    return "".join(re.findall(r"[a-z]{2,}", text.lower()))


def entries(outline, depth=0):
    for entry in outline:
        yield depth, entry
        yield from entries(entry.children, depth + 1)


def test_the_whole_book(target, site):
    """One test, because the book is printed once: a process each would print it again."""
    pdf = pikepdf.open(target)
    with pypdfium2.PdfDocument(target) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    outline = list(entries(pdf.open_outline().root))
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    chapters = iter((letters(entry.title), numbers[entry.destination[0].objgen]) for _, entry in outline)
    starts = {title: next(page for found, page in chapters if found == title) for title in titles(site)}  # in this order
    assert len({depth for depth, _ in outline}) >= 3, "parts, chapters and sections"
    assert sorted(starts.values()) == list(starts.values())
    assert len(pdf.pages) > max(starts.values()) > 100

    contents = "\n".join(texts[1 : min(starts.values()) - 1])
    listed = {letters(title): int(page) for title, page in re.findall(r"^(.*?)\s*(\d+)\s*$", contents, re.MULTILINE)}
    assert {title: listed.get(title) for title in starts} == starts

    assert not re.findall(r"Show the code|Copy to clipboard", "\n".join(texts))
    assert "Solution to Exercise 1.1" in "\n".join(texts), "folded solutions are open"
    assert all(re.search(rf"(?m)^\s*{number}\s*$", texts[number - 1]) for number in starts.values()), "pages show their numbers"

    fonts = {str(font.get("/BaseFont")) for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
    for name in ("SourceSerif4", "SourceCodePro", "KaTeX_Main", "KaTeX_Math"):
        assert any(name in font for font in fonts), (name, fonts)

    internal, external = links(pdf)
    assert len(internal) > 300
    assert not internal - pdf.Root.Dests.keys()
    assert not [address for address in external if not re.match(r"https?://|mailto:", address)]
    assert pdf.docinfo.keys() == {"/Title", "/Author"}, "not the time"
    assert pdf.Root.MarkInfo.Marked, "tagged for screen readers"


def links(pdf):
    annotations = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    actions = [annotation["/A"] for annotation in annotations if "/A" in annotation]
    internal = [annotation["/Dest"] for annotation in annotations if "/Dest" in annotation]
    internal += [action["/D"] for action in actions if "/D" in action]
    return set(map(str, internal)), {str(action["/URI"]) for action in actions if "/URI" in action}
