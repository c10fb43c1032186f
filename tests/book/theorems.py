"""The theorems that the book states and the tests that hold them, each found in the source without running it."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pages import Cell, Page, directives

PREFIXES = {"prf:theorem": "thm-", "prf:lemma": "lem-", "prf:proposition": "prp-", "prf:corollary": "cor-"}


@dataclass(frozen=True)
class Theorem:
    """A theorem, lemma, proposition or corollary as a page states it."""

    label: str
    kind: str
    title: str
    cell: Cell
    proved: bool


def stated(pages: Iterable[Page]) -> list[Theorem]:
    """What the pages state, in the order of the book. A proof belongs to the statement before it."""
    found = []
    for page in pages:
        blocks = [d for d in directives(page) if d.name in PREFIXES or d.name == "prf:proof"]
        for block, after in pairwise([*blocks, None]):
            if block.name in PREFIXES:
                proved = after is not None and after.name == "prf:proof"
                found.append(Theorem(block.options.get("label", ""), block.name, block.argument, block.cell, proved))
    return found


def held(folder: Path) -> dict[str, list[str]]:
    """For each label of a `@pytest.mark.theorem`, the tests that carry it, as pytest names them."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        for name, function in tests_in(ast.parse(path.read_text(encoding="utf-8"))):
            for label in marked(function):
                found[label].append(f"{path.relative_to(folder.parent).as_posix()}::{name}")
    return dict(found)


def tests_in(tree: ast.AST) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions that pytest collects, without those that it skips or expects to fail."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from ((f"{node.name}::{name}", function) for name, function in tests_in(node))
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test") and not is_excused(node):
            yield node.name, node


def is_excused(function: ast.FunctionDef) -> bool:
    return any(mark in ast.unparse(decorator) for decorator in function.decorator_list for mark in ("mark.skip", "mark.xfail"))


def marked(function: ast.FunctionDef) -> Iterator[str]:
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(func=ast.Attribute(attr="theorem"), args=[ast.Constant(value=str(label))]):
                yield label


def complaints(pages: Iterable[Page], folder: Path) -> Iterator[str]:
    """Where the book and the tests do not match."""
    theorems, tests = stated(pages), held(folder)
    for theorem in theorems:
        name = theorem.label or f"the {theorem.kind} {theorem.title!r}"
        if not theorem.label.startswith(PREFIXES[theorem.kind]):
            yield f"{theorem.cell}: {name} has no label that begins with {PREFIXES[theorem.kind]}"
        elif theorem.label not in tests:
            yield f'{theorem.cell}: no test is marked @pytest.mark.theorem("{theorem.label}")'
        if not theorem.proved:
            yield f"{theorem.cell}: {name} is not followed by its {{prf:proof}}"
    for label in tests.keys() - {theorem.label for theorem in theorems}:
        yield f"{tests[label][0]}: holds {label}, which no page states"
