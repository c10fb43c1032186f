"""How a contract is held: a rule yields complaints, each naming its place, and a test fails with all of them."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from pages import Page

Rule = Callable[[Page], Iterator[str]]


def accept(complaints: Iterable[str]) -> None:
    """Fail with every complaint at once, if there are any."""
    if found := list(complaints):
        pytest.fail("\n" + "\n".join(found), pytrace=False)


def keeps(pages: Iterable[Page], rule: Rule) -> None:
    accept(complaint for page in pages for complaint in rule(page))


def finds(rule: Rule, page: Page, complaint: str) -> None:
    """The other half of a test: the rule sees what is wrong with a page that breaks it."""
    found = list(rule(page))
    assert any(complaint in text for text in found), f"{rule.__name__} did not say {complaint!r} but {found}"
    assert all(text.startswith(page.path) for text in found), f"{rule.__name__} does not name the place: {found}"
