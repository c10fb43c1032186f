"""Where a reader looks things up: the questions as search engines are told them, the index, the list of exercises."""

import json
import re

import pytest

import softlogit
from tests.site.conftest import html

LISTED = ".exercises-of + ul > li"


def test_every_question_is_told_with_its_answer(site):
    page = html(site / "chapters/practice/questions-readers-ask.html")
    (script,) = page.find_all("script", type="application/ld+json")
    questions = json.loads(script.string)["mainEntity"]
    asked = [span["id"] for span in page.select("section > span[id^=q-]")]
    assert [question["url"].rpartition("#")[2] for question in questions] == asked
    assert len(asked) > 40
    for question in questions:
        answer = question["acceptedAnswer"]["text"]
        assert question["name"].endswith("?"), question["name"]
        assert len(answer) > 100, answer
        assert "\\" not in answer, answer  # a formula as it is typed


@pytest.mark.parametrize(
    ("entry", "page"),
    [("Adam", "fitting/one-gradient-step"), ("identifiability", "two-classes/the-way-back"), ("pivot", "back/glossary")],
)
def test_in_the_index_the_main_place_is_bold(entry, page, site):
    (item,) = (item for item in html(site / "genindex.html").select(".index-entries > li") if item.get_text().startswith(f"{entry}, "))
    assert f"chapters/{page}.html" in [link["href"].partition("#")[0] for link in item.select("a:has(strong)")]


def test_in_the_index_the_library_is_apart(site):
    index = html(site / "genindex.html")
    library, others = index.select_one("#index-softlogit"), index.select(".index-entries > li:not(#index-softlogit *)")
    assert [name for name in softlogit.__all__ if name not in library.get_text()] == []
    assert not [item for item in others if item.find("a", href=lambda address: "#softlogit." in address)]


def test_every_exercise_says_what_it_asks(site):
    exercises = html(site / "chapters/back/exercises.html").select(LISTED)
    words = re.compile(r"\((easy|medium|hard), \d+ minutes, (by hand|with data|a proof)\)")
    assert [item.get_text()[:60] for item in exercises if not words.search(item.get_text())] == []


@pytest.mark.parametrize("options", [{"protocol": "disk"}, {"java_script_enabled": False}])
def test_exercises_are_chosen_by_keyboard(options, open_page):
    page = open_page("chapters/back/exercises", **options)
    exercises = page.locator(LISTED)
    shown = exercises.locator("visible=true")
    assert shown.count() == exercises.count()
    page.get_by_label("all").first.focus()
    page.keyboard.press("ArrowRight")
    assert shown.count() == page.locator(f"{LISTED} .easy").count() > 5
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert shown.count() == page.locator(f"{LISTED} .easy.short").count() > 5


def test_what_names_the_library_leads_to_the_reference_and_from_there_into_the_book(site):
    codes = [
        code for code in html(site / "chapters/back/notation.html").select("td code") if re.match(r"sl\.|model\.\w+\(", code.get_text())
    ]
    links = {code.get_text(): (code.find_parent("a") or {"href": ""})["href"] for code in codes}
    assert {name for name, address in links.items() if not address.startswith("library-reference.html#softlogit.")} == set()
    assert links["model.contrast()"].endswith("#softlogit.LogitModel.contrast")
    assert not html(site / "chapters/practice/questions-readers-ask.html").select("a > code:-soup-contains-own(logit)")  # R's
    docstrings = html(site / "chapters/back/library-reference.html").select("dd > p")
    assert {label for text in docstrings for label in re.findall(r"\((?:eq|thm|lem|prp|cor)-[\w-]+\)", text.get_text())} == set()
    leading = {link["href"] for text in docstrings for link in text.select("a.internal")}
    assert "../two-classes/two-columns-one-vector.html#thm-answer" in leading
    assert len([address for address in leading if address.startswith("#softlogit.")]) > 10
