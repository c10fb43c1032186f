"""What the world outside is told of a page: title, a sentence and a picture where a link to it is shared (Open Graph metadata).

Also the title of the browser's window, in which formulas have to be plain letters, the year for whoever cites the page
(`_templates/book-footer.html`), and the list of pages for search engines.

The address of the site follows from the repository's, the one setting in `_config.yml`.
"""

import re
import unicodedata
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from contents import contents
from docutils import nodes

LENGTH = 200  # about what the networks show
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>
"""


def site_address(repository):
    """Where the workflow publishes a repository: github.com/owner/name is at owner.github.io/name/."""
    owner, name = urlsplit(repository).path.strip("/").split("/")[:2]
    return f"https://{owner}.github.io/{name}/"


def set_address(app, config):
    config.html_baseurl = config.html_baseurl or site_address(config.html_theme_options["repository_url"])
    citation = yaml.safe_load(Path(app.srcdir, "CITATION.cff").read_text(encoding="utf-8"))
    config.html_context["year"] = citation["preferred-citation"]["year"]


def add_card(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    address = app.config.html_baseurl
    title, summary = readable(app.env.titles[pagename]), description(doctree)
    context["plain_title"] = title
    card = {
        "og:type": "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": summary,
        "og:url": f"{address}{pagename}.html",
        "og:image": f"{address}_static/social-card.png",
        "og:image:alt": "Two columns that become one vector",
    }
    tags = [f'<meta name="description" content="{escape(summary)}">', '<meta name="twitter:card" content="summary_large_image">']
    tags += [f'<meta property="{name}" content="{escape(text)}">' for name, text in card.items()]
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags])


def description(doctree):
    """The first paragraph, its mathematics in plain letters, cut at a word."""
    text = next((readable(node) for node in doctree.findall(nodes.paragraph)), "")
    return text if len(text) <= LENGTH else text[:LENGTH].rsplit(" ", 1)[0] + " …"


def readable(paragraph):
    pieces = [plain_tex(node.astext()) if isinstance(node.parent, nodes.math) else node.astext() for node in paragraph.findall(nodes.Text)]
    return " ".join("".join(pieces).split())


def plain_tex(tex):
    """`\\beta = w_1` as "β = w1"."""

    def letter(match):
        try:
            return unicodedata.lookup(f"GREEK SMALL LETTER {match[1].upper()}")
        except KeyError:
            return {"times": "×", "cdot": "·"}.get(match[1], match[1])

    return re.sub(r"[_{}$^]", "", re.sub(r"\\([a-z]+)", letter, tex)).replace("-", "−")


def write_sitemap(app, error):
    if not error and app.builder.format == "html":
        pages = "".join(f"<url><loc>{app.config.html_baseurl}{name}.html</loc></url>\n" for name in contents(app.srcdir))
        Path(app.outdir, "sitemap.xml").write_text(SITEMAP.format(pages), encoding="utf-8")


def setup(app):
    app.connect("config-inited", set_address, priority=900)
    app.connect("html-page-context", add_card)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
