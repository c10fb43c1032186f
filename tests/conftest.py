"""Where things are. A test imports these: `from tests.conftest import SITE`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
