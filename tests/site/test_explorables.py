"""The figures to play with: pointer, keyboard, no scripts; and their arithmetic is the library's."""

import numpy as np
import pytest

import softlogit as sl

OPENING = "#explorable-opening"
AT = [-4.0, -2.0, 0.0, 2.0, 4.0]  # where the figure tells p1


@pytest.fixture
def opening(open_page):
    return open_page("intro")


def numbers(page):
    data = page.eval_on_selector(OPENING, "figure => ({...figure.dataset})")
    return {name: np.array(text.split(), float) for name, text in data.items()}


def assert_arithmetic(shown):
    W = np.column_stack([shown["w1"], shown["w2"]])
    X = np.column_stack([np.ones(len(AT)), AT])
    model = sl.LogitModel.from_softmax(W, classes=["1", "2"])
    np.testing.assert_allclose(shown["beta"], model.log_odds("1", against="2"), rtol=0, atol=1e-9)
    np.testing.assert_allclose(shown["p1"], model.predict_proba(X)[:, 0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(shown["boundary"], -shown["beta"][0] / shown["beta"][1], rtol=1e-9)


def wait_for_text(page, figure, words):
    """The text of a figure changes when the hand rests."""
    page.wait_for_function(
        "([place, words]) => document.querySelector(place).textContent.includes(words)", arg=[f"{figure} .explorable-text", words]
    )


def drag(page, handle, right, down):
    box = page.locator(f"{OPENING} .handle.{handle}").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=5)
    page.mouse.up()


@pytest.mark.parametrize("column", ["w1", "w2"])
def test_dragging_a_column_moves_the_model(column, opening):
    before = numbers(opening)
    drag(opening, {"w1": "class-1", "w2": "class-2"}[column], -40, 30)
    after = numbers(opening)
    assert_arithmetic(after)
    assert not np.allclose(after[column], before[column])
    assert not np.allclose(after["p1"], before["p1"])


def test_dragging_the_mean_moves_nothing_but_the_columns(opening):
    before = numbers(opening)
    curve = opening.get_attribute(f"{OPENING} .probability", "d")
    drag(opening, "mean", -60, 50)
    after = numbers(opening)
    assert_arithmetic(after)
    assert not np.allclose(after["w1"], before["w1"])
    np.testing.assert_allclose(after["w1"] - before["w1"], after["w2"] - before["w2"], atol=1e-12)
    np.testing.assert_allclose(after["p1"], before["p1"], atol=1e-12)
    assert opening.get_attribute(f"{OPENING} .probability", "d") == curve


def test_arrow_keys_move_a_column(opening):
    before = numbers(opening)
    opening.focus(f"{OPENING} input[data-moves=w1][data-row='1']")
    for _ in range(4):
        opening.keyboard.press("ArrowLeft")
    after = numbers(opening)
    assert_arithmetic(after)
    np.testing.assert_allclose(after["w1"], before["w1"] - [0, 0.2], atol=1e-12)
    wait_for_text(opening, OPENING, f"{after['beta'][1]:.2f}")


def test_buttons(opening):
    first = numbers(opening)
    opening.click(f"{OPENING} [data-action=least]")
    opening.wait_for_function(f"document.querySelector('{OPENING}').dataset.w1.split(' ')[0] * 2 == -1.5")
    least = numbers(opening)
    assert_arithmetic(least)
    np.testing.assert_allclose(least["w1"], first["beta"] / 2, atol=1e-12)
    np.testing.assert_allclose(least["w2"], -first["beta"] / 2, atol=1e-12)
    opening.click(f"{OPENING} [data-action=reset]")
    for name, value in numbers(opening).items():
        np.testing.assert_array_equal(value, first[name])


def test_equal_columns_are_no_trouble(opening):
    """β = 0 has no boundary; extreme columns have probabilities of 0 and 1."""
    for column in ("w1", "w2"):
        for row in "01":
            opening.fill(f"{OPENING} input[data-moves={column}][data-row='{row}']", "2")
    wait_for_text(opening, OPENING, "the same for every")
    np.testing.assert_array_equal(numbers(opening)["p1"], 0.5)


def test_fingers(open_page):
    page = open_page("intro", viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    page.locator(f"{OPENING} .plane").scroll_into_view_if_needed()
    before = numbers(page)
    drag(page, "class-1", -30, 20)
    assert not np.allclose(numbers(page)["w1"], before["w1"])
    for control in page.locator(f"{OPENING} :is(input, button)").all():
        box = control.bounding_box()
        assert box["height"] >= 24
        assert box["width"] >= (100 if control.get_attribute("type") == "range" else 24)


def test_the_picture_without_scripts_is_the_first_state(open_page):
    """If this fails, copy what the browser shows into _static/explorables/opening.html."""
    drawn = """selector => [...document.querySelector(selector).querySelectorAll("svg *, output, .explorable-text")]
        .map(element => element.outerHTML)"""
    still = open_page("intro", java_script_enabled=False)
    moving = open_page("intro")
    assert still.evaluate(drawn, OPENING) == moving.evaluate(drawn, OPENING)
    assert not still.locator(f"{OPENING} input").first.is_visible()


def test_only_the_page_that_shows_it_loads_it(site):
    assert "explorables/opening.js" in (site / "intro.html").read_text(encoding="utf-8")
    assert "explorables/" not in (site / "chapters/back/bibliography.html").read_text(encoding="utf-8")
