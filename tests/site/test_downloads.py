"""Each notebook can be downloaded, and all of them in one file that runs with what is in it."""

import os
from zipfile import ZipFile

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT
from tests.site.conftest import html, written_pages

NAME = "two-columns-one-vector"
NOTEBOOKS = [name for name in written_pages() if (ROOT / f"{name}.ipynb").exists()]


@pytest.mark.parametrize("name", written_pages())
def test_every_page_offers_the_archive_and_itself(name, site):
    offered = html(site / f"{name}.html").select(".dropdown-download-buttons a[download]")
    files = [(site / name).parent.joinpath(link["href"]).resolve() for link in offered]
    notebook = [site / "_sources" / f"{name}.ipynb"] if name in NOTEBOOKS else []
    assert files == [*notebook, site / f"{NAME}.zip"]
    assert all(file.read_bytes() == (ROOT / f"{name}.ipynb").read_bytes() for file in files[:-1])


def test_a_click_saves_the_file(open_page):
    page = open_page(NOTEBOOKS[0])
    for text, name in {"This notebook": NOTEBOOKS[0].rpartition("/")[2] + ".ipynb", "All notebooks": f"{NAME}.zip"}.items():
        page.hover(".dropdown-download-buttons button")
        with page.expect_download() as download:
            page.click(f".dropdown-menu a:has-text('{text}')")
        assert download.value.suggested_filename == name


def test_the_opening_offers_the_archive(open_page):
    page = open_page("intro")
    with page.expect_download() as download:
        page.click("article a[download]")
    assert download.value.suggested_filename == f"{NAME}.zip"


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("downloads")
    with ZipFile(site / f"{NAME}.zip") as archive:
        archive.extractall(folder)
    return folder / NAME


def test_the_archive_is_complete(unpacked):
    notebooks = {path.relative_to(unpacked).with_suffix("").as_posix() for path in unpacked.rglob("*.ipynb")}
    assert notebooks == set(NOTEBOOKS)
    readme = (unpacked / "README.md").read_text(encoding="utf-8")
    positions = [readme.index(f"]({name}.ipynb)") for name in NOTEBOOKS]
    assert positions == sorted(positions)
    assert "pip install -r requirements.txt" in readme
    (wheel,) = unpacked.glob("*.whl")
    assert {f"./{wheel.name}", *pins()} <= set((unpacked / "requirements.txt").read_text(encoding="utf-8").splitlines())
    assert (unpacked / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


def pins():
    return (ROOT / "binder/requirements.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_runs_with_what_is_in_the_archive(name, unpacked):
    """Packages are those installed here, in the same versions: `.ci/run` installs the archive's own list, for which it takes a network."""
    (wheel,) = unpacked.glob("*.whl")
    with ZipFile(wheel) as library:
        library.extractall(unpacked / "library")
    notebook = nbformat.read(unpacked / f"{name}.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import softlogit; print(softlogit.__file__)"))
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": (unpacked / name).parent}})
    client.execute(env={**os.environ, "PYTHONPATH": str(unpacked / "library")})
    assert notebook.cells[-1].outputs[0].text.startswith(str(unpacked))
