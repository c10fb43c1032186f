"""Every link of the built site that stays within it leads to a file, and to an anchor that is there once."""

from collections import Counter
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import SITE
from tests.site.conftest import page_names


class Anchors(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.targets = Counter(), []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if attributes.get("id"):
            self.ids[attributes["id"]] += 1
        for name in ("href", "src"):
            if attributes.get(name):
                self.targets.append(attributes[name])


@cache
def anchors(path):
    parser = Anchors()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("name", page_names())
def test_links_resolve(name, site):
    page = site / f"{name}.html"
    assert not [target for target in anchors(page).targets if leads_nowhere(page, target)]


def leads_nowhere(page, target):
    url = urlsplit(target)
    if url.scheme or url.netloc:
        return False
    path = (page.parent / unquote(url.path)).resolve() if url.path else page
    if not path.is_file() or not path.is_relative_to(SITE.resolve()):
        return True
    return bool(url.fragment) and path.suffix == ".html" and unquote(url.fragment) not in anchors(path).ids


@pytest.mark.parametrize("name", page_names())
def test_ids_are_unique(name, site):
    assert not [i for i, count in anchors(site / f"{name}.html").ids.items() if count > 1]


def test_a_link_to_nowhere_is_noticed(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<a href="#gone">', encoding="utf-8")
    assert leads_nowhere(page, "#gone")
    assert leads_nowhere(page, "missing.html")
    assert not leads_nowhere(page, "https://example.org/")
