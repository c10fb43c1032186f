"""Where things are: `from tests.conftest import SITE`. And what takes long begins first."""

from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"


def accept(complaints: Iterable[str]) -> None:
    """Fail with every complaint at once, if there are any: each names its place."""
    if found := list(complaints):
        pytest.fail("\n" + "\n".join(found), pytrace=False)


def pytest_itemcollected(item):
    """Says in a report (--junitxml) which theorems a test holds; the page of theorems is made from one."""
    item.user_properties += [("theorem", mark.args[0]) for mark in item.iter_markers("theorem")]


def pytest_collection_modifyitems(items):
    """With several workers a long test that begins last keeps all the others waiting at the end."""
    items.sort(key=lambda item: item.path.suffix != ".ipynb" and item.get_closest_marker("slow") is None)
