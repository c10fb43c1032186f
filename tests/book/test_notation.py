"""The page of notation agrees with the macros, with the library and with the book."""

import inspect
import json
import re

import pytest
from pages import book, markdown, page

import softlogit as sl
from softlogit import contrasts
from tests.conftest import ROOT, accept

PAGE = ROOT / "chapters/back/notation.md"
MACRO = re.compile(r"\\[A-Za-z]+")
CODE = re.compile(r"`([^`\\]+)`")
FIT = sl.fit([[1, 0], [1, 1], [1, 2]], [0, 1, 0])
HOMES = {"model": sl.LogitModel.from_beta(FIT.beta), "fit": FIT, "sl": sl, "contrasts": contrasts}


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
        return name in inspect.signature(sl.fit).parameters
    return hasattr(HOMES[owner], name) and callable(getattr(HOMES[owner], name)) == code.endswith("()")


# What a page that uses a letter has to speak of; and a squared norm under λ is halved, or the half of that.
SPEAKS_OF = {"V": "variance", "S": "score function|gradient", r"\psi": "partition"}
WHOLE_PENALTY = re.compile(r"(?<!tfrac12)(?<!tfrac14)(?<!tfrac12 n)\\lambda\s*(?:\\[,;]\s*)?(?:\\\||\\lVert).{1,12}?(?:\\\||\\rVert)\^2")


def letter_complaints(page):
    for formula in filter(WHOLE_PENALTY.search, page.formulas):
        yield f"{page.path}: a penalty is written with ½λ, not as {formula}"
    letters = {letter for formula in page.formulas for letter in re.findall(r"\\?[A-Za-z]+", formula)}
    for letter, meaning in SPEAKS_OF.items():
        if letter in letters and not re.search(meaning, page.text):
            yield f"{page.path}: uses {letter} and does not speak of {meaning}"


def test_the_page_the_macros_and_the_formulas_agree():
    formulas = [formula for page in book() if page.path != PAGE.relative_to(ROOT).as_posix() for formula in page.formulas]
    macros = set(json.loads((ROOT / "_ext/katex_macros.json").read_text(encoding="utf-8")))
    accept(macro_complaints(PAGE.read_text(encoding="utf-8"), macros, formulas))


def test_letters_mean_what_the_page_says():
    accept(complaint for page in book() for complaint in letter_complaints(page))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (r"$\ell - \lambda\|W\|^2$", r": a penalty is written with ½λ, not as \ell - \lambda\|W\|^2"),
        (r"$\psi(z)$", r": uses \psi and does not speak of partition"),
        ("$S = 0$", ": uses S and does not speak of score function|gradient"),
        (r"$\tfrac12\lambda\|W\|^2$, $\lambda\|w\|_1$, $\lvert S\rvert$, the gradient", None),
    ],
)
def test_a_letter_of_another_meaning_is_found(text, complaint):
    assert list(letter_complaints(page("page", markdown(text)))) == ([f"page{complaint}"] if complaint else [])


def test_the_names_in_code_are_the_library_s():
    accept(code_complaints(PAGE.read_text(encoding="utf-8")))


ROW = "| Symbol | Meaning |\n|---|---|\n| $\\R$ | the real numbers | `\\R` |\n| $\\beta$ | slope | $p$ | `model.beta` | {eq}`eq-answer` |\n"


@pytest.mark.parametrize(
    ("text", "used", "complaint"),
    [
        (ROW, ["$\\R^p$"], None),
        (ROW, [], "\\R is a macro that no page uses"),
        (ROW.replace("`\\R`", ""), [], "\\R is a macro and not in notation.md"),
        (ROW.replace("$\\R$", "$\\beta$"), [], "notation.md: beside $\\beta$ stands `\\R`"),
        (ROW.replace("model.beta", "model.slope"), [], "notation.md: $\\beta$ is said to be model.slope, which the library does not have"),
        (ROW.replace("{eq}`eq-answer`", ""), [], "notation.md: $\\beta$ is not said to be defined anywhere"),
    ],
)
def test_a_fault_is_found(text, used, complaint):
    found = [*macro_complaints(text, {"\\R"}, used), *code_complaints(text)]
    assert complaint in found if complaint else not found
