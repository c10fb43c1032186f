"""What is written from other sources while the book is built, in Markdown as they are: a function's text in the place of a directive."""

from itertools import groupby
from pathlib import Path
from textwrap import indent

from contents import blocks, cells
from sphinx.util.docutils import SphinxDirective
from theorem_tests import theorems

from rosetta import page


def exercises(directive):
    """Every exercise of the book, chapter by chapter, with links to it and to its solution.

    A line in the directive says of each what the form above the list asks for (`_static/reference.css`): "ex-by-hand: easy, 5 minutes".
    """
    root, asked = Path(directive.env.srcdir), dict(line.split(": ") for line in directive.content)
    for name, found in groupby(blocks(root, "exercise"), lambda block: block[0]):
        title = cells(root / f"{name}.ipynb", "markdown")[0].splitlines()[0].removeprefix("# ")
        yield f":::{{container}} exercises-of\n[{title}](/{name}.ipynb)\n:::\n"
        for _, _, label, text in found:
            words = asked.get(label, "")
            kinds = (" ." + ("short" if part in ("5 minutes", "10 minutes") else part.replace(" ", "-")) for part in words.split(", "))
            question = f"{{ref}}`{label}` [({words})]{{.asked{''.join(kinds)}}}. {text}"
            yield f"*{indent(question, '  ')[1:]}\n  {{ref}}`Solution <{label.replace('ex-', 'sol-', 1)}>`\n"


WRITERS = {
    "exercises-and-solutions": exercises,
    "rosetta": lambda directive: [page.write(directive.arguments[0])],
    "theorems-and-tests": theorems,
}


class Written(SphinxDirective):
    has_content, optional_arguments = True, 1

    def run(self):
        return self.parse_text_to_nodes("\n".join(WRITERS[self.name](self)))


def setup(app):
    for name in WRITERS:
        app.add_directive(name, Written)
