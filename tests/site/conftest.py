"""The built site, a browser to look at it with, and the two ways a reader opens it: from disk and over http."""

import contextlib
import functools
import http.server
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup

from _ext.contents import contents
from _print.make_pdf import chromium
from tests.conftest import ROOT, SITE

FOLDER = "/two-columns-one-vector"  # of the host, where the site is published
DESKTOP = {"width": 1280, "height": 900}
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")


def page_names():
    """The pages that _toc.yml names, as `chapters/part/page`."""
    return list(contents(ROOT))


def written_pages():
    """Those of the pages that have a source; the index is made by Sphinx from the others."""
    return [name for name in page_names() if name != "genindex"]


@functools.cache
def html(path):
    """A page without a browser; kept, since to parse it takes most of a test's time."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="session")
def site():
    if not (SITE / "index.html").exists():
        pytest.fail(f"{SITE} is not there: run make book")
    return SITE


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with contextlib.ExitStack() as stack:
        try:
            playwright = stack.enter_context(sync_playwright())
            browser = playwright.chromium.launch(args=["--no-sandbox"], **chromium())
        except Exception as error:  # of any kind: on a bare machine the driver itself may not start
            reason = f"no Chromium to look at the site with (SOFTLOGIT_CHROMIUM may name one): {str(error).splitlines()[0]}"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        yield browser
        browser.close()


class Published(http.server.SimpleHTTPRequestHandler):
    """As GitHub Pages serves it: in a folder of the host, with 404.html for what is missing."""

    def translate_path(self, path):
        return super().translate_path(path.removeprefix(FOLDER))

    def send_error(self, code, *args):
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((SITE / "404.html").read_bytes())

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def addresses(site):
    """Where the site starts, for each way of opening it."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Published, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {"disk": site.as_uri(), "http": f"http://127.0.0.1:{server.server_port}{FOLDER}"}
        server.shutdown()


@pytest.fixture(scope="module")
def open_page(browser, addresses):
    """Opens a page of the book: `open_page("intro", "http", color_scheme="dark")`; once for all tests of a file that ask alike.

    Who leaves the page other than it was opens one with an address of its own, as `query="?moved"`.
    """
    contexts = []

    @functools.cache
    def opened(name, protocol="http", query="", size=(1280, 900), clock=False, **options):
        viewport = dict(zip(("width", "height"), size, strict=True))
        contexts.append(browser.new_context(**{"viewport": viewport, "reduced_motion": "reduce"} | options))
        page = contexts[-1].new_page()
        if clock:  # so that a test need not wait for what takes its time
            page.clock.install()
        page.goto(f"{addresses[protocol]}/{name}.html{query}", wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def linear(rgb):
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(rgb):
    return linear(rgb) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    """As the WCAG define it, of two colours."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)
