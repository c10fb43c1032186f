"""Each page in a real browser, light over http and dark from disk: quiet, offline, readable, accessible, light to load."""

import gzip
from urllib.parse import unquote, urlsplit

import pytest

from tests.site.conftest import page_names, vendored

MOST_SHIFT = 0.02
MOST_BYTES = 400_000  # of a page over the wire, apart from its figures
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
    .filter(image => !image.alt.trim() || !image.naturalWidth).map(image => image.src)"""
ACCESS = """rules => axe.run({exclude: [[".katex"]]}, {preload: false, ...(rules && {runOnly: rules})})  // formulas: see MATHEMATICS
    .then(report => report.violations.map(
        violation => `${violation.id}: ${violation.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ")}`))"""
SIDEWAYS = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("article *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(element => element.outerHTML.slice(0, 200))
    .concat(`the page is ${document.documentElement.scrollWidth} wide`)"""


@pytest.mark.parametrize("name", [*page_names(), "search"])
@pytest.mark.parametrize(("scheme", "protocol"), [("light", "http"), ("dark", "disk")])
def test_page(name, scheme, protocol, browser, addresses, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    context.add_init_script(WATCH_SHIFTS)
    page = context.new_page()
    requests, noise = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: noise.append(f"failed: {request.url}"))
    page.on("response", lambda response: noise.append(f"{response.status}: {response.url}") if response.status >= 400 else None)
    page.on("console", lambda message: noise.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    page.goto(f"{addresses[protocol]}/{name}.html", wait_until="load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(100)

    found = {"noise": noise, "formulas": page.evaluate(MATHEMATICS), "images": page.evaluate(IMAGES)}
    found["other hosts"] = [url for url in requests if not url.startswith((addresses[protocol], "data:"))]
    found["shift"] = [shift] if (shift := page.evaluate("window.shift")) > MOST_SHIFT else []
    found["mode"] = [] if page.evaluate("document.documentElement.dataset.theme") == scheme else [f"not {scheme}"]
    sizes = {url: wire_size(site, url, addresses[protocol]) for url in set(requests) if url.startswith(addresses[protocol])}
    found["weight"] = [sizes] if sum(sizes.values()) > MOST_BYTES else []
    page.evaluate(vendored("axe.min.js"))
    found["access"] = page.evaluate(ACCESS, None if scheme == "light" else ["color-contrast"])
    page.set_viewport_size({"width": NARROW, "height": 780})
    page.wait_for_timeout(400)  # the theme's script lets the keyboard into what now has to scroll
    found["sideways"] = page.evaluate(SIDEWAYS)
    found["access, narrow"] = page.evaluate(ACCESS, ["scrollable-region-focusable"])
    context.close()
    assert not {what: problems for what, problems in found.items() if problems}


def wire_size(site, url, start):
    """Bytes of a file as a server sends it; the figures of a page are not counted."""
    path = site / unquote(urlsplit(url).path.removeprefix(urlsplit(start).path).lstrip("/"))
    if path.parent.name == "_images":
        return 0
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content))


@pytest.mark.parametrize("name", page_names())
def test_page_without_scripts(name, open_page):
    """Text, formulas and the colours of the mode are there before any script has run."""
    page = open_page(name, "disk", java_script_enabled=False)
    assert page.locator("article h1").is_visible()
    assert page.locator(".katex-error").count() == 0


@pytest.mark.parametrize("name", page_names())
def test_keyboard_reaches_the_text_first(name, open_page):
    page = open_page(name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
