"""The reference has every public name of the library once, and docstrings lead into the book."""

import re

import library_names
import pytest
from contract import accept
from pages import book

import softlogit
from tests.conftest import ROOT, SITE

DIRECTIVE = re.compile(r"^\.\. auto(?:function|class|exception):: (\w+)", re.MULTILINE)
PAGE = ROOT / "chapters/back/library-reference.md"


def complaints(text, public):
    named = DIRECTIVE.findall(text)
    for name in public:
        if named.count(name) != 1:
            yield f"{PAGE.name}: has {name} {named.count(name)} times, not once"
    for name in set(named) - set(public):
        yield f"{PAGE.name}: has {name}, which softlogit does not export"


def test_every_public_name_is_there_once():
    accept(complaints(PAGE.read_text(encoding="utf-8"), softlogit.__all__))


def test_a_missing_a_doubled_and_an_unknown_name_are_found():
    text = ".. autofunction:: fit\n.. autofunction:: fit\n.. autoclass:: Model()\n"
    assert set(complaints(text, ["fit", "softmax"])) == {
        f"{PAGE.name}: has fit 2 times, not once",
        f"{PAGE.name}: has softmax 0 times, not once",
        f"{PAGE.name}: has Model, which softlogit does not export",
    }


LABEL = re.compile(r"(?<![\w-])(?:eq|thm|lem|prp|cor|def|fig)-[a-z0-9-]*[a-z0-9]")


def test_what_the_library_names_of_the_book_is_there():
    """Also in comments and private docstrings, which the reference does not show."""
    defined = {word for page in book() for cell in page.cells for word in LABEL.findall(f"{cell.source} {cell.figure.get('name')}")}
    named = {(path.name, label) for path in (ROOT / "src").rglob("*.py") for label in LABEL.findall(path.read_text(encoding="utf-8"))}
    assert not [place for place in named if place[1] not in defined]


@pytest.mark.parametrize(
    ("line", "rst"),
    [
        ("w_a − w_b (eq-answer).", "w_a − w_b :eq:`eq-answer`."),
        ("Nothing (thm-fibre).", "Nothing (:prf:ref:`thm-fibre`)."),
        ("R's `cbind(a, b)`, and InputError", "R's ``cbind(a, b)``, and ``InputError``"),
        ("β* and w_ and |x|", r"β\* and w\_ and \|x\|"),
        (">>> x * `y`", ">>> x * `y`"),
    ],
)
def test_a_docstring_is_linked(line, rst):
    lines = [line]
    library_names.to_rst(None, "method", "softlogit.FittedLogit.contrast", None, None, lines)
    assert lines == [rst]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("sl.from_r(text, names)", "softlogit.from_r"),
        ("LogitModel", "softlogit.LogitModel"),
        ("logit", None),
        ("fit.contrast(a, against=b)", "softlogit.LogitModel.contrast"),
        ("res.params", None),
    ],
)
def test_code_in_prose_is_linked(code, name):
    found = list(library_names.candidates(code, in_reference=False))
    assert name in found if name else not found


def test_names_and_labels_in_docstrings_are_links():
    html = (SITE / "chapters/back/library-reference.html").read_text(encoding="utf-8")
    shown = re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL)  # comments in examples stay as they are
    assert not re.findall(r"\((?:eq|thm|lem|prp|cor)-[a-z0-9-]+\)", shown)
    assert "two-columns-one-vector.html#thm-answer" in shown
    assert len(set(re.findall(r'<a class="reference internal" href="#(softlogit\.[\w.]+)"', shown))) > 10
