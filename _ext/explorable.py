"""The directive `{explorable} name`: a figure to play with, written into the page as it stands before anyone plays.

An explorable has two files in `_static/explorables/`: `name.html`, the markup with its picture drawn, which is all that
a reader without scripts sees; and `name.js`, which brings it to life. One with more to it may have a `name-part.js` and a
`name.css`. `explorable.css` and `explorable.js` have what all share. The numbers that it shows are computed here, by the library,
and stand in the page as JSON. After a change to a first state, `REDRAW=1 .venv/bin/pytest tests/site/test_explorables.py` puts what
the browser draws into the markup.

Jupyter Book links each script and style sheet under `_static` into each page; here they are dropped where not used.
"""

import json
import re
from pathlib import Path

import numpy as np
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

import softlogit as sl
from rosetta.presets import presets

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


def pivot():
    """For each species its column of weights, and a bird: intercept, bill length, bill depth."""
    fit = sl.fit_formula("species ~ bill_length_mm + bill_depth_mm", sl.load_penguins())
    return {"columns": fit.symmetric.T.tolist(), "names": list(fit.classes), "bird": [1, 40.5, 16.2]}


def training():
    return {"share": sl.load_admissions()["admit"].mean()}


def penalty():
    """The slope of gre in hundreds, for penalties from 1 to 10,000, ten to a decade."""
    data = sl.load_admissions()
    X = np.column_stack([np.ones(len(data)), data["gre"] / 100])

    def slope(strength):  # of a penalty on two columns, which is half as much on their difference
        return round(sl.fit(X, data["admit"], ridge=strength).beta[1], 6)

    steps = [m * 10**d for d in range(4) for m in (1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8)]
    return [{"lambda": s, "difference": slope(s), "same": slope(2 * s), "half": slope(s)} for s in (*steps, 10_000)]


NUMBERS = {"converter": presets, "pivot": pivot, "training": training, "penalty": penalty}


def setup(app):
    app.add_directive("explorable", Explorable)
    app.connect("html-page-context", drop_unused_files, priority=900)
