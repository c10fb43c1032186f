"""Theorems, proofs, exercises and solutions as HTML that can be linked to, folded and told apart.

sphinx-proof and sphinx-exercise give the body of each block the same id and leave folding to a script that moves the
page about once it is loaded. Here ids are unique, a block with a label carries a permalink, the word "Proof" can be
styled, and a block of class `dropdown` is a `<details>` element, which needs no script.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

ID = re.compile(r' id="([^"]+)"')
LINK = re.compile(r"</?a\b[^>]*>")
REPEATED_IDS = {"proof-content", "exercise-content", "solution-content", "proof"}


class UniqueIds(SphinxPostTransform):
    default_priority = 900

    def run(self, **kwargs):
        for node in self.document.findall(nodes.Element):
            if REPEATED_IDS & set(node.get("ids", [])):
                node["ids"] = [name for name in node["ids"] if name not in REPEATED_IDS]
                if "proof" in node["classes"]:
                    name_the_proof(node)


def name_the_proof(proof):
    """The run-in "Proof." in an element of its own, and a class that only proofs have."""
    proof["classes"].append("proof-of")
    first = next(proof.findall(nodes.Text))
    if first.startswith("Proof. "):
        name = nodes.inline("", "Proof.", classes=["proof-name"])
        paragraph = first.parent
        paragraph.replace(first, [name, nodes.Text(first.removeprefix("Proof."))])
        if "dropdown" in proof["classes"]:  # the first paragraph is the idea, which stays in view
            paragraph.parent.remove(paragraph)
            proof.insert(0, nodes.title("", "", *paragraph.children))


def foldable(visit, depart):
    """The two visitors of a block, extended: a permalink in its title, and `<details>` if it is a dropdown."""

    def visit_block(translator, node, *name):
        node["start"] = len(translator.body)
        visit(translator, node, *name)

    def depart_block(translator, node):
        depart(translator, node)
        block = translator.body[node["start"] :]
        if "dropdown" in node["classes"]:
            fold(block)
        elif node["ids"] and node.get("label"):
            add_permalink(block, node["ids"][0])
        translator.body[node["start"] :] = block

    return visit_block, depart_block


def fold(block):
    """Turns `<div><p class="admonition-title">…</p>…</div>` into `<details><summary …>…</summary>…</details>`."""
    title, end = title_span(block)
    block[title : end + 1] = [LINK.sub("", piece) for piece in block[title : end + 1]]  # a summary is itself a control
    block[title] = block[title].replace("<p", "<summary", 1)
    block[end] = block[end].replace("</p>", "</summary>")
    opening = next(i for i, piece in enumerate(block) if piece.startswith("<div"))
    block[opening] = block[opening].replace("<div", "<details", 1)
    if name := ID.search(block[opening]):  # a link to what is inside opens the block; a link to the block itself would not
        block[opening] = ID.sub("", block[opening])
        block[end] += f'<span id="{name[1]}"></span>'
    closing = max(i for i, piece in enumerate(block) if "</div>" in piece)
    block[closing] = "</details>".join(block[closing].rsplit("</div>", 1))


def add_permalink(block, target):
    _, end = title_span(block)
    block.insert(end, f'<a class="headerlink" href="#{target}" title="Link to this block">#</a>')


def title_span(block):
    start = next(i for i, piece in enumerate(block) if 'class="admonition-title"' in piece)
    return start, next(i for i in range(start, len(block)) if "</p>" in block[i])


def wrap_visitors(app):
    handlers = app.registry.translation_handlers.setdefault("html", {})
    handlers["admonition"] = (HTML5Translator.visit_admonition, HTML5Translator.depart_admonition)
    blocks = ("theorem", "lemma", "proposition", "corollary", "definition", "example", "remark", "exercise", "solution")
    names = [f"{kind}_node" for kind in blocks] + ["exercise_enumerable_node", "admonition"]
    for name in names:
        handlers[name] = foldable(*handlers[name])


def setup(app):
    app.add_post_transform(UniqueIds)
    app.connect("builder-inited", wrap_visitors)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
