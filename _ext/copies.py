"""Parts of one page shown on another: theorems in their list, exercises in theirs."""

from docutils import nodes
from sphinx import addnodes


def reusable_copy(original, env):
    """A copy for the page that is written, without what may be there once only: ids and the anchors of equations."""
    copy = original.deepcopy()
    for node in copy.findall(nodes.Element):
        if isinstance(node, nodes.math_block) and node["number"]:
            numbers = env.toc_fignumbers[node["docname"]]["displaymath"]
            node["number_there"] = ".".join(map(str, numbers[node["ids"][0]]))
            node["number"] = node["label"] = None
        node["ids"] = []
        if isinstance(node, addnodes.pending_xref):
            node["refdoc"] = env.docname
    for target in list(copy.findall(nodes.target)):
        target.parent.remove(target)
    return copy


def link(env, domain, kind, target, content, explicit=False):
    """A reference from the page that is written, as its source would have it."""
    return addnodes.pending_xref(
        "", content, refdomain=domain, reftype=kind, reftarget=target, refdoc=env.docname, refexplicit=explicit, refwarn=True
    )
