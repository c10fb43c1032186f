"""The index at the end of the book: terms where they are used, theorems by their names, programs, and the library's functions.

Sphinx gathers the entries and sorts them; the functions come from the reference. An entry leads to the section it stands in and shows
the chapter's number, as printed books show a page's (`_templates/genindex.html`), bold where the thing is explained: a main entry.
"""

import re

from docutils import nodes
from sphinx import addnodes
from theorem_tests import KINDS

from rosetta.records import synonyms

OF_R = ("glm", "glmnet", "multinom", "vglm")
OF_LIBRARY = "#softlogit."  # in the address of an entry, or of one of its parts
PROGRAM = re.compile(rf"(?<![\w.-])({'|'.join(OF_R)}|scikit-learn|statsmodels|PyTorch|Spark|Stata|SAS|SPSS|Dask)(?![\w-])")


def add_entries(app, doctree):
    # Sphinx has the glossary's terms from the glossary; theorems and exercises stand in their chapters.
    if re.match("chapters/(?!back/(glossary|theorems|exercises))", app.env.docname):
        found = {}  # an entry once a page, at its first place
        for node in doctree.findall():
            for name in entries_of(node):
                found.setdefault(name, anchor_of(node))
        app.env.domains["index"].entries[app.env.docname] += [("single", name, anchor, "", None) for name, anchor in found.items()]


def entries_of(node):
    """What the index has of one node."""
    if isinstance(node, addnodes.pending_xref) and node.get("reftype") == "term":
        yield node["reftarget"]
    elif isinstance(node, nodes.Element) and node.get("realtype") in KINDS:
        title = re.sub("^The (.)(.*)", lambda match: f"{match[1].upper()}{match[2]}, the", node.next_node(nodes.title).astext())
        yield f"{title} ({node['realtype']})"
    elif isinstance(node, nodes.Text) and not isinstance(node.parent, (nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)):
        yield from (f"{name} (R)" if name in OF_R else name for name in PROGRAM.findall(node))


def anchor_of(node):
    """The id of the theorem that a node is, or of the section around it."""
    place = node if isinstance(node, nodes.Element) else node.parent
    while place.get("realtype") not in KINDS and not (isinstance(place, nodes.section) and place["names"]):
        place = place.parent
    return place["ids"][0]


def name_tools(app, doctree, docname):
    """The search knows each tool and trap of the Rosetta page by all its names, as main entries; the index itself is made before."""
    if docname.endswith("/rosetta-stone"):
        named = [(word, place) for word, places in synonyms().items() for place in places]
        doctree += addnodes.index(entries=[("single", word, place, "main", None) for word, place in named])


def show_places(app, pagename, templatename, context, doctree):
    if templatename == "genindex.html":
        order = app.env.toctree_includes[app.config.root_doc]
        context["places"] = lambda links: places(app.env, order, links)
        library = [entry for _, entries in context["genindexentries"] for entry in entries if OF_LIBRARY in str(entry)]
        others = [(letter, [e for e in entries if e not in library]) for letter, entries in context["genindexentries"]]
        context["genindexentries"] = [*((letter, entries) for letter, entries in others if entries), ("softlogit", library)]
        # Sphinx takes the index for no page of the book's order; it is the last.
        context["prev"] = {"link": app.builder.get_relative_uri("genindex", order[-2]), "title": app.env.titles[order[-2]].astext()}


def places(env, order, links):
    """Each page once, in the order of the book: as the index shows it, as it is read out, its address, and whether it is the main one."""
    pages = {address.partition(".html")[0]: (address, main) for main, address in reversed(links)}  # main ones come first
    for page in sorted(pages, key=order.index):
        title, number = env.titles[page].astext(), ".".join(map(str, env.toc_secnumbers.get(page, {}).get("", ())))
        shown = (number, f"Chapter {number}, {title}") if number else (title.split()[-1].lower(), title)
        yield *shown, *pages[page]


def setup(app):
    app.connect("doctree-read", add_entries)
    app.connect("doctree-resolved", name_tools)
    app.connect("html-page-context", show_places)
