"""Every page that _toc.yml names exists as HTML after the build."""

from contract import accept
from pages import page_names

from tests.conftest import ROOT, SITE


def complaints(names, site):
    for name in names:
        page = site / f"{name}.html"
        if not page.is_file() or page.stat().st_size == 0:
            yield f"{name}: is in _toc.yml, and {page} does not exist; run make book"


def test_every_page_is_built():
    accept(complaints(page_names(ROOT), SITE))


def test_a_missing_page_is_found(tmp_path):
    (tmp_path / "intro.html").write_text("<html></html>")
    (found,) = complaints(["intro", "chapters/part/missing"], tmp_path)
    assert found.startswith("chapters/part/missing: ")
