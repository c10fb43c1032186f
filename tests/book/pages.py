"""The pages of the book as the tests see them, and how a rule about them is held.

Pages are read without Sphinx, so that what is said of them holds before the book is built and names the cell.
"""

import json
import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from _ext.contents import contents
from tests.conftest import ROOT

MARKDOWN = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin).use(dollarmath_plugin).use(myst_role_plugin)
DIRECTIVE = re.compile(r"\{([\w:-]+)\} *(.*)")
OPTION = re.compile(r":([\w-]+): *(.*)\n")


@dataclass(frozen=True)
class Directive:
    name: str
    argument: str
    options: dict[str, str]
    cell: "Cell"


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook; a Markdown file is one cell."""

    page: str
    raw: dict

    def __str__(self) -> str:
        return f"{self.page}, cell {self.raw['id']}" if "id" in self.raw else self.page

    @property
    def source(self) -> str:
        return "".join(self.raw["source"])

    @property
    def is_code(self) -> bool:
        return self.raw["cell_type"] == "code"

    @property
    def tags(self) -> list[str]:
        return self.raw["metadata"].get("tags", [])

    @property
    def mystnb(self) -> dict:
        """What is said of the figure that the cell makes, if it makes one."""
        return self.raw["metadata"].get("mystnb", {})

    @property
    def directives(self) -> list[Directive]:
        heads = [(DIRECTIVE.match(token.info), token.content) for token in tokens(self.source) if token.type.endswith("fence")]
        options = re.compile(f"(?:{OPTION.pattern})*")
        return [Directive(*head.groups(), dict(OPTION.findall(options.match(body)[0])), self) for head, body in heads if head]


@dataclass(frozen=True)
class Page:
    """A page by its path, such as chapters/two-classes/the-way-back.ipynb."""

    path: str
    cells: list[Cell]

    @property
    def code(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_code]

    @property
    def prose(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.is_code]

    @property
    def text(self) -> str:
        return "\n".join(cell.source for cell in self.prose)

    @property
    def directives(self) -> list[Directive]:
        return [directive for cell in self.prose for directive in cell.directives]

    @property
    def tokens(self) -> list[Token]:
        return [token for cell in self.prose for token in tokens(cell.source)]

    @property
    def formulas(self) -> list[str]:
        return [token.content for token in self.tokens if token.type.startswith("math")]


@cache
def tokens(text: str) -> list[Token]:
    """What the text consists of, also inside its directives; in code nothing is a directive, a role or a formula."""
    found = [part for token in MARKDOWN.parse(text) for part in (token, *(token.children or ()))]
    inside = [token.content for token in found if token.info.startswith("{") and not token.info.startswith("{code")]
    return [*found, *(token for content in inside for token in tokens(content))]


@cache
def book() -> list[Page]:
    """Every page that _toc.yml names."""
    paths = [ROOT / f"{name}.{suffix}" for name in contents(ROOT) for suffix in ("ipynb", "md")]
    return [page(path.relative_to(ROOT).as_posix(), *read(path)) for path in paths if path.exists()]


def read(path) -> list[dict]:
    text = path.read_text(encoding="utf-8")
    return [{"cell_type": "markdown", "metadata": {}, "source": text}] if path.suffix == ".md" else json.loads(text)["cells"]


# Pages made up for the tests: each rule is also shown one that breaks it ----------------------------------------------------------------


def page(path: str, *cells: dict) -> Page:
    return Page(path, [Cell(path, cell) for cell in cells])


def markdown(source: str, id: str = "words") -> dict:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def code(source: str, id: str = "some-code", **metadata) -> dict:
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source, "outputs": [], "execution_count": None}
