"""The built site, a browser to look at it with, and the two ways a reader opens it: from disk and over http."""

import contextlib
import functools
import http.server
import os
import threading
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from _ext.contents import contents
from _print.make_pdf import chromium
from tests.conftest import ROOT, SITE


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


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def addresses(site):
    """Where the site starts, for each way of opening it."""
    handler = functools.partial(QuietHandler, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {"disk": site.as_uri(), "http": f"http://127.0.0.1:{server.server_port}"}
        server.shutdown()


@pytest.fixture
def open_page(browser, addresses):
    """Opens a page of the book: `open_page("intro", "http", color_scheme="dark")`."""
    contexts = []

    def open_page(name, protocol="http", query="", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{addresses[protocol]}/{name}.html{query}", wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


def vendored(name):
    return (Path(__file__).parent / "vendor" / name).read_text(encoding="utf-8")
