"""A lesson opens with its title, then its goals, and has a few exercises, each with a solution; other pages open with their title."""

import re
from itertools import takewhile

import pytest
from contract import finds, keeps
from pages import directives, notebooks, without_code
from samples import code, markdown, page

HEADING = re.compile(r"^# +\S", re.MULTILINE)
LOOKED_UP = ("chapters/back/", "chapters/practice/questions-readers-ask")


def is_lesson(page):
    """Not what is looked up: there a reader wants the entry on the first screen, and has nothing to practise."""
    return not page.name.startswith(LOOKED_UP)


def opens_with_title_and_goals(page):
    first = page.cells[0]
    if not (first.is_prose and first.source.startswith("# ")):
        yield f"{first}: the first cell does not begin with the title, as '# …'"
    lead = list(takewhile(lambda cell: not (cell.is_prose and cell.source.startswith("## ")), page.cells))
    goals = [d for d in directives(page) if d.cell in lead and "goals" in d.options.get("class", "").split()]
    if not goals and is_lesson(page):
        yield f"{first}: no admonition of class goals before the first section"
    for cell in page.prose:
        if len(HEADING.findall(without_code(cell.source))) > (cell == first):
            yield f"{cell}: has a second title; the sections of a page begin with '##'"


def exercises(page):
    return [d for d in directives(page) if d.name in ("exercise", "exercise-start")]


def solutions(page):
    return [d for d in directives(page) if d.name in ("solution", "solution-start")]


def has_three_to_five_exercises(page):
    count = len(exercises(page))
    if not 3 <= count <= 5 and is_lesson(page):
        yield f"{page.path}: has {count} exercises, not 3 to 5"


def solves_its_exercises(page):
    labels = [exercise.options.get("label", "") for exercise in exercises(page)]
    solved = [solution.argument for solution in solutions(page)]
    for exercise, label in zip(exercises(page), labels, strict=True):
        if not label.startswith("ex-"):
            yield f"{exercise.cell}: the label {label!r} of an exercise does not begin with ex-"
        elif label not in solved:
            yield f"{exercise.cell}: the exercise {label} has no solution on the page"
    for solution in solutions(page):
        if solution.argument not in labels:
            yield f"{solution.cell}: a solution to {solution.argument!r}, which is not an exercise of the page"
        if not solution.options.get("label", "").startswith("sol-"):
            yield f"{solution.cell}: the label of the solution to {solution.argument!r} does not begin with sol-"
        if "dropdown" not in solution.options.get("class", "").split():
            yield f"{solution.cell}: the solution to {solution.argument!r} is not of class dropdown, so it gives itself away"


def runs_code_in_a_solution(page):
    """Between a solution-start and its solution-end, which lie in different cells, at least one cell of code on the page."""
    inside, ran = None, False
    found = list(directives(page))
    for cell in page.cells:
        ran = ran or (cell.is_code and inside is not None)
        for directive in (d for d in found if d.cell == cell):
            if directive.name == "solution-start":
                inside = directive
            elif directive.name == "solution-end":
                inside = None
    if inside:
        yield f"{inside.cell}: the solution to {inside.argument!r} is not ended by a solution-end"
    if solutions(page) and not ran:
        yield f"{page.path}: no solution runs code between its solution-start and solution-end"


GOALS = "# Title\n\n:::{admonition} What you will be able to do\n:class: goals\nx\n:::\n"
EXERCISE = ":::{exercise}\n:label: ex-one\nProve it.\n:::\n"
START = ":::{solution-start} ex-one\n:label: sol-one\n:class: dropdown\n:::\n"
END = ":::{solution-end}\n:::\n"

GOOD = page(
    markdown(GOALS, id="title"),
    markdown(EXERCISE + EXERCISE.replace("one", "two") + EXERCISE.replace("one", "three"), id="exercises"),
    markdown(START + "Two!\n" + END + START.replace("one", "two") + END, id="two-solutions"),
    markdown(START.replace("one", "three"), id="third-solution"),
    code("1 + 1"),
    markdown(END, id="end"),
)

BAD = [
    (opens_with_title_and_goals, [markdown(GOALS.replace("# T", "T"))], "title"),
    (opens_with_title_and_goals, [code("x")], "title"),
    (opens_with_title_and_goals, [markdown("# Title\n")], "goals"),
    (opens_with_title_and_goals, [markdown("# Title", id="title"), markdown("## One\n" + GOALS[9:])], "goals"),
    (opens_with_title_and_goals, [markdown(GOALS, id="title"), markdown("# Another")], "cell words: has a second title"),
    (has_three_to_five_exercises, [markdown(EXERCISE)], "has 1 exercises"),
    (has_three_to_five_exercises, [markdown(6 * EXERCISE)], "has 6 exercises"),
    (solves_its_exercises, [markdown(EXERCISE.replace("ex-", "q-"))], "'q-one'"),
    (solves_its_exercises, [markdown(EXERCISE)], "ex-one has no solution"),
    (solves_its_exercises, [markdown(START + END)], "'ex-one', which is not"),
    (solves_its_exercises, [markdown(EXERCISE + START.replace("sol-", "s-"))], "begin with sol-"),
    (solves_its_exercises, [markdown(EXERCISE + START.replace("dropdown", "wide"))], "gives itself away"),
    (runs_code_in_a_solution, [markdown(START), code("1")], "not ended"),
    (runs_code_in_a_solution, [code("1"), markdown(START + END)], "runs code"),
]
RULES = [opens_with_title_and_goals, has_three_to_five_exercises, solves_its_exercises, runs_code_in_a_solution]


@pytest.mark.parametrize("rule", RULES)
def test_every_page(rule):
    keeps(notebooks(), rule)


@pytest.mark.parametrize("rule", RULES)
def test_a_good_page_passes(rule):
    keeps([GOOD], rule)


def test_a_page_that_is_looked_up_needs_a_title_alone():
    for rule in RULES:
        keeps([page(markdown("# Title"), name="chapters/back/notation")], rule)
    finds(opens_with_title_and_goals, page(code("x"), name="chapters/back/notation"), "title")


@pytest.mark.parametrize(("rule", "cells", "complaint"), BAD)
def test_a_fault_is_found(rule, cells, complaint):
    finds(rule, page(*cells), complaint)
