"""The index at the end of the book: terms where they are used, theorems by their names, programs, and the library's functions.

Sphinx gathers the entries and sorts them; the functions come from the reference. An entry leads to the section it stands in and shows
the chapter's number, as printed books show a page's (`_templates/genindex.html`).
"""

import re

from blocks import REPEATED_IDS
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from theorem_tests import KINDS

PROGRAMS = {
    "glm": "glm (R)",
    "glmnet": "glmnet (R)",
    "multinom": "multinom (R)",
    "vglm": "vglm (R)",
    "scikit-learn": "scikit-learn",
    "statsmodels": "statsmodels",
    "PyTorch": "PyTorch",
    "torch": "PyTorch",
    "Spark": "Spark",
    "Stata": "Stata",
    "SAS": "SAS",
    "SPSS": "SPSS",
    "Dask": "Dask",
}
PROGRAM = re.compile(rf"(?<![\w.-])({'|'.join(PROGRAMS)})(?![\w-])")


class AddEntries(SphinxTransform):
    default_priority = 840  # before Sphinx reads the index entries of the page, at 850

    def apply(self, **kwargs):
        if not self.env.docname.startswith("chapters/") or self.env.docname.endswith("/glossary"):
            return  # Sphinx has the glossary's terms from the glossary
        found = {}  # an entry once a page, at its first place
        for node in self.document.findall():
            for name in entries_of(node):
                found.setdefault(name, anchor_of(node))
        for name, anchor in found.items():
            if anchor:
                self.document.append(addnodes.index(entries=[("single", name, anchor, "", None)]))


def entries_of(node):
    """What the index has of one node."""
    if isinstance(node, addnodes.pending_xref) and node.get("reftype") == "term":
        yield node["reftarget"]
    elif isinstance(node, nodes.Element) and node.get("realtype") in KINDS:
        title = node.next_node(nodes.title).astext()
        if title.startswith("The "):
            title = f"{title[4].upper()}{title[5:]}, the"
        yield f"{title} ({node['realtype']})"
    elif isinstance(node, nodes.Text) and not isinstance(node.parent, (nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)):
        yield from (PROGRAMS[name] for name in PROGRAM.findall(node))


def anchor_of(node):
    """The id of the theorem that a node is, or of the section around it."""
    if isinstance(node, nodes.Element) and node.get("realtype") in KINDS:
        return node["ids"][0]
    while node := node.parent:
        if isinstance(node, nodes.section) and node["ids"] and not REPEATED_IDS & set(node["ids"]):
            return node["ids"][0]
    return None


def show_places(app, pagename, templatename, context, doctree):
    """For the template: the letters, their entries, and for each entry the places as (shown, read out, address)."""
    if templatename != "genindex.html":
        return
    context["letters"] = [
        (letter, [(name, places(app, links), [(sub, places(app, sublinks)) for sub, sublinks in subs]) for name, (links, subs, _) in items])
        for letter, items in context["genindexentries"]
    ]
    # Sphinx takes the index for no page of the book's order; it is the last.
    before = [page for page in app.env.toctree_includes[app.config.root_doc] if page != "genindex"][-1]
    context["prev"] = {"link": app.builder.get_relative_uri("genindex", before), "title": app.env.titles[before].astext()}


def places(app, links):
    """Each page once, in the order of the book."""
    order = app.env.toctree_includes[app.config.root_doc]
    found = {}
    for _, address in links:
        page = address.partition(".html")[0]
        found.setdefault(page, address)
    sorted_pages = sorted(found, key=lambda page: order.index(page) if page in order else len(order))
    return [(*names(app.env, page), found[page]) for page in sorted_pages]


def names(env, page):
    """A page as the index shows it and as it is read out: a chapter by its number, another page by the last word of its title."""
    title, secnumber = env.titles[page].astext(), env.toc_secnumbers.get(page, {}).get("")
    if not secnumber:
        return title.split()[-1].lower(), title
    number = ".".join(map(str, secnumber))
    return number, f"Chapter {number}, {title}"


def setup(app):
    app.add_transform(AddEntries)
    app.connect("html-page-context", show_places)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
