"""What a link leads to, for `_static/preview.js` to show beside it: terms, theorems, definitions, equations, sources.

Each page has a script that brings what can be shown of it, loaded when a link to it is first hovered or focused, also from disk. (The
extension for this, sphinx-tippy, gives its files random names, writes all into every page and takes two libraries from another host.)
"""

import json
import re
from pathlib import Path

TARGET = re.compile(r'<(div|dt) [^>]*?id="((?:thm|lem|prp|cor|def|equation|term)-[^"]+|(?<=class="citation" id=")id\d+)"')


def write_previews(app, pagename, templatename, context, doctree):
    body = context.get("body", "")
    if shown := {found[2]: element(body, found.start(), found[1]) for found in TARGET.finditer(body)}:
        path = Path(app.outdir, "_static/previews", f"{pagename}.js")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"previews({json.dumps([pagename, shown], ensure_ascii=False, indent=0)});\n", encoding="utf-8")


def element(body, start, tag):
    """The element that starts there; a term with its definition."""
    depth, last = 0, "dd" if tag == "dt" else tag
    for edge in re.compile(rf"<(/?){last}\b").finditer(body, start):
        depth += -1 if edge[1] else 1
        if not depth:
            return body[start : body.index(">", edge.end()) + 1]
    return ""


def setup(app):
    app.connect("html-page-context", write_previews, priority=950)
