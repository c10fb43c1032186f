"""requirements.txt pins one version of all that pyproject.toml asks for, and the files that state our own version agree."""

import ast
import sys
import tomllib
from collections import defaultdict
from importlib.metadata import packages_distributions

import pytest
import yaml
from contract import accept
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pages import notebooks

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


@pytest.mark.parametrize(("folder", "group"), [("benchmarks", "benchmark"), ("binder", "notebooks")])
def test_a_group_is_pinned_to_versions_that_go_with_the_others(folder, group):
    text, book = ((ROOT / place / "requirements.txt").read_text(encoding="utf-8") for place in (folder, "."))
    accept(complaints(text, [Requirement(each) for each in TABLES["dependency-groups"][group]]))
    versions = defaultdict(set)
    for pin in pins_of(book):
        versions[pin.name].add(pin.specifier)
    accept(f"{folder}/requirements.txt: {pin}" for pin in pins_of(text) if pin.specifier not in versions.get(pin.name, {pin.specifier}))


@pytest.mark.parametrize("text", ["", "numpy>=2\n", "numpy==1.26\n", "numpy\n"])
def test_a_missing_pin_is_found(text):
    assert list(complaints(text, [Requirement("NumPy>=2")]))


def needed(group):
    """The packages of a group of optional dependencies and of the groups that it names."""
    names = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}
    for each in map(Requirement, PROJECT["optional-dependencies"][group]):
        names |= set().union(*map(needed, each.extras)) if each.name == PROJECT["name"] else {canonicalize_name(each.name)}
    return names


def imports(page):
    """The packages that the cells of a page import, as pip calls them; a cell that is only shown counts as well."""
    for cell in page.code:
        for node in ast.walk(cell.tree):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) else []
            yield from (module.partition(".")[0] for module in modules)


def test_the_notebooks_find_what_they_import():
    """In the archive of notebooks, `softlogit[pages]` is all that is asked for."""
    imported = set().union(*map(imports, notebooks())) - set(sys.stdlib_module_names) - {"softlogit"}
    packages = packages_distributions()
    assert {canonicalize_name(packages[module][0]) for module in imported} <= needed("pages")


def test_the_citation_names_the_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
