"""What a reader takes along: each notebook, all of them in one file (which `.ci/run` runs), a reference; and the other buttons."""

from importlib import metadata
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import yaml
from pybtex.database import parse_string

from tests.conftest import ROOT
from tests.site.conftest import html, page_names, written_pages

NAME = "two-columns-one-vector"
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
NOTEBOOKS = [name for name in written_pages() if (ROOT / f"{name}.ipynb").exists()]


@pytest.mark.parametrize(
    ("page", "link", "file"),
    [
        (NOTEBOOKS[0], ".dropdown-menu a:has-text('This notebook')", NOTEBOOKS[0].rpartition("/")[2] + ".ipynb"),
        (NOTEBOOKS[0], ".dropdown-menu a:has-text('All notebooks')", f"{NAME}.zip"),
        ("intro", "article a[download]", f"{NAME}.zip"),
    ],
)
def test_a_click_saves_the_file(page, link, file, open_page):
    page = open_page(page)
    page.hover(".dropdown-download-buttons button")
    with page.expect_download() as download:
        page.click(link)
    assert download.value.suggested_filename == file


def test_the_other_buttons_follow_from_the_repository_s_address(site):
    repository, name = CONFIG["repository"]["url"], NOTEBOOKS[0]
    buttons = html(site / f"{name}.html").select(".article-header-buttons a[href^=http]")
    binder = repository.replace("https://github.com", "https://mybinder.org/v2/gh") + f"/main?urlpath=lab/tree/{name}.ipynb"
    *others, issue = [link["href"] for link in buttons]
    assert others == [binder, repository]
    assert issue.startswith(f"{repository}/issues/new?title=")


def test_how_to_cite(site):
    name = "chapters/k-classes/separate-regressions"  # has a formula in its title
    page = html(site / f"{name}.html")
    address = page.select_one("link[rel=canonical]")["href"]
    book, chapter = parse_string(page.select_one(".cite-this pre").get_text(), "bibtex").entries.values()
    assert (book.fields["title"], book.fields["url"]) == ("Two Columns, One Vector", address.removesuffix(f"{name}.html"))
    assert (chapter.fields["title"], chapter.fields["url"]) == ("K − 1 separate regressions", address)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert book.fields["year"] == chapter.fields["year"] == str(citation["preferred-citation"]["year"])
    assert citation["version"] == metadata.version("softlogit")
    (opening,) = parse_string(html(site / "intro.html").select_one(".cite-this pre").get_text(), "bibtex").entries.values()
    assert opening == book


def test_search_engines_are_told_every_page(site):
    sitemap = ElementTree.parse(site / "sitemap.xml")
    found = [address.text for address in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == [f"{CONFIG['html']['baseurl']}{name}.html" for name in page_names()]


def test_the_archive_is_complete(site):
    with ZipFile(site / f"{NAME}.zip") as archive:
        files = {name.removeprefix(f"{NAME}/"): archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert {name.removesuffix(".ipynb") for name in files if name.endswith(".ipynb")} == set(NOTEBOOKS)
    positions = [files["README.md"].index(f"]({name}.ipynb)") for name in NOTEBOOKS]
    assert positions == sorted(positions)
    assert "pip install -r requirements.txt" in files["README.md"]
    (wheel,) = (name for name in files if name.endswith(".whl"))
    assert files["requirements.txt"] == f"./{wheel}\n" + (ROOT / "binder/requirements.txt").read_text(encoding="utf-8")
    assert files["LICENSE"] == (ROOT / "LICENSE").read_text(encoding="utf-8")
