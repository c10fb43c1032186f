"""requirements.txt pins one version of all that pyproject.toml asks for, and the files that state our own version agree."""

import tomllib

import pytest
import yaml
from contract import accept
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

TABLES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = TABLES["project"]


def asked_for():
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    requirements = [Requirement(text) for group in groups for text in group]
    return [each for each in requirements if each.name != PROJECT["name"]]


def pins_of(text):
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return [Requirement(line) for line in lines if line]


def complaints(text, asked):
    pins = pins_of(text)
    for pin in pins:
        if [each.operator for each in pin.specifier] != ["=="]:
            yield f"requirements.txt: {pin} is not pinned by =="
    for each in asked:
        found = [pin for pin in pins if canonicalize_name(pin.name) == canonicalize_name(each.name)]
        versions = [exact.version for pin in found for exact in pin.specifier]
        if not versions or not all(each.specifier.contains(version, prereleases=True) for version in versions):
            yield f"requirements.txt: pyproject.toml asks for {each}, pinned is {versions}; run make lock"


def test_every_requirement_is_pinned():
    accept(complaints((ROOT / "requirements.txt").read_text(encoding="utf-8"), asked_for()))


def test_the_benchmark_is_pinned_to_versions_that_go_with_the_others():
    text, book = ((ROOT / folder / "requirements.txt").read_text(encoding="utf-8") for folder in ("benchmarks", "."))
    accept(complaints(text, [Requirement(each) for each in TABLES["dependency-groups"]["benchmark"]]))
    versions = {pin.name: pin.specifier for pin in pins_of(book)}
    accept(f"benchmarks/requirements.txt: {pin}" for pin in pins_of(text) if versions.get(pin.name, pin.specifier) != pin.specifier)


@pytest.mark.parametrize("text", ["", "numpy>=2\n", "numpy==1.26\n", "numpy\n"])
def test_a_missing_pin_is_found(text):
    assert list(complaints(text, [Requirement("NumPy>=2")]))


def test_the_citation_names_the_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
