"""Each page in a real browser, light over http and dark from disk: quiet, offline, whole, readable, accessible, light to load.

A page is opened once for each mode, and everything is checked there: what is wrong is told together.
"""

import contextlib
import functools
import gzip
import re
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import TimeoutError

from tests.conftest import ROOT
from tests.site.conftest import page_names, vendored, written_pages

MOST_SHIFT = 0.02
MOST_BYTES = 400_000  # of a page over the wire, apart from its figures
# What a browser's work grows with, which unlike the time it takes is the same on a busy machine.
MOST_ELEMENTS = 25_000
MOST_LAYOUTS = 100  # a script that reads sizes and changes them in turn makes one each time
DESKTOP = {"width": 1280, "height": 900}
NARROW = 360

WATCH_SHIFTS = """
window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) window.shift += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
"""
MATHEMATICS = """() => [...document.querySelectorAll(".math")]
    .filter(formula => formula.querySelector(".katex-error") || !formula.querySelector(".katex-mathml math"))
    .map(formula => formula.textContent)"""
IMAGES = """() => [...document.querySelectorAll("article img")]
    .filter(image => !image.alt.trim() || !image.naturalWidth || !image.src.endsWith(".svg")).map(image => image.src)"""
NOT_TURNED = """() => [...document.querySelectorAll("article :is(figure, .cell_output) img")]  // figures that stay black in the dark
    .filter(image => !getComputedStyle(image).filter.includes("invert")).map(image => image.src)"""
OUT_OF_ORDER = (
    """() => [...document.querySelectorAll("[tabindex]")].filter(element => element.tabIndex > 0).map(element => element.outerHTML)"""
)
MOVES = """() => [...document.querySelectorAll("body, body :not(.katex *)")]  // for readers who want nothing to
    .filter(element => ["transitionDuration", "animationDuration"].some(name => parseFloat(getComputedStyle(element)[name]) > 0.001))
    .slice(0, 5).map(element => element.outerHTML.slice(0, 200))"""
BOXES = """() => [...document.querySelectorAll("body :not(.katex *)")]  // letters of an icon font that is not there
    .filter(element => ["::before", "::after"].some(part => /[\\ue000-\\uf8ff]/.test(getComputedStyle(element, part).content)))
    .filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 200))"""
TOO_LONG = """() => [...document.querySelectorAll("article pre")]  // lines of code that are cut at the width of a desktop
    .filter(code => code.clientWidth && !code.closest(".cell_output") && code.scrollWidth > code.clientWidth + 1)
    .map(code => code.textContent.slice(0, 200))"""
LEFT_OUT = ".bd-sidebar, .bd-header-article, .prev-next-area, .copybtn, .headerlink, details.hide, .run-body"
PRINTED = """leftOut => [...document.querySelectorAll(leftOut)]
    .filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 200))
    .concat([...document.querySelectorAll("article details.admonition:not(.hide)")]
        .filter(block => !block.lastElementChild.getClientRects().length).map(block => `folded: ${block.textContent.slice(0, 80)}`))"""
DOUBLED = """() => {
    const article = (document.querySelector("article") ?? document.body).cloneNode(true);
    article.querySelectorAll("code, pre, .katex-mathml, script").forEach(part => part.remove());
    return article.textContent.match(/.{0,30}(,,|;;|,\\.|[^.]\\.\\.(?!\\.)).{0,10}/g) ?? [];
}"""
TORN = """() => [...document.querySelectorAll("article span.math")].flatMap(formula => {  // from the comma after it, the bracket before it
    const bases = [...formula.querySelectorAll(".base")].map(base => base.getBoundingClientRect());
    const place = (text, letter) => {
        const range = document.createRange();
        range.setStart(text, letter);
        range.setEnd(text, letter + 1);
        return range.getBoundingClientRect();
    };
    const apart = (base, text, letter) => {
        if (text?.nodeType !== Node.TEXT_NODE || !/\\S/.test(text.data.at(letter))) return false;
        const touching = place(text, letter < 0 ? text.length - 1 : 0);
        return touching.top > base.bottom || touching.bottom < base.top;
    };
    const torn = bases.length && (apart(bases[0], formula.previousSibling, -1) || apart(bases.at(-1), formula.nextSibling, 0));
    return torn ? [formula.querySelector("annotation").textContent] : [];
})"""
# Formulas have a check of their own; of code on the same ground, the first word of each kind will do: axe takes seconds for more.
SPARE_AXE = """() => {
    document.querySelectorAll(".katex").forEach(formula => formula.replaceChildren());
    const seen = new Set();
    for (const code of document.querySelectorAll(".highlight pre")) {
        const ground = code.closest(".admonition")?.className;
        for (const word of code.querySelectorAll("span")) {
            const kind = `${word.className} ${ground}`;
            if (seen.has(kind)) word.className = "";
            seen.add(kind);
        }
        code.querySelectorAll("span[class='']").forEach(word => word.replaceWith(word.textContent));
        code.normalize();
    }
}"""
ACCESS = """rules => axe.run({exclude: [[".katex"]]}, {preload: false, resultTypes: ["violations"], ...(rules && {runOnly: rules})})
    .then(report => report.violations.map(
        violation => `${violation.id}: ${violation.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ")}`))"""
SIDEWAYS = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("article *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(element => element.outerHTML.slice(0, 200))
    .concat(`the page is ${document.documentElement.scrollWidth} wide`)"""
UNSEEN = """() => [...document.querySelectorAll("article *")]  // boxes that scroll, and do not show it or do not let the keyboard in
    .filter(box => box.scrollWidth > box.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(box).overflowX))
    .filter(box => box.tabIndex < 0 || !getComputedStyle(box).backgroundImage.includes("gradient"))
    .map(box => box.outerHTML.slice(0, 200))"""
SHRUNK = """() => [...document.querySelectorAll("article figure img")]  // which would make their letters small
    .filter(image => image.checkVisibility() && image.width < 0.9 * image.naturalWidth)
    .map(image => `${image.currentSrc}: ${image.width}`)"""
PARTED = """() => [...document.querySelectorAll("article a.reference")]  // "Theorem" at the end of a line, its number on the next
    .filter(link => /^[A-Z][a-z]+\\.?\\s?[\\d.]+$/.test(link.textContent) && link.getClientRects().length > 1)
    .map(link => link.outerHTML)"""
HYPHENS = """() => [...document.querySelectorAll(".cell_output td")]  // for minus signs
    .map(cell => cell.textContent).filter(text => /^\\s*-[\\d.]/.test(text))"""
NAME = """() => {  // of the page, its formulas in the letters that are to be seen
    const heading = document.querySelector("article h1")?.cloneNode(true);
    heading?.querySelectorAll(".headerlink, .section-number, .katex-mathml").forEach(part => part.remove());
    const letters = text => text.replace(/[\\s\\u200b]/g, "");
    return !heading || letters(document.title).startsWith(letters(heading.textContent)) ? [] : [document.title];
}"""
SECTIONS = """() => {  // that the page does not list beside its text
    const sections = [...document.querySelectorAll("article section:has(> h2)")].map(section => `#${section.id}`);
    const listed = [...document.querySelectorAll("#pst-page-toc-nav li.toc-h2 > a")].map(link => link.getAttribute("href"));
    return String(sections) === String(listed) ? [] : [sections, listed];
}"""
WITHOUT_PERMALINK = """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, .eqno, figure:has(.caption-number), "
    + "div.admonition:is(.exercise, .theorem, .lemma, .proposition, .corollary, .definition)[id])")]
    .filter(block => !document.getElementById(block.querySelector("a.headerlink")?.hash.slice(1)))
    .map(block => block.textContent.slice(0, 60))"""
FIRST_STOP = """() => ["a[href]", "button:not(#pst-back-to-top)", "input", "summary", "[tabindex]"]  // before the link to the text
    .map(kind => document.querySelector(`body ${kind}`))
    .filter(stop => stop?.compareDocumentPosition(document.querySelector("[href='#main-content']")) & Node.DOCUMENT_POSITION_FOLLOWING)
    .map(stop => stop.outerHTML)"""
TWICE = """() => Object.entries(Object.groupBy([...document.querySelectorAll("[id]")], element => element.id))
    .filter(([, elements]) => elements.length > 1).map(([id]) => id)"""
LINKS = """() => [...document.querySelectorAll("a[href]")].map(link => link.href)"""
DOWNLOADS = """() => [...document.querySelectorAll(".dropdown-download-buttons a[download]")].map(link => link.href)"""
OF_TEXT = {"sections": SECTIONS, "no permalink": WITHOUT_PERMALINK}  # but not of the index and the search
CHECKS = {
    "first stop": FIRST_STOP,
    "ids twice": TWICE,
    "doubled": DOUBLED,
    "torn": TORN,
    "boxes": BOXES,
    "too long": TOO_LONG,
    "hyphens": HYPHENS,
    "name": NAME,
}


@pytest.fixture(scope="module")
def contexts(browser, addresses):
    """For each mode a browser that is warm: it has seen a page of the book before. In the dark it wants nothing to move."""
    options = {"light": {}, "dark": {"reduced_motion": "reduce"}}
    contexts = {mode: browser.new_context(viewport=DESKTOP, color_scheme=mode, **more) for mode, more in options.items()}
    for context in contexts.values():
        context.new_page().goto(f"{addresses['http']}/intro.html")
        context.add_init_script(WATCH_SHIFTS)
    yield contexts
    for context in contexts.values():
        context.close()


def visit(context, url):
    """A page when all of it is there; what it asked for, what it complained of, and how often it was laid out."""
    page = context.new_page()
    requests, noise = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: noise.append(f"failed: {request.url}"))
    page.on("response", lambda response: noise.append(f"{response.status}: {response.url}") if response.status >= 400 else None)
    page.on("console", lambda message: noise.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(url, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(100)
    metrics = session.send("Performance.getMetrics")["metrics"]
    return page, requests, noise, next(metric["value"] for metric in metrics if metric["name"] == "LayoutCount")


@pytest.mark.parametrize("name", [*page_names(), "search"])
@pytest.mark.parametrize(("scheme", "protocol"), [("light", "http"), ("dark", "disk")])
def test_page(name, scheme, protocol, contexts, addresses, site):
    start = addresses[protocol]
    page, requests, noise, layouts = visit(contexts[scheme], f"{start}/{name}.html")
    shift, weight = page.evaluate("window.shift"), sum(wire_size(site, url, start) for url in set(requests) if url.startswith(start))
    elements = page.locator("*").count()
    found = {
        "noise": noise,
        "other hosts": [url for url in requests if not url.startswith((start, "data:"))],
        "elements": [elements] if elements > MOST_ELEMENTS else [],
        "layouts": [layouts] if layouts > MOST_LAYOUTS else [],
        "shift": [shift] if shift > MOST_SHIFT else [],
        "weight": [weight] if weight > MOST_BYTES else [],
        "mode": [] if page.evaluate("document.documentElement.dataset.theme") == scheme else [f"not {scheme}"],
    }
    found |= {"formulas": page.evaluate(MATHEMATICS), "images": page.evaluate(IMAGES), "focus out of order": page.evaluate(OUT_OF_ORDER)}
    if scheme == "light":
        found |= {what: page.evaluate(script) for what, script in (CHECKS | (OF_TEXT if name in written_pages() else {})).items()}
        found["links to nowhere"] = [link for link in page.evaluate(LINKS) if link.startswith(start) and leads_nowhere(link, start, site)]
        found["downloads"] = [] if page.evaluate(DOWNLOADS) == downloads(name, start) else page.evaluate(DOWNLOADS)
        found |= printed(page) | narrow(page)  # which unfolds what paper must show by itself
    else:
        found |= {"black in the dark": page.evaluate(NOT_TURNED), "moves": page.evaluate(MOVES)}
    found["access"] = accessibility(page, None if scheme == "light" else ["color-contrast"])
    page.close()
    assert not {what: problems for what, problems in found.items() if problems}


def accessibility(page, rules):
    page.evaluate(SPARE_AXE)
    page.set_viewport_size(DESKTOP)
    page.evaluate(vendored("axe.min.js"))
    return page.evaluate(ACCESS, rules)


def narrow(page):
    """What is wrong on a phone, with all that can be unfolded."""
    page.set_viewport_size({"width": NARROW, "height": 780})
    page.emulate_media(media="screen")
    page.evaluate("document.querySelectorAll('article details').forEach(block => block.open = true)")
    settled(page)
    found = {"sideways": SIDEWAYS, "torn, narrow": TORN, "scrolls unseen": UNSEEN, "shrunk": SHRUNK, "parted": PARTED}
    return {what: page.evaluate(script) for what, script in found.items()}


def printed(page):
    """What is wrong on paper, on a page as wide as an A4 sheet between its margins."""
    page.set_viewport_size({"width": 660, "height": 950})
    page.emulate_media(media="print")
    return {"on paper": page.evaluate(PRINTED, LEFT_OUT), "wider than paper": page.evaluate(SIDEWAYS)}


def settled(page):
    """Waits until the theme's script has let the keyboard into what now has to scroll: some time after each change of size."""
    with contextlib.suppress(TimeoutError):  # what is missing then is found by the check
        page.wait_for_function(f"() => !({UNSEEN})().length")


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


def downloads(name, start):
    notebook = [f"{start}/_sources/{name}.ipynb"] if (ROOT / f"{name}.ipynb").exists() else []
    return [*notebook, f"{start}/two-columns-one-vector.zip"]


@pytest.mark.parametrize("name", ["intro", "chapters/two-classes/the-way-back", "genindex"])
def test_page_without_scripts(name, open_page):
    """Text and formulas are there before any script has run."""
    page = open_page(name, "disk", java_script_enabled=False)
    assert page.locator("article h1").is_visible()
    assert page.locator(".katex-error").count() == 0
