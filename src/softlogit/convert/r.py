"""Coefficient tables as R prints them.

R's functions differ in their reference and in their layout. `multinom` prints a row a class against the first; `glm`, and `multinom` for
two classes, a named vector; `vglm(multinomial)` a named vector with ":1", ":2", … for each class against the *last*; `glmnet` a column
for each of all K classes. What R does not print is lost: `options(digits = 15)` before printing keeps all digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from softlogit.data.values import Label, plain
from softlogit.errors import ClassError, InputError
from softlogit.model.logit import LogitModel

Entries = Iterator[tuple[str, str, float]]  # class, or what stands for it; feature; number


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
    if not isinstance(printed, str):
        raise InputError(f"from_r reads text that R has printed, not a {type(printed).__name__}.")
    lines = _coefficient_lines(printed)
    read = (
        _list
        if any(line.startswith("$") for line in lines)
        else _vector
        if _is_vector(lines)
        else _rows
    )
    table = _table(read(lines))
    found, features = list(table), list(next(iter(table.values())))
    if classes is None and read is not _list:
        raise ClassError(
            "R's table leaves the reference class out; name all classes in the order of R's factor with classes=."
        )
    labels = found if classes is None else list(plain(classes))
    last = read is _vector and found != [
        ""
    ]  # vglm numbers the classes and has the last one as reference
    others = [str(label) for label in (labels if read is _list else labels[1:])]
    if read is _vector:
        others = [str(k) if last else "" for k in range(1, len(labels))]
    if sorted(found) != sorted(others):
        raise ClassError(
            f"the table has the classes {', '.join(found)}; with classes={labels} it would have {', '.join(others)}."
        )
    coefficients = [[table[label][feature] for label in others] for feature in features]
    if read is _list:
        return LogitModel.from_softmax(coefficients, labels, features)
    return LogitModel.from_pivot(coefficients, labels[-1] if last else labels[0], labels, features)


def _table(entries: Entries) -> dict[str, dict[str, float]]:
    """class → feature → number, the same features for every class."""
    table: dict[str, dict[str, float]] = {}
    for label, feature, number in entries:
        if feature in table.setdefault(label, {}):
            raise InputError(f"the table has {feature} twice for the same class.")
        table[label][feature] = number
    if not table or len({tuple(column) for column in table.values()}) > 1:
        raise InputError("the text is no table of coefficients as R prints it.")
    return table


def _coefficient_lines(printed: str) -> list[str]:
    """The lines with coefficients: those after "Coefficients:", if it is there, as far as the next heading."""
    text = re.split(
        r"\n(?:Std\. Errors|Residual|Degrees|Log-likelihood)", printed.split("Coefficients:")[-1]
    )[0]
    return [line for line in text.splitlines() if line.strip() and "sparse Matrix" not in line]


def _is_vector(lines: Sequence[str]) -> bool:
    """Whether names and numbers alternate line by line."""
    return len(lines) > 1 and len(_numbers(lines[1].split())) == len(lines[1].split()) == len(
        lines[0].split()
    )


def _vector(lines: Sequence[str]) -> Entries:
    """A named vector, wrapped: a line of names above a line of numbers. "write:2" is feature write of class 2."""
    for names, numbers in zip(lines[::2], lines[1::2], strict=False):
        for name, number in _pairs(names.split(), numbers.split()):
            feature, label = re.fullmatch(r"(.*?)(?::(\d+))?", name).groups("")  # type: ignore[union-attr]
            yield label, feature, number


def _rows(lines: Sequence[str]) -> Entries:
    """A table with a row a class, wrapped: a header line of features, then the rows, then the next header."""
    header: list[str] = []
    for line in lines:
        words = line.split()
        if not _numbers(words):
            header = words
            continue
        for feature, number in _pairs(header, words[-len(header) :]):
            yield " ".join(words[: -len(header)]), feature, number


def _list(lines: Sequence[str]) -> Entries:
    """glmnet's list of columns, each below "$class" and the name of its penalty; the intercept's name may be missing."""
    for block in "\n".join(["", *lines]).split("\n$")[1:]:
        title, header, *rows = [*block.splitlines(), ""]
        if not re.fullmatch(
            r"s?\d+", header.strip()
        ):  # without it a nameless intercept would be taken for it
            raise InputError(
                f"below ${title} stands {header.strip()!r}, not the name that glmnet gives the column, such as s0."
            )
        for words in (row.split() for row in rows if row):
            for feature, number in _pairs(
                [words[0] if len(words) > 1 else "(Intercept)"], words[-1:]
            ):
                yield title.strip("` "), feature, number


def _pairs(names: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, float]]:
    numbers = _numbers(words)
    if len(numbers) != len(names):
        raise InputError(
            f"{' '.join(words)!r} has not one number for each of {', '.join(names) or 'no names'}; is it a table of R's?"
        )
    return zip(names, numbers, strict=True)


def _numbers(words: Sequence[str]) -> list[float]:
    """The numbers that a line ends with; a "." is a zero of a sparse matrix."""
    numbers: list[float] = []
    for word in reversed(words):
        try:
            numbers.insert(0, 0.0 if word == "." else float(word))
        except ValueError:
            break
    return numbers
