"""Where the tools run: in this repository's .venv, or in environments of their own below _build/rosetta."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from rosetta.records import FOLDER, Record

ENVIRONMENTS = FOLDER.parent / "_build" / "rosetta"
DATA = FOLDER.parent / "src" / "softlogit" / "datasets"
PATIENCE = 1800  # seconds for one script; Stan compiles for minutes

# How a script is started, by the ending of its name.
COMMANDS = {
    ".R": ["Rscript", "--vanilla"],
    ".py": ["python", "-P"],  # a script may have the name of the package that it imports
    ".js": ["node"],
    ".sh": ["bash"],
    ".m": ["octave-cli", "--quiet", "--no-init-file"],
    ".inp": ["gretlcli", "--batch", "--quiet"],
    ".java": ["java", "-cp", "/usr/share/java/*"],
}
# The same numbers on every machine, as far as threads and places of files go; English words.
SETTINGS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8", "COLUMNS": "80", "PYTHONWARNINGS": "default"}


class Missing(Exception):
    """The tool is not installed here; the message says what is lacking."""


def folder(record: Record) -> Path:
    return ENVIRONMENTS / str(record["environment"]["name"])


def command(record: Record) -> list[str]:
    """What starts the script, if it can be started."""
    program, *options = COMMANDS[record["script"].suffix]
    if program == "python":
        own = folder(record) / "bin" / "python"
        program = sys.executable if record["environment"]["name"] == "project" else str(own)
    if not shutil.which(program):
        raise Missing(f"{Path(program).relative_to(FOLDER.parent) if Path(program).is_absolute() else program} is not installed")
    return [program, *options]


def output(record: Record) -> str:
    """What the script prints, run in a folder of its own with the data."""
    start = command(record)
    folder(record).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder(record)) as place:  # below the environment, where node looks for its packages
        for file in [DATA / "admissions.csv", DATA / "hsbdemo.csv", record["script"]]:
            shutil.copy(file, place)
        try:
            done = subprocess.run(
                [*start, record["script"].name],
                cwd=place,
                env=os.environ | SETTINGS,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise Missing(f"it did not end in {PATIENCE} seconds") from late
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or "it failed and said nothing").splitlines()
        raise Missing(next((line for line in lines if "Error" in line), lines[-1]).strip())
    return done.stdout.replace(f"{place}/", "")


def install(records: Iterable[Record]) -> None:
    """All that these records ask of the registries, an environment at a time."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for record in records:
        for registry in {"apt", "pypi", "npm"} & record["environment"].keys():
            wanted.setdefault((registry, record["environment"]["name"]), set()).update(record["environment"][registry])
    for (registry, name), packages in sorted(wanted.items()):
        print(f"{name}: {' '.join(sorted(packages))}", flush=True)
        INSTALLERS[registry](ENVIRONMENTS / name, sorted(packages))


def apt(_: Path, packages: Sequence[str]) -> None:
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--no-install-recommends", "-qq"]
    subprocess.run([*as_root, *quietly, *packages], stdout=subprocess.DEVNULL, check=True)


def pypi(place: Path, packages: Sequence[str]) -> None:
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    subprocess.run([place / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", *packages], check=True)


def npm(place: Path, packages: Sequence[str]) -> None:
    subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", place, *packages], check=True)


INSTALLERS = {"apt": apt, "pypi": pypi, "npm": npm}
