"""All notebooks in one file with all that they need. `_templates/article-header-buttons.html` offers it on each page.

Unpacked, `pip install -r requirements.txt` is all it takes: `binder/` has the list and the README. The same sources give the same bytes.
"""

from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from contents import files_read, notebooks
from hatchling.build import build_wheel

NAME = "two-columns-one-vector"  # of the archive, and of the folder in it


def write_archive(app, error):
    if not error:
        with ZipFile(Path(app.outdir, f"{NAME}.zip"), "w") as archive:
            for name, content in sorted(contents(app).items()):
                archive.writestr(ZipInfo(f"{NAME}/{name}"), content, ZIP_DEFLATED)  # which is dated 1980


def contents(app):
    """The files of the archive: name and bytes."""
    source, pages = Path(app.srcdir), notebooks(app.srcdir)
    paths = [*pages.values(), *files_read(source), source / "LICENSE", source / "LICENSE-TEXT"]
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in paths}
    with TemporaryDirectory() as folder, chdir(source):
        wheel = build_wheel(folder)
        files[wheel] = Path(folder, wheel).read_bytes()
    links = "\n".join(f"* [{app.env.titles[name].astext()}]({name}.ipynb)" for name in pages)
    readme = (source / "binder/README.md").read_text(encoding="utf-8")
    files["README.md"] = readme.format(title=app.config.html_title, wheel=wheel, pages=links).encode()
    files["requirements.txt"] = f"./{wheel}\n".encode() + (source / "binder/requirements.txt").read_bytes()
    return files


def setup(app):
    app.connect("build-finished", write_archive)
