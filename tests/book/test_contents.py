"""The contents name every page that there is; only what can change a page's results has the pages executed again."""

import json

import pytest

from _ext.contents import behind_the_results, contents
from tests.conftest import ROOT, accept


def test_every_page_is_in_the_contents_and_found_from_the_opening():
    names = {name for name in contents(ROOT) if name.startswith("chapters/")}
    there = {path.relative_to(ROOT).with_suffix("").as_posix() for path in ROOT.glob("chapters/*/*") if path.suffix in (".md", ".ipynb")}
    opening = (ROOT / "intro.md").read_text(encoding="utf-8")
    faults = {
        "is in _toc.yml, and there is no such page": names - there,
        "is a page that _toc.yml does not name": there - names,
        "is a chapter that intro.md does not lead to": {name for name in names if "/back/" not in name and f"({name})" not in opening},
    }
    accept(f"{name}: {fault}" for fault, found in faults.items() for name in found)


DOUBLE = "def f(x):\n    '''Twice x.'''\n    return 2 * x\n"
CELL = {"cell_type": "code", "source": ["import library\n", 'print(open("../../results/read.json").read())']}
SOURCES = {
    "_toc.yml": "format: jb-book\nroot: chapters/one/first\n",
    "chapters/one/first.ipynb": json.dumps({"cells": [CELL, {"cell_type": "markdown", "source": "Words"}]}),
    "src/library/__init__.py": "from .used import f",
    "src/library/used.py": DOUBLE,
    "src/library/data.csv": "1,2\n",
    "src/.ruff_cache/left": "1",
    "results/old.json": "[]",
    "results/read.json": "[]",
}


@pytest.mark.parametrize(
    ("name", "text", "matters"),
    [
        ("src/library/used.py", DOUBLE.replace("Twice x.", "Gives\n\n    twice x.") + "\n# The end.\n", False),
        ("src/.ruff_cache/left", "2", False),
        ("results/old.json", "[1]", False),
        ("src/library/used.py", DOUBLE.replace("2", "3"), True),
        ("src/library/data.csv", "1,3\n", True),
        ("results/read.json", "[1]", True),
    ],
)
def test_what_matters_to_the_results(name, text, matters, tmp_path):
    for path, content in SOURCES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    before = behind_the_results(tmp_path)
    (tmp_path / name).write_text(text)
    assert (behind_the_results(tmp_path) != before) == matters
