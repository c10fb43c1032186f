"""Where things are. A test imports these: `from tests.conftest import SITE`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"


def pytest_itemcollected(item):
    """Says in a report (--junitxml) which theorems a test holds; the page of theorems is made from one."""
    item.user_properties += [("theorem", mark.args[0]) for mark in item.iter_markers("theorem")]
