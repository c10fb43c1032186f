"""Every command in the README and in the page on how to contribute is run: by make, by CI, or here."""

import re
import shlex
import subprocess

from tests.conftest import ROOT, accept

TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "chapters/back/contributing.md")}
# Not run: they fetch the book itself, open a window, or change the reader's git. And a page run alone is one of those that nbmake runs.
FOR_THE_READER = re.compile(r"git clone|cd |open |xdg-open |\.venv/bin/pre-commit install|\.venv/bin/pytest \S+\.ipynb")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def lines_that_are_run():
    """What `make` would do, with whichever Python these tests were called, and CI, as words."""
    command = ["make", "--dry-run", "--always-make", "PYTHON=python3", "INSTALL=1", "test", "lint", "rosetta"]
    plan = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.replace(";", " ")
    ci = "".join((ROOT / script).read_text(encoding="utf-8") for script in (".ci/run", ".github/workflows/book.yml"))
    return [line.split() for line in (plan + ci).splitlines()]


def complaints(text, known):
    """Each command is a line that is run or a shorter form of it; but for a NAME, which is the reader's to choose."""
    for line in "".join(blocks(text, "sh")).splitlines():
        words = [word for word in shlex.split(line, comments=True) if word != "NAME"]
        shorter = (iter(run) for run in known)
        if not FOR_THE_READER.match(line) and not any(all(word in run for word in words) for run in shorter):
            yield f"nobody runs {line}"


def test_every_command_is_run_by_somebody():
    known = lines_that_are_run()
    accept(f"{name}: {complaint}" for name, text in TEXTS.items() for complaint in complaints(text, known))


def test_the_examples_in_python_run():
    for block in blocks(TEXTS["README.md"], "python"):
        exec(compile(block, "README.md", "exec"), {})


def test_a_command_that_nobody_runs_is_found():
    text = "Text.\n\n```sh\nmake book  # builds\npython3 -m venv .venv\nmake coffee\n```\n"
    known = [["make", "book"], ["python3", "-m", "venv", "--clear", ".venv"]]
    assert list(complaints(text, known)) == ["nobody runs make coffee"]
