"""The library's names, in its docstrings and in the book's prose, as links to the reference.

Docstrings are written to be read in a terminal. In the reference,

    (eq-answer)     is the equation's number, linked,
    (thm-fibre)     the theorem's number, linked,
    `fit`           a link where the reference has that name, code otherwise,
    InputError      a link too,

and everything else is shown as it stands: no other sign in a docstring means markup. In prose, code such as `sl.fit`, `sl.from_r(text)`,
`LogitModel` or `model.beta` is a link.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

LABEL = re.compile(r"\((?P<label>(?P<kind>eq|thm|lem|prp|cor)-[a-z0-9-]+)\)")
CODE = re.compile(r"`(?P<code>[^`]+)`")
PROBLEM = re.compile(r"\b(?P<problem>\w+(?:Error|Warning))\b")
MARKUP = re.compile(r"(?P<markup>[*|\\]|_(?!\w))")
TOKEN = re.compile("|".join(pattern.pattern for pattern in (LABEL, CODE, PROBLEM, MARKUP)))
NAME = re.compile(r"(?:(?P<owner>\w+)\.)?(?P<name>\w+)(?:\(.*\))?")
CLASSES = {"model": ["LogitModel"], "fit": ["FittedLogit", "LogitModel"]}  # what the book always calls them


def to_rst(app, what, name, obj, options, lines):
    """Rewrites the lines of one docstring in place."""
    for place in reversed([number for number, line in enumerate(lines) if line.startswith("Warns:")]):
        lines.insert(place, "")  # a paragraph of its own
    in_example = False
    for number, line in enumerate(lines):
        in_example = bool(line.strip()) and (in_example or line.lstrip().startswith(">>>"))
        if not in_example:
            lines[number] = TOKEN.sub(marked_up, line)
    if what == "property":
        lines[:0] = ["..", ""]  # an empty comment: napoleon takes what precedes a colon in the first line for a type


def marked_up(match):
    if match["label"]:
        return f":eq:`{match['label']}`" if match["kind"] == "eq" else f"(:prf:ref:`{match['label']}`)"
    return "\\" + match["markup"] if match["markup"] else f"``{match['code'] or match['problem']}``"


def candidates(code, in_reference):
    """The full names that a piece of code may stand for. In prose a plain word such as `logit` may be R's and needs its sl."""
    match = NAME.fullmatch(code)
    owner, name = (match["owner"], match["name"]) if match else (None, "")
    if owner == "sl" or (owner is None and (in_reference or not re.fullmatch("[a-z]+", name))):
        yield f"softlogit.{name}"
    if owner in CLASSES or (owner is None and in_reference):
        yield from (f"softlogit.{kind}.{name}" for kind in CLASSES[owner or "fit"])


class LinkNames(SphinxPostTransform):
    default_priority = 5  # before references are resolved

    def run(self, **kwargs):
        known, in_reference = self.env.domains["py"].objects, any(self.document.findall(addnodes.desc))
        for literal in list(self.document.findall(nodes.literal)):
            target = next((name for name in candidates(literal.astext(), in_reference) if name in known), None)
            if target and not isinstance(literal.parent, (nodes.title, nodes.reference, addnodes.pending_xref)):
                link = addnodes.pending_xref("", refdomain="py", reftype="obj", reftarget=target, refdoc=self.env.docname, refexplicit=True)
                literal.replace_self(link)
                link += literal


def setup(app):
    app.add_post_transform(LinkNames)
    app.connect("autodoc-process-docstring", to_rst, priority=400)  # before napoleon reads "Args:" and "Attributes:"
