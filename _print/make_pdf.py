"""`make pdf`: the whole book as one PDF on the site, put together from the pages that `make book` has built and printed by Chromium.

Nothing is executed or set again. `assemble.js` gathers the articles into one document whose links stay within it. It is printed twice:
the first time to learn on which page every target of a link lands, the second time with these numbers in the contents and the index, and
once more if that has moved something.
"""

import os
import re
import shutil
import sys
from io import BytesIO
from pathlib import Path

import yaml
from pikepdf import ObjectStreamMode, Pdf
from playwright.sync_api import Error, sync_playwright

from _ext.contents import contents

HERE = Path(__file__).parent
ROOT = HERE.parent
SITE = ROOT / "_build/html"
PAPER = {"prefer_css_page_size": True, "print_background": True}


def chromium():
    """Where playwright finds the system's Chromium, best the one without windows, which is quicker; playwright itself downloads none."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("SOFTLOGIT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return {"executable_path": found} if found else {"channel": "chrome"}


def launch(playwright):
    try:
        return playwright.chromium.launch(args=["--no-sandbox"], **chromium())
    except Error as error:
        sys.exit(f"make pdf needs Chromium or Chrome (SOFTLOGIT_CHROMIUM may name one): {error.message.splitlines()[0]}")


def assembled(page, config):
    """Fills the page with the whole book."""
    page.goto((SITE / "search.html").as_uri())  # any page of the site will do: its style sheets are wanted
    page.add_script_tag(path=HERE / "assemble.js")
    page.evaluate("config => begin(config)", config)
    page.add_style_tag(path=HERE / "book.css")
    for name, part in contents(ROOT).items():
        html = (SITE / f"{name}.html").read_text(encoding="utf-8")
        page.evaluate("([name, part, html]) => add(name, part, html)", [name, part, html])
    lost = page.evaluate("finish()")
    if lost:
        sys.exit("links that lead nowhere in print:\n" + "\n".join(lost))
    page.evaluate("document.fonts.ready")
    page.wait_for_function("[...document.images].every(image => image.complete)")


def numbered(page, numbers):
    """The book with these page numbers, or with those that are right after them."""
    for _ in range(3):
        page.evaluate("numbers => number(numbers)", numbers)
        pdf = page.pdf(**PAPER, outline=True, tagged=True)
        printed, numbers = numbers, page_numbers(pdf)
        if printed == numbers:
            return pdf
    sys.exit("the page numbers in the contents and the index do not settle")


def page_numbers(pdf):
    """For each target of a link the page that it is on, counted from 1."""
    with Pdf.open(BytesIO(pdf)) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        return {name.removeprefix("/"): numbers[place[0].objgen] for name, place in document.Root.Dests.items()}


def save(pdf, target, config, headings):
    """With a title and an author, without the time of printing, a third as large as Chromium makes it."""
    with Pdf.open(BytesIO(pdf)) as document:
        # Chromium writes what begins a page twice into the outline, so the headings are put there anew.
        for entry, heading in zip(outline_entries(document.Root.Outlines), headings, strict=True):
            entry.Title = heading
        del document.docinfo
        document.docinfo["/Title"], document.docinfo["/Author"] = config["title"], config["author"]
        document.save(target, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)


def offer(target):
    """Has the opening page lead to the PDF; before there is one it says nothing of it."""
    opening = SITE / "intro.html"
    sentence = f' The whole of it is also <a href="{target.name}">a PDF to print</a>.'
    html = re.sub('<span id="pdf">.*?</span>', f'<span id="pdf">{sentence}</span>', opening.read_text(encoding="utf-8"))
    opening.with_suffix(".new").write_text(html, encoding="utf-8")
    opening.with_suffix(".new").replace(opening)  # in one go, for whoever reads it meanwhile


def outline_entries(parent):
    entry = parent.get("/First")
    while entry is not None:
        yield entry
        yield from outline_entries(entry)
        entry = entry.get("/Next")


def main():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    if not (SITE / "index.html").exists():
        sys.exit(f"{SITE} is not there: run make book")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(color_scheme="light", reduced_motion="reduce")
        assembled(page, {"title": config["title"], "author": config["author"], "address": config["repository"]["url"]})
        unseen = page.add_style_tag(content=".katex { visibility: hidden }")  # formulas take their place; drawing them takes time
        numbers = page_numbers(page.pdf(**PAPER))
        unseen.evaluate("style => style.remove()")
        pdf = numbered(page, numbers)
        headings = page.evaluate("headings()")
        browser.close()
    target = SITE / "two-columns-one-vector.pdf"
    save(pdf, target, config, headings)
    offer(target)
    print("Open", target.as_uri())


if __name__ == "__main__":
    main()
