"""The directive `{explorable} name`: a figure to play with, written into the page as it stands before anyone plays.

    ```{explorable} opening
    ```

An explorable has two files in `_static/explorables/`: `name.html`, the markup with its picture drawn, which is all that
a reader without scripts sees; and `name.js`, which brings it to life. One with more to it may have a `name-part.js` and a
`name.css`. `explorable.css` and `explorable.js` have what all share; the numbers come from `explorable_numbers`. After a change to a
first state, `REDRAW=1 .venv/bin/pytest tests/site/test_explorables.py` puts what the browser draws into the markup.

Jupyter Book links each script and style sheet under `_static` into each page; here they are dropped where not used.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from explorable_numbers import NUMBERS
from sphinx.util.docutils import SphinxDirective

PART = re.compile(r"explorables/(\w+)")  # in the name of a file


class Explorable(SphinxDirective):
    required_arguments = 1

    def run(self):
        name = self.arguments[0]
        markup = Path(self.env.srcdir, f"_static/explorables/{name}.html").read_text(encoding="utf-8")
        if name in NUMBERS:
            markup = markup.replace("</figure>", f'<script type="application/json">{json.dumps(NUMBERS[name]())}</script>\n</figure>')
        return [nodes.raw("", markup, format="html", explorable=name)]


def drop_unused_files(app, pagename, templatename, context, doctree):
    """Keeps of the explorables' files those that the page uses."""
    used = {node["explorable"] for node in doctree.findall(nodes.raw) if "explorable" in node} if doctree else set()
    used |= {"explorable"} if used else set()
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if set(PART.findall(str(file.filename))) <= used]


def setup(app):
    app.add_directive("explorable", Explorable)
    app.connect("html-page-context", drop_unused_files, priority=900)
