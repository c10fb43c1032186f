"""The figures to play with: pointer, finger, keyboard, no scripts; and their arithmetic is the library's."""

import json

import numpy as np
import pytest

import softlogit as sl

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

    def __getitem__(self, selector):
        return self.page.locator(f"{self.place} {selector}").first

    def all(self, selector):
        return self.page.locator(f"{self.place} {selector}").all()

    def data(self):
        return self.page.eval_on_selector(self.place, "figure => ({...figure.dataset})")

    def numbers(self, *names):
        """What the figure says of its state, for whoever checks the arithmetic."""
        data = self.data()
        arrays = [np.array(data[name].split(), float) for name in names]
        return arrays if len(arrays) > 1 else arrays[0]

    def press(self, selector, key, times=1):
        self[selector].focus()
        for _ in range(times):
            self.page.keyboard.press(key)

    def drag(self, selector, right, down):
        self[selector].scroll_into_view_if_needed()
        box = self[selector].bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y + down, steps=5)
        self.page.mouse.up()

    def wait_for_text(self, words):
        """The text changes when the hand rests."""
        arguments = [f"{self.place} .explorable-text", words]
        self.page.wait_for_function("([place, words]) => document.querySelector(place).textContent.includes(words)", arg=arguments)


def minus_sign(text):
    return text.replace("-", "−")


@pytest.fixture(scope="module")
def pages(browser, addresses):
    """Each page is opened once for all tests that ask for nothing special."""
    context, opened = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce"), {}

    def page(name):
        if name not in opened:
            opened[name] = context.new_page()
            opened[name].clock.install()  # so that a test need not wait for what takes its time
            opened[name].goto(f"{addresses['http']}/{PAGES[name]}.html", wait_until="load")
        return opened[name]

    yield page
    context.close()


@pytest.fixture
def figure(request, pages):
    """The figure that the test names, in its first state."""
    figure = Figure(request.param, pages(request.param))
    figure["[data-action=reset]"].click()
    return figure


def of(*names):
    return pytest.mark.parametrize("figure", names, indirect=True)


each = of(*PAGES)


# The opening ------------------------------------------------------------------

AT = [-4.0, -2.0, 0.0, 2.0, 4.0]  # where the figure tells p1


def opening_state(figure):
    """Checked: each state that a test looks at has the library's numbers."""
    names = ["w1", "w2", "beta", "boundary", "p1"]
    shown = dict(zip(names, figure.numbers(*names), strict=True))
    X = np.column_stack([np.ones(len(AT)), AT])
    model = sl.LogitModel.from_softmax(np.column_stack([shown["w1"], shown["w2"]]), classes=["1", "2"])
    np.testing.assert_allclose(shown["beta"], model.log_odds("1", against="2"), rtol=0, atol=1e-9)
    np.testing.assert_allclose(shown["p1"], model.predict_proba(X)[:, 0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(shown["boundary"], -shown["beta"][0] / shown["beta"][1], rtol=1e-9)
    return shown


@pytest.mark.parametrize(("column", "handle"), [("w1", "class-1"), ("w2", "class-2")])
@of("opening")
def test_dragging_a_column_moves_the_model(column, handle, figure):
    before = opening_state(figure)
    figure.drag(f".handle.{handle}", -40, 30)
    after = opening_state(figure)
    assert not np.allclose(after[column], before[column])
    assert not np.allclose(after["p1"], before["p1"])


@of("opening")
def test_dragging_the_mean_moves_nothing_but_the_columns(figure):
    before, curve = opening_state(figure), figure[".probability"].get_attribute("d")
    figure.drag(".handle.mean", -60, 50)
    after = opening_state(figure)
    assert not np.allclose(after["w1"], before["w1"])
    np.testing.assert_allclose(after["w1"] - before["w1"], after["w2"] - before["w2"], atol=1e-12)
    np.testing.assert_allclose(after["p1"], before["p1"], atol=1e-12)
    assert figure[".probability"].get_attribute("d") == curve


@of("opening")
def test_arrow_keys_move_a_column(figure):
    before = opening_state(figure)
    figure.press("input[data-moves=w1][data-row='1']", "ArrowLeft", times=4)
    after = opening_state(figure)
    np.testing.assert_allclose(after["w1"], before["w1"] - [0, 0.2], atol=1e-12)
    figure.wait_for_text(f"{after['beta'][1]:.2f}")


@of("opening")
def test_buttons_of_the_opening(figure):
    first = opening_state(figure)
    figure["[data-action=least]"].click()
    figure.page.wait_for_function(f"document.querySelector('{figure.place}').dataset.w1.split(' ')[0] * 2 == -1.5")
    least = opening_state(figure)
    np.testing.assert_allclose(least["w1"], first["beta"] / 2, atol=1e-12)
    np.testing.assert_allclose(least["w2"], -first["beta"] / 2, atol=1e-12)
    figure["[data-action=reset]"].click()
    for name, value in opening_state(figure).items():
        np.testing.assert_array_equal(value, first[name])


def test_a_hand_stops_the_motion(open_page):
    """Who clicks again while the columns are moving is not overruled."""
    moving = Figure("opening", open_page(PAGES["opening"], reduced_motion="no-preference"))
    first = moving.data()
    moving["[data-action=least]"].click()
    moving["[data-action=reset]"].click()
    moving.page.wait_for_timeout(700)
    assert moving.data() == first


@of("opening")
def test_equal_columns_are_no_trouble(figure):
    """β = 0 has no boundary; extreme columns have probabilities of 0 and 1."""
    for column in ("w1", "w2"):
        for row in "01":
            figure[f"input[data-moves={column}][data-row='{row}']"].fill("2")
    figure.wait_for_text("the same for every")
    np.testing.assert_array_equal(figure.numbers("p1"), 0.5)


# The pivot --------------------------------------------------------------------


@pytest.fixture(scope="module")
def penguins():
    return sl.load_penguins()


@pytest.fixture(scope="module")
def birds(penguins):
    return sl.fit_formula("species ~ bill_length_mm + bill_depth_mm", penguins)


def regions(figure):
    return [figure[f".region.class-{k}"].get_attribute("d") for k in (1, 2, 3)]


@pytest.mark.parametrize("bill", [(40.5, 16.2), (58.0, 13.1), (31.0, 22.5)])
@of("pivot")
def test_the_table_is_the_library_s_for_every_pivot(bill, birds, figure):
    for axis, value in enumerate(bill):
        figure[f"input[data-axis='{axis}']"].fill(str(value))
    first, seen = regions(figure), set()
    for k, name in enumerate(birds.classes):
        figure[f"label:has-text('{name}')"].click()
        assert figure.data()["pivot"] == name
        table, at, log_odds, p = figure.numbers("table", "bill", "logOdds", "p")
        table, x = table.reshape(3, 3).T, np.array([[1, *bill]])
        np.testing.assert_allclose(at, bill, rtol=0, atol=1e-9)
        np.testing.assert_allclose(np.delete(table, k, axis=1), birds.coef(pivot=name), rtol=0, atol=1e-9)
        np.testing.assert_array_equal(table[:, k], 0)
        np.testing.assert_allclose(log_odds, (x @ table)[0], rtol=0, atol=1e-9)
        np.testing.assert_allclose(p, birds.predict_proba(x)[0], rtol=0, atol=1e-9)
        shown = [[output.inner_text() for output in figure.all(f"output.class-{c}")[:3]] for c in (1, 2, 3)]
        assert shown == [[minus_sign(f"{b:.2f}") for b in column] for column in table.T]
        assert regions(figure) == first
        seen.add(table.tobytes())
    assert len(seen) == 3


@of("pivot")
def test_the_regions_are_where_the_library_predicts(birds, figure):
    lengths, depths = np.meshgrid(np.arange(31.5, 61, 2), np.arange(13, 22.5, 1))
    bills = np.column_stack([lengths.ravel(), depths.ravel()])
    places = np.column_stack([30 + (bills[:, 0] - 31) / 30 * 280, 280 - (bills[:, 1] - 12.5) / 10 * 270])
    inside = """([place, points]) => points.map(([x, y]) =>
        [1, 2, 3].filter(k => document.querySelector(`${place} .region.class-${k}`).isPointInFill(new DOMPoint(x, y))))"""
    found = figure.page.evaluate(inside, [figure.place, places.tolist()])
    p = birds.predict_proba(np.column_stack([np.ones(len(bills)), bills]))
    clear = np.ptp(np.sort(p)[:, 1:], axis=1) > 0.05  # a line is drawn to a tenth of a pixel
    assert clear.sum() > 140
    assert [k for k, is_clear in zip(found, clear, strict=True) if is_clear] == [[k + 1] for k in p[clear].argmax(axis=1)]


@of("pivot")
def test_the_birds_and_the_model_are_the_library_s(penguins, birds, figure):
    np.testing.assert_allclose(np.array(json.loads(figure.data()["columns"])).T, birds.symmetric, rtol=0, atol=1e-9)
    for k, (species, group) in enumerate(penguins.groupby("species"), start=1):
        dots = "".join(
            f"M{30 + (length - 31) / 30 * 280:.1f} {280 - (depth - 12.5) / 10 * 270:.1f}h0"
            for length, depth in group[["bill_length_mm", "bill_depth_mm"]].to_numpy()
        )
        assert figure[f".dots.class-{k}"].get_attribute("d") == dots, species


@of("pivot")
def test_borders_that_the_table_tells_are_drawn_through(figure):
    for pair in ([1, 1, 0], [1, 0, 1], [0, 1, 1]):
        assert ["told" in border.get_attribute("class") for border in figure.all(".border")] == [bool(told) for told in pair]
        figure.press("input[type=radio]:checked", "ArrowRight")


@of("pivot")
def test_keys_and_pointer_choose_pivot_and_bird(figure):
    figure.press("input[type=radio]:checked", "ArrowRight")
    assert figure.data()["pivot"] == "Chinstrap"
    figure.wait_for_text("compares Adelie and Gentoo with Chinstrap")
    figure.press("input[data-axis='0']", "ArrowRight", times=3)
    np.testing.assert_allclose(figure.numbers("bill"), [40.8, 16.2], atol=1e-9)
    before = figure.numbers("p")
    figure.drag(".handle", 50, -40)
    assert np.abs(figure.numbers("p") - before).max() > 0.1
    figure.drag(".handle", -2000, 2000)
    np.testing.assert_allclose(figure.numbers("bill"), [31, 12.5], atol=1e-9)
    figure["[data-action=reset]"].click()
    assert figure.data()["pivot"] == "Adelie"


# Training -----------------------------------------------------------------------


def descend(start, rate, slope):
    path = [np.array(start, float)]
    for _ in range(20):
        path.append(path[-1] - rate * slope(path[-1]))
    return np.array(path)


@pytest.mark.parametrize(
    ("rate", "w1", "w2"),
    [(0.5, 2.5, -0.5), (0.25, -4, 4), (3, 1, 1), (5, 2.5, 0.5), (10, 4, -4)],
    ids=["first", "slow", "fast", "swinging", "fastest"],
)
@of("training")
def test_the_steps_are_the_library_s(rate, w1, w2, figure):
    y = sl.load_admissions()["admit"].to_numpy()
    X, Y = np.ones((len(y), 1)), np.column_stack([y, 1 - y])
    for knob, value in {"rate": rate, "w1": w1, "w2": w2}.items():
        figure[f"[data-knob={knob}]"].fill(str(value))
    columns = descend([[w1, w2]], rate, lambda W: X.T @ (sl.softmax(X @ W) - Y) / len(y))[:, 0]
    on_beta = [descend([w1 - w2], r, lambda b: X.T @ (sl.sigmoid(X @ b) - y) / len(y)).ravel() for r in (rate, 2 * rate)]
    shown, same, double = figure.numbers("columns", "same", "double")
    np.testing.assert_allclose(shown.reshape(-1, 2), columns, rtol=0, atol=1e-9)
    np.testing.assert_allclose(same, on_beta[0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(double, on_beta[1], rtol=0, atol=1e-9)
    np.testing.assert_allclose(double, columns[:, 0] - columns[:, 1], rtol=0, atol=1e-9)
    np.testing.assert_allclose(columns.sum(axis=1), w1 + w2, rtol=0, atol=1e-9)


@of("training")
def test_the_floor_is_the_fit(figure):
    y = sl.load_admissions()["admit"]
    assert figure.data()["counts"] == f"{y.sum()} {(1 - y).sum()}"
    best = sl.fit(np.ones((len(y), 1)), y).beta[0]
    figure.wait_for_text(minus_sign(f"w₁ − w₂ = {best:.2f}."))
    figure["[data-knob=rate]"].fill("2")
    figure["[data-action=run]"].click()
    figure.page.wait_for_function(f"document.querySelector('{figure.place}').dataset.step == 20")
    figure.wait_for_text("reached the floor")
    w1, w2 = figure.numbers("columns")[-2:]
    np.testing.assert_allclose(w1 - w2, best, atol=1e-6)


@of("training")
def test_step_by_step(figure):
    before = figure.numbers("step")
    figure["[data-action=step]"].click()
    assert figure.numbers("step") == before + 1
    figure.press("[data-action=step]", "Enter", times=2)
    assert figure.numbers("step") == before + 3
    figure.press("[data-knob=step]", "Home")
    assert figure.numbers("step") == 0
    figure.wait_for_text("After step 0")
    figure.press("[data-knob=step]", "End")
    figure["[data-action=step]"].click()
    assert figure.numbers("step") == 20
    walk = figure[".walk"].get_attribute("d")
    assert walk.count("L") == 20
    figure["[data-action=reset]"].click()
    assert figure.numbers("step") == before


def test_run_moves_step_by_step_unless_asked_not_to(open_page):
    moving = Figure("training", open_page(PAGES["training"], reduced_motion="no-preference"))
    moving["[data-knob=step]"].fill("0")
    run = """place => new Promise(done => {
        const figure = document.querySelector(place), steps = new Set();
        const watch = () => { steps.add(figure.dataset.step); if (figure.dataset.step === "20") done(steps.size); };
        new MutationObserver(watch).observe(figure, {attributeFilter: ["data-step"]});
        figure.querySelector("[data-action=run]").click();
    })"""
    assert moving.page.evaluate(run, moving.place) > 5  # of 21; a slow machine leaves some out


@of("training")
def test_dragging_the_start(figure):
    figure.drag(".handle", -70, -35)
    w1, w2 = figure.numbers("columns")[:2]
    np.testing.assert_allclose([w1, w2], [2.5 - 70 * 8 / 254, -0.5 + 35 * 8 / 254], atol=0.2)
    figure.drag(".handle", 2000, 2000)
    np.testing.assert_allclose(figure.numbers("columns")[:2], [4, -4])


@of("training")
def test_too_large_a_rate_stays_in_the_picture(figure):
    """The steps go back and forth across the valley; what leaves the picture is not drawn, and no number is lost."""
    figure.press("[data-knob=step]", "End")
    for rate in (5, 10):
        figure["[data-knob=rate]"].fill(str(rate))
        assert all(np.isfinite(path).all() for path in figure.numbers("columns", "same", "double"))
        side = np.sign(figure.numbers("double") - np.log(127 / 273))
        crossings = np.count_nonzero(np.diff(side))
        assert crossings > 2
        figure.wait_for_text(f"stepped over the floor {crossings} times")
        assert all("NaN" not in path.get_attribute("d") for path in figure.all("svg path[d]"))
    frame = figure.page.eval_on_selector_all(
        f"{figure.place} svg g[clip-path]", "parts => parts.map(part => getComputedStyle(part).clipPath)"
    )
    assert len(frame) == 2
    assert "none" not in frame


# The penalty --------------------------------------------------------------------


@pytest.mark.parametrize(("notch", "lambda_"), [(0, 1), (13, 20), (20, 100), (27, 500), (40, 10_000)])
@of("penalty")
def test_the_shrunk_fits_are_the_library_s(notch, lambda_, figure):
    data = sl.load_admissions()
    X = np.column_stack([np.ones(len(data)), data["gre"] / 100])
    figure["input"].fill(str(notch))
    shown, softmax, half, full = figure.numbers("lambda", "softmax", "half", "full")
    assert shown == lambda_
    two = sl.fit(X, data["admit"], ridge=lambda_)  # on two columns; 2λ on them is λ on β
    np.testing.assert_allclose(softmax.reshape(2, 2)[::-1].T, two.symmetric, rtol=0, atol=1e-9)
    np.testing.assert_allclose(half, two.beta, rtol=0, atol=1e-9)
    np.testing.assert_allclose(full, sl.fit(X, data["admit"], ridge=2 * lambda_).beta, rtol=0, atol=1e-9)
    p = two.predict_proba(np.array([[1, 8.0]]))[0, 1]
    assert figure[".softmax-p"].inner_text() == figure[".half-p"].inner_text() == f"{p:.3f}"


@of("penalty")
def test_the_rows_are_the_library_s(figure):
    data = sl.load_admissions()
    counts = data.groupby("gre")["admit"].agg([lambda admit: admit.sum(), lambda admit: (1 - admit).sum()])
    rows = np.column_stack([counts.index / 100, counts])
    np.testing.assert_array_equal(np.array(json.loads(figure.data()["rows"])), rows)


@of("penalty")
def test_keys_and_pointer_turn_the_penalty(figure):
    first = figure.data()
    figure.press("input", "ArrowRight", times=10)
    assert figure.numbers("lambda") == 1000
    assert figure["input"].get_attribute("aria-valuetext") == "1000"
    figure.wait_for_text("λ = 1000, softmax has the weights")
    for svg in ("columns", "betas"):
        figure.drag(f".{svg} .handle", -2000, 0)
        assert figure.numbers("lambda") == 1
        figure.drag(f".{svg} .handle", 2000, 0)
        assert figure.numbers("lambda") == 10_000
    figure["[data-action=reset]"].click()
    assert figure.data() == first


# All of them ----------------------------------------------------------------------

HANDLES = {"opening": ".handle.class-1", "pivot": ".handle", "training": ".handle", "penalty": ".handle"}
named = pytest.mark.parametrize("name", PAGES)

# Of the lines that carry meaning, not those behind them.
COLOURS = """place => [...document.querySelectorAll(`${place} svg path, ${place} svg :is(.ring, .tip)`)]
    .filter(part => !part.matches(".axis, .grid, .contours, .region, .difference, clipPath *"))
    .flatMap(part => [getComputedStyle(part).stroke, getComputedStyle(part).fill].filter(colour => /^rgb\\(/.test(colour)))"""
PAPER = "getComputedStyle(document.body).backgroundColor"


@named
def test_fingers(name, open_page):
    """On a phone, in the dark, from disk."""
    options = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}
    phone = Figure(name, open_page(PAGES[name], "disk", **options))
    phone[HANDLES[name]].scroll_into_view_if_needed()
    before, scrolled = phone.data(), phone.page.evaluate("scrollY")
    swipe(phone, HANDLES[name], -30, 20)
    assert phone.data() != before
    assert phone.page.evaluate("scrollY") == scrolled
    for control in phone.all(":is(input, button)"):
        kind, box = control.get_attribute("type"), control.bounding_box()
        if kind == "radio":
            box = control.locator("xpath=..").bounding_box()
        assert box["height"] >= 24
        assert box["width"] >= (100 if kind == "range" else 24)


def swipe(figure, selector, right, down):
    """A finger that is put on the handle and moved, as the browser itself gets it."""
    box = figure[selector].bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    browser = figure.page.context.new_cdp_session(figure.page)
    for kind, done in [("touchStart", 0), ("touchMove", 0.5), ("touchMove", 1), ("touchEnd", None)]:
        points = [] if done is None else [{"x": x + done * right, "y": y + done * down}]
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@each
def test_the_picture_without_scripts_is_the_first_state(figure, open_page):
    """If this fails, and what the browser shows is right: python -m tests.site.redraw puts it into _static/explorables."""
    drawn = """selector => [...document.querySelector(selector).querySelectorAll("svg *, output, .explorable-text")]
        .map(element => element.outerHTML)"""
    still = Figure(figure.name, open_page(PAGES[figure.name], java_script_enabled=False))
    figure.page.clock.run_for(350)  # for the text of the reset
    assert still.page.evaluate(drawn, still.place) == figure.page.evaluate(drawn, figure.place)
    assert still.page.evaluate(COLOURS, still.place) == figure.page.evaluate(COLOURS, figure.place)
    assert not any(control.is_visible() for control in still.all(":is(input, button, fieldset)"))


def test_without_scripts_the_mode_is_the_reader_s(open_page):
    still = Figure("training", open_page(PAGES["training"], java_script_enabled=False, color_scheme="dark"))
    assert luminance(still.page.evaluate(PAPER)) < 0.1
    assert min(map(luminance, still.page.evaluate(COLOURS, still.place))) > 0.1


@each
def test_the_text_is_told_once_the_hand_rests(figure):
    figure.page.clock.run_for(350)  # for the text of the reset
    move = """place => {
        const slider = document.querySelector(`${place} input[type=range]`), text = document.querySelector(`${place} .explorable-text`);
        window.told = 0;
        new MutationObserver(changes => (window.told += changes.length)).observe(text, {childList: true});
        for (let i = 0; i < 5; i++) {
            slider.stepUp(3);
            slider.dispatchEvent(new Event("input", {bubbles: true}));
        }
    }"""
    figure.page.evaluate(move, figure.place)
    figure.page.clock.run_for(600)
    assert figure[".explorable-text"].get_attribute("aria-live") == "polite"
    assert figure.page.evaluate("window.told") == 1


@each
def test_nothing_jumps(figure):
    """The figure is as tall at either end of its sliders, on a screen and on a phone."""
    height = "figure => figure.getBoundingClientRect().height"
    for width in (360, 1280):
        figure.page.set_viewport_size({"width": width, "height": 900})
        tall = [figure.page.eval_on_selector(figure.place, height)]
        for key in ("Home", "End"):
            for slider in figure.all("input[type=range]"):
                slider.press(key)
            figure.page.clock.run_for(350)  # for the text
            tall.append(figure.page.eval_on_selector(figure.place, height))
        assert len(set(tall)) == 1, (width, tall)


@each
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_lines_stand_out_in_both_modes(scheme, figure):
    figure.page.evaluate("scheme => (document.documentElement.dataset.theme = scheme)", scheme)
    paper = luminance(figure.page.evaluate(PAPER))
    assert (paper < 0.1) == (scheme == "dark")
    colours = set(figure.page.evaluate(COLOURS, figure.place))
    assert colours
    for colour in colours:
        low, high = sorted([paper, luminance(colour)])
        assert (high + 0.05) / (low + 0.05) >= 3, colour


def luminance(colour):
    """As the WCAG define it, of a colour written as rgb(r, g, b)."""
    rgb = np.array(colour.removeprefix("rgb(").removesuffix(")").split(","), float) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


@named
def test_only_the_page_that_shows_it_loads_it(name, site):
    for page in PAGES.values():
        text = (site / f"{page}.html").read_text(encoding="utf-8")
        assert (f"explorables/{name}.js" in text) == (page == PAGES[name])
        assert "explorables/explorable.js" in text
    assert "explorables/" not in (site / "chapters/back/bibliography.html").read_text(encoding="utf-8")
