"""The contents name every page that there is; only what can change a page's results has the pages executed again."""

import json

import pytest

from _ext.contents import behind_the_results, contents
from tests.conftest import ROOT

TOC = """
format: jb-book
root: intro
parts:
  - caption: One
    chapters:
      - file: chapters/one/first
        sections:
          - file: chapters/one/deeper
            sections:
              - file: chapters/one/deepest
  - chapters:
      - file: chapters/two/last
"""
DOUBLE = "def f(x):\n    '''Twice x.'''\n    return 2 * x\n"
SOURCES = {
    "_toc.yml": TOC,
    "src/library/__init__.py": "from .used import f",
    "src/library/used.py": DOUBLE,
    "src/library/unused.py": "y = 1\n",
    "src/library/data.csv": "1,2\n",
    "src/.ruff_cache/left": "1",
    "results/old.json": "[]",
    "results/read.json": "[]",
}
CELL = {"cell_type": "code", "source": ["import library\n", 'print(open("../../results/read.json").read())']}


@pytest.fixture
def book(tmp_path):
    page = json.dumps({"cells": [CELL, {"cell_type": "markdown", "source": "Words"}]})
    for name, text in {**SOURCES, "chapters/one/first.ipynb": page}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_sections_of_sections_are_in_the_contents(book):
    assert contents(book) == {
        "intro": "",
        "chapters/one/first": "One",
        "chapters/one/deeper": "",
        "chapters/one/deepest": "",
        "chapters/two/last": "",
    }


def complaints(root):
    names = [name for name in contents(root) if name.startswith("chapters/")]
    there = {
        path.relative_to(root).with_suffix("").as_posix() for suffix in ("md", "ipynb") for path in root.glob(f"chapters/*/*.{suffix}")
    }
    opening = (root / "intro.md").read_text(encoding="utf-8")
    yield from (f"{name}: is in _toc.yml, and there is no such page" for name in names if name not in there)
    yield from (f"{name}: is a page that _toc.yml does not name" for name in sorted(there - set(names)))
    yield from (
        f"{name}: is a chapter that intro.md does not lead to" for name in names if "/back/" not in name and f"({name})" not in opening
    )


def test_every_page_is_in_the_contents_and_found_from_the_opening():
    assert not list(complaints(ROOT))


@pytest.mark.parametrize(
    ("name", "text", "matters"),
    [
        ("src/library/used.py", DOUBLE.replace("Twice x.", "Gives\n\n    twice x.") + "\n# The end.\n", False),
        ("src/library/unused.py", "y = 2\n", False),
        ("src/.ruff_cache/left", "2", False),
        ("results/old.json", "[1]", False),
        ("src/library/used.py", DOUBLE.replace("2", "3"), True),
        ("src/library/data.csv", "1,3\n", True),
        ("results/read.json", "[1]", True),
    ],
)
def test_what_matters_to_the_results(name, text, matters, book):
    before = behind_the_results(book)
    (book / name).write_text(text)
    assert (behind_the_results(book) != before) == matters
