"""The library's names, in its docstrings and in the book's prose, as links to the reference.

Docstrings are written to be read in a terminal. In the reference,

    (eq-answer)     is the equation's number, linked,
    (thm-fibre)     the theorem's number, linked,
    `fit`           a link where the library has that name, code otherwise,
    InputError      a link too,

and everything else is shown as it stands: no other sign in a docstring means markup. In prose, code such as `sl.fit`, `sl.from_r(text)`,
`LogitModel` or `model.beta` is a link.
"""

import inspect
import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

import softlogit

LABEL = re.compile(r"\((?P<label>(?P<kind>eq|thm|lem|prp|cor)-[a-z0-9-]+)\)")
CODE = re.compile(r"`(?P<code>[^`]+)`")
PROBLEM = re.compile(r"\b(?P<problem>\w+(?:Error|Warning))\b")
MARKUP = re.compile(r"(?P<markup>[*|\\]|_(?!\w))")
TOKEN = re.compile("|".join(pattern.pattern for pattern in (LABEL, CODE, PROBLEM, MARKUP)))
PROMPT = ">>>"

IN_PROSE = re.compile(r"(?:(?P<owner>\w+)\.)?(?P<name>\w+)(?:\(.*\))?")
VARIABLES = {"model": "LogitModel", "fit": "FittedLogit"}  # what the book always calls them
PLAIN_WORD = re.compile(r"[a-z]+")


def to_rst(app, what, name, obj, options, lines):
    """Rewrites the lines of one docstring in place."""
    for place in reversed([number for number, line in enumerate(lines) if line.startswith("Warns:")]):
        lines.insert(place, "")  # a paragraph of its own
    in_example = False
    for number, line in enumerate(lines):
        in_example = bool(line.strip()) and (in_example or line.lstrip().startswith(PROMPT))
        if not in_example:
            lines[number] = TOKEN.sub(lambda match: _linked(match, name), line)
    if what == "property":
        lines[:0] = ["..", ""]  # an empty comment: napoleon takes what precedes a colon in the first line for a type


def _linked(match, place):
    if match["label"]:
        return f":eq:`{match['label']}`" if match["kind"] == "eq" else f"(:prf:ref:`{match['label']}`)"
    if match["markup"]:
        return "\\" + match["markup"]
    name = match["code"] or match["problem"]
    target = full_name(name, place)
    return f":py:obj:`{name} <{target}>`" if target else f"``{name}``"


def full_name(word, place):
    """Where the reference has what a docstring at `place`, such as softlogit.LogitModel.coef, calls by a short name; None if nowhere."""
    if word in softlogit.__all__:
        return f"softlogit.{word}"
    kind = getattr(softlogit, place.split(".")[1], None)
    if isinstance(kind, type) and not word.startswith("_"):
        for owner in reversed(kind.__mro__):  # the first public class that has it
            member = inspect.getattr_static(owner, word, None)
            documented = callable(member) or isinstance(member, (property, staticmethod))
            if documented and owner.__name__ in softlogit.__all__:
                return f"softlogit.{owner.__name__}.{word}"
    return None


def named_in_prose(code):
    """The library's name that a piece of code in prose is about; a plain word such as `logit` may be R's and needs its sl."""
    match = IN_PROSE.fullmatch(code)
    if not match:
        return None
    owner, name = match["owner"], match["name"]
    if owner in VARIABLES:
        return full_name(name, f"softlogit.{VARIABLES[owner]}.") if name not in softlogit.__all__ else None
    plain = owner is None and PLAIN_WORD.fullmatch(name)
    return f"softlogit.{name}" if owner in (None, "sl") and name in softlogit.__all__ and not plain else None


class LinkNames(SphinxPostTransform):
    default_priority = 5  # before references are resolved

    def run(self, **kwargs):
        for literal in list(self.document.findall(nodes.literal)):
            target = named_in_prose(literal.astext())
            if target and not isinstance(literal.parent, (nodes.title, nodes.reference, addnodes.pending_xref)):
                link = addnodes.pending_xref(
                    "", refdomain="py", reftype="obj", reftarget=target, refdoc=self.env.docname, refexplicit=True, refwarn=True
                )
                literal.replace_self(link)
                link += literal


def setup(app):
    app.add_post_transform(LinkNames)
    app.connect("autodoc-process-docstring", to_rst, priority=400)  # before napoleon reads "Args:" and "Attributes:"
    return {"parallel_read_safe": True, "parallel_write_safe": True}
