"""Makes Sphinx notice what it would not by itself: a change in the extensions of this folder, or in a file of `_static`.

And remember what it would forget: the entries of the index that readers search for.
"""

import hashlib
import pickle
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME

HERE = Path(__file__).parent


def fingerprint(folder):
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def remember(app, exception):
    """Saves the environment once more: when Sphinx does, the search has not been given the entries of the index yet."""
    if not exception and app.builder.format == "html":
        Path(app.doctreedir, ENV_PICKLE_FILENAME).write_bytes(pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL))


def setup(app):
    app.connect("build-finished", remember)
    # A value of the settings on which the HTML depends: with another one all pages are written, and files copied.
    app.add_config_value("fingerprint_of_static", fingerprint(HERE.parent / "_static"), "html")
    # What was kept of the pages under another version is not used: all pages are read.
    return {"env_version": int(fingerprint(HERE), 16), "parallel_read_safe": True, "parallel_write_safe": True}
