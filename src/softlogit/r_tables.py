"""Coefficient tables as R prints them.

R's functions differ in their reference and in their layout. `multinom` prints a row a class against the first; `glm`, and `multinom` for
two classes, a named vector; `vglm(multinomial)` a named vector with ":1", ":2", … for each class against the *last*; `glmnet` a column
for each of all K classes. What R does not print is lost: `options(digits = 15)` before printing keeps all digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from softlogit.errors import ClassError, InputError
from softlogit.functions import Array
from softlogit.inputs import Label
from softlogit.model import LogitModel

Table = dict[str, dict[str, float]]  # class, or what stands for it → feature → number


def from_r(printed: str, classes: Sequence[Label] | None = None) -> LogitModel:
    """The model whose coefficients R has printed.

    Args:
        printed: what `coef(fit)` or `fit` prints for a `glm`, `multinom`, `vglm(family = multinomial)` or multinomial `glmnet` fit.
        classes: all K labels in the order of R's factor. A table leaves one out: the first, or in `vglm` the last. `glmnet` has them all.
            The vector that `vglm` prints for two classes looks like `glm`'s: give the two labels in the opposite order for it.

    >>> model = from_r('''
    ...          (Intercept)      write
    ... general     2.712490 -0.0660079
    ... vocation    5.358994 -0.1178089
    ... ''', classes=["academic", "general", "vocation"])
    >>> model.log_odds("vocation", against="general").round(5).tolist()
    [2.6465, -0.0518]

    Raises: InputError for text that is no such table; ClassError if the classes do not fit it.
    """
    lines = _coefficient_lines(printed)
    if any(line.startswith("$") for line in lines):
        table = _glmnet(lines)
        labels = list(table) if classes is None else list(classes)
        return LogitModel.from_softmax(_columns(table, [str(label) for label in labels]), labels, _features(table))
    vector = _is_vector(lines)
    table = _vector(lines) if vector else _rows(lines)
    if not _features(table):
        raise InputError("the text is no table of coefficients as R prints it.")
    if classes is None:
        raise ClassError("R's table leaves the reference class out; name all classes in the order of R's factor with classes=.")
    labels, found = list(classes), list(table)
    last = vector and found != [""]
    others = found if vector else [str(label) for label in labels[1:]]
    if sorted(found) != sorted(others) or len(others) != len(labels) - 1:
        raise ClassError(f"the table has the classes {', '.join(found)}; with the reference added they are not classes={labels}.")
    return LogitModel.from_pivot(_columns(table, others), labels[-1] if last else labels[0], labels, _features(table))


def _coefficient_lines(printed: str) -> list[str]:
    """The lines with coefficients: those after "Coefficients:", if it is there, as far as the next heading."""
    text = printed.split("Coefficients:")[-1] if "Coefficients:" in printed else printed
    lines = re.split(r"\n(?:Std\. Errors|Residual|Degrees|Log-likelihood)", text)[0].splitlines()
    return [line for line in lines if line.strip() and "sparse Matrix" not in line]


def _numbers(words: Sequence[str]) -> list[float]:
    """The numbers that a line ends with; a "." is a zero of a sparse matrix."""
    numbers: list[float] = []
    for word in reversed(words):
        try:
            numbers.insert(0, 0.0 if word == "." else float(word))
        except ValueError:
            break
    return numbers


def _is_vector(lines: Sequence[str]) -> bool:
    """Whether names and numbers alternate line by line."""
    return len(lines) > 1 and len(_numbers(lines[1].split())) == len(lines[1].split()) == len(lines[0].split())


def _vector(lines: Sequence[str]) -> Table:
    """A named vector, wrapped: a line of names above a line of numbers. "write:2" is feature write of class 2."""
    table: Table = {}
    for names, numbers in zip(lines[::2], lines[1::2], strict=False):
        for name, number in _pairs(names.split(), numbers.split()):
            feature, _, label = re.fullmatch(r"(.*?)(:(\d+))?", name).group(1, 2, 3)  # type: ignore[union-attr]
            table.setdefault(label or "", {})[feature] = number
    return table


def _rows(lines: Sequence[str]) -> Table:
    """A table with a row a class, wrapped: a header line of features, then the rows, then the next header."""
    table: Table = {}
    header: list[str] = []
    for line in lines:
        numbers = _numbers(line.split())
        if not numbers:
            header = line.split()
            continue
        name = " ".join(line.split()[: -len(header) or None])
        table.setdefault(name, {}).update(_pairs(header, line.split()[-len(header) :]))
    return table


def _glmnet(lines: Sequence[str]) -> Table:
    """A list of columns, each below "$class" and the name of its penalty; the intercept's name may be missing."""
    table: Table = {}
    for block in "\n".join(["", *lines]).split("\n$")[1:]:
        title, header, *rows = [*block.splitlines(), "", ""]
        if not re.fullmatch(r"s?\d+", header.strip()):  # without it a nameless intercept would be taken for it
            raise InputError(f"below ${title} stands {header.strip()!r}, not the name that glmnet gives the column, such as s0.")
        words = [row.split() for row in rows if row]
        table[title.strip("` ")] = dict(_pairs(["(Intercept)" if len(w) == 1 else w[0] for w in words], [w[-1] for w in words]))
    return table


def _pairs(names: Sequence[str], words: Sequence[str]) -> list[tuple[str, float]]:
    numbers = _numbers(words)
    if len(numbers) != len(names):
        raise InputError(f"{' '.join(words)!r} has not one number for each of {', '.join(names) or 'no names'}; is it a table of R's?")
    return list(zip(names, numbers, strict=True))


def _features(table: Table) -> list[str]:
    return list(next(iter(table.values()), {}))


def _columns(table: Table, classes: Sequence[str]) -> Array:
    """A row a feature, a column a class, in the classes' order."""
    features = _features(table)
    if any(list(column) != features for column in table.values()):
        raise InputError("the text is no table of coefficients as R prints it.")
    if set(classes) - set(table):
        raise ClassError(f"the table has the classes {', '.join(table)}, not {', '.join(classes)}.")
    return np.array([[table[label][feature] for label in classes] for feature in features])
