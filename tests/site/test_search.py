"""The search finds what readers look for, over http and from disk."""

import pytest
from theorem_tests import KINDS

from _ext.contents import blocks
from tests.conftest import ROOT

FOUND = "#search-results li > a"
READY = "#search-results p.search-summary:not(:empty)"

# What readers call it, and the page that the search shows first: a question, then where it is explained, then a tool's row.
FIRST = {
    "chapters/two-classes/the-way-back": ["over-parameterised", "overparameterized", "identifiability", "redundancy"],
    "chapters/k-classes/one-class-as-the-pivot": ["baseline category", "reference category", "reference class"],
    "chapters/other-roads/noisy-options": ["Gumbel-max trick", "nested logit"],
    "chapters/other-roads/gaussian-classes": ["QDA", "naive Bayes", "generative and discriminative", "Bayes' rule"],
    "chapters/other-roads/poisson-counts": ["Poisson trick", "log-linear model"],
    "chapters/fitting/likelihood-score-curvature": ["Fisher information"],
    "chapters/fitting/one-gradient-step": ["Adam"],
    "chapters/fitting/penalties-and-priors": ["Stan", "Bayes", "ordinal"],
    "chapters/fitting/when-there-is-no-fit": ["Firth"],
    "chapters/fitting/the-other-redundancy": ["dummy-variable trap"],
    "chapters/fitting/weights-and-soft-labels": ["robust standard errors", "label smoothing", "temperature", "Platt scaling"],
    "chapters/k-classes/reading-a-fitted-model": ["profile likelihood", "interaction"],
    "chapters/practice/is-the-model-any-good": ["calibration", "pseudo-R²", "IIA"],
    "chapters/back/glossary": ["treatment coding", "Hessian", "logits", "case-control sampling"],
    "chapters/practice/rosetta-stone": ["liblinear", "XGBoost", "Bambi", "brms", "PyMC", "keras", "JAX", "multinom", "mlogit", "NOMREG"],
    "chapters/practice/questions-readers-ask": [
        *["half of R", "LightGBM", "class weights", "oversampling", "standard errors", "singular matrix", "signs reversed"],
        *["twice my coefficients", "which W", "emmeans", "CrossEntropyLoss", "p-values change", "exp(B)", "one output or two"],
        "one-vs-rest multinomial",
    ],
}


RANKED = """queries => queries.map(words => {
    history.replaceState(null, "", `?${new URLSearchParams({q: words})}`);
    return Search._performSearch(...Search._parseQuery(words)).reverse().map(([page, , anchor]) => `${page}.html${anchor}`);
})"""


@pytest.fixture(scope="module")
def ranked(browser, addresses):
    """The addresses that the page shows for each query, best first: all of them on one page, by the functions that it calls itself."""
    page = browser.new_page()
    page.goto(f"{addresses['http']}/search.html?q=theorem")
    page.wait_for_selector(READY)
    yield lambda *queries: page.evaluate(RANKED, queries)
    page.close()


def test_what_readers_call_it_leads_to_the_right_page(ranked):
    for name, queries in FIRST.items():
        first = {words: (found or ["nothing"])[0] for words, found in zip(queries, ranked(*queries), strict=True)}
        assert not {words: address for words, address in first.items() if not address.startswith(f"{name}.html")}


def test_titles_and_names_come_first(ranked):
    pivot, norm, reversed_norm, rank, function = ranked("pivot", "least norm", "norm least", "rank information", "average_marginal_effects")
    pages = [address for address in pivot if "#" not in address]
    assert pages[:2] == ["chapters/k-classes/one-class-as-the-pivot.html", "chapters/k-classes/changing-the-pivot.html"]
    assert norm[0] == reversed_norm[0] == "chapters/two-classes/the-way-back.html#thm-minimum-norm"
    assert rank[0] == "chapters/two-classes/the-way-back.html#thm-rank"
    assert function[0] == "chapters/back/library-reference.html#softlogit.average_marginal_effects"


def test_every_theorem_is_found_by_its_name(ranked):
    named = [(page, title, label) for kind in KINDS for page, title, label, _ in blocks(ROOT, f"prf:{kind}") if "$" not in title]
    assert named
    found = ranked(*(title for _, title, _ in named))
    assert not [label for (page, _, label), places in zip(named, found, strict=True) if f"{page}.html#{label}" not in places]


@pytest.mark.parametrize("protocol", ["http", "disk"])
@pytest.mark.parametrize(("words", "shown"), [("null space", "2. The way back"), ("zzzqqq", "No page has all of these words.")])
def test_what_is_found_is_shown(words, shown, protocol, open_page):
    page = open_page("search", protocol, f"?q={words.replace(' ', '+')}")
    page.wait_for_selector(READY)
    assert shown in page.inner_text("#search-results")


def test_an_empty_query_shows_the_field_alone(open_page):
    page = open_page("search", "http", "?q=")
    assert page.locator("main input[name=q]").is_visible()
    assert page.locator("#search-results").inner_text() == ""
