"""The pages of the book as the tests see them: cells and directives.

Pages are read as text, without Sphinx, so that what is said of them holds before the book is built and names the cell.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager

from _ext.contents import contents
from tests.conftest import ROOT


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook; a Markdown file is one cell."""

    page: str
    raw: dict

    @property
    def source(self) -> str:
        return "".join(self.raw["source"])

    @property
    def tree(self) -> ast.Module:
        """What the code parses to; lines that begin with % or ! are calls of get_ipython() by then."""
        return ast.parse(TransformerManager().transform_cell(self.source), filename=str(self))

    @property
    def is_code(self) -> bool:
        return self.raw["cell_type"] == "code"

    @property
    def is_prose(self) -> bool:
        return self.raw["cell_type"] == "markdown"

    @property
    def tags(self) -> list[str]:
        return self.raw["metadata"].get("tags", [])

    @property
    def figure(self) -> dict:
        """The figure's name and caption, if the cell is said to make one."""
        return self.raw["metadata"].get("mystnb", {}).get("figure", {})

    @property
    def alt(self) -> str:
        return self.raw["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")

    def __str__(self) -> str:
        return f"{self.page}, cell {self.raw['id']}" if "id" in self.raw else self.page


@dataclass(frozen=True)
class Page:
    """A page by its name in _toc.yml, such as chapters/two-classes/the-way-back."""

    name: str
    notebook: dict
    suffix: str = ".ipynb"

    @property
    def path(self) -> str:
        return self.name + self.suffix

    @property
    def cells(self) -> list[Cell]:
        return [Cell(self.path, raw) for raw in self.notebook["cells"]]

    @property
    def code(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_code]

    @property
    def prose(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_prose]


@dataclass(frozen=True)
class Directive:
    cell: Cell
    name: str
    argument: str
    options: dict[str, str]


def read(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    is_text = path.suffix == ".md"
    notebook = {"cells": [{"cell_type": "markdown", "metadata": {}, "source": text}]} if is_text else json.loads(text)
    return Page(path.relative_to(ROOT).with_suffix("").as_posix(), notebook, path.suffix)


@cache
def book() -> list[Page]:
    """Every page that _toc.yml names."""
    return [read(path) for name in contents(ROOT) for s in (".ipynb", ".md") if (path := ROOT / (name + s)).exists()]


def notebooks() -> list[Page]:
    return [page for page in book() if page.suffix == ".ipynb"]


FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})\s*(?P<info>.*)")
ROLE_OR_INLINE_CODE = re.compile(r"(?P<role>\{[\w:-]+\}`[^`]+`)|(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)


def without_code(source: str) -> str:
    """The text without blocks of code and without inline code, in which nothing is a directive or a role."""
    kept, fences = [], []
    for line in source.splitlines():
        if match := FENCE.fullmatch(line):
            fence, info = match["fence"], match["info"]
            if fences and not info and fence.startswith(fences[-1][0]):
                fences.pop()
                continue
            if not (fences and fences[-1][1]):
                fences.append((fence, not info.startswith("{") or info.startswith("{code")))
        if not (fences and fences[-1][1]):
            kept.append(line)
    return ROLE_OR_INLINE_CODE.sub(lambda match: match["role"] or "", "\n".join(kept) + "\n")


DIRECTIVE = re.compile(r"^[ ]*(?::{3,}|`{3,})\{(?P<name>[\w:-]+)\}[ ]*(?P<argument>.*)\n(?P<options>(?:[ ]*:[\w-]+:.*\n)*)", re.MULTILINE)
OPTION = re.compile(r":([\w-]+):\s*(.*)")
MATHS = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)


def directives(page: Page) -> Iterator[Directive]:
    for cell in page.prose:
        for match in DIRECTIVE.finditer(without_code(cell.source)):
            yield Directive(cell, match["name"], match["argument"].strip(), dict(OPTION.findall(match["options"])))
