"""The index has every term, every theorem and every function, and leads to where they are."""

import re
from html import unescape

import pytest
from pages import book, page_names
from test_glossary import PAGE, entries, terms_used
from theorems import stated

import softlogit
from tests.conftest import SITE

ENTRY = re.compile(r"<li>(?P<name>[^<]+), (?P<places><a .*?</a>)(?=<ul>|</li>)")


@pytest.fixture(scope="module")
def index():
    """For each entry the addresses that it leads to."""
    html = unescape((SITE / "genindex.html").read_text(encoding="utf-8"))
    return {match["name"]: re.findall(r'href="([^"]+)"', match["places"]) for match in ENTRY.finditer(html)}


@pytest.mark.parametrize("term", entries(PAGE.read_text(encoding="utf-8")))
def test_a_term_leads_to_each_page_that_uses_it(term, index):
    pages = [address.partition(".html")[0] for address in index[term]]
    assert pages == [page.name for page in book() if page.name == "chapters/back/glossary" or term in terms_used(page)]


def test_every_theorem_is_there(index):
    html = unescape((SITE / "genindex.html").read_text(encoding="utf-8"))
    for theorem in stated(book()):
        address = f'"{theorem.cell.page.removesuffix(".ipynb")}.html#{theorem.label}"'
        assert address in html, theorem.label


@pytest.mark.parametrize("name", softlogit.__all__)
def test_every_public_name_is_there(name, index):
    assert any(re.match(rf"{name}(\(\))?( \(|$)", entry) for entry in index), name


def test_pages_come_in_the_order_of_the_book(index):
    order = page_names()
    for entry, addresses in index.items():
        places = [order.index(address.partition(".html")[0]) for address in addresses]
        assert places == sorted(set(places)), entry
