/* The opening figure: two columns w₁ and w₂ of a softmax model with features x = (1, x₁), and the one vector
   β = w₁ − w₂ that its probabilities depend on. The markup, with the picture in its first state, is in opening.html. */
document.addEventListener("DOMContentLoaded", () => {
  const { sum, sigmoid, clamp, snap, fixed, say, scale, line, arrow, put, drag, animate } = explorable;
  const { root, one, all } = explorable.parts("opening");
  if (!root) return;

  const FIRST = { w1: [1, 3], w2: [2.5, 1.5] };
  const LIMIT = 4, STEP = 0.05; // weights from −4 to 4, in steps that read well
  let state = structuredClone(FIRST);

  // Mathematics ------------------------------------------------------------
  const beta = () => state.w1.map((w, i) => w - state.w2[i]);
  const mean = () => state.w1.map((w, i) => (w + state.w2[i]) / 2);
  const p1 = (x) => sigmoid(beta()[0] + beta()[1] * x);
  const boundary = () => -beta()[0] / beta()[1];
  const norm2 = (...vectors) => sum(vectors.flat().map((v) => v * v));

  // Moves --------------------------------------------------------------------
  function move(what, row, value) {
    if (what !== "mean") state[what][row] = clamp(snap(value, STEP), -LIMIT, LIMIT);
    else {
      const half = Math.abs(beta()[row]) / 2, centre = mean()[row];
      const target = clamp(value, half - LIMIT, LIMIT - half);
      for (const w of [state.w1, state.w2]) w[row] += target - centre;
    }
  }

  function leastNorm() {
    const start = structuredClone(state), centre = mean();
    animate(root, 500, (done) => {
      for (const w of ["w1", "w2"]) state[w] = start[w].map((v, i) => v - done * centre[i]);
      draw();
    });
  }

  // Picture ------------------------------------------------------------------
  const plane = scale({ xs: [-LIMIT, LIMIT], across: [20, 300], ys: [-LIMIT, LIMIT], up: [300, 20] });
  const curve = scale({ xs: [-5, 5], across: [20, 300], ys: [0, 1], up: [280, 40] });
  const shifted = ([x, y], dx, dy) => [x + dx, y + dy];

  function draw() {
    const { w1, w2 } = state, b = beta(), m = mean();
    const origin = plane.at([0, 0]), tip1 = plane.at(w1), tip2 = plane.at(w2), middle = plane.at(m);
    one(".arrow.class-1").setAttribute("d", arrow(origin, tip1));
    one(".arrow.class-2").setAttribute("d", arrow(origin, tip2));
    one(".arrow.beta").setAttribute("d", arrow(tip2, tip1));
    for (const [name, tip, other] of [["class-1", tip1, tip2], ["class-2", tip2, tip1]]) {
      const away = tip[1] <= other[1] ? -16 : 28; // the name stands on the far side of the other tip
      put(one(`.handle.${name}`), tip);
      put(one(`.plane .name.${name}`), shifted(tip, 10, away));
    }
    put(one(".handle.mean"), middle);
    const length = Math.hypot(...b), turn = b[0] * m[1] > b[1] * m[0] ? 24 : -24; // β's name stands beside it, away from the origin
    const beside = length ? [(-turn * b[1]) / length, (-turn * b[0]) / length] : [17, -17];
    put(one(".plane .name.beta"), shifted(middle, beside[0], beside[1] + 6));

    const points = Array.from({ length: 71 }, (_, i) => -5 + i / 7);
    one(".probability").setAttribute("d", line(points.map((x) => curve.at([x, p1(x)]))));
    const edge = boundary(), visible = Math.abs(edge) <= 5;
    one(".boundary").setAttribute("d", line(visible ? [curve.at([edge, 0]), curve.at([edge, 1])] : []));

    const columns = { w1, w2, mean: m, beta: b };
    for (const [name, values] of Object.entries(columns))
      all(`output.${name}`).forEach((output, row) => (output.textContent = fixed(values[row])));
    for (const input of all("input")) input.value = columns[input.dataset.moves][+input.dataset.row];
    const where = Number.isFinite(edge) ? `p₁ is ½ at x₁ = ${fixed(edge)}` : "p₁ is the same for every x₁";
    say(
      one(".explorable-text"),
      `β = (${fixed(b[0])}, ${fixed(b[1])}), and ${where}. ‖W‖², the sum of the squares of W’s entries, is ${fixed(norm2(w1, w2))}; the least for this β is ${fixed(norm2(b) / 2)}.`,
    );
    Object.assign(root.dataset, {
      w1: w1.join(" "), w2: w2.join(" "), beta: b.join(" "), boundary: edge,
      p1: [-4, -2, 0, 2, 4].map(p1).join(" "), // at these x₁, for whoever checks the arithmetic
    });
  }

  // Hands --------------------------------------------------------------------
  for (const input of all("input")) {
    Object.assign(input, { min: -LIMIT, max: LIMIT, step: input.dataset.moves === "mean" ? STEP / 2 : STEP });
    input.addEventListener("input", () => {
      move(input.dataset.moves, +input.dataset.row, +input.value);
      draw();
    });
  }

  for (const [selector, what] of [[".handle.class-1", "w1"], [".handle.class-2", "w2"], [".handle.mean", "mean"]]) {
    drag(one(selector), (spot) => {
      plane.back(spot).forEach((value, row) => move(what, row, value));
      draw();
    });
  }
  one("[data-action=least]").addEventListener("click", leastNorm);
  one("[data-action=reset]").addEventListener("click", () => {
    state = structuredClone(FIRST);
    draw();
  });
  draw();
});
