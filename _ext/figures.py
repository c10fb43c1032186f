"""A box around the picture of each figure: on a narrow screen, panels side by side scroll there (`_static/wide.css`)."""

import re
from pathlib import Path

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

WIDE = 480  # points, the width of the text being 504


def visit_image(translator, node):
    if isinstance(node.parent, nodes.figure):
        panels = " side-by-side" if has_panels(Path(translator.builder.srcdir, node["uri"])) else ""
        # The second name is the theme's for what may scroll.
        translator.body.append(f'<div class="figure-scroll pst-scrollable-table-container{panels}">')
    HTML5Translator.visit_image(translator, node)


def depart_image(translator, node):
    HTML5Translator.depart_image(translator, node)
    if isinstance(node.parent, nodes.figure):
        translator.body.append("</div>")


def has_panels(file):
    """Whether Matplotlib drew several axes over the whole width of the text."""
    drawing = file.read_text(encoding="utf-8") if file.suffix == ".svg" else ""
    width = re.search(r'<svg [^>]*width="([\d.]+)pt"', drawing)
    return drawing.count('<g id="axes_') > 1 and float(width[1]) > WIDE


def box_pictures(app):
    app.registry.translation_handlers.setdefault("html", {})["image"] = (visit_image, depart_image)


def setup(app):
    app.connect("builder-inited", box_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
