"""A box around the picture of each figure: on a narrow screen it scrolls there instead of shrinking past reading (`_static/wide.css`)."""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


def visit_image(translator, node):
    if isinstance(node.parent, nodes.figure):
        translator.body.append('<div class="figure-scroll pst-scrollable-table-container">')  # the theme's name for what may scroll
    HTML5Translator.visit_image(translator, node)


def depart_image(translator, node):
    HTML5Translator.depart_image(translator, node)
    if isinstance(node.parent, nodes.figure):
        translator.body.append("</div>")


def box_pictures(app):
    app.registry.translation_handlers.setdefault("html", {})["image"] = (visit_image, depart_image)


def setup(app):
    app.connect("builder-inited", box_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
