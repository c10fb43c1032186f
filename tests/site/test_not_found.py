"""The answer to an address that is not there leads back into the book, from whatever depth."""

from urllib.parse import urlsplit

import pytest

from tests.site.conftest import AXE, FOLDER


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_missing_page_leads_into_the_book(scheme, addresses, browser):
    page, requests = browser.new_page(color_scheme=scheme, viewport={"width": 360, "height": 780}), []
    page.on("request", lambda request: requests.append(urlsplit(request.url).path))
    assert page.goto(f"{addresses['http']}/chapters/no-such-part/page.html").status == 404
    page.evaluate("document.fonts.ready")
    assert {path.rpartition("/")[0] for path in requests[1:]} == {f"{FOLDER}/_static", f"{FOLDER}/_static/fonts"}
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then(report => report.violations.map(violation => violation.id))") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.click("text=Two Columns, One Vector")
    page.wait_for_url("**/intro.html")
    page.goto(f"{addresses['http']}/nothing")
    page.fill("input", "least norm")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
