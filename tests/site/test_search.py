"""The search finds what readers look for, over http and from disk."""

import pytest


@pytest.mark.parametrize("protocol", ["http", "disk"])
@pytest.mark.parametrize(("query", "page"), [("null space", "the-way-back"), ("multinom", "the-same-fit-twice")])
def test_search_finds_pages(query, page, protocol, open_page):
    results = open_page("search", protocol, f"?q={query.replace(' ', '+')}")
    results.wait_for_selector("#search-results li a")
    assert any(page in link for link in results.eval_on_selector_all("#search-results li a", "links => links.map(link => link.href)"))


def test_search_finds_a_theorem_by_its_name(open_page):
    results = open_page("search", "http", "?q=least+norm")
    results.wait_for_selector("#search-results li a")
    links = results.eval_on_selector_all("#search-results li a", "links => links.map(link => link.href)")
    assert any("the-way-back.html#thm-minimum-norm" in link for link in links), links


def test_search_finds_a_function_by_its_name(open_page):
    results = open_page("search", "http", "?q=average_marginal_effects")
    results.wait_for_selector("#search-results li a")
    links = results.eval_on_selector_all("#search-results li a", "links => links.map(link => link.href)")
    assert any("library-reference.html#softlogit.average_marginal_effects" in link for link in links), links
