"""Coefficient tables as R prints them.

R's functions differ in their reference and in their layout. `multinom` prints a row a class against
the first; `glm`, and `multinom` for two classes, a named vector; `vglm(multinomial)` a named vector
with ":1", ":2", … for each class against the *last*; `glmnet` a column for each of all K classes.
What R does not print is lost: `options(digits = 15)` before printing keeps all digits.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from softlogit.data.values import Labels, plain, wanted
from softlogit.errors import ClassError, InputError
from softlogit.model.logit import LogitModel

# In which layouts each function prints.
KINDS = {"glm": {"vector"}, "multinom": {"vector", "rows"}, "vglm": {"vector"}, "glmnet": {"list"}}

# Class, feature, number. In a vector the class is numbered, or "" where there is one only.
Entries = Iterator[tuple[str | int, str, float]]


def from_r(printed: str, *, classes: Labels = None, kind: str | None = None) -> LogitModel:
    """The model whose coefficients R has printed.

    >>> model = from_r('''
    ...          (Intercept)      write
    ... general     2.712490 -0.0660079
    ... vocation    5.358994 -0.1178089
    ... ''', classes=["academic", "general", "vocation"])
    >>> model.log_odds("vocation", against="general").round(5).tolist()
    [2.6465, -0.0518]

    Args:
        printed: what `coef(fit)` or `fit` prints for a `glm`, `multinom`,
            `vglm(family = multinomial)` or multinomial `glmnet` fit. Names with spaces are read
            where columns stand as R aligns them.
        classes: all K labels in the order of R's factor. A table leaves one out: the first, or in
            `vglm` the last. `glmnet` has them all.
        kind: which of the four printed it. A vector of two classes needs it: that of `vglm` has the
            signs opposite to `glm`'s, and nothing in the text says so.

    Raises: InputError for text that is no such table, or that may be two; ClassError if the classes
    do not fit it.
    """
    lines = _coefficient_lines(wanted(printed, str, "from_r reads text that R has printed"))
    listed = any(line.startswith("$") for line in lines)
    table = _by_class(_list(lines) if listed else _rows(lines))
    found, features = list(table), list(next(iter(table.values())))
    numbered = isinstance(found[0], int)
    layout = "list" if listed else "vector" if numbered or found == [""] else "rows"
    if kind is not None and layout not in KINDS.get(str(kind), ()):
        raise InputError(
            f"this is no table of {kind}; kind= is one of {', '.join(KINDS)}, or None."
        )
    if kind is None and found == [""]:
        raise InputError(
            "a vector of two classes may be glm's, or vglm's with the opposite signs: say which "
            'with kind="glm" or kind="vglm".'
        )
    if classes is None and not listed:
        raise ClassError(
            "R's table leaves the reference class out; name all classes in the order of R's factor "
            "with classes=."
        )
    labels = found if classes is None else list(plain(classes))
    others: list[str | int] = [str(label) for label in (labels if listed else labels[1:])]
    if layout == "vector":
        others = [k if numbered else "" for k in range(1, len(labels))]
    if sorted(map(str, found)) != sorted(map(str, others)):
        raise ClassError(
            f"the table has the classes {', '.join(map(str, found))}; with classes={labels} it "
            f"would have {', '.join(map(str, others))}."
        )
    coefficients = [[table[label][feature] for label in others] for feature in features]
    if listed:
        return LogitModel.from_softmax(coefficients, classes=labels, features=features)
    pivot = labels[-1 if numbered or kind == "vglm" else 0]  # which vglm numbers last
    return LogitModel.from_pivot(coefficients, pivot=pivot, classes=labels, features=features)


def _by_class(entries: Entries) -> dict[str | int, dict[str, float]]:
    """class → feature → number, the same features for every class."""
    table: dict[str | int, dict[str, float]] = {}
    for label, feature, number in entries:
        if feature in table.setdefault(label, {}):
            raise InputError(f"the table has {feature} twice for the same class.")
        table[label][feature] = number
    if not table or len({tuple(column) for column in table.values()}) > 1:
        raise InputError("the text is no table of coefficients as R prints it.")
    return table


def _coefficient_lines(printed: str) -> list[str]:
    """Those after "Coefficients:", if it is there, as far as the next heading."""
    headings = r"\n(?:Std\. Errors|Residual|Degrees|Log-likelihood)"
    text = re.split(headings, printed.split("Coefficients:")[-1])[0]
    return [line for line in text.splitlines() if line.strip() and "sparse Matrix" not in line]


def _rows(lines: Sequence[str]) -> Entries:
    """A row a class, wrapped: a line of features, the rows, the next features.

    A vector is one row without a name, and then "write:2" is of class 2.
    """
    header = ""
    for line in lines:
        if not _numbers(line.split()):
            header = line
            continue
        label, names, words = _columns(header, line)
        for name, number in _pairs(names, words):
            if label:
                yield label, name, number
            else:
                feature, _, k = re.fullmatch(r"(.*?)(:(\d+))?", name).groups("")  # type: ignore[union-attr]
                yield int(k) if k else "", feature, number


def _list(lines: Sequence[str]) -> Entries:
    """glmnet's columns, each below "$class" and its penalty's name; an intercept may have none."""
    for block in "\n".join(["", *lines]).split("\n$")[1:]:
        title, header, *rows = [*block.splitlines(), ""]
        # Without that name a nameless intercept would be taken for it.
        if not re.fullmatch(r"s?\d+", header.strip()):
            raise InputError(
                f"below ${title} stands {header.strip()!r}, not the name that glmnet gives the "
                "column, such as s0."
            )
        for *name, word in (row.split() for row in rows if row):
            for feature, number in _pairs([" ".join(name) or "(Intercept)"], [word]):
                yield title.strip("` "), feature, number


def _columns(header: str, row: str) -> tuple[str, list[str], list[str]]:
    """What a row is called, the names above its numbers, and these.

    R puts the right end of a name above that of its numbers, so that names may have spaces. Where
    that was lost, names are words.
    """
    words = list(re.finditer(r"\S+", row))
    ends = {word.end() for word in re.finditer(r"\S+", header)}
    first = next((i for i, word in enumerate(words) if word.end() in ends), len(words))
    cuts = [words[first - 1].end() if first else 0, *(word.end() for word in words[first:])]
    aligned = set(cuts[1:]) <= ends and cuts[-1] == max(ends, default=0)
    if aligned and not header[: cuts[0]].strip():
        names = [header[start:end].strip() for start, end in pairwise(cuts)]
    else:
        names = header.split()
        first = max(0, len(words) - len(names))
    return " ".join(word[0] for word in words[:first]), names, [word[0] for word in words[first:]]


def _pairs(names: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, float]]:
    values = _numbers(words)
    if len(values) != len(names):
        raise InputError(
            f"{' '.join(words)!r} has not one number for each of {', '.join(names) or 'no names'}; "
            "is it a table of R's?"
        )
    return zip(names, values, strict=True)


def _numbers(words: Sequence[str]) -> list[float]:
    """The numbers that a line ends with; a "." is a zero of a sparse matrix."""
    values: list[float] = []
    for word in reversed(words):
        try:
            values.insert(0, 0.0 if word == "." else float(word))
        except ValueError:
            break
    return values
