/* The opening figure: two columns w₁ and w₂ of a softmax model with features x = (1, x₁), and the one vector
   β = w₁ − w₂ that its probabilities depend on. The markup, with the picture in its first state, is in opening.html. */
document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("explorable-opening");
  if (!root) return;

  const FIRST = { w1: [1, 3], w2: [2.5, 1.5] };
  const LIMIT = 4, STEP = 0.05; // weights from −4 to 4, in steps that read well
  const all = (selector) => [...root.querySelectorAll(selector)];
  const one = (selector) => root.querySelector(selector);
  let state = structuredClone(FIRST);

  // Mathematics ------------------------------------------------------------
  const beta = () => state.w1.map((w, i) => w - state.w2[i]);
  const mean = () => state.w1.map((w, i) => (w + state.w2[i]) / 2);
  const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
  const p1 = (x) => sigmoid(beta()[0] + beta()[1] * x);
  const boundary = () => -beta()[0] / beta()[1];
  const norm2 = (...vectors) => vectors.flat().reduce((sum, v) => sum + v * v, 0);

  // Moves --------------------------------------------------------------------
  const snap = (v) => Math.round(v / STEP) * STEP;
  const clamp = (v) => Math.min(LIMIT, Math.max(-LIMIT, v));

  function move(what, row, value) {
    if (what !== "mean") state[what][row] = clamp(snap(value));
    else {
      const half = Math.abs(beta()[row]) / 2, centre = mean()[row];
      const target = Math.min(LIMIT - half, Math.max(half - LIMIT, value));
      for (const w of [state.w1, state.w2]) w[row] += target - centre;
    }
  }

  function leastNorm() {
    const start = structuredClone(state), centre = mean(), began = performance.now();
    const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 500;
    requestAnimationFrame(function frame(now) {
      const done = duration ? Math.min(1, Math.max(0, (now - began) / duration)) : 1;
      for (const w of ["w1", "w2"]) state[w] = start[w].map((v, i) => v - done * centre[i]);
      draw();
      if (done < 1) requestAnimationFrame(frame);
    });
  }

  // Picture ------------------------------------------------------------------
  const SCALE = 140 / LIMIT;
  const at = ([a, b]) => [160 + SCALE * a, 160 - SCALE * b];
  const fixed = (v) => v.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−");

  function arrow(from, to) {
    const [x, y] = at(from), [X, Y] = at(to), length = Math.hypot(X - x, Y - y);
    if (length < 1) return `M${x} ${y}`;
    const [c, s] = [(X - x) / length, (Y - y) / length], head = Math.min(10, length);
    const barb = (side) => `${(X - head * c + side * head * 0.45 * s).toFixed(1)} ${(Y - head * s - side * head * 0.45 * c).toFixed(1)}`;
    return `M${x.toFixed(1)} ${y.toFixed(1)}L${X.toFixed(1)} ${Y.toFixed(1)}M${barb(1)}L${X.toFixed(1)} ${Y.toFixed(1)}L${barb(-1)}`;
  }

  function place(selector, point, dx = 0, dy = 0) {
    const [x, y] = at(point), element = one(selector), names = element.tagName === "circle" ? ["cx", "cy"] : ["x", "y"];
    element.setAttribute(names[0], (x + dx).toFixed(1));
    element.setAttribute(names[1], (y + dy).toFixed(1));
  }

  function draw() {
    const { w1, w2 } = state, b = beta(), m = mean();
    one(".arrow.class-1").setAttribute("d", arrow([0, 0], w1));
    one(".arrow.class-2").setAttribute("d", arrow([0, 0], w2));
    one(".arrow.beta").setAttribute("d", arrow(w2, w1));
    for (const [name, w, other] of [["class-1", w1, w2], ["class-2", w2, w1]]) {
      const away = w[1] >= other[1] ? -16 : 28; // the name stands on the far side of the other tip
      place(`.handle.${name}`, w);
      place(`.plane .name.${name}`, w, 10, away);
    }
    place(".handle.mean", m);
    const length = Math.hypot(...b), turn = b[0] * m[1] > b[1] * m[0] ? 24 : -24; // β's name stands beside it, away from the origin
    const beside = length ? [(-turn * b[1]) / length, (-turn * b[0]) / length] : [17, -17];
    place(".plane .name.beta", m, beside[0], beside[1] + 6);

    const points = Array.from({ length: 71 }, (_, i) => -5 + i / 7);
    const screen = (x, p) => `${(160 + 28 * x).toFixed(1)} ${(280 - 240 * p).toFixed(1)}`;
    one(".probability").setAttribute("d", "M" + points.map((x) => screen(x, p1(x))).join("L"));
    const edge = boundary(), visible = Math.abs(edge) <= 5;
    one(".boundary").setAttribute("d", visible ? `M${screen(edge, 0)}L${screen(edge, 1)}` : "M0 0");

    const columns = { w1, w2, mean: m, beta: b };
    for (const [name, values] of Object.entries(columns))
      all(`output.${name}`).forEach((output, row) => (output.textContent = fixed(values[row])));
    for (const input of all("input")) input.value = columns[input.dataset.moves][+input.dataset.row];
    const where = Number.isFinite(edge) ? `p₁ is ½ at x₁ = ${fixed(edge)}` : "p₁ is the same for every x₁";
    one(".explorable-text").textContent =
      `β = (${fixed(b[0])}, ${fixed(b[1])}), and ${where}. ‖W‖², the sum of the squares of W’s entries, is ${fixed(norm2(w1, w2))}; the least for this β is ${fixed(norm2(b) / 2)}.`;
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

  const plane = one(".plane");
  for (const [selector, what] of [[".handle.class-1", "w1"], [".handle.class-2", "w2"], [".handle.mean", "mean"]]) {
    const handle = one(selector);
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const box = plane.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * 320, y = ((event.clientY - box.top) / box.height) * 320;
      move(what, 0, (x - 160) / SCALE);
      move(what, 1, (160 - y) / SCALE);
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
