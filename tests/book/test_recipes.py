"""The recipes of the contributing page: followed to the end they satisfy `make check`; a step left out is told in the words given there."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pages import code, markdown

from tests.conftest import ROOT

PAGE = (ROOT / "chapters/back/contributing.md").read_text(encoding="utf-8")
LESSON = "chapters/other-roads/gaussian-classes.ipynb"  # has three exercises, and so room for one more
LAST_CELL = '\n ],\n "metadata": {'
EXERCISE = ":::{exercise}\n:label: ex-NAME%s\nProve it.\n:::\n"
SOLUTION = ":::{solution%s} ex-NAME%s\n:label: sol-NAME%s\n:class: dropdown\n:::\n"
TITLE = "# A chapter\n\n:::{admonition} What you will be able to do\n:class: goals\nFollow a recipe.\n:::\n"
PRACTICE = "".join(EXERCISE % n + SOLUTION % ("", n, n) for n in (1, 2)) + EXERCISE % 3 + SOLUTION % ("-start", 3, 3)
CHAPTER = [markdown(TITLE), markdown(PRACTICE, "practice"), code("1 + 1"), markdown(":::{solution-end}\n:::\n", "end")]
ALT = "A straight line that rises from the left to the right of an empty square."
FIGURE = {"figure": {"name": "fig-NAME", "caption": "A figure."}, "image": {"alt": ALT}}
THEOREM = ":::{prf:theorem} Recipes\n:label: thm-NAME\nThey can be followed.\n:::\n"
LOADER = 'def load_NAME() -> pd.DataFrame:\n    """One row."""\n    return _load("NAME")\n\n\n'
GLM = json.loads((ROOT / "rosetta/results.json").read_text(encoding="utf-8"))["tools"]["glm"]


def added(path, text, before="", after=""):
    """A change of a file: where the text comes into it, or a new file if no place is said."""
    return path, before + after, after + text + before


def appended(cell):
    return added(LESSON, ",\n" + json.dumps(cell), before=LAST_CELL)


def copied(path):
    return added(path.replace("glm", "NAME"), (ROOT / path).read_text(encoding="utf-8"))


# For each recipe the changes that each of its steps makes.
BEFORE = [appended(code("ax.plot([0, 1])", "NAME", scrolled=False))]  # a drawing, which is to be a figure
RECIPES = {
    "Add a page": [
        [added("chapters/back/NAME.md", "# A page\n\nText.\n")],
        [added("_toc.yml", "      - file: chapters/back/NAME\n", before="      - file: chapters/back/glossary\n")],
    ],
    "Add a chapter": [
        [added("chapters/two-classes/NAME.ipynb", json.dumps({"cells": CHAPTER, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))],
        [added("_toc.yml", "      - file: chapters/two-classes/NAME\n", before="      - file: chapters/two-classes/the-way-back\n")],
        [added("intro.md", "  - [Can recipes be followed?](chapters/two-classes/NAME)\n", before="\nII. ")],
    ],
    "Add a theorem": [
        [appended(markdown(THEOREM, "theorem-NAME"))],
        [appended(markdown(":::{prf:proof}\nBy following them.\n:::\n", "proof-NAME"))],
        [added("tests/library/theorems/test_NAME.py", '@pytest.mark.theorem("thm-NAME")\ndef test_NAME(): ...\n')],
    ],
    "Add an exercise": [
        [appended(markdown(EXERCISE % "", "exercise-NAME"))],
        [appended(markdown((SOLUTION % ("", "", "")).replace(":class: dropdown\n", ""), "solution-NAME"))],
        [added(LESSON, r":class: dropdown\n", after=r":label: sol-NAME\n")],
    ],
    "Add a figure": [
        [added(LESSON, f'"mystnb": {json.dumps(FIGURE)}, ', after='"id": "NAME", "metadata": {')],
        [appended(markdown("See {numref}`fig-NAME`.", "of-a-figure-NAME"))],
        [added(LESSON, '"tags": ["hide-input"], ', after='"id": "NAME", "metadata": {')],
    ],
    "Add a data set": [
        [
            added("src/softlogit/datasets/NAME.csv", "a\n1\n"),
            added("src/softlogit/datasets/__init__.py", LOADER, before="def _load("),
            added("src/softlogit/__init__.py", "load_NAME,\n    ", before="load_penguins,"),
            added("src/softlogit/__init__.py", '"load_NAME", ', before='"load_penguins",'),
        ],
        [added("chapters/back/library-reference.md", ".. autofunction:: load_NAME\n", before=".. autofunction:: load_penguins\n")],
        [added("src/softlogit/datasets/README.md", "| `NAME.csv` | 1 | a | made up |\n", before="| `penguins.csv`")],
    ],
    "Add a tool to the Rosetta stone": [
        [copied("rosetta/tools/glm.R")],
        [copied("rosetta/tools/glm.toml")],
        [added("rosetta/results.json", f'\n  "NAME": {json.dumps(GLM)},', after=' "tools": {')],
    ],
}


def follow(root, name, left_out):
    """All recipes, each without the step of this number."""
    steps = [step for steps in RECIPES.values() for number, step in enumerate(steps) if number != left_out]
    for change in [*BEFORE, *itertools.chain(*steps)]:
        path, old, new = (part.replace("NAME", name) for part in change)
        text = (root / path).read_text(encoding="utf-8") if old else ""
        assert old in text or left_out is not None, f"{path} has no {old!r}"
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def messages(title):
    """What the page says that is said for each step of a recipe, "" if nothing is."""
    recipe = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return [row.rsplit(" | ", 1)[1].strip(" |`") for row in re.findall(r"^\|.*\|$", recipe, re.MULTILINE)[2:]]


def test_every_recipe_is_followed():
    assert {title for title in re.findall(r"^## (Add .*)", PAGE, re.MULTILINE) if messages(title)} == set(RECIPES)


@pytest.mark.slow
@pytest.mark.parametrize("left_out", [[None], [0, 1, 2]])
def test_recipes(left_out, tmp_path):
    copy = tmp_path / "book"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("_build", ".*", "__pycache__"))
    for step in left_out:
        follow(copy, f"without{step}", step)
    environment = {**os.environ, "PYTHONPATH": str(copy / "src")}
    command = ["make", "--no-print-directory", "rules", f"BIN={Path(sys.executable).parent}"]
    run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    told = [(step, message) for title in RECIPES for step, message in enumerate(messages(title)) if step in left_out]
    assert not [message for step, message in told if message.replace("NAME", f"without{step}") not in run.stdout], run.stdout
    assert (run.returncode == 0) == (left_out == [None]), run.stdout
