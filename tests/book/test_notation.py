"""The page of notation agrees with the macros, with the library and with the book."""

import dataclasses
import inspect
import json
import re

import pytest
from contract import accept
from pages import MATHS, book, without_code

import softlogit
from softlogit import contrasts
from tests.conftest import ROOT

PAGE = ROOT / "chapters/back/notation.md"
MACRO = re.compile(r"\\[A-Za-z]+")
CODE = re.compile(r"`([^`\\]+)`")


def macros():
    return set(json.loads((ROOT / "_ext/katex_macros.json").read_text(encoding="utf-8")))


def rows(text):
    """The cells of each table row of the page, below its heading."""
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith(("|---", "| Symbol")):
            yield [cell.strip() for cell in line.strip("|").split(" |")]


def macro_complaints(text, defined, formulas):
    named = set(re.findall(r"`(\\\w+)`", text))
    used = {name for formula in formulas for name in MACRO.findall(formula)}
    yield from (f"{name} is a macro and not in {PAGE.name}" for name in sorted(defined - named))
    yield from (f"{PAGE.name} names {name}, which is not a macro" for name in sorted(named - defined))
    yield from (f"{name} is a macro that no page uses" for name in sorted(defined - used))
    for cells in rows(text):
        shown = set(MACRO.findall(cells[0])) & defined
        if len(cells) == 3 and shown != set(re.findall(r"`(\\\w+)`", cells[2])):
            yield f"{PAGE.name}: beside {cells[0]} stands {cells[2]}"


def code_complaints(text):
    for cells in (cells for cells in rows(text) if len(cells) == 5):
        for code in CODE.findall(cells[3]):
            if not exists(re.sub(r"^len\((.*)\)$", r"\1", code)):
                yield f"{PAGE.name}: {cells[0]} is said to be {code}, which the library does not have"
        if not re.search(r"\{(?:eq|prf:ref)\}`|\]\(", cells[4]):
            yield f"{PAGE.name}: {cells[0]} is not said to be defined anywhere"


def exists(code):
    """Whether `model.beta`, `sl.softmax()` or the argument `ridge` is there, and is called if, and only if, it can be."""
    owner, _, name = code.removesuffix("()").rpartition(".")
    if not owner:
        return name in inspect.signature(softlogit.fit).parameters
    home = {"model": softlogit.LogitModel, "fit": softlogit.FittedLogit, "sl": softlogit, "contrasts": contrasts}[owner]
    fields = {field.name for field in dataclasses.fields(home)} if dataclasses.is_dataclass(home) else set()
    return name in fields or (hasattr(home, name) and callable(getattr(home, name)) == code.endswith("()"))


# What a page that uses a letter has to speak of; and a squared norm under λ is halved, or the half of that.
SPEAKS_OF = {"V": "variance", "S": "score function|gradient", "\\psi": "partition"}
WHOLE_PENALTY = re.compile(r"(?<!tfrac12)(?<!tfrac14)(?<!tfrac12 n)\\lambda\s*(?:\\[,;]\s*)?(?:\\\||\\lVert).{1,12}?(?:\\\||\\rVert)\^2")


def letter_complaints(page, formulas, words):
    for formula in formulas:
        if WHOLE_PENALTY.search(formula):
            yield f"{page}: a penalty is written with ½λ, not as {formula}"
    for letter, meaning in SPEAKS_OF.items():
        bare = re.compile(rf"(?<![\\A-Za-z]){letter}(?![A-Za-z])" if letter.isalpha() else rf"{re.escape(letter)}(?![A-Za-z])")
        if any(bare.search(formula) for formula in formulas) and not re.search(meaning, words):
            yield f"{page}: uses {letter} and does not speak of {meaning}"


def formulas():
    pages = [page for page in book() if page.path != PAGE.relative_to(ROOT).as_posix()]
    return [formula for page in pages for cell in page.prose for formula in MATHS.findall(without_code(cell.source))]


def test_the_page_the_macros_and_the_formulas_agree():
    accept(macro_complaints(PAGE.read_text(encoding="utf-8"), macros(), formulas()))


def test_letters_mean_what_the_page_says():
    for page in book():
        prose = [without_code(cell.source) for cell in page.prose]
        accept(
            letter_complaints(
                page.path, [formula for text in prose for formula in MATHS.findall(text)], " ".join(cell.source for cell in page.prose)
            )
        )


@pytest.mark.parametrize(
    ("formula", "complaint"),
    [
        (r"$\ell - \lambda\|W\|^2$", r"page: a penalty is written with ½λ, not as $\ell - \lambda\|W\|^2$"),
        (r"$\lambda\,\lVert WC\rVert^2$", r"page: a penalty is written with ½λ, not as $\lambda\,\lVert WC\rVert^2$"),
        (r"$\psi(z)$", r"page: uses \psi and does not speak of partition"),
        ("$S = 0$", "page: uses S and does not speak of score function|gradient"),
    ],
)
def test_a_letter_of_another_meaning_is_found(formula, complaint):
    assert list(letter_complaints("page", [formula], "words")) == [complaint]
    accept(letter_complaints("page", [r"$\tfrac12\lambda\|W\|^2$", r"$\lambda\|w\|_1$", r"$\lvert S\rvert$"], "the gradient"))


def test_the_names_in_code_are_the_library_s():
    accept(code_complaints(PAGE.read_text(encoding="utf-8")))


ROW = "| Symbol | Meaning |\n|---|---|\n| $\\R$ | the real numbers | `\\R` |\n| $\\beta$ | slope | $p$ | `model.beta` | {eq}`eq-answer` |\n"


@pytest.mark.parametrize(
    ("text", "used", "complaint"),
    [
        (ROW, ["$\\R^p$"], None),
        (ROW, [], "\\R is a macro that no page uses"),
        (ROW.replace("`\\R`", "`\\Q`"), [], "notation.md names \\Q, which is not a macro"),
        (ROW.replace("`\\R`", ""), [], "\\R is a macro and not in notation.md"),
        (ROW.replace("$\\R$", "$\\beta$"), [], "notation.md: beside $\\beta$ stands `\\R`"),
        (ROW.replace("model.beta", "model.slope"), [], "notation.md: $\\beta$ is said to be model.slope, which the library does not have"),
        (
            ROW.replace("model.beta", "model.beta()"),
            [],
            "notation.md: $\\beta$ is said to be model.beta(), which the library does not have",
        ),
        (ROW.replace("{eq}`eq-answer`", ""), [], "notation.md: $\\beta$ is not said to be defined anywhere"),
    ],
)
def test_a_fault_is_found(text, used, complaint):
    found = [*macro_complaints(text, {"\\R"}, used), *code_complaints(text)]
    assert complaint in found if complaint else not found
