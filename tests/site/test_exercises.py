"""Every exercise is listed with its solution, and a link to a solution opens it."""

import re

from tests.site.conftest import page_names

SOLUTION = re.compile(r'<details class="solution[^>]*>.*?<span id="(sol-[\w-]+)"></span>', re.DOTALL)


def test_every_solution_is_listed(site):
    listed = (site / "chapters/back/exercises.html").read_text(encoding="utf-8")
    labels = [label for name in page_names() for label in SOLUTION.findall((site / f"{name}.html").read_text(encoding="utf-8"))]
    assert len(labels) > 40
    shown = re.findall(r'href="[^"]*#(sol-[\w-]+)"', listed)
    assert shown == labels  # each once, in the order of the book


def test_a_link_opens_the_solution(open_page):
    page = open_page("chapters/back/exercises")
    link = page.locator('a[href*="#sol-which-u"]')
    assert link.inner_text() == "Solution"
    assert page.locator("li", has=link).last.inner_text().startswith("Exercise 2.1. A colleague")
    link.click()
    page.wait_for_url("**/the-way-back.html#sol-which-u")
    page.wait_for_function("document.querySelector('details:has(#sol-which-u)').open")
    assert page.locator("details.solution[open]").count() == 1


def test_without_a_link_solutions_are_folded(open_page):
    assert open_page("chapters/two-classes/the-way-back").locator("details.solution[open]").count() == 0
