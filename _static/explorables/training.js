/* The training figure: gradient descent on the two columns of W and on β, for a model with an intercept and nothing else.
   W = (w₁, w₂) and β are numbers then, and the loss of W is a valley whose floor is the line where w₁ − w₂ is the best β. */
document.addEventListener("DOMContentLoaded", () => {
  const { minus, sigmoid, softmax, clamp, snap, fixed, describe, scale, line, dots, put, drag, animate } = explorable;
  const { root, one, all, numbers } = explorable.parts("training");
  if (!root) return;

  const SHARE = numbers.share, BEST = Math.log(SHARE / (1 - SHARE)); // of the admitted, and its log-odds
  const LIMIT = 4, STEPS = 20;
  const FIRST = { rate: 0.5, w1: 2.5, w2: -0.5, step: 0, doubled: false };
  let state = { ...FIRST };

  // Mathematics ------------------------------------------------------------
  const loss = (beta) => -SHARE * Math.log(sigmoid(beta)) - (1 - SHARE) * Math.log(sigmoid(-beta));
  const onColumns = (w) => minus(softmax(w), [SHARE, 1 - SHARE]);
  const onBeta = ([beta]) => [sigmoid(beta) - SHARE];

  /* The places that gradient descent visits, from the start on. */
  function descend(start, rate, gradient) {
    const path = [start];
    for (let t = 0; t < STEPS; t++) path.push(minus(path[t], gradient(path[t]).map((v) => rate * v)));
    return path;
  }

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

  /* The line on which w₁ − w₂ is β, longer than the picture, and the one on which w₁ + w₂ is a given sum. */
  const along = (beta) => line([plane.at([-9, -9 - beta]), plane.at([9, 9 - beta])]);
  const across = (sum) => line([plane.at([-9, sum + 9]), plane.at([9, sum - 9])]);

  function draw() {
    const { rate, w1, w2, step, doubled } = state;
    const columns = descend([w1, w2], rate, onColumns), beta = descend([w1 - w2], doubled ? 2 * rate : rate, onBeta).flat();
    const shown = (path) => path.slice(0, step + 1), difference = columns.map(([a, b]) => a - b);

    const walked = shown(columns).map(plane.at);
    one(".across").setAttribute("d", across(w1 + w2));
    one(".walk").setAttribute("d", line(walked));
    one(".plane .dots").setAttribute("d", dots(walked));
    put(one(".ring"), walked[0]);
    put(one(".handle"), walked[0]);
    for (const [name, path] of Object.entries({ difference, beta })) {
      const points = shown(path).map((v, t) => curve.at([t, v]));
      one(`.curve .${name}.lines`).setAttribute("d", line(points));
      one(`.curve .${name}.dots`).setAttribute("d", dots(points));
    }

    const [a, b] = columns[step];
    const texts = { w1: a, w2: b, sum: a + b, difference: a - b, beta: beta[step] };
    for (const [name, v] of Object.entries(texts)) one(`td .${name}`).textContent = fixed(v, 3);
    for (const input of all("[data-knob]")) {
      const name = input.dataset.knob;
      input.value = state[name];
      input.parentElement.querySelector("output").textContent = name === "step" ? step : fixed(state[name], name === "rate" ? 2 : 1);
    }
    one("input[type=checkbox]").checked = doubled;
    describe(root, `${tell(a - b, beta[step])} ${judge(shown(difference))}`);
  }

  function tell(difference, beta) {
    const { step, doubled } = state, rate = doubled ? "twice the rate" : "the same rate";
    if (step === 0) return `Step 0: w₁ − w₂ and β are both ${fixed(beta)}, and β will take its steps with ${rate}.`;
    if (doubled) return `Step ${step}: w₁ − w₂ is ${fixed(difference)}, and β, with twice the rate, is ${fixed(beta)}.`;
    return `Step ${step}: w₁ − w₂ is ${fixed(difference)}, and β, with the same rate, only ${fixed(beta)}.`;
  }

  /* How it goes with W up to the step shown. */
  function judge(difference) {
    const away = difference.map((beta) => beta - BEST), crossings = away.filter((v, t) => t && v * away[t - 1] < 0).length;
    if (Math.abs(away.at(-1)) < 0.005) return "W has reached the floor.";
    if (crossings) return `W has stepped over the floor ${["", "once", "twice"][crossings] ?? `${crossings} times`}.`;
    return `The floor is at ${fixed(BEST)}.`;
  }

  const heights = [0.05, 0.2, 0.45, 0.8, 1.25, 1.8, 2.45]; // above the floor
  one(".contours").setAttribute("d", heights.flatMap((above) => [level(above, -1), level(above, 1)].map(along)).join(""));
  one(".floor").setAttribute("d", along(BEST));
  one(".best").setAttribute("d", line([curve.at([0, BEST]), curve.at([STEPS, BEST])]));

  // Hands --------------------------------------------------------------------
  function change(what) {
    state = { ...state, ...what };
    draw();
  }

  for (const input of all("[data-knob]")) input.addEventListener("input", () => change({ [input.dataset.knob]: +input.value }));
  one("input[type=checkbox]").addEventListener("change", (event) => change({ doubled: event.target.checked }));
  drag(one(".handle"), (spot) => {
    const [w1, w2] = plane.back(spot).map((v) => clamp(snap(v, 0.1), -LIMIT, LIMIT));
    change({ w1, w2 });
  });

  const actions = {
    step: () => change({ step: Math.min(STEPS, state.step + 1) }),
    run: () => {
      const from = state.step < STEPS ? state.step : 0;
      animate(root, 150 * (STEPS - from), (done) => change({ step: Math.round(from + done * (STEPS - from)) }));
    },
    reset: () => change(FIRST),
  };
  for (const [name, act] of Object.entries(actions)) one(`[data-action=${name}]`).addEventListener("click", act);
  draw();
});
