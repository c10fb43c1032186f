"""Mends what sphinx-book-theme and its companions leave behind on a page that must work alone.

* fontawesome.js, 1.5 MB for a dozen icons, is not linked (`_templates/static/webpack-macros.html`; the icons are in
  `_static/icons.css`), and the rules for its thousands of icons, and for parts that no page has, are cut.
* The theme's style sheets are put into a cascade layer, so that ours, outside of it, prevail without tricks.
* The theme's scripts write to the console of each reader: they no longer do.
* Roles and table heads that a screen reader stumbles over are put right, and in tables a minus sign is one: pandas writes a hyphen.
* What no page links is not shipped.
"""

import re
import shutil
from pathlib import Path

UNWANTED = ("proof.css", "exercise.css")  # `_static/blocks.css` has blocks
UNUSED_FILES = ("vendor", "locales", "scripts/fontawesome*", "**/*.map", *UNWANTED, "[fmp]*.png", "explorables/*.html", "*-macros.html")
EMPTY_HEAD = re.compile(r"<th\b([^>]*)>(\s*(?:<p></p>)?\s*)</th>")
NEGATIVE = re.compile(r"(<td[^>]*>\s*)-(?=[\d.])")
RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
PARTS = "fa[srb]?-|accordion|carousel|offcanvas|popover|toast|placeholder|spinner|list-group|ablog|form-(?:check|range|floating|select)"
UNUSED_PART = re.compile(rf"\.(?:{PARTS})")
SOURCE_MAP = re.compile(r"\s*/[/*]# sourceMappingURL=\S*(?: \*/)?|@charset [^;]*;")
CONSOLE_LOG = re.compile(r"console\.log\([^()]*\)")


def sort_files(app, config):
    """Jupyter Book lists `_static` in the order of the disk, and lets scripts hold up the page. KaTeX comes first, as capitals do."""
    config.html_css_files.sort()
    config.html_js_files = [(name, {"defer": ""}) for name in sorted(config.html_js_files) if name != "search.js"]


def mend_page(app, pagename, templatename, context, doctree):
    body = context.get("body", "").replace('role="doc-biblioentry"', 'role="listitem"')
    body = body.replace(' aria-label="Toggle hidden content"', "")  # the text that one sees says more
    body = body.replace('<aside class="margin', '<aside role="note" class="margin')  # of the text, and no landmark within it
    context["body"] = NEGATIVE.sub(r"\1−", EMPTY_HEAD.sub(r"<td\1>\2</td>", body))
    context["css_files"] = [file for file in context["css_files"] if not file.filename.endswith(UNWANTED)]


def clean_output(app, error):
    if error:
        return
    static = Path(app.outdir, "_static")
    for path in (path for pattern in UNUSED_FILES for path in static.glob(pattern)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    styles = [path for path in static.rglob("*.css") if not Path(app.srcdir, "_static", path.relative_to(static)).exists()]
    for path in [*styles, *static.glob("scripts/*.js"), Path(app.outdir, "search.html")]:
        text = CONSOLE_LOG.sub("void 0", SOURCE_MAP.sub("", path.read_text(encoding="utf-8")))
        path.write_text(f"@layer theme {{{RULE.sub(keep_used, text)}}}" if path in styles else text, encoding="utf-8")


def keep_used(rule):
    """Nothing in place of a rule that none of our pages has any use for."""
    if "@font-face" in rule[1]:
        return "" if "Font Awesome" in rule[2] else rule[0]
    return "" if all(map(UNUSED_PART.search, rule[1].split(","))) else rule[0]


def setup(app):
    app.connect("config-inited", sort_files)
    app.connect("html-page-context", mend_page, priority=900)
    app.connect("build-finished", clean_output, priority=900)
