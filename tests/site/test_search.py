"""The search finds what readers look for, over http and from disk."""

from urllib.parse import urlencode

import pytest

from tests.book.pages import book, directives

FOUND = "#search-results li > a"
READY = "#search-results p.search-summary:not(:empty)"

# What readers call it, and the page that the search shows first: a question, then where it is explained, then a tool's row.
FIRST = {
    "chapters/two-classes/the-way-back": ["over-parameterised", "overparameterized", "identifiability", "redundancy"],
    "chapters/k-classes/one-class-as-the-pivot": ["baseline category", "reference category", "reference class"],
    "chapters/other-roads/noisy-options": ["Gumbel-max trick", "nested logit"],
    "chapters/other-roads/gaussian-classes": [
        "QDA",
        "naive Bayes",
        "generative and discriminative",
        "Bayes' rule",
    ],
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
        *[
            "twice my coefficients",
            "which W",
            "emmeans",
            "CrossEntropyLoss",
            "p-values change",
            "exp(B)",
            "one output or two",
            "one-vs-rest multinomial",
        ],
    ],
}


def search(open_page, words, protocol="http"):
    """The addresses of the results, best first, from the folder of the site on."""
    page = open_page("search", protocol, f"?q={words.replace(' ', '+')}")
    page.wait_for_selector(READY)
    start = page.url.partition("search.html")[0]
    return page.eval_on_selector_all(FOUND, "(links, start) => links.map(link => link.href.replace(start, '').split('?')[0])", start)


def test_what_readers_call_it_leads_to_the_right_page(open_page):
    page, wrong = open_page("search"), {}
    start = page.url.partition("search.html")[0]
    for name, queries in FIRST.items():
        for words in queries:
            page.goto(f"{start}search.html?{urlencode({'q': words})}")
            page.wait_for_selector(READY)
            first = page.locator(FOUND).first
            address = first.evaluate("link => link.href").removeprefix(start) if first.count() else "nothing"
            if not address.startswith(f"{name}.html"):
                wrong[words] = address
    assert not wrong


@pytest.mark.parametrize("protocol", ["http", "disk"])
@pytest.mark.parametrize(("words", "name"), [("null space", "the-way-back"), ("multinom", "the-same-fit-twice")])
def test_pages_are_found_by_their_words(words, name, protocol, open_page):
    assert any(name in address for address in search(open_page, words, protocol))


def test_a_page_with_the_words_in_its_title_comes_first(open_page):
    pages = [address for address in search(open_page, "pivot") if "#" not in address]
    assert pages[:2] == ["chapters/k-classes/one-class-as-the-pivot.html", "chapters/k-classes/changing-the-pivot.html"]


@pytest.mark.parametrize("words", ["least norm", "norm least", "rank information"])
def test_a_theorem_is_found_by_words_of_its_name(words, open_page):
    label = "thm-rank" if "rank" in words else "thm-minimum-norm"
    assert search(open_page, words)[0] == f"chapters/two-classes/the-way-back.html#{label}"


def test_every_theorem_is_found_by_its_name(open_page):
    """All of them at one go, by the function that the search page itself calls."""
    kinds = ("prf:theorem", "prf:lemma", "prf:proposition", "prf:corollary")
    blocks = [(page.name, block) for page in book() for block in directives(page) if block.name in kinds and "$" not in block.argument]
    page = open_page("search", "http", "?q=theorem")
    page.wait_for_selector(FOUND)
    script = """names => names.map(name => titlesWith(asTyped(name).split(/\\s+/)).map(([page, , anchor]) => page + anchor))"""
    found = page.evaluate(script, [block.argument for _, block in blocks])
    assert blocks
    missing = [block for (name, block), places in zip(blocks, found, strict=True) if f"{name}#{block.options['label']}" not in places]
    assert not missing


@pytest.mark.parametrize("protocol", ["http", "disk"])
def test_words_that_stand_nowhere(protocol, open_page):
    page = open_page("search", protocol, "?q=zzzqqq")
    page.wait_for_selector(READY)
    assert page.inner_text("#search-results").strip().endswith("No page has all of these words. Try fewer, or other ones.")


def test_the_marks_of_a_search_can_be_taken_away(open_page):
    page = open_page("search", "http", "?q=null+space")
    page.click(f"{FOUND}[href*='the-way-back']")
    page.wait_for_selector("article span.highlighted")
    page.click("text=Hide Search Matches")
    page.wait_for_function("!document.querySelector('span.highlighted')")
    assert page.locator(".highlight-link").is_hidden() or page.locator(".highlight-link").count() == 0


def test_an_empty_query_shows_the_field_alone(open_page):
    page = open_page("search", "http", "?q=")
    assert page.locator("main input[name=q]").is_visible()
    assert page.locator("#search-results").inner_text() == ""


def test_a_function_is_found_by_its_name(open_page):
    assert search(open_page, "average_marginal_effects")[0] == "chapters/back/library-reference.html#softlogit.average_marginal_effects"
