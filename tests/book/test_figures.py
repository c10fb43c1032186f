"""Each figure has a name that the text refers to, a caption, and words for those who do not see it."""

import ast
import re

import pytest
from contract import finds, keeps
from pages import book, directives
from samples import code, markdown, page

SHORTEST_ALT = 40


def draws(cell):
    """Whether the code calls upon a figure or its axes."""
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"plt", "fig", "ax", "axes"}
        and node.attr not in {"rcParams", "style"}
        for node in ast.walk(cell.tree)
    )


def drawings_are_figures(page):
    for cell in page.code:
        if draws(cell) and not cell.figure:
            yield f"{cell}: draws, and has no mystnb.figure in its metadata"


def figures_are_complete(page):
    for cell in page.code:
        if not cell.figure:
            continue
        if not cell.figure.get("name", "").startswith("fig-"):
            yield f"{cell}: the name of the figure does not begin with fig-"
        if not cell.figure.get("caption", "").strip():
            yield f"{cell}: the figure has no caption"
        yield from alt_complaints(cell, cell.alt, cell.figure.get("caption", ""))
        if "hide-input" not in cell.tags:
            yield f"{cell}: the code of the figure is not hidden by the tag hide-input"


def images_are_complete(page):
    """The same for pictures that come from a file."""
    for directive in directives(page):
        if directive.name in ("figure", "image"):
            yield from alt_complaints(directive.cell, directive.options.get("alt", ""))
        if directive.name == "figure" and not directive.options.get("name", "").startswith("fig-"):
            yield f"{directive.cell}: the name of the figure {directive.argument} does not begin with fig-"


def alt_complaints(cell, alt, caption=""):
    if len(alt) < SHORTEST_ALT:
        yield f"{cell}: the alt text has {len(alt)} characters, fewer than {SHORTEST_ALT}"
    elif alt == caption:
        yield f"{cell}: the alt text repeats the caption; say what is to be seen"


def figures_are_spoken_of(page):
    named = [(cell.figure["name"], cell) for cell in page.code if "name" in cell.figure]
    named += [(d.options["name"], d.cell) for d in directives(page) if d.name == "figure" and "name" in d.options]
    text = "\n".join(cell.source for cell in page.prose)
    for name, cell in named:
        if not re.search(rf"[`<#]{name}[`>)]", text):
            yield f"{cell}: the text of the page does not refer to {name}"


ALT = "Two straight lines that cross at x = 1, with grey bars between them."


def figure(name="fig-gap", caption="The gap.", alt=ALT, tags=("hide-input",)):
    return code("plt.show()", mystnb={"figure": {"name": name, "caption": caption}, "image": {"alt": alt}}, tags=list(tags))


GOOD = page(markdown("See {numref}`fig-gap`."), figure())
FROM_FILE = ":::{figure} gap.svg\n:name: fig-gap\n:alt: %s\nThe gap.\n:::\n"

BAD = [
    (drawings_are_figures, [code("fig, axes = plt.subplots()")], "cell some-code: draws"),
    (figures_are_complete, [figure(name="gap")], "fig-"),
    (figures_are_complete, [figure(caption=" ")], "no caption"),
    (figures_are_complete, [figure(alt="Two lines.")], "10 characters"),
    (figures_are_complete, [figure(caption=ALT)], "repeats the caption"),
    (figures_are_complete, [figure(tags=[])], "hide-input"),
    (images_are_complete, [markdown(FROM_FILE % "")], "0 characters"),
    (images_are_complete, [markdown(FROM_FILE.replace("fig-", "") % ALT)], "fig-"),
    (figures_are_spoken_of, [markdown("Look!"), figure()], "does not refer to fig-gap"),
    (figures_are_spoken_of, [markdown(FROM_FILE % ALT)], "does not refer to fig-gap"),
]
RULES = [drawings_are_figures, figures_are_complete, images_are_complete, figures_are_spoken_of]


@pytest.mark.parametrize("rule", RULES)
def test_every_page(rule):
    keeps(book(), rule)


@pytest.mark.parametrize("rule", RULES)
def test_a_good_figure_passes(rule):
    keeps([GOOD], rule)


@pytest.mark.parametrize(("rule", "cells", "complaint"), BAD)
def test_a_fault_is_found(rule, cells, complaint):
    finds(rule, page(*cells), complaint)
