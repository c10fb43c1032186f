/* The pivot figure: one model of three species, and its coefficients against the species that is chosen as the pivot.
   The regions are drawn from the table of that pivot each time, and the probabilities are computed from it: neither
   changes. The birds are drawn in pivot.html, where the model's coefficients stand too, as the library fits them. */
document.addEventListener("DOMContentLoaded", () => {
  const { dot, softmax, clamp, snap, fixed, say, scale, line, put, drag } = explorable;
  const { root, one, all } = explorable.parts("pivot");
  if (!root) return;

  const W = JSON.parse(root.dataset.columns); // a column for each class: intercept, bill length, bill depth
  const NAMES = ["Adelie", "Chinstrap", "Gentoo"], PAIRS = [[0, 1], [0, 2], [1, 2]];
  const LENGTHS = [31, 61], DEPTHS = [12.5, 22.5], STEP = 0.1; // millimetres
  const FIRST = { pivot: 0, bill: [40.5, 16.2] };
  let state = structuredClone(FIRST);

  // Mathematics ------------------------------------------------------------
  const minus = (a, b) => a.map((v, i) => v - b[i]);
  const value = (coefficients, [length, depth]) => dot(coefficients, [1, length, depth]);
  const table = () => W.map((column) => minus(column, W[state.pivot]));

  /* The part of a polygon in which the value of the coefficients is not negative. */
  function cut(polygon, coefficients) {
    return polygon.flatMap((point, i) => {
      const next = polygon[(i + 1) % polygon.length], here = value(coefficients, point), there = value(coefficients, next);
      const crossing = here * there < 0 ? [point.map((v, axis) => v + (here / (here - there)) * (next[axis] - v))] : [];
      return here >= 0 ? [point, ...crossing] : crossing;
    });
  }

  /* Where class k is the most probable: its log-odds against every other class are positive. */
  function region(B, k) {
    const plane = LENGTHS.flatMap((length, i) => [DEPTHS[i], DEPTHS[1 - i]].map((depth) => [length, depth]));
    return B.reduce((part, column, j) => (j === k ? part : cut(part, minus(B[k], column))), plane);
  }

  // Picture ------------------------------------------------------------------
  const plane = scale({ xs: LENGTHS, across: [30, 310], ys: DEPTHS, up: [280, 10] });

  function draw() {
    const { pivot, bill } = state, B = table(), regions = B.map((_, k) => region(B, k));
    const logOdds = B.map((column) => value(column, bill)), p = softmax(logOdds);
    regions.forEach((polygon, k) => one(`.region.class-${k + 1}`).setAttribute("d", `${line(polygon.map(plane.at))}Z`));
    PAIRS.forEach(([k, j], i) => {
      const isBorder = (point) => Math.abs(value(minus(B[k], B[j]), point)) < 1e-9;
      const border = all(".border")[i];
      border.setAttribute("d", line(regions[k].filter(isBorder).map(plane.at)));
      border.classList.toggle("told", k === pivot || j === pivot);
    });
    for (const ring of all(":is(.handle, .ring)")) put(ring, plane.at(bill));

    B.forEach((column, k) => {
      const texts = [...column.map((b) => fixed(b)), fixed(logOdds[k]), fixed(p[k], 3)];
      all(`output.class-${k + 1}`).forEach((output, row) => {
        output.textContent = texts[row];
        output.classList.toggle("zero", k === pivot && row < 4);
      });
    });
    all("input[type=radio]").forEach((input, k) => (input.checked = k === pivot));
    for (const input of all("input[type=range]")) {
      input.value = bill[+input.dataset.axis];
      input.setAttribute("aria-valuetext", `${fixed(bill[+input.dataset.axis], 1)} millimetres`);
      input.parentElement.querySelector("output").textContent = `${fixed(bill[+input.dataset.axis], 1)} mm`;
    }
    const [first, second] = NAMES.filter((_, k) => k !== pivot);
    say(
      one(".explorable-text"),
      `The table compares ${first} and ${second} with ${NAMES[pivot]}. ` +
        `A bill of ${fixed(bill[0], 1)} by ${fixed(bill[1], 1)} mm: ${NAMES.map((name, k) => `${name} ${fixed(p[k], 3)}`).join(", ")}, whatever the pivot.`,
    );
    Object.assign(root.dataset, { pivot: NAMES[pivot], bill: bill.join(" "), table: B.flat().join(" "), logOdds: logOdds.join(" "), p: p.join(" ") });
  }

  // Hands --------------------------------------------------------------------
  function move(axis, v) {
    state.bill[axis] = clamp(snap(v, STEP), ...[LENGTHS, DEPTHS][axis]);
  }

  all("input[type=radio]").forEach((input, k) =>
    input.addEventListener("change", () => {
      state.pivot = k;
      draw();
    }),
  );
  for (const input of all("input[type=range]")) {
    const [min, max] = [LENGTHS, DEPTHS][+input.dataset.axis];
    Object.assign(input, { min, max, step: STEP });
    input.addEventListener("input", () => {
      move(+input.dataset.axis, +input.value);
      draw();
    });
  }
  drag(one(".handle"), (spot) => {
    plane.back(spot).forEach((v, axis) => move(axis, v));
    draw();
  });
  one("[data-action=reset]").addEventListener("click", () => {
    state = structuredClone(FIRST);
    draw();
  });
  draw();
});
