"""`make pdf`: the whole book as one PDF, put together from the pages that `make book` has built and printed by Chromium.

Nothing is executed or set again. `assemble.js` gathers the articles into one document whose links stay within it. It is printed twice:
the first time to learn on which page every target of a link lands, the second time with these numbers in the contents and the index.
"""

import argparse
import os
import shutil
import sys
from io import BytesIO
from pathlib import Path

import yaml
from playwright.sync_api import Error, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

HERE = Path(__file__).parent
ROOT = HERE.parent
SITE = ROOT / "_build/html"
PAPER = {"prefer_css_page_size": True, "print_background": True}


def contents():
    """The pages in order, each with the caption of the part that it opens, if any."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    yield toc["root"], ""
    for part in toc["parts"]:
        for place, entry in enumerate(part["chapters"]):
            yield entry["file"], "" if place else part["caption"]


def launch(playwright):
    """The system's Chromium; playwright itself downloads none."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("SOFTLOGIT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    where = {"executable_path": found} if found else {"channel": "chrome"}
    try:
        return playwright.chromium.launch(args=["--no-sandbox"], **where)
    except Error as error:
        sys.exit(f"make pdf needs Chromium or Chrome (SOFTLOGIT_CHROMIUM may name one): {error.message.splitlines()[0]}")


def assembled(page, config):
    """Fills the page with the whole book."""
    page.goto((SITE / "search.html").as_uri())  # any page of the site will do: its style sheets are wanted
    page.add_script_tag(path=HERE / "assemble.js")
    page.evaluate("config => begin(config)", config)
    page.add_style_tag(path=HERE / "book.css")
    for name, part in contents():
        html = (SITE / f"{name}.html").read_text(encoding="utf-8")
        page.evaluate("([name, part, html]) => add(name, part, html)", [name, part, html])
    lost = page.evaluate("finish()")
    if lost:
        sys.exit("links that lead nowhere in print:\n" + "\n".join(lost))
    page.evaluate("document.fonts.ready")
    page.wait_for_function("[...document.images].every(image => image.complete)")


def page_numbers(pdf):
    """For each target of a link the page that it is on, counted from 1."""
    reader = PdfReader(BytesIO(pdf))
    return {name: reader.get_destination_page_number(place) + 1 for name, place in reader.named_destinations.items()}


def finished(pdf, config, headings):
    """With a title and an author, and without the time of printing."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    # Chromium writes what begins a page twice into the outline, so the headings are put there anew.
    for entry, heading in zip(outline_entries(writer.root_object["/Outlines"]), headings, strict=True):
        entry[NameObject("/Title")] = TextStringObject(heading)
    writer.metadata = {"/Title": config["title"], "/Author": config["author"]}
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def outline_entries(parent):
    entry = parent.get("/First")
    while entry:
        yield entry.get_object()
        yield from outline_entries(entry.get_object())
        entry = entry.get_object().get("/Next")


def main(target):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    if not (SITE / "index.html").exists():
        sys.exit(f"{SITE} is not there: run make book")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(color_scheme="light", reduced_motion="reduce")
        assembled(page, {"title": config["title"], "author": config["author"], "address": config["repository"]["url"]})
        unseen = page.add_style_tag(content=".katex { visibility: hidden }")  # formulas take their place; drawing them takes time
        page.evaluate("numbers => number(numbers)", page_numbers(page.pdf(**PAPER)))
        unseen.evaluate("style => style.remove()")
        pdf = page.pdf(**PAPER, outline=True, tagged=True)
        headings = page.evaluate("headings()")
        browser.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(finished(pdf, config, headings))
    print("Open", target.resolve().as_uri())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", nargs="?", type=Path, default=ROOT / "_build/pdf/two-columns-one-vector.pdf")
    main(parser.parse_args().target)
