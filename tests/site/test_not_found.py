"""The answer to an address that is not there leads back into the book, from whatever depth."""

import http.server
import threading
from urllib.parse import urlsplit

import pytest

from tests.site.conftest import QuietHandler, vendored

FOLDER = "/two-columns-one-vector"  # where the site is published


@pytest.fixture
def published(site):
    """A server like GitHub Pages: the site in a folder of the host, 404.html for what is missing."""

    class Handler(QuietHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=site)

        def translate_path(self, path):
            return super().translate_path(path.removeprefix(FOLDER))

        def send_error(self, code, *args):
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((site / "404.html").read_bytes())

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
        server.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_missing_page_leads_into_the_book(scheme, published, browser):
    page = browser.new_page(color_scheme=scheme, viewport={"width": 360, "height": 780})
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    assert page.goto(f"{published}/chapters/no-such-part/page.html").status == 404
    page.evaluate("document.fonts.ready")
    asked, *others = [urlsplit(url).path for url in requests]
    assert asked == f"{FOLDER}/chapters/no-such-part/page.html"
    assert {path.rpartition("/")[0] for path in others} == {f"{FOLDER}/_static", f"{FOLDER}/_static/fonts"}
    page.evaluate(vendored("axe.min.js"))
    assert page.evaluate("axe.run().then(report => report.violations.map(violation => violation.id))") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.click("text=Two Columns, One Vector")
    page.wait_for_url(f"{published}/intro.html")
    page.goto(f"{published}/nothing")
    page.fill("input", "least norm")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    page.close()
