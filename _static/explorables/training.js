/* The training figure: gradient descent on the two columns of W and on β, for a model with an intercept and nothing else.
   W = (w₁, w₂) and β are numbers then, and the loss of W is a valley whose floor is the line where w₁ − w₂ is the best β. */
document.addEventListener("DOMContentLoaded", () => {
  const { sigmoid, softmax, clamp, snap, fixed, say, scale, line, put, drag, animate } = explorable;
  const { root, one, all } = explorable.parts("training");
  if (!root) return;

  const [ADMITTED, REJECTED] = root.dataset.counts.split(" ").map(Number);
  const SHARE = ADMITTED / (ADMITTED + REJECTED), BEST = Math.log(ADMITTED / REJECTED);
  const LIMIT = 4, STEPS = 20;
  const FIRST = { rate: 0.5, w1: 2.5, w2: -0.5, step: 6 };
  const KNOBS = { rate: [0.25, 10, 0.25], w1: [-LIMIT, LIMIT, 0.1], w2: [-LIMIT, LIMIT, 0.1], step: [0, STEPS, 1] }; // min, max, step
  let state = { ...FIRST };

  // Mathematics ------------------------------------------------------------
  const loss = (beta) => -SHARE * Math.log(sigmoid(beta)) - (1 - SHARE) * Math.log(sigmoid(-beta));

  /* The places that gradient descent visits, from the start on. */
  function descend(start, rate, gradient) {
    const path = [start];
    for (let t = 0; t < STEPS; t++) {
      const slope = gradient(path[t]);
      path.push(path[t].map((v, i) => v - rate * slope[i]));
    }
    return path;
  }

  function onColumns(w) {
    const p = softmax(w);
    return [p[0] - SHARE, p[1] - (1 - SHARE)];
  }

  const onBeta = ([beta]) => [sigmoid(beta) - SHARE];

  /* Where the loss is `above` its minimum, on the side of the floor that the sign says: by halving. */
  function level(above, sign) {
    let [near, far] = [0, 20];
    while (far - near > 1e-6) {
      const middle = (near + far) / 2;
      if (loss(BEST + sign * middle) - loss(BEST) < above) near = middle;
      else far = middle;
    }
    return BEST + sign * near;
  }

  // Picture ------------------------------------------------------------------
  const plane = scale({ xs: [-LIMIT, LIMIT], across: [20, 300], ys: [-LIMIT, LIMIT], up: [300, 20] });
  const curve = scale({ xs: [0, STEPS], across: [30, 300], ys: [-5, 5], up: [280, 20] });
  const dots = (points) => points.map((point) => `${line([point])}h0`).join("");

  /* The line on which w₁ − w₂ is β, longer than the picture, and the one on which w₁ + w₂ is a given sum. */
  const along = (beta) => line([plane.at([-9, -9 - beta]), plane.at([9, 9 - beta])]);
  const across = (sum) => line([plane.at([-9, sum + 9]), plane.at([9, sum - 9])]);

  function draw() {
    const { rate, w1, w2, step } = state;
    const columns = descend([w1, w2], rate, onColumns);
    const same = descend([w1 - w2], rate, onBeta).flat(), double = descend([w1 - w2], 2 * rate, onBeta).flat();
    const difference = columns.map(([a, b]) => a - b), shown = (path) => path.slice(0, step + 1);

    const walked = shown(columns).map(plane.at);
    one(".across").setAttribute("d", across(w1 + w2));
    one(".walk").setAttribute("d", line(walked));
    one(".plane .dots").setAttribute("d", dots(walked));
    for (const ring of all(":is(.handle, .ring)")) put(ring, plane.at([w1, w2]));
    for (const [name, path] of Object.entries({ difference, double, same })) {
      const points = shown(path).map((beta, t) => curve.at([t, beta]));
      one(`.paths .${name}.lines`).setAttribute("d", line(points));
      if (name !== "difference") one(`.paths .${name}.dots`).setAttribute("d", dots(points));
    }

    const [a, b] = columns[step];
    const numbers = { w1: a, w2: b, sum: a + b, difference: a - b, double: double[step], same: same[step] };
    for (const [name, v] of Object.entries(numbers)) one(`td .${name}`).textContent = fixed(v, 3);
    for (const input of all("input")) {
      const name = input.dataset.knob;
      input.value = state[name];
      input.parentElement.querySelector("output").textContent = name === "step" ? step : fixed(state[name], name === "rate" ? 2 : 1);
    }
    say(one(".explorable-text"), `${tell(numbers)} ${judge(difference)}`);
    const list = (path) => path.flat().join(" ");
    Object.assign(root.dataset, { step, rate, columns: list(columns), same: list(same), double: list(double) });
  }

  const tell = ({ w1, w2, sum, difference, double, same }) =>
    `After step ${state.step}, w₁ = ${fixed(w1)} and w₂ = ${fixed(w2)}: their difference is ${fixed(difference)}, their sum ${fixed(sum)}. ` +
    `At rate 2η, β = ${fixed(double)}; at rate η, β = ${fixed(same)}.`;

  /* How it goes with W up to the step shown. */
  function judge(difference) {
    const away = difference.slice(0, state.step + 1).map((beta) => beta - BEST);
    const crossings = away.filter((v, t) => t && v * away[t - 1] < 0).length;
    if (Math.abs(away[state.step]) < 0.005) return "W has reached the floor.";
    if (crossings) return `W has stepped over the floor ${["", "once", "twice"][crossings] ?? `${crossings} times`}.`;
    return `The floor is at w₁ − w₂ = ${fixed(BEST)}.`;
  }

  const heights = [0.05, 0.2, 0.45, 0.8, 1.25, 1.8, 2.45]; // above the floor
  one(".contours").setAttribute("d", heights.flatMap((above) => [level(above, -1), level(above, 1)].map(along)).join(""));
  one(".floor").setAttribute("d", along(BEST));
  one(".best").setAttribute("d", line([curve.at([0, BEST]), curve.at([STEPS, BEST])]));

  // Hands --------------------------------------------------------------------
  function turn(name, v) {
    const [min, max, by] = KNOBS[name];
    state[name] = clamp(snap(v, by), min, max);
  }

  for (const input of all("input")) {
    const [min, max, step] = KNOBS[input.dataset.knob];
    Object.assign(input, { min, max, step });
    input.addEventListener("input", () => {
      turn(input.dataset.knob, +input.value);
      draw();
    });
  }
  drag(one(".handle"), (spot) => {
    const [w1, w2] = plane.back(spot);
    turn("w1", w1);
    turn("w2", w2);
    draw();
  });

  const actions = {
    step: () => turn("step", state.step + 1),
    run: () => {
      const from = state.step < STEPS ? state.step : 0;
      animate(root, 150 * (STEPS - from), (done) => {
        turn("step", from + done * (STEPS - from));
        draw();
      });
    },
    reset: () => (state = { ...FIRST }),
  };
  for (const [name, act] of Object.entries(actions))
    one(`[data-action=${name}]`).addEventListener("click", () => {
      act();
      draw();
    });
  draw();
});
