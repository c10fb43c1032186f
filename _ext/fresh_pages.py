"""Makes Sphinx notice what it would not by itself: a change in the extensions of this folder, or in a file of `_static`."""

import hashlib
from pathlib import Path

HERE = Path(__file__).parent


def fingerprint(folder):
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def setup(app):
    # A value of the settings on which the HTML depends: with another one all pages are written, and files copied.
    app.add_config_value("fingerprint_of_static", fingerprint(HERE.parent / "_static"), "html")
    # What was kept of the pages under another version is not used: all pages are read.
    return {"env_version": int(fingerprint(HERE), 16), "parallel_read_safe": True, "parallel_write_safe": True}
