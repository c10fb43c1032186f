/* The opening figure: two columns w₁ and w₂ of a softmax model with features x = (1, x₁), and the one vector
   β = w₁ − w₂ that its probabilities depend on. The markup, with the picture in its first state, is in opening.html. */
document.addEventListener("DOMContentLoaded", () => {
  const { minus, sigmoid, clamp, snap, fixed, describe, scale, line, arrow, put, drag } = explorable;
  const { root, one, all } = explorable.parts("opening");
  if (!root) return;

  const FIRST = { w1: [1, 3], w2: [2.5, 1.5] };
  const LIMIT = 4, STEP = 0.05; // weights from −4 to 4, in steps that read well
  let state = structuredClone(FIRST), before = null; // before: the columns as they were when both began to move

  // Mathematics ------------------------------------------------------------
  const difference = ({ w1, w2 }) => minus(w1, w2);
  const mean = () => state.w1.map((w, i) => (w + state.w2[i]) / 2);
  const isNear = (a, b) => a.every((v, i) => Math.abs(v - b[i]) < STEP / 4);

  // Moves --------------------------------------------------------------------
  function move(what, row, value) {
    if (what !== "mean") {
      before = null;
      state[what][row] = clamp(snap(value, STEP), -LIMIT, LIMIT);
    } else {
      before ??= structuredClone(state);
      const half = Math.abs(difference(state)[row]) / 2, centre = mean()[row];
      const by = snap(clamp(value, half - LIMIT, LIMIT - half) - centre, STEP);
      for (const w of [state.w1, state.w2]) w[row] += by;
    }
  }

  // Picture ------------------------------------------------------------------
  const plane = scale({ xs: [-LIMIT, LIMIT], across: [20, 300], ys: [-LIMIT, LIMIT], up: [300, 20] });
  const curve = scale({ xs: [-5, 5], across: [20, 300], ys: [0, 1], up: [280, 40] });
  const shifted = ([x, y], dx, dy) => [x + dx, y + dy];

  function drawArrows(kind, columns) {
    const origin = plane.at([0, 0]), [tip1, tip2] = [plane.at(columns.w1), plane.at(columns.w2)];
    const arrows = { "class-1": [origin, tip1], "class-2": [origin, tip2], beta: [tip2, tip1] };
    for (const [name, [from, to]] of Object.entries(arrows)) one(`.${kind}.${name}`).setAttribute("d", arrow(from, to));
    return [tip1, tip2];
  }

  function draw() {
    const b = difference(state), m = mean(), middle = plane.at(m);
    const [tip1, tip2] = drawArrows("arrow", state);
    drawArrows("ghost", before ?? { w1: [0, 0], w2: [0, 0] });
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
    one(".probability").setAttribute("d", line(points.map((x) => curve.at([x, sigmoid(b[0] + b[1] * x)]))));
    const edge = -b[0] / b[1], visible = Math.abs(edge) <= 5;
    one(".boundary").setAttribute("d", line(visible ? [curve.at([edge, 0]), curve.at([edge, 1])] : []));

    const columns = { w1: state.w1, w2: state.w2, mean: m, beta: b };
    for (const [name, values] of Object.entries(columns))
      all(`output.${name}`).forEach((output, row) => (output.textContent = fixed(values[row])));
    for (const input of all("input")) input.value = columns[input.dataset.moves][+input.dataset.row];
    describe(root, `${tell(b, edge)} ${judge(b)}`.trim());
  }

  const list = (vector) => `(${vector.map((v) => fixed(v)).join(", ")})`;

  const tell = (b, edge) =>
    `β = w₁ − w₂ = ${list(b)}, and ${Number.isFinite(edge) ? `p₁ is ½ at x₁ = ${fixed(edge)}` : "p₁ is the same for every x₁"}.`;

  /* How it stands with the challenge. */
  function judge(b) {
    const numbers = ({ w1, w2 }) => [...w1, ...w2], first = numbers(FIRST);
    const changed = numbers(state).filter((v, i) => !isNear([v], [first[i]])).length;
    if (!changed) return "";
    if (!isNear(b, difference(FIRST))) return `It was ${list(difference(FIRST))}, and the curve has moved with it.`;
    if (changed < 4) return `${["", "", "Two", "Three"][changed]} numbers of W have changed, the curve has not.`;
    return "All four numbers of W have changed, the curve has not: the same vector was added to both columns.";
  }

  // Hands --------------------------------------------------------------------
  for (const input of all("input"))
    input.addEventListener("input", () => {
      move(input.dataset.moves, +input.dataset.row, +input.value);
      draw();
    });

  for (const [selector, what] of [[".handle.class-1", "w1"], [".handle.class-2", "w2"], [".handle.mean", "mean"]])
    drag(one(selector), (spot) => {
      plane.back(spot).forEach((value, row) => move(what, row, value));
      draw();
    });
  one("[data-action=reset]").addEventListener("click", () => {
    [state, before] = [structuredClone(FIRST), null];
    draw();
  });
  draw();
});
