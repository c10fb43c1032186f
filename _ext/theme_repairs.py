"""Mends what sphinx-book-theme and its companions leave behind on a page that must work alone.

* thebe (live kernels) is emitted twice and names a foreign host, togglebutton is made needless by `blocks.py`: both go.
* fontawesome.js, 1.5 MB for a dozen icons, is not linked (`_templates/static/webpack-macros.html`; the icons are in
  `_static/icons.css`), and the rules for its thousands of icons, and for parts that no page has, are cut.
* The theme's style sheets are put into a cascade layer, so that ours, outside of it, prevail without tricks.
* The theme's scripts write to the console of each reader: they no longer do.
* Roles and table heads that a screen reader stumbles over are put right.
* What no page links is not shipped.
"""

import re
import shutil
from pathlib import Path

UNWANTED = ("thebe", "unpkg.com", "toggle", "proof.css", "exercise.css")
DESIGN = ("sphinx-design", "design-tabs")  # only where a page has a card, a tab or a folded text
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
RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
UNUSED_PARTS = re.compile(
    r"\.(?:fa[srb]?-|accordion|carousel|offcanvas|popover|toast|placeholder|spinner|list-group|ablog|form-(?:check|range|floating|select))"
)
SOURCE_MAP = re.compile(r"\s*/[/*]# sourceMappingURL=\S*(?: \*/)?|@charset [^;]*;")
CONSOLE_LOG = re.compile(r"console\.log\([^()]*\)")


def forget_last_build(app):
    """myst-nb copies its style sheet last, so that the first build does not know its checksum and the second would."""
    for path in Path(app.outdir, "_static").glob("mystnb.*.css"):
        path.unlink()


def sort_files(app, config):
    """Jupyter Book lists `_static` in the order of the disk, which differs from one to the next."""
    config.html_css_files.sort()
    config.html_js_files.sort()


def drop_files(app, pagename, templatename, context, doctree):
    unwanted = UNWANTED if 'class="sd-' in context.get("body", "") else (*UNWANTED, *DESIGN)
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if not _names(file, unwanted)]


def _names(file, words):
    text = f"{getattr(file, 'filename', file)} {getattr(file, 'attributes', {}).get('body', '')}"
    return any(word in text for word in words)


def help_screen_readers(app, pagename, templatename, context, doctree):
    body = context.get("body", "").replace('role="doc-biblioentry"', 'role="listitem"')
    body = body.replace(' aria-label="Toggle hidden content"', "")  # the text that one sees says more
    context["body"] = EMPTY_HEAD.sub(r"<td\1>\2</td>", body)


def clean_output(app, error):
    if error or app.builder.format != "html":
        return
    forget_earlier_builds(app)
    static = Path(app.outdir, "_static")
    for pattern in UNUSED_FILES:
        for path in static.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in static.rglob("*.css"):
        name = path.relative_to(static).as_posix()
        is_ours = Path(app.srcdir, "_static", name).exists()
        if not is_ours and not name.startswith("katex"):
            _edit(path, lambda text: f"@layer theme {{{RULE.sub(keep_used, text)}}}")
    for path in [*static.glob("scripts/*.js"), Path(app.outdir, "search.html")]:
        _edit(path, lambda text: CONSOLE_LOG.sub("void 0", text))


def forget_earlier_builds(app):
    """Deletes the pictures that no page shows any more, and the pages that are no longer in the book."""
    shown = {name for _, name in app.env.images.values()}
    for path in Path(app.outdir, "_images").glob("*"):
        if path.name not in shown:
            path.unlink()
    for path in Path(app.outdir, "chapters").rglob("*.html"):
        if path.relative_to(app.outdir).with_suffix("").as_posix() not in app.env.found_docs:
            path.unlink()


def keep_used(rule):
    """Nothing in place of a rule that none of our pages has any use for."""
    if "@font-face" in rule[1]:
        return "" if "Font Awesome" in rule[2] else rule[0]
    return "" if all(map(UNUSED_PARTS.search, rule[1].split(","))) else rule[0]


def _edit(path, change):
    text = SOURCE_MAP.sub("", path.read_text(encoding="utf-8"))
    path.write_text(change(text), encoding="utf-8")


def setup(app):
    app.connect("config-inited", sort_files)
    app.connect("builder-inited", forget_last_build)
    app.connect("html-page-context", drop_files, priority=900)
    app.connect("html-page-context", help_screen_readers)
    app.connect("build-finished", clean_output, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
