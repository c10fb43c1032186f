"""Sets every formula while the book is built, so that a page needs neither a script nor a network to show it.

KaTeX (vendored in `katex/`, its style and fonts in `_static/KaTeX/`) runs in process and returns HTML for the eye and MathML for
screen readers. A formula that it cannot read is a Sphinx warning, which a strict build turns into an error.
The shared macros are in `katex_macros.json`.

An equation has a number if, and only if, it has a label: `$$ … $$ (eq-name)`.
"""

import atexit
import json
import re
from functools import cache, partial
from html import escape
from pathlib import Path

from docutils import nodes
from py_mini_racer import JSEvalException, MiniRacer
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

HERE = Path(__file__).parent
MACROS = json.loads((HERE / "katex_macros.json").read_text(encoding="utf-8"))
LONG = 28  # letters of TeX from which a formula may itself be broken
BEFORE, AFTER = re.compile(r"\S+$"), re.compile(r"^\S+")
COMMA = re.compile(r"(?<!\\),")  # between the numbers of a list, after which it may be broken
PIECE = '<span class="base">'  # what KaTeX keeps together
TAG = re.compile(r"<[^>]+>")
# What has a colour (`_static/tokens.css`), and its index: β, and the columns and scores of the first three classes. To leave one in
# ink, write β as a letter or take the index off, `{w}_1`. KaTeX hands the name of a colour on, if it is of letters only.
COLOURED = {"beta": r"(\\beta)(?![a-zA-Z])(?:_(\w|\{[^{}]*\}))?"}
COLOURED |= {f"class{name}": rf"(?<![\\a-zA-Z])([wz])_({k}(?!\d)|\{{{k}\}})" for k, name in enumerate(("one", "two", "three"), 1)}
logger = logging.getLogger(__name__)


@cache
def engine():
    engine = MiniRacer()
    atexit.register(engine.close)  # left to Python's last moments, it waits for a thread that from Python 3.13 on is gone by then
    engine.eval((HERE / "katex/katex.min.js").read_text(encoding="utf-8"))
    return engine


@cache
def render(tex, display):
    """The formula as HTML with MathML inside."""
    painted = COMMA.sub(r",\\allowbreak ", tex) if len(tex) >= LONG and not display else tex
    for name, symbol in COLOURED.items():
        painted = re.sub(symbol, partial(paint, name), painted)
    html = engine().call("katex.renderToString", painted, {"displayMode": display, "macros": MACROS, "strict": "ignore"})
    html = re.sub(r' mathcolor="\w+"', "", html.replace(escape(painted), escape(tex)))
    return re.sub(rf"color:({'|'.join(COLOURED)});", r"color:var(--\1);", html)


def paint(name, symbol):
    return "_".join(rf"{{\textcolor{{{name}}}{{{part}}}}}" for part in symbol.groups() if part)


def html_of(translator, node, tex, display=False):
    try:
        return render(tex, display)
    except JSEvalException as error:
        logger.warning("%s in formula: %s", str(error).splitlines()[0], tex, location=node, type="katex")
        return translator.encode(tex)


def visit_inline(translator, node):
    html = html_of(translator, node, node.astext())
    html = breakable(html) if len(node.astext()) >= LONG else html
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate nohighlight") + html + "</span>")
    raise nodes.SkipNode


def breakable(html):
    """A place to break a formula between its pieces; in brackets, after a comma only."""
    head, *pieces = html.split(PIECE)
    depth = 0
    for number, piece in enumerate(pieces[:-1]):
        text = TAG.sub("", piece).strip()
        depth += sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
        pieces[number] += "<wbr>" if depth == 0 or text.endswith(",") else ""
    return PIECE.join([head, *pieces])


def visit_display(translator, node):
    # The outer box holds the number in place while the inner one scrolls a formula wider than the page. The theme's
    # script lets the keyboard into boxes of that second class when there is something to scroll.
    tex = node.astext().strip()
    translator.body.append(translator.starttag(node, "div", "", CLASS="math notranslate nohighlight"))
    translator.body.append(f'<div class="math-scroll pst-scrollable-table-container">{html_of(translator, node, tex, display=True)}</div>')
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def keep_together(app, doctree, docname):
    """Holds a formula and what touches it together: browsers would let a comma begin a line, or a bracket end one."""
    for formula in list(doctree.findall(nodes.math)):
        together = nodes.inline("", "", formula.deepcopy(), classes=["unbroken"])
        for side, pattern in ((-1, BEFORE), (1, AFTER)):
            place = formula.parent.index(formula) + side
            text = formula.parent[place] if 0 <= place < len(formula.parent) else None
            if isinstance(text, nodes.Text) and (touching := pattern.search(text)):
                formula.parent[place] = nodes.Text(pattern.sub("", text))
                together.insert(max(side, 0) * len(together), nodes.Text(touching[0]))
        formula.replace_self(together)


def setup(app):
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_display, None))
    app.connect("doctree-resolved", keep_together)
