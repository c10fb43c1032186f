"""Sets every formula while the book is built, so that a page needs neither a script nor a network to show it.

KaTeX (vendored in `katex/`, with its licence) runs in process and returns HTML for the eye and MathML for
screen readers. A formula that it cannot read is a Sphinx warning, which a strict build turns into an error.
The shared macros are in `katex_macros.json`.

An equation has a number if, and only if, it has a label: `$$ … $$ (eq-name)`.
"""

import json
import re
from functools import cache
from pathlib import Path

from docutils import nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from py_mini_racer import MiniRacer
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.fileutil import copy_asset
from sphinx.util.math import get_node_equation_number

HERE = Path(__file__).parent
MACROS = json.loads((HERE / "katex_macros.json").read_text(encoding="utf-8"))
LONG = 40  # letters of TeX from which a formula may itself be broken
MARKS = re.compile(r"[.,;:?!)’”…]+")
logger = logging.getLogger(__name__)

RENDER = """
function render(tex, display, macros) {
    const options = {displayMode: display, macros: macros, strict: "ignore", throwOnError: true};
    try { return {html: katex.renderToString(tex, options)}; }
    catch (error) { return {error: String(error.message || error)}; }
}
"""


@cache
def _engine():
    engine = MiniRacer()
    engine.eval((HERE / "katex/katex.min.js").read_text(encoding="utf-8") + RENDER)
    return engine


@cache
def render(tex, display=False):
    """The formula as HTML with MathML inside; a ValueError tells what KaTeX could not read."""
    answer = dict(_engine().call("render", tex, display, MACROS))
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer["html"]


def _render_node(translator, node, tex, display):
    try:
        return render(tex, display)
    except ValueError as error:
        logger.warning("%s in formula: %s", error, tex, location=node, type="katex")
        return translator.encode(tex)


def visit_inline(translator, node):
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    translator.body.append(_render_node(translator, node, node.astext(), display=False) + "</span>")
    raise nodes.SkipNode


def visit_display(translator, node):
    # The outer box holds the number in place while the inner one scrolls a formula wider than the page. The theme's
    # script lets the keyboard into boxes of that second class when there is something to scroll.
    translator.body.append(translator.starttag(node, "div", "", CLASS="math notranslate nohighlight"))
    html = _render_node(translator, node, _display_tex(node), display=True)
    translator.body.append(f'<div class="math-scroll pst-scrollable-table-container">{html}</div>')
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def _display_tex(node):
    """What stands between the dollars; bare line breaks are aligned, as Sphinx does for MathJax."""
    tex = node.astext().strip()
    breaks_lines = r"\\" in tex and r"\begin" not in tex
    return rf"\begin{{split}}{tex}\end{{split}}" if breaks_lines else tex


class KeepPunctuation(SphinxPostTransform):
    """Holds a formula and the comma after it together: browsers would let the comma begin a line."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs):
        for formula in list(self.document.findall(nodes.math)):
            parent, position = formula.parent, formula.parent.index(formula)
            following = parent[position + 1] if position + 1 < len(parent) else None
            if isinstance(following, nodes.Text) and len(formula.astext()) < LONG and (mark := MARKS.match(following)):
                together = nodes.inline("", "", classes=["unbroken"])
                parent[position : position + 2] = [together, nodes.Text(following[mark.end() :])]
                together += [formula, nodes.Text(mark[0])]


def render_amsmath_without_number(self, token):
    """A bare `align` block: MyST would number it and give it a random id, which no one could refer to."""
    tex = token.content
    for environment in ("equation", "align", "alignat", "gather"):
        tex = tex.replace(f"{{{environment}}}", f"{{{environment}*}}")
    node = nodes.math_block(tex, tex, nowrap=True, number=None, classes=["amsmath"])
    self.add_line_and_source_path(node, token)
    self.current_node.append(node)


def copy_fonts_and_style(app):
    if app.builder.format == "html":
        target = Path(app.outdir, "_static/katex")
        for name in ("katex.min.css", "fonts", "LICENSE"):
            copy_asset(HERE / "katex" / name, target / "fonts" if name == "fonts" else target)


def setup(app):
    SphinxRenderer.render_amsmath = render_amsmath_without_number
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_display, None))
    app.add_post_transform(KeepPunctuation)
    app.add_css_file("katex/katex.min.css", priority=400)
    app.connect("builder-inited", copy_fonts_and_style)
    return {"version": "0.16.22", "parallel_read_safe": True, "parallel_write_safe": True}
