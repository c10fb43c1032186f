"""The recipes of the contributing page: followed to the end they satisfy `make check`; a step left out is told in the words given there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from samples import KERNEL, code, markdown

from tests.conftest import ROOT

PAGE = (ROOT / "chapters/back/contributing.md").read_text(encoding="utf-8")
LESSON = "chapters/other-roads/gaussian-classes.ipynb"  # has three exercises, and so room for one more
GOALS = "# A chapter\n\n:::{admonition} What you will be able to do\n:class: goals\nFollow a recipe.\n:::\n"
EXERCISE = ":::{exercise}\n:label: ex-%s\nProve it.\n:::\n"
SOLUTION = ":::{solution} ex-%s\n:label: sol-%s\n:class: dropdown\nClearly.\n:::\n"
WITH_CODE = ":::{solution-start} ex-%s\n:label: sol-%s\n:class: dropdown\n:::\n"
STATED = ":::{prf:theorem} Recipes\n:label: thm-recipe\nThey can be followed.\n:::\n"
TEST = 'import pytest\n\n\n@pytest.mark.theorem("thm-recipe")\ndef test_recipe():\n    assert True\n'
FIGURE = {
    "figure": {"name": "fig-recipe", "caption": "A figure."},
    "image": {"alt": "A straight line that rises from the left to the right of an empty square."},
}
CHAPTER = [
    markdown(GOALS, "title"),
    *[markdown(EXERCISE % name + SOLUTION % (name, name), name) for name in ("first", "second")],
    markdown(EXERCISE % "third" + WITH_CODE % ("third", "third"), "third"),
    code("1 + 1"),
    markdown(":::{solution-end}\n:::\n", "end"),
]


def write(path, text):
    path.write_text(text, encoding="utf-8")


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    write(path, text.replace(old, new, 1))


def listed(root, name, after):
    replace(root / "_toc.yml", f"      - file: {after}\n", f"      - file: {after}\n      - file: {name}\n")


def append(root, *cells):
    notebook = json.loads((root / LESSON).read_text(encoding="utf-8"))
    notebook["cells"] += cells
    write(root / LESSON, json.dumps(notebook))


def added_page(root, left_out):
    if left_out != 0:
        write(root / "chapters/back/recipe.md", "# A page\n\nText.\n")
    if left_out != 1:
        listed(root, "chapters/back/recipe", "chapters/back/notation")


def added_chapter(root, left_out):
    name = "chapters/two-classes/recipe"
    if left_out != 0:
        notebook = {"cells": CHAPTER, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
        write(root / f"{name}.ipynb", json.dumps(notebook))
    if left_out != 1:
        listed(root, name, "chapters/two-classes/the-way-back")
    if left_out != 2:
        replace(root / "intro.md", "\nII. ", f"  - [Can recipes be followed?]({name})\n\nII. ")


def added_theorem(root, left_out):
    proof = "" if left_out == 1 else "\n:::{prf:proof}\nBy following them.\n:::\n"
    if left_out != 0:
        append(root, markdown(STATED + proof, "a-theorem"))
    if left_out != 2:
        write(root / "tests/library/theorems/test_recipe.py", TEST)


def added_exercise(root, left_out):
    solution = SOLUTION % ("recipe", "recipe") if left_out != 2 else (SOLUTION % ("recipe", "recipe")).replace(":class: dropdown\n", "")
    append(root, markdown(EXERCISE % "recipe" + (solution if left_out != 1 else ""), "an-exercise"))


def added_figure(root, left_out):
    metadata = {"mystnb": FIGURE} if left_out != 0 else {}
    append(root, code("ax.plot([0, 1])", "a-figure", tags=["hide-input"] if left_out != 2 else [], **metadata))
    if left_out not in (0, 1):
        append(root, markdown("See {numref}`fig-recipe`.", "of-a-figure"))


def added_data_set(root, left_out):
    folder = root / "src/softlogit"
    write(folder / "datasets/recipe.csv", "a\n1\n")
    with (folder / "datasets/__init__.py").open("a", encoding="utf-8") as module:
        module.write('\n\ndef load_recipe() -> pd.DataFrame:\n    """One row."""\n    return _load("recipe")\n')
    if left_out != 0:
        for old, new in (("load_penguins,", "load_penguins, load_recipe,"), ('"load_penguins",', '"load_penguins", "load_recipe",')):
            replace(folder / "__init__.py", old, new)
    if left_out != 1:
        reference = root / "chapters/back/library-reference.md"
        replace(reference, ".. autofunction:: load_penguins\n", ".. autofunction:: load_penguins\n.. autofunction:: load_recipe\n")
    if left_out != 2:
        replace(folder / "datasets/README.md", "| `penguins.csv`", "| `recipe.csv` | 1 | a | made up |\n| `penguins.csv`")


def added_tool(root, left_out):
    for place, suffix in enumerate(("R", "toml")):
        if left_out != place:
            shutil.copy(root / f"rosetta/tools/glm.{suffix}", root / f"rosetta/tools/recipe.{suffix}")
    if left_out != 2:
        results = json.loads((root / "rosetta/results.json").read_text(encoding="utf-8"))
        results["tools"]["recipe"] = results["tools"]["glm"]
        write(root / "rosetta/results.json", json.dumps(results))


RECIPES = {
    "Add a page": added_page,
    "Add a chapter": added_chapter,
    "Add a theorem": added_theorem,
    "Add an exercise": added_exercise,
    "Add a figure": added_figure,
    "Add a data set": added_data_set,
    "Add a tool to the Rosetta stone": added_tool,
}


def messages(title):
    """What the page says that is said for each step of a recipe, "" if nothing is."""
    recipe = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    last_columns = [row.rsplit(" | ", 1)[1].strip(" |`") for row in re.findall(r"^\|.*\|$", recipe, re.MULTILINE)[2:]]
    return [told.replace("NAME", "recipe") for told in last_columns]


def test_every_recipe_is_followed():
    assert {title for title in re.findall(r"^## (Add .*)", PAGE, re.MULTILINE) if messages(title)} == set(RECIPES)


@pytest.mark.slow
@pytest.mark.parametrize("left_out", [None, 0, 1, 2])
def test_recipes(left_out, tmp_path):
    """With one step of each recipe left out, or none."""
    copy = tmp_path / "book"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("_build", ".*", "__pycache__"))
    for follow in RECIPES.values():
        follow(copy, left_out)
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "COLUMNS": "200"}
    command = ["make", "--no-print-directory", "rules", f"BIN={Path(sys.executable).parent}"]
    run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    expected = [] if left_out is None else [told[left_out] for told in map(messages, RECIPES) if len(told) > left_out]
    assert not [message for message in expected if message not in run.stdout], run.stdout
    assert (run.returncode == 0) == (left_out is None), run.stdout
