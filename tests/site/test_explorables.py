"""The figures to play with: pointer, finger, keyboard, no scripts; and what they show is the library's."""

import os
import re

import numpy as np
import pytest

import softlogit as sl
from tests.conftest import ROOT
from tests.site.conftest import contrast, luminance

PAGES = {
    "opening": "intro",
    "pivot": "chapters/k-classes/changing-the-pivot",
    "training": "chapters/fitting/one-gradient-step",
    "penalty": "chapters/fitting/penalties-and-priors",
}


class Figure:
    """A figure to play with, on its page."""

    def __init__(self, name, page):
        self.name, self.page, self.place = name, page, f"#explorable-{name}"
        page.evaluate("document.querySelectorAll('.explorable details').forEach(part => (part.open = true))")

    def __getitem__(self, selector):
        return self.page.locator(f"{self.place} {selector}").first

    def all(self, selector):
        return self.page.locator(f"{self.place} {selector}").all()

    @property
    def text(self):
        return self[".explorable-text"].inner_text()

    @property
    def picture(self):
        """Everything that is to be seen of its state."""
        return self.page.locator(self.place).inner_text(), [path.get_attribute("d") for path in self.all("path")]

    def numbers(self, selector):
        return np.array([number(output.inner_text()) for output in self.all(f"output{selector}")])

    def points(self, selector):
        """The places along a path."""
        return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", self[selector].get_attribute("d")), float)

    def press(self, selector, key, times=1):
        self[selector].focus()
        for _ in range(times):
            self.page.keyboard.press(key)

    def middle(self, selector):
        """Where a part is on the screen."""
        self[selector].scroll_into_view_if_needed()
        box = self[selector].bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, selector, right, down):
        x, y = self.middle(selector)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y + down, steps=5)
        self.page.mouse.up()


def number(text):
    return float(text.replace("−", "-").replace("\N{NO-BREAK SPACE}", ""))


def printed(value, digits=2):
    return f"{value:.{digits}f}".replace("-", "−")


@pytest.fixture
def figure(request, open_page):
    """The figure that the test names, in its first state."""
    figure = Figure(request.param, open_page(PAGES[request.param], clock=True))
    figure["[data-action=reset]"].click()
    return figure


def of(*names):
    return pytest.mark.parametrize("figure", names, indirect=True)


each = of(*PAGES)


def opening_state(figure):
    """Checked: the table, the sentence and the curve are those of the library's model."""
    w1, w2, beta = (figure.numbers(f".{name}") for name in ("w1", "w2", "beta"))
    model = sl.LogitModel.from_softmax(np.column_stack([w1, w2]), classes=["1", "2"])
    np.testing.assert_allclose(beta, model.log_odds("1", against="2"), atol=0.011)  # of numbers with two decimals
    x, y = figure.points(".probability").T
    X = np.column_stack([np.ones(len(x)), (x - 160) / 28])
    np.testing.assert_allclose((280 - y) / 240, model.predict_proba(X)[:, 0], atol=2e-3)
    assert figure.text.startswith(f"β = w₁ − w₂ = ({printed(beta[0])}, {printed(beta[1])})")
    return w1, w2, beta


@pytest.mark.parametrize(("column", "handle"), [(0, "class-1"), (1, "class-2")])
@of("opening")
def test_dragging_a_column_moves_the_model(column, handle, figure):
    before = opening_state(figure)
    figure.drag(f".handle.{handle}", -40, 30)
    after = opening_state(figure)
    assert (after[column] != before[column]).all()
    assert "the curve has moved" in figure.text


@of("opening")
def test_dragging_the_mean_moves_nothing_but_the_columns(figure):
    before, curve, arrow = opening_state(figure), figure.points(".probability"), figure.points(".arrow.class-1")
    figure.drag(".handle.mean", -60, 50)
    after = opening_state(figure)
    np.testing.assert_allclose(after[0] - before[0], after[1] - before[1], atol=1e-9)
    np.testing.assert_array_equal(figure.points(".probability"), curve)
    np.testing.assert_array_equal(figure.points(".ghost.class-1"), arrow)
    assert "All four numbers of W have changed, the curve has not" in figure.text
    figure.drag(".handle.class-1", 10, 10)
    assert len(figure.points(".ghost.class-1")) == 1  # it is no longer to be compared with


@of("opening")
def test_keys_move_a_column_until_both_are_equal(figure):
    before = opening_state(figure)
    figure.press("input[data-moves=w1][data-row='1']", "ArrowLeft", times=4)
    np.testing.assert_allclose(opening_state(figure)[0], before[0] - [0, 0.2], atol=1e-9)
    for column in ("w1", "w2"):
        for row in "01":
            figure[f"input[data-moves={column}][data-row='{row}']"].fill("2")
    assert "the same for every" in figure.text  # β = 0 has no boundary
    assert set(figure.points(".probability")[:, 1]) == {160}


@of("pivot")
def test_the_table_and_the_ruler_are_the_library_s_for_every_pivot(figure):
    birds = sl.fit_formula("species ~ bill_length_mm + bill_depth_mm", sl.load_penguins())
    marks = [figure.points(f".stem.class-{k}") for k in (1, 2, 3)]
    p = birds.predict_proba([[1, 40.5, 16.2]])[0]
    for zero, name in enumerate([*birds.classes, None]):
        figure[f"label >> nth={zero}"].click()
        table = birds.symmetric if name is None else np.insert(birds.coef(pivot=name), zero, 0, axis=1)
        for k in range(3):
            texts = [output.inner_text() for output in figure.all(f"output.class-{k + 1}")]
            assert texts == [*(printed(b) for b in table[:, k]), printed(p[k], 3)]
            assert figure[f".reading.class-{k + 1}"].text_content() == texts[2]
            np.testing.assert_array_equal(figure.points(f".stem.class-{k + 1}"), marks[k])
        assert f"The zero is at {name or 'the mean'}:" in figure.text


@of("pivot")
def test_keys_and_pointer_choose_the_pivot(figure):
    figure.press("input:checked", "ArrowRight")
    assert "at Chinstrap" in figure.text
    figure.drag(".handle", -2000, 0)
    assert "at Gentoo" in figure.text
    figure.drag(".handle", 2000, 0)
    assert "at Adelie" in figure.text


def descend(start, rate, slope):
    path = [np.array(start, float)]
    for _ in range(20):
        path.append(path[-1] - rate * slope(path[-1]))
    return np.array(path)


@pytest.mark.parametrize(("rate", "w1", "w2"), [(0.5, 2.5, -0.5), (0.25, -4, 4), (3, 1, 1), (5, 2.5, 0.5), (10, 4, -4)])
@of("training")
def test_the_steps_are_the_library_s(rate, w1, w2, figure):
    y = sl.load_admissions()["admit"].to_numpy()
    X, Y = np.ones((len(y), 1)), np.column_stack([y, 1 - y])
    for knob, value in {"rate": rate, "w1": w1, "w2": w2}.items():
        figure[f"[data-knob={knob}]"].fill(str(value))
    columns = descend([[w1, w2]], rate, lambda W: X.T @ (sl.softmax(X @ W) - Y) / len(y))[:, 0]
    for doubled in (1, 2):
        beta = descend([w1 - w2], doubled * rate, lambda b: X.T @ (sl.sigmoid(X @ b) - y) / len(y)).ravel()
        for step in (1, 7, 20):
            figure["[data-knob=step]"].fill(str(step))
            shown = [figure.numbers(f".{name}")[0] for name in ("w1", "w2", "sum", "difference", "beta")]
            a, b = columns[step]
            np.testing.assert_allclose(shown, [a, b, a + b, a - b, beta[step]], atol=6e-4)
        assert ("twice the rate" in figure.text) == (doubled == 2)
        figure["[type=checkbox]"].click()
    drawn = figure.points(".difference.lines")
    np.testing.assert_allclose((150 - drawn[:, 1]) / 26, columns[:, 0] - columns[:, 1], atol=2e-3)


@of("training")
def test_step_by_step_to_the_floor(figure):
    y = sl.load_admissions()["admit"]
    best = sl.fit(np.ones((len(y), 1)), y).beta[0]
    assert figure.text.startswith("Step 0:")
    assert f"The floor is at {printed(best)}." in figure.text
    figure["[data-action=step]"].click()
    figure.press("[data-action=step]", "Enter", times=2)
    assert figure.text.startswith("Step 3:")
    figure["[data-knob=rate]"].fill("2")
    figure["[data-action=run]"].click()
    assert figure.text.startswith("Step 20:")
    assert "reached the floor" in figure.text
    assert abs(figure.numbers(".difference")[0] - best) < 6e-4


def test_a_run_moves_step_by_step_and_a_hand_stops_it(open_page):
    moving = Figure("training", open_page(PAGES["training"], clock=True, reduced_motion="no-preference"))
    first, seen = moving.picture, set()
    moving["[data-action=run]"].click()
    while not moving.text.startswith("Step 20") and len(seen) < 100:
        seen.add(moving.text)
        moving.page.clock.run_for(50)
    assert 10 < len(seen) < 100
    for action in ("reset", "run", "reset"):
        moving[f"[data-action={action}]"].click()
    moving.page.clock.run_for(5000)
    assert moving.picture == first


@of("training")
def test_dragging_the_start(figure):
    figure.drag(".handle", -70, -35)
    shown = [number(figure[f"p:has([data-knob={w}]) output"].inner_text()) for w in ("w1", "w2")]
    np.testing.assert_allclose(shown, [2.5 - 70 * 8 / 254, -0.5 + 35 * 8 / 254], atol=0.25)


@of("training")
def test_too_large_a_rate_stays_in_the_picture(figure):
    """The steps go back and forth across the valley; what leaves the picture is not drawn."""
    figure.press("[data-knob=step]", "End")
    figure["[data-knob=rate]"].fill("10")
    assert re.search(r"stepped over the floor \d+ times", figure.text)
    assert all("NaN" not in path.get_attribute("d") for path in figure.all("svg path[d]"))
    clips = "parts => parts.map(part => getComputedStyle(part).clipPath)"
    assert "none" not in figure.page.eval_on_selector_all(f"{figure.place} svg g[clip-path]", clips)


@pytest.mark.parametrize(("notch", "lambda_"), [(0, 1), (13, 20), (20, 100), (27, 500), (40, 10_000)])
@of("penalty")
def test_the_shrunk_fits_are_the_library_s(notch, lambda_, figure):
    data = sl.load_admissions()
    X = np.column_stack([np.ones(len(data)), data["gre"] / 100])
    two = sl.fit(X, data["admit"], ridge=lambda_)  # on two columns; 2λ on them is λ on β
    same = sl.fit(X, data["admit"], ridge=2 * lambda_).beta[1]
    figure["[type=range]"].fill(str(notch))
    w1, w2 = two.symmetric[1][::-1]
    assert number(figure["output"].inner_text()) == lambda_
    assert f"w₁ = {printed(w1, 3)} and w₂ = {printed(w2, 3)}, whose difference is {printed(w1 - w2, 3)}" in figure.text
    assert f"has β = {printed(same, 3)}: a gap" in figure.text
    figure["[value=half]"].check()
    assert f"has β = {printed(two.beta[1], 3)}: there is no gap" in figure.text
    np.testing.assert_array_equal(figure.points(".curve.beta"), figure.points(".curve.difference"))


@of("penalty")
def test_keys_and_pointer_turn_the_penalty(figure):
    figure.press("[type=range]", "ArrowRight", times=10)
    assert figure["[type=range]"].get_attribute("aria-valuetext") == "1000"
    for far, end in ((-2000, "1"), (2000, "10\N{NO-BREAK SPACE}000")):
        figure.drag(".handle", far, 0)
        assert figure["output"].inner_text() == end


# Of the lines that carry meaning, not those behind them.
COLOURS = """place => [...document.querySelectorAll(`${place} svg path, ${place} svg :is(.ring, .tip)`)]
    .filter(part => !part.matches(".axis, .grid, .contours, .difference, clipPath *"))
    .flatMap(part => [getComputedStyle(part).stroke, getComputedStyle(part).fill].filter(colour => /^rgb\\(/.test(colour)))"""
PAPER = "getComputedStyle(document.body).backgroundColor"
NUMBERS = re.compile(r'<script type="application/json">.*?</script>\n', re.DOTALL)  # which the build puts there


def rgb(colour):
    return np.array(re.findall(r"\d+", colour)[:3], float) / 255


@pytest.mark.parametrize("name", PAGES)
def test_fingers(name, open_page):
    """On a phone, in the dark, from disk."""
    phone = Figure(name, open_page(PAGES[name], "disk", size=(360, 780), has_touch=True, is_mobile=True, color_scheme="dark"))
    x, y = phone.middle(".handle:not(.mean)")
    before, scrolled = phone.picture, phone.page.evaluate("scrollY")
    browser = phone.page.context.new_cdp_session(phone.page)
    touches = {"touchStart": [(x, y)], "touchMove": [(x - 65, y + 10), (x - 130, y + 20)], "touchEnd": [None]}
    for kind, place in ((kind, place) for kind, places in touches.items() for place in places):
        points = [dict(zip("xy", place, strict=True))] if place else []
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert phone.picture != before
    assert phone.page.evaluate("scrollY") == scrolled


@pytest.mark.parametrize("name", PAGES)
def test_the_picture_without_scripts_is_the_first_state(name, open_page):
    """If what the browser shows is right, put it into _static/explorables: REDRAW=1 .venv/bin/pytest tests/site/test_explorables.py"""
    still, live = open_page(PAGES[name], java_script_enabled=False, color_scheme="dark"), open_page(PAGES[name])
    drawn, shown = (page.locator(f"#explorable-{name}").evaluate("figure => figure.outerHTML") for page in (still, live))
    if os.environ.get("REDRAW"):
        markup = re.sub(r"></(path|circle|rect)>", "/>", NUMBERS.sub("", shown)) + "\n"
        (ROOT / f"_static/explorables/{name}.html").write_text(markup, encoding="utf-8")
    assert drawn == shown
    assert not any(control.is_visible() for control in still.locator(f"#explorable-{name} :is(input, button, fieldset)").all())
    assert min(contrast(rgb(still.evaluate(PAPER)), rgb(colour)) for colour in still.evaluate(COLOURS, f"#explorable-{name}")) >= 3


@each
def test_the_sentence_goes_with_the_picture_and_is_told_once_the_hand_rests(figure):
    figure.page.clock.run_for(350)  # for what the reset tells
    move = """place => {
        const slider = document.querySelector(`${place} :is(input[type=range], input:checked)`);
        const live = document.querySelector(`${place} [aria-live=polite]`);
        window.told = 0;
        new MutationObserver(changes => (window.told += changes.length)).observe(live, {childList: true});
        for (let i = 0; i < 5; i++) {
            const moved = slider.type === "range" ? slider : document.querySelectorAll(`${place} input`)[1 + (i % 2)];
            moved.type === "range" ? moved.stepUp(3) : (moved.checked = true);
            moved.dispatchEvent(new Event(moved.type === "range" ? "input" : "change", {bubbles: true}));
        }
        return live.textContent;
    }"""
    before, told = figure.text, figure.page.evaluate(move, figure.place)
    assert figure.text != before
    assert figure.text != told
    figure.page.clock.run_for(600)
    assert figure["[aria-live]"].text_content() == figure.text
    assert figure.page.evaluate("window.told") == 1


@each
def test_nothing_jumps(figure):
    """The figure is as tall at either end of its sliders, on a screen and on a phone."""
    for width in (360, 1280):
        figure.page.set_viewport_size({"width": width, "height": 900})
        tall = set()
        for key in ("Home", "End"):
            for control in figure.all(":is(input[type=range], input:checked)"):
                control.press(key if control.get_attribute("type") == "range" else "ArrowRight")
                tall.add(figure.page.eval_on_selector(figure.place, "figure => figure.getBoundingClientRect().height"))
        assert len(tall) == 1, (width, tall)


@each
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_lines_stand_out_in_both_modes(scheme, figure):
    figure.page.evaluate("scheme => (document.documentElement.dataset.theme = scheme)", scheme)
    paper, colours = rgb(figure.page.evaluate(PAPER)), figure.page.evaluate(COLOURS, figure.place)
    assert (luminance(paper) < 0.1) == (scheme == "dark")
    assert min(contrast(paper, rgb(colour)) for colour in colours) >= 3
