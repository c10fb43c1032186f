"""Where the library's source names an equation or a theorem of the book, the book has it."""

import re

from contract import accept
from pages import book, labels

from tests.conftest import ROOT

LABEL = re.compile(r"(?<![\w-])(?:eq|thm|lem|prp|cor|def|fig)-[a-z0-9-]*[a-z0-9]")


def complaints(root, defined):
    for path in sorted((root / "src").rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for label in LABEL.findall(line):
                if label not in defined:
                    yield f"{path.relative_to(root)}:{number}: names {label}, which no page defines"


def test_labels_in_the_library_exist_in_the_book():
    accept(complaints(ROOT, {label for page in book() for label, _ in labels(page)}))


def test_an_unknown_label_is_found(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "functions.py").write_text('"""σ (eq-sigmoid).\n\nStable (thm-stabel).\n"""\n')
    assert list(complaints(tmp_path, {"eq-sigmoid"})) == ["src/functions.py:3: names thm-stabel, which no page defines"]
