"""The same sources give the same bytes."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

NOT_COPIED = shutil.ignore_patterns("_build", ".*", "__pycache__")


@pytest.mark.slow
def test_a_build_from_nothing_gives_the_same_bytes(site, tmp_path):
    copy = tmp_path / "book"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    shutil.copytree(ROOT / "_build/.theorems", copy / "_build/.theorems")  # the theorems' tests, half a minute, are the same
    command = [Path(sys.executable).with_name("jupyter-book"), "build", copy, "-n", "-W", "--keep-going"]
    build = subprocess.run(command, check=False, capture_output=True, text=True)
    assert build.returncode == 0, build.stdout + build.stderr
    first, second = digests(site), digests(copy / "_build/html")
    assert sorted(first) == sorted(second)
    assert not [name for name in first if first[name] != second[name]]


def digests(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".buildinfo")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(content(path)).hexdigest() for path in files}


def content(path):
    """A file's bytes; of the search index, without the words that stand on no page: Sphinx keeps those that an edit has removed."""
    data = path.read_bytes()
    if path.name != "searchindex.js":
        return data
    index = json.loads(data[data.index(b"(") + 1 : data.rindex(b")")])
    index["terms"] = {word: pages for word, pages in index["terms"].items() if pages != []}
    return json.dumps(index).encode()
