"""What a link leads to is shown beside it, on hover and on focus, also from disk."""

import pytest

PAGE = "chapters/k-classes/changing-the-pivot"
LINKS = {"#term-pivot": "compares", "#thm-fibre": "Theorem 2.", "#equation-eq-contrast": "(5.", "#id": "UCLA"}


@pytest.mark.parametrize("protocol", ["disk", "http"])
def test_a_preview_of_each_kind_comes_on_hover_and_goes(protocol, open_page):
    page = open_page(PAGE, protocol)
    box = page.locator(".preview")
    for target, words in LINKS.items():
        page.locator(f"article a.internal[href*='{target}']:not(.headerlink):visible").first.hover()
        box.filter(has_text=words).wait_for()
        page.mouse.move(0, 0)
        box.wait_for(state="hidden")


def test_the_keyboard_has_it_too(open_page):
    page = open_page(PAGE, "disk")
    link = page.locator("article a.internal[href*='#term-']").first
    page.keyboard.press("Tab")  # a focus by the keyboard, not by a script alone
    link.focus()
    page.locator(".preview").wait_for()
    assert link.get_attribute("aria-describedby") == "preview"
    page.keyboard.press("Escape")
    assert page.locator(".preview").is_hidden()
    assert link.get_attribute("aria-describedby") is None
