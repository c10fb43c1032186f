"""What helps a reader about: permalinks, folded code, copying, colour mode, keyboard, solutions, previews of what a link leads to."""

import itertools
import re

import pytest

from tests.site.conftest import page_names

PAGE = "chapters/two-classes/the-way-back"
PHONE = (390, 844)
IN_FOCUS = "document.activeElement"
SOLUTION = re.compile(r'<details class="[^"]*solution[^>]*>.*?<span id="(sol-[\w-]+)"></span>', re.DOTALL)
PIVOT = "chapters/k-classes/changing-the-pivot"
WATCH_STOPS = """areas => {  // where the keyboard stops: in which area, or null; "unseen" if it is not to be seen there
    const area = stop => stop.checkVisibility() ? areas.find(area => stop.closest(area)) ?? null : "unseen";
    window.stops = [];
    addEventListener("focusin", event => stops.push(area(event.target)));
}"""
LINKS = {"#term-pivot": "compares", "#thm-change-of-pivot": "Theorem 5.", "#equation-eq-contrast": "(5.", "#id": "UCLA"}


@pytest.mark.parametrize("block", [".theorem", ".eqno", "h2"])
def test_permalinks_show_on_hover_and_focus(block, open_page):
    page, opacity = open_page(PAGE), "element => getComputedStyle(element).opacity"
    mark = page.locator(f"{block} a.headerlink").first
    assert mark.evaluate(opacity) == "0"
    mark.locator("..").hover()
    assert mark.evaluate(opacity) == "1"
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")  # a focus by the keyboard, not by a script alone
    mark.focus()
    assert mark.evaluate(opacity) == "1"
    page.keyboard.press("Enter")
    assert page.url.endswith(mark.get_attribute("href"))


def test_folded_code_opens_and_closes(open_page):
    fold = open_page(PAGE).locator("details.hide").first
    for key in ("Enter", "Space"):
        for is_open, says in ((True, "Hide the code"), (False, "Show the code")):
            fold.locator("summary").press(key)
            assert fold.locator("pre").is_visible() == is_open
            assert fold.locator("summary").inner_text().strip() == says


def test_unfolded_code_that_scrolls_lets_the_keyboard_in(open_page):
    page = open_page(PAGE, size=PHONE)
    solution = page.locator("details.solution").first
    solution.locator("summary").first.press("Enter")
    page.wait_for_function("document.querySelector('details.solution .cell_input pre').tabIndex === 0")
    assert "gradient" in solution.locator(".cell_input pre").first.evaluate("code => getComputedStyle(code).backgroundImage")


@pytest.mark.parametrize("protocol", ["http", "disk"])
def test_copying_code(protocol, open_page):
    page = open_page(PAGE, protocol)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell = page.locator("div.cell:not(:has(details)) .cell_input").first
    for _ in range(2):
        cell.hover()
        cell.locator("button.copybtn").click()
    assert page.evaluate("navigator.clipboard.readText()").strip() == cell.locator("pre").inner_text().strip()
    assert page.locator(".cell_output button.copybtn").count() == 0


def test_the_colour_mode_goes_round_and_says_where_it_is(open_page):
    page = open_page(PAGE, query="?mode", color_scheme="light")
    button = page.locator(".theme-switch-button")
    seen = []
    for _ in range(4):
        seen.append((button.get_attribute("aria-label"), page.evaluate("document.documentElement.dataset.theme")))
        assert button.locator("i").evaluate_all("icons => icons.filter(icon => icon.checkVisibility()).length") == 1
        button.click()
    named = [("Colour mode: as the system has it", "light"), ("Colour mode: dark", "dark"), ("Colour mode: light", "light")]
    assert seen == [*named, named[0]]
    page.reload()
    assert button.get_attribute("aria-label") == "Colour mode: dark"  # it is remembered


@pytest.mark.parametrize(("side", "first"), [("primary", "Part I"), ("secondary", "Counting")])
def test_a_sidebar_on_a_phone_keeps_the_keyboard_and_gives_it_back(side, first, open_page):
    page = open_page(PAGE, size=PHONE)
    button, dialog = page.locator(f".{side}-toggle"), page.locator(f"#pst-{side}-sidebar-modal")
    page.evaluate("window.strayed = 0; addEventListener('focusin', event => (strayed += !event.target.closest('dialog[open]')))")
    for tabs in (30, 1):
        button.press("Enter")
        assert first in dialog.inner_text()
        page.evaluate("strayed = 0")
        for _ in range(tabs):
            page.keyboard.press("Tab")
        assert page.evaluate("strayed") == 0
        if page.evaluate(f"{IN_FOCUS}.matches('body')"):  # past the last link, where a browser has buttons of its own
            page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        page.wait_for_function(f"{IN_FOCUS}.matches('.{side}-toggle')")
        assert not dialog.is_visible()


def test_a_section_chosen_on_a_phone_is_shown(open_page):
    page = open_page(PAGE, size=PHONE)
    page.click(".secondary-toggle")
    page.click("dialog[open] a[href='#counting']")
    page.wait_for_function("!document.querySelector('dialog[open]')")
    assert 0 <= page.locator("#counting h2").bounding_box()["y"] < PHONE[1] / 2


def test_the_keyboard_goes_through_the_page_in_its_order_and_can_skip_to_the_text(open_page):
    page = open_page(PAGE, query="?keys")
    areas = [".skip-link", "#pst-primary-sidebar", ".bd-header-article", "article", ".prev-next-footer"]
    page.evaluate(WATCH_STOPS, areas)
    for _ in range(200):
        page.keyboard.press("Tab")
    order = [area for area, _ in itertools.groupby(page.evaluate("stops"))]
    assert order[: order.index(None)] == areas
    page.focus("[href='#main-content']")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main-content")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{IN_FOCUS}.closest('#main-content') !== null")


def test_a_search_for_nothing_stays_where_it_is(open_page):
    page = open_page(PAGE, query="?words")
    page.keyboard.press("Control+k")
    for words in ("", "   "):
        page.locator("#pst-search-dialog input").fill(words)
        page.keyboard.press("Enter")
        assert "search.html" not in page.url
    page.locator("#pst-search-dialog input").fill("null space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=null+space")


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_the_first_screen_shows_the_idea(size, open_page):
    """Question, answer and the beginning of the figure, without scrolling."""
    page = open_page("intro", size=size)
    for part in ("article h1", "article .math-scroll", "#explorable-opening .plane .handle.class-1"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= size[1], part


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
    assert page.locator("li", has=link).last.inner_text().startswith("Exercise 2.1 (easy, 5 minutes, by hand). A colleague")
    link.click()
    page.wait_for_url("**/the-way-back.html#sol-which-u")
    page.wait_for_function("document.querySelector('details:has(#sol-which-u)').open")
    assert page.locator("details.solution[open]").count() == 1


@pytest.mark.parametrize("protocol", ["disk", "http"])
def test_a_preview_of_each_kind_comes_on_hover_and_goes(protocol, open_page):
    page = open_page(PIVOT, protocol)
    page.evaluate("document.querySelectorAll('article details').forEach(block => block.open = true)")
    box = page.locator(".preview")
    for target, words in LINKS.items():
        page.locator(f"article a.internal[href*='{target}']:not(.headerlink):visible").first.hover()
        box.filter(has_text=words).wait_for()
        page.mouse.move(0, 0)
        box.wait_for(state="hidden")


def test_the_keyboard_has_it_too(open_page):
    page = open_page(PIVOT, "disk", query="?keys")
    link = page.locator("article a.internal[href*='#term-']").first
    page.keyboard.press("Tab")  # a focus by the keyboard, not by a script alone
    link.focus()
    page.locator(".preview").wait_for()
    assert link.get_attribute("aria-describedby") == "preview"
    page.keyboard.press("Escape")
    assert page.locator(".preview").is_hidden()
    assert link.get_attribute("aria-describedby") is None
