"""Theorems, proofs, exercises and solutions that can be linked to, folded and told apart.

sphinx-proof and sphinx-exercise give the body of each block the same id and leave folding to a script that moves the
page about once it is loaded. Here ids are unique, a block with a label carries a permalink, the word "Proof" can be
styled, and a block of class `dropdown` is a `<details>` element, which needs no script.
"""

from docutils import nodes

REPEATED_IDS = {"proof-content", "exercise-content", "solution-content", "proof"}


class Tagged(nodes.General, nodes.Element):
    """An element of HTML that docutils has no node for, by its tag."""


def mend(app, doctree, docname):
    for node in list(doctree.findall(nodes.Element)):
        if REPEATED_IDS & set(node["ids"]):
            node["ids"] = [name for name in node["ids"] if name not in REPEATED_IDS]
            if "proof" in node["classes"]:
                name_the_proof(node)
    for block in list(doctree.findall(nodes.Admonition)):
        if "dropdown" in block["classes"]:
            fold(block)
        elif block["ids"] and block.get("label"):
            place = f"#{block['ids'][0]}"
            link = nodes.reference("", "#", refuri=place, internal=True, classes=["headerlink"], reftitle="Link to this block")
            block.next_node(nodes.title).append(link)
    for cell in doctree.findall(nodes.container):
        if "tag_hide-input" in cell["classes"]:  # what folded code shows comes first; by a style alone, it would push the fold away
            cell.children.sort(key=lambda part: "cell_output" not in part["classes"])


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


def fold(block):
    """An admonition as `<details>`. A link to what is inside opens it; a link to the block itself would not."""
    title, *content = block.children
    for link in list(title.findall(nodes.reference)):  # a summary is itself a control
        link.replace_self(link.children)
    target = [nodes.inline("", "", ids=block["ids"])] if block["ids"] else []
    block["ids"] = []
    head = Tagged("", *title.children, tag="summary", classes=["admonition-title"])
    block.replace_self(Tagged("", head, *target, *content, tag="details", classes=["admonition"]))  # which takes over the other classes


def visit(writer, node):
    writer.body.append(writer.starttag(node, node["tag"]))


def depart(writer, node):
    writer.body.append(f"</{node['tag']}>\n")


def setup(app):
    app.add_node(Tagged, html=(visit, depart))
    app.connect("doctree-resolved", mend)
