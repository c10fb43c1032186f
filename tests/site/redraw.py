"""Draws the first state of a figure to play with anew, as the browser shows it, into its markup in _static/explorables.

make book && .venv/bin/python -m tests.site.redraw pivot && make book
"""

import re
import sys

from playwright.sync_api import sync_playwright

from _print.make_pdf import chromium
from tests.conftest import ROOT, SITE

DRAWN = {"svg": r"<svg.*?</svg>", "output": r"<output.*?</output>", ".explorable-text": r'<p class="explorable-text".*?</p>'}


def redraw(name, page):
    path = ROOT / "_static" / "explorables" / f"{name}.html"
    markup = path.read_text(encoding="utf-8")
    for selector, pattern in DRAWN.items():
        parts = iter(page.eval_on_selector_all(f"#explorable-{name} {selector}", "parts => parts.map(part => part.outerHTML)"))
        markup = re.sub(pattern, lambda _, parts=parts: re.sub(r"></(path|circle|rect)>", "/>", next(parts)), markup, flags=re.DOTALL)
    path.write_text(markup, encoding="utf-8")


def main(names):
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(args=["--no-sandbox"], **chromium()).new_page()
        for name in names:
            (path,) = (p for p in SITE.rglob("*.html") if f'id="explorable-{name}"' in p.read_text(encoding="utf-8"))
            page.goto(path.as_uri())
            redraw(name, page)


if __name__ == "__main__":
    main(sys.argv[1:])
