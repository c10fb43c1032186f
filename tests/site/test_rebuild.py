"""The same sources give the same bytes, a change in an extension is noticed, and the build says where its time went."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.site.conftest import page_names

# The PDF is printed from the site, by a command of its own.
NOT_BUILT = {".buildinfo", "two-columns-one-vector.pdf"}
NOT_COPIED = shutil.ignore_patterns("_build", ".*", "__pycache__")


@pytest.mark.slow
def test_a_build_from_nothing_gives_the_same_bytes(site, tmp_path):
    copy = tmp_path / "book"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    # What the code gives is known: the theorems' tests have passed, and nbmake sees that each page gives it again (conftest.py).
    for known in ("_build/.theorems", "_build/.jupyter_cache"):
        shutil.copytree(ROOT / known, copy / known)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", copy, "-n", "-W", "--keep-going"]
    build = subprocess.run(command, check=False, capture_output=True, text=True)
    assert build.returncode == 0, build.stdout + build.stderr
    first, second = digests(site), digests(copy / "_build/html")
    assert sorted(first) == sorted(second)
    assert not [name for name in first if first[name] != second[name]]


def digests(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in NOT_BUILT)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(content(path)).hexdigest() for path in files}


def content(path):
    """A file's bytes; of the search index, without the words that stand on no page: Sphinx keeps those that an edit has removed."""
    data = path.read_bytes()
    if path.name != "searchindex.js":
        return data
    index = json.loads(data[data.index(b"(") + 1 : data.rindex(b")")])
    index["terms"] = {word: pages for word, pages in index["terms"].items() if pages != []}
    return json.dumps(index).encode()


MARK = """
def mark(app, doctree):
    doctree[0].append(__import__("docutils.nodes").nodes.paragraph(text="{word}"))

def setup(app):
    app.connect("doctree-read", mark)
"""


@pytest.fixture
def small_book(tmp_path):
    """A book of one page, with an extension that writes on it and a style sheet, watched as those of the book are."""
    extensions = tmp_path / "_ext"
    extensions.mkdir()
    (tmp_path / "_static").mkdir()
    shutil.copy(ROOT / "_ext/fresh_pages.py", extensions)
    (tmp_path / "index.rst").write_text("Title\n=====\n", encoding="utf-8")
    (tmp_path / "conf.py").write_text(
        "import sys; sys.path.insert(0, '_ext'); extensions = ['fresh_pages', 'mark']; html_theme, html_static_path = 'basic', ['_static']",
        encoding="utf-8",
    )
    return tmp_path


def test_a_changed_extension_or_style_sheet_changes_the_pages(small_book):
    for word, colour in [("before", "red"), ("after", "red"), ("after", "blue")]:
        (small_book / "_ext/mark.py").write_text(MARK.format(word=word), encoding="utf-8")
        (small_book / "_static/look.css").write_text(colour, encoding="utf-8")
        subprocess.run([sys.executable, "-B", "-m", "sphinx", "-q", ".", "out"], cwd=small_book, check=True)
        assert f"<p>{word}</p>" in (small_book / "out/index.html").read_text(encoding="utf-8")
        assert (small_book / "out/_static/look.css").read_text(encoding="utf-8") == colour


def test_the_entries_of_the_index_are_found_after_an_edit_of_another_page(small_book):
    (small_book / "_ext/mark.py").write_text(MARK.format(word="mark"), encoding="utf-8")
    (small_book / "other.rst").write_text("Other\n=====\n\n.. index:: apple\n\nA fruit.\n", encoding="utf-8")
    for text in ("plum", "quince"):
        (small_book / "index.rst").write_text(f"Title\n=====\n\n{text}\n\n.. toctree::\n\n   other\n", encoding="utf-8")
        subprocess.run([sys.executable, "-B", "-m", "sphinx", "-q", ".", "out"], cwd=small_book, check=True)
        index = (small_book / "out/searchindex.js").read_text(encoding="utf-8")
        assert text[:4] in index  # its stem
        assert '"apple"' in index.partition("indexentries")[2]


def test_a_bibliography_that_is_written_again_has_every_work_once(small_book):
    with (small_book / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("; extensions = ['fresh_pages', 'sphinxcontrib.bibtex']; bibtex_bibfiles = ['works.bib']")
    (small_book / "works.bib").write_text(
        "@book{one, author = {Ann Apple}, title = {Fruit}, publisher = {Tree}, year = {1999}}", encoding="utf-8"
    )
    (small_book / "index.rst").write_text("Title\n=====\n\n:cite:`one`\n\n.. bibliography::\n", encoding="utf-8")
    for colour in ("red", "blue", "green"):
        (small_book / "_static/look.css").write_text(colour, encoding="utf-8")
        subprocess.run([sys.executable, "-B", "-m", "sphinx", "-q", ".", "out"], cwd=small_book, check=True)
        assert (small_book / "out/index.html").read_text(encoding="utf-8").count("<em>Fruit</em>") == 1


def test_the_build_says_where_its_time_went(site):
    shown = subprocess.run(["make", "--no-print-directory", "times"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert shown == (site.parent / "times.txt").read_text(encoding="utf-8")
    executed = re.findall(r"s  (chapters/\S+)", shown)
    assert set(executed) == {name for name in page_names() if (ROOT / f"{name}.ipynb").exists()}
