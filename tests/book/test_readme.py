"""Every command in the README and in the page on how to contribute is run: by make, by CI, or here."""

import re
import shlex
import subprocess
from pathlib import Path

from tests.conftest import ROOT, accept

BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text, language):
    return [match["body"] for match in BLOCK.finditer(text) if match["language"] == language]


def commands(text):
    """The lines of the sh blocks, without comments."""
    words = (shlex.split(line, comments=True) for block in blocks(text, "sh") for line in block.splitlines())
    return [line for line in words if line]


def lines_of_make():
    """What `make` would do, as words: a command that the README spells out is one of these, or a shorter form of it."""
    choices = ["PYTHON=python3", "INSTALL=1"]  # whichever Python these tests were called with
    command = ["make", "--dry-run", "--always-make", *choices, "test", "lint", "rosetta"]
    plan = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [line.replace(";", " ").split() for line in plan.stdout.splitlines()]


def lines_of_ci():
    scripts = [".ci/run", ".github/workflows/book.yml"]
    return [line.removeprefix("- run:").split() for s in scripts for line in map(str.strip, (ROOT / s).read_text().splitlines())]


def is_shorter_form(command, line):
    """Whether the words of the command are in the line, in this order; but for a NAME, which is the reader's to choose."""
    rest = iter(line)
    return all(word in rest for word in command if word != "NAME")


def runs_one_page(command):
    return len(command) == 2 and Path(command[0]).name == "pytest" and command[1].endswith(".ipynb")


# Not run: they fetch the book itself, open a window, or change the reader's git.
FOR_THE_READER = [["git", "clone"], ["cd"], ["open"], ["xdg-open"], [".venv/bin/pre-commit", "install"]]


def complaints(text, known):
    for command in commands(text):
        excused = any(command[: len(start)] == start for start in FOR_THE_READER)
        if not (excused or runs_one_page(command) or any(is_shorter_form(command, line) for line in known)):
            yield f"README.md or contributing.md: nobody runs {shlex.join(command)}"


README, GUIDE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "chapters/back/contributing.md"))


def test_every_command_is_run_by_somebody():
    accept(complaints(README + GUIDE, lines_of_make() + lines_of_ci()))


def test_the_examples_in_python_run():
    for block in blocks(README, "python"):
        exec(compile(block, "README.md", "exec"), {})


def test_a_command_that_nobody_runs_is_found():
    text = "Text.\n\n```sh\nmake book  # builds\npython3 -m venv .venv\nmake coffee\n```\n"
    known = [["make", "book"], ["python3", "-m", "venv", "--clear", ".venv"]]
    assert list(complaints(text, known)) == ["README.md or contributing.md: nobody runs make coffee"]
