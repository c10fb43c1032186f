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
from sphinx.util.nodes import make_refnode

AS_RST = {
    r"\((eq-[a-z0-9-]+)\)": ":eq:`{}`",
    r"\(((?:thm|lem|prp|cor)-[a-z0-9-]+)\)": "(:prf:ref:`{}`)",
    r"`([^`]+)`": "``{}``",
    r"\b(\w+(?:Error|Warning))\b": "``{}``",
    r"([*|\\]|_(?!\w))": r"\{}",
}
TOKEN = re.compile("|".join(AS_RST))
NAME = re.compile(r"(?:(?P<owner>\w+)\.)?(?P<name>\w+)(?:\(.*\))?")
CLASSES = {"model": ["LogitModel"], "fit": ["FittedLogit", "LogitModel"]}  # what the book always calls them


def to_rst(app, what, name, obj, options, lines):
    """Rewrites the lines of one docstring in place."""
    in_example = False
    for number, line in enumerate(lines):
        in_example = bool(line.strip()) and (in_example or line.lstrip().startswith(">>>"))
        if not in_example:
            lines[number] = TOKEN.sub(lambda found: list(AS_RST.values())[found.lastindex - 1].format(found[found.lastindex]), line)
    if what == "property":
        lines[:0] = ["..", ""]  # an empty comment: napoleon takes what precedes a colon in the first line for a type


def candidates(code, in_reference):
    """The full names that a piece of code may stand for. In prose a plain word such as `logit` may be R's and needs its sl."""
    match = NAME.fullmatch(code)
    owner, name = (match["owner"], match["name"]) if match else (None, "")
    if owner == "sl" or (owner is None and (in_reference or not re.fullmatch("[a-z]+", name))):
        yield f"softlogit.{name}"
    if owner in CLASSES or (owner is None and in_reference):
        yield from (f"softlogit.{kind}.{name}" for kind in CLASSES[owner or "fit"])


def link_names(app, doctree, docname):
    known, in_reference = app.env.domains["py"].objects, any(doctree.findall(addnodes.desc))
    for literal in list(doctree.findall(nodes.literal)):
        target = next((name for name in candidates(literal.astext(), in_reference) if name in known), None)
        if target and not isinstance(literal.parent, (nodes.title, nodes.reference)):
            place = known[target]
            literal.replace_self(make_refnode(app.builder, docname, place.docname, place.node_id, literal.deepcopy(), target))


def setup(app):
    app.connect("doctree-resolved", link_names)
    app.connect("autodoc-process-docstring", to_rst, priority=400)  # before napoleon reads "Args:" and "Attributes:"
