"""The contents are read with all their sections, and only what can change a page's results has the pages executed again."""

import json

import pytest

from _ext.contents import behind_the_results, contents

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


@pytest.mark.parametrize(
    ("name", "text", "matters"),
    [
        ("src/library/used.py", DOUBLE.replace("Twice x.", "Gives\n\n    twice x.") + "\n# The end.\n", False),
        ("src/library/unused.py", "y = 2\n", False),
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
