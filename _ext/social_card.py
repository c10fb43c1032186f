"""What the world outside is told of a page: title, a sentence and a picture where a link to it is shared (Open Graph metadata).

sphinxext-opengraph does this too, but shows formulas as TeX. Here they are plain letters, as also in the title of the browser's window and
in what search engines are told of each question and its answer.
"""

import json
import re
from html import escape
from html.entities import html5
from pathlib import Path
from textwrap import shorten

from contents import contents
from docutils import nodes

LENGTH = 200  # about what the networks show
CARD = {"og:type": "article", "og:image:alt": "Two columns that become one vector", "twitter:card": "summary_large_image"}
SITEMAP = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{}</urlset>\n'
# Where HTML has no sign by TeX's name.
SIGNS = {"T": "ᵀ", "|": "‖", ",": "", ";": " ", "bar": "mean", "cdot": "·", "ones": "1", "sqrt": "√", "tfrac12": "½", "varepsilon": "ε"}


def add_card(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    title = context["plain_title"] = readable(app.env.titles[pagename])
    summary = shorten(next(map(readable, doctree.findall(nodes.paragraph)), ""), LENGTH, placeholder=" …")
    card = CARD | {"og:site_name": app.config.html_title, "og:title": title, "description": summary, "og:description": summary}
    card |= {"og:url": f"{app.config.html_baseurl}{pagename}.html", "og:image": f"{app.config.html_baseurl}_static/social-card.png"}
    tags = [f'<meta {"property" if name.startswith("og:") else "name"}="{name}" content="{escape(text)}">' for name, text in card.items()]
    named = [(section, name) for section in doctree.findall(nodes.section) for name in section["ids"]]
    if asked := [question(section, name, card["og:url"]) for section, name in named if name.startswith("q-")]:
        page = json.dumps({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": asked}, ensure_ascii=False)
        tags.append(f'<script type="application/ld+json">{page}</script>')
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags])


def question(section, name, page):
    """A question with its address and its answer, as schema.org has them."""
    said = [readable(part) for part in section if isinstance(part, nodes.paragraph)]
    answer = {"@type": "Answer", "text": " ".join(text for text in said if not text.startswith("Proof:"))}
    return {"@type": "Question", "url": f"{page}#{name}", "name": readable(section[0]), "acceptedAnswer": answer}


def readable(paragraph):
    """The paragraph's text, its mathematics in plain letters."""
    pieces = [plain_tex(node) if isinstance(node.parent, nodes.math) else node for node in paragraph.findall(nodes.Text)]
    return " ".join("".join(pieces).split())


def plain_tex(tex):
    """`\\beta = w_1` as "β = w1"."""
    plain = re.sub(r"\\(tfrac12|[a-z]+|[T|,;])", lambda sign: SIGNS.get(sign[1], html5.get(f"{sign[1]};", sign[1])), tex.replace("^2", "²"))
    return re.sub(r"[_{}$^\\]", "", plain).replace("-", "−")


def write_sitemap(app, error):
    if not error:
        pages = "".join(f"<url><loc>{app.config.html_baseurl}{name}.html</loc></url>\n" for name in contents(app.srcdir))
        Path(app.outdir, "sitemap.xml").write_text(SITEMAP.format(pages), encoding="utf-8")


def setup(app):
    app.connect("html-page-context", add_card)
    app.connect("build-finished", write_sitemap)
