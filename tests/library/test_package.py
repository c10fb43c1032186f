"""What is published is the library, whole: as a wheel, and as sources from which the same wheel can be made."""

import subprocess
import sys
import tarfile
from zipfile import ZipFile

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def built(kind, folder, target):
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target], cwd=folder, check=True, capture_output=True)
    (found,) = target.glob("*.tar.gz" if kind == "sdist" else "*.whl")
    return found


def test_the_sources_make_the_same_wheel(tmp_path):
    with tarfile.open(built("sdist", ROOT, tmp_path / "sources")) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.glob("softlogit-*/")
    wheels = [built("wheel", folder, tmp_path / name) for name, folder in (("direct", ROOT), ("from-sources", unpacked))]
    direct, from_sources = (set(ZipFile(wheel).namelist()) for wheel in wheels)
    assert direct == from_sources
    code = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/softlogit").rglob("*") if path.is_file()}
    assert {name for name in direct if name.startswith("softlogit/")} == {name for name in code if "__pycache__" not in name}
