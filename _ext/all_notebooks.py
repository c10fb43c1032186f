"""All notebooks in one file with all that they need. `_templates/article-header-buttons.html` offers it on each page.

Unpacked, `pip install -r requirements.txt` is all it takes: `binder/` has the list and the README. The same sources give the same bytes.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from contents import files_read, notebooks

NAME = "two-columns-one-vector"  # of the archive, and of the folder in it


def write_archive(app, error):
    if error or app.builder.format != "html":
        return
    with ZipFile(Path(app.outdir, f"{NAME}.zip"), "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(contents(app).items()):
            file = ZipInfo(f"{NAME}/{name}")  # which is dated 1980
            file.external_attr = 0o644 << 16
            archive.writestr(file, content, ZIP_DEFLATED)


def contents(app):
    """The files of the archive: name and bytes."""
    source, pages = Path(app.srcdir), notebooks(app.srcdir)
    paths = [*pages, *files_read(source), source / "LICENSE", source / "LICENSE-TEXT"]
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in paths}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
        same_date = os.environ | {"SOURCE_DATE_EPOCH": "0"}  # whoever builds may have set it, or not
        subprocess.run(command, cwd=source, env=same_date, check=True, capture_output=True)
        (wheel,) = Path(folder).glob("*.whl")
        files[wheel.name] = wheel.read_bytes()
    names = [path.relative_to(source).with_suffix("").as_posix() for path in pages]
    links = "\n".join(f"* [{app.env.titles[name].astext()}]({name}.ipynb)" for name in names)
    readme = (source / "binder/README.md").read_text(encoding="utf-8")
    files["README.md"] = readme.format(title=app.config.html_title, wheel=wheel.name, pages=links).encode()
    files["requirements.txt"] = f"./{wheel.name}\n".encode() + (source / "binder/requirements.txt").read_bytes()
    return files


def setup(app):
    app.connect("build-finished", write_archive)
