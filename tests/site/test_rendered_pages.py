"""Each page in a real browser, light over http and dark from disk: quiet, offline, whole, readable, accessible, light to load.

A page is opened once for each mode, and everything is checked there, by `checks.js` and axe: what is wrong is told together.
"""

import contextlib
import functools
import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import TimeoutError

from tests.site.conftest import AXE, DESKTOP, page_names, written_pages

MOST_BYTES = 400_000  # of a page over the wire, apart from its figures
MOST_LAYOUTS = 100  # a script that reads sizes and changes them in turn makes one each time
# Formulas have a check of their own; of code on the same ground, the first word of each kind will do: axe takes seconds for more.
SPARE_AXE = """() => {
    document.querySelectorAll(".katex").forEach(formula => formula.replaceChildren());
    const seen = new Set();
    for (const code of document.querySelectorAll(".highlight pre")) {
        const ground = code.closest(".admonition")?.className;
        for (const word of code.querySelectorAll("span")) {
            const kind = `${word.className} ${ground}`;
            if (seen.has(kind)) word.replaceWith(word.textContent);
            seen.add(kind);
        }
        code.normalize();
    }
}"""
ACCESS = """rules => axe.run({exclude: [[".katex"]]}, {preload: false, resultTypes: ["violations"], ...(rules && {runOnly: rules})})
    .then(report => report.violations.map(
        violation => `${violation.id}: ${violation.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ")}`))"""


@pytest.fixture(scope="module")
def contexts(browser, addresses):
    """For each mode a browser that is warm: it has seen a page of the book before. In the dark it wants nothing to move."""
    motion = {"light": "no-preference", "dark": "reduce"}
    contexts = {mode: browser.new_context(viewport=DESKTOP, color_scheme=mode, reduced_motion=motion[mode]) for mode in motion}
    for context in contexts.values():
        context.new_page().goto(f"{addresses['http']}/intro.html")
        context.add_init_script(path=Path(__file__).parent / "checks.js")
    yield contexts
    for context in contexts.values():
        context.close()


def visit(context, url):
    """A page when all of it is there; what it asked for, and what is wrong with how it came."""
    page, requests, noise = context.new_page(), [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: noise.append(f"{message.type}: {message.text} {message.location}"))
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(url, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(100)
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    if metrics["LayoutCount"] > MOST_LAYOUTS:
        noise.append(f"laid out {metrics['LayoutCount']} times")
    return page, set(requests), noise


@pytest.mark.parametrize("name", [*page_names(), "search"])
@pytest.mark.parametrize(("scheme", "protocol"), [("light", "http"), ("dark", "disk")])
def test_page(name, scheme, protocol, contexts, addresses, site):
    start = addresses[protocol]
    page, requests, noise = visit(contexts[scheme], f"{start}/{name}.html")
    ours = {url for url in requests if url.startswith(start)}
    weight = sum(wire_size(site, url, start) for url in ours)
    found = {
        "noise": noise,
        "other hosts": [url for url in requests - ours if not url.startswith("data:")],
        "weight": [weight] if weight > MOST_BYTES else [],
    }
    for kind in ("always", scheme, *(["text"] if name in written_pages() else [])):
        found |= page.evaluate("kind => wrong(kind)", kind)
    if scheme == "light":
        links = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        found["links to nowhere"] = [link for link in links if link.startswith(start) and leads_nowhere(link, start, site)]
        found |= printed(page) | narrow(page)  # which unfolds what paper must show by itself
    found["access"] = accessibility(page, None if scheme == "light" else ["color-contrast"])
    page.close()
    assert not {what: problems for what, problems in found.items() if problems}


def printed(page):
    """What is wrong on paper, on a page as wide as an A4 sheet between its margins."""
    page.set_viewport_size({"width": 660, "height": 950})
    page.emulate_media(media="print")
    return page.evaluate("wrong('printed')")


def narrow(page):
    """What is wrong on a phone, with all that can be unfolded."""
    page.set_viewport_size({"width": 360, "height": 780})
    page.emulate_media(media="screen")
    page.evaluate("document.querySelectorAll('article details').forEach(block => block.open = true)")
    with contextlib.suppress(TimeoutError):  # some time after each change of size the theme's script lets the keyboard into what scrolls
        page.wait_for_function("settled()", polling=100, timeout=5000)
    return page.evaluate("wrong('narrow')")


def accessibility(page, rules):
    page.evaluate(SPARE_AXE)
    page.set_viewport_size(DESKTOP)
    page.evaluate(AXE)
    return page.evaluate(ACCESS, rules)


def wire_size(site, url, start):
    """Bytes of a file as a server sends it; the figures of a page are not counted."""
    path = site / unquote(urlsplit(url).path.removeprefix(urlsplit(start).path).lstrip("/"))
    if path.parent.name == "_images":
        return 0
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content))


def leads_nowhere(link, start, site):
    path, _, anchor = unquote(link.removeprefix(f"{start}/")).partition("#")
    file = site / path
    return not file.is_file() or (anchor and file.suffix == ".html" and anchor not in ids(file))


@functools.cache
def ids(file):
    return set(re.findall(r'\sid="([^"]+)"', file.read_text(encoding="utf-8")))


WITHOUT_SCRIPTS = {
    "intro": "article h1",
    "chapters/two-classes/the-way-back": "article h1",
    "genindex": "article h1",
    "chapters/practice/rosetta-stone": "#explorable-converter noscript",
}


@pytest.mark.parametrize(("name", "there"), WITHOUT_SCRIPTS.items())
def test_page_without_scripts(name, there, open_page):
    """Text and formulas are there before any script has run; where a script is needed, a sentence says so."""
    page = open_page(name, "disk", java_script_enabled=False)
    assert page.locator(there).is_visible()
    assert page.locator(".katex-error").count() == 0
