"""The reference has every public name, and the library names what is in the book. Sphinx tells a name that is there twice."""

import re

from pages import book

import softlogit
from tests.conftest import ROOT, accept

PAGE = ROOT / "chapters/back/library-reference.md"
LABEL = re.compile(r"(?<![\w-])(?:eq|thm|lem|prp|cor|def|fig)-[a-z0-9-]*[a-z0-9]")


def test_every_public_name_is_there():
    named, public = set(re.findall(r"^\.\. auto\w+:: (\w+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)), set(softlogit.__all__)
    faults = {"does not have %s": public - named, "has %s, which softlogit does not export": named - public}
    accept(f"{PAGE.name}: {fault % name}" for fault, found in faults.items() for name in found)


def test_what_the_library_names_of_the_book_is_there():
    """Also in comments and private docstrings, which the reference does not show."""
    defined = {word for page in book() for cell in page.cells for word in LABEL.findall(f"{cell.source} {cell.mystnb}")}
    files = [(path, path.read_text(encoding="utf-8")) for path in (ROOT / "src").rglob("*.py")]
    accept(f"{path.name}: names {label}" for path, text in files for label in set(LABEL.findall(text)) - defined)
