"""The directive `{exercises-and-solutions}`: every exercise of the book, chapter by chapter, with links to it and to its solution.

Its lines say of each exercise what the form above the list asks for (`_static/reference.css`): "ex-by-hand: easy, 5 minutes, by hand".
"""

from itertools import groupby
from pathlib import Path
from textwrap import indent

from contents import blocks, cells


def exercises(directive):
    root, asked = Path(directive.env.srcdir), dict(line.split(": ") for line in directive.content)
    for page, found in groupby(blocks(root, "exercise"), lambda block: block[0]):
        title = cells(root / f"{page}.ipynb", "markdown")[0].splitlines()[0].removeprefix("# ")
        yield f":::{{container}} exercises-of\n[{title}](/{page}.ipynb)\n:::\n"
        for _, _, label, text in found:
            words = asked.get(label, "")
            question = f"{{ref}}`{label}` [({words})]{{.asked{''.join(map(kind, words.split(', ')))}}}. {text}"
            yield f"*{indent(question, '  ')[1:]}\n  {{ref}}`Solution <{label.replace('ex-', 'sol-', 1)}>`\n"


def kind(part):
    """Its class: easy, short, by-hand."""
    return " ." + ("short" if part in ("5 minutes", "10 minutes") else part.replace(" ", "-"))
