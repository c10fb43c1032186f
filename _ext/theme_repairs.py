"""Mends what sphinx-book-theme and its companions leave behind on a page that must work alone.

* thebe (live kernels) is emitted twice and names a foreign host, togglebutton is made needless by `blocks.py`: both go.
* fontawesome.js, 1.5 MB for a dozen icons, is not linked (`_templates/static/webpack-macros.html`; the icons are in
  `_static/icons.css`), and the rules for its thousands of icons are cut from the theme's style sheet.
* The theme's style sheets are put into a cascade layer, so that ours, outside of it, prevail without tricks.
* The theme's scripts write to the console of each reader: they no longer do.
* Roles and table heads that a screen reader stumbles over are put right.
* What no page links is not shipped.
"""

import re
import shutil
from pathlib import Path

UNWANTED = ("thebe", "unpkg.com", "toggle", "proof.css", "exercise.css")
UNUSED_FILES = (
    "vendor",
    "locales",
    "scripts/fontawesome.js*",
    "scripts/*.map",
    "styles/*.map",
    "sphinx-thebe.*",
    "togglebutton.*",
    "proof.css",
    "exercise.css",
    "[fmp]*.png",
    "explorables/*.html",
    "*webpack-macros.html",
)
EMPTY_HEAD = re.compile(r"<th\b([^>]*)>(\s*(?:<p></p>)?\s*)</th>")
ICON_RULES = re.compile(r"@font-face\{[^}]*Font Awesome[^}]*\}|(?:\.fa-[\w-]+(?::before|::before)?,?)+\{[^{}]*content:[^{}]*\}")
SOURCE_MAP = re.compile(r"\s*/[/*]# sourceMappingURL=\S*(?: \*/)?|@charset [^;]*;")
CONSOLE_LOG = re.compile(r"console\.log\([^()]*\)")


def sort_files(app, config):
    """Jupyter Book lists `_static` in the order of the disk, which differs from one to the next."""
    config.html_css_files.sort()
    config.html_js_files.sort()


def drop_files(app, pagename, templatename, context, doctree):
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if not _is_unwanted(file)]


def _is_unwanted(file):
    text = f"{getattr(file, 'filename', file)} {getattr(file, 'attributes', {}).get('body', '')}"
    return any(word in text for word in UNWANTED)


def help_screen_readers(app, pagename, templatename, context, doctree):
    body = context.get("body", "").replace('role="doc-biblioentry"', 'role="listitem"')
    context["body"] = EMPTY_HEAD.sub(r"<td\1>\2</td>", body)


def clean_output(app, error):
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    for pattern in UNUSED_FILES:
        for path in static.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in static.rglob("*.css"):
        name = path.relative_to(static).as_posix()
        is_ours = Path(app.srcdir, "_static", name).exists()
        if not is_ours and not name.startswith("katex"):
            _edit(path, lambda text: f"@layer theme {{{ICON_RULES.sub('', text)}}}")
    for path in [*static.glob("scripts/*.js"), Path(app.outdir, "search.html")]:
        _edit(path, lambda text: CONSOLE_LOG.sub("void 0", text))


def _edit(path, change):
    text = SOURCE_MAP.sub("", path.read_text(encoding="utf-8"))
    path.write_text(change(text), encoding="utf-8")


def setup(app):
    app.connect("config-inited", sort_files)
    app.connect("html-page-context", drop_files, priority=900)
    app.connect("html-page-context", help_screen_readers)
    app.connect("build-finished", clean_output, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
