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
    """Saves what Sphinx gathers for the search, which it does after it has saved the environment.

    That and nothing else: pages that are written change the environment, and the bibliography would have every entry twice the next time.
    """
    if exception or app.builder.format != "html":
        return
    saved = Path(app.doctreedir, ENV_PICKLE_FILENAME)
    env = pickle.loads(saved.read_bytes())
    vars(env).update({name: value for name, value in vars(app.env).items() if name.startswith("_search_index_")})
    saved.write_bytes(pickle.dumps(env, pickle.HIGHEST_PROTOCOL))


def setup(app):
    app.connect("build-finished", remember)
    # A value of the settings on which the HTML depends: with another one all pages are written, and files copied.
    app.add_config_value("fingerprint_of_static", fingerprint(HERE.parent / "_static"), "html")
    # What was kept of the pages under another version is not used: all pages are read.
    return {"env_version": int(fingerprint(HERE), 16), "parallel_read_safe": True, "parallel_write_safe": True}
