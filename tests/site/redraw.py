"""Draws the first states of the figures to play with anew, as the browser shows them, into their markup in _static/explorables.

make book && .venv/bin/python -m tests.site.redraw && make book
"""

import re

from playwright.sync_api import sync_playwright

from _print.make_pdf import chromium
from tests.conftest import ROOT, SITE

NUMBERS = re.compile(r'<script type="application/json">.*?</script>\n', re.DOTALL)


def markup(page, name):
    """The figure as it stands in the page, without the numbers that the build puts there."""
    figure = NUMBERS.sub("", page.locator(f"#explorable-{name}").evaluate("figure => figure.outerHTML"))
    return re.sub(r"></(path|circle|rect)>", "/>", figure) + "\n"


def main():
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(args=["--no-sandbox"], **chromium()).new_page()
        for path in SITE.rglob("*.html"):
            for name in re.findall(r'id="explorable-((?!converter)\w+)"', path.read_text(encoding="utf-8")):  # which has no drawing
                page.goto(path.as_uri())
                (ROOT / f"_static/explorables/{name}.html").write_text(markup(page, name), encoding="utf-8")


if __name__ == "__main__":
    main()
