/* The pivot figure: the weights of three species for the depth of the bill, as marks on a ruler whose zero slides to the species that is
   chosen as the pivot, or to the mean of the three; beside it the whole table. The model's columns and the bird are in numbers, as the library has them. */
document.addEventListener("DOMContentLoaded", () => {
  const { sum, dot, minus, softmax, fixed, describe, scale, line, put, drag, animate } = explorable;
  const { root, one, all, numbers } = explorable.parts("pivot");
  if (!root) return;

  const { columns: W, names: NAMES, bird: BIRD } = numbers; // rows: intercept, bill length, bill depth in millimetres
  const MEAN = NAMES.length, DEPTH = 2;
  const average = W[0].map((_, row) => sum(W.map((column) => column[row])) / 3);
  const zeros = [...W, average]; // what a choice takes off every column
  let choice = 0, at = zeros[0][DEPTH]; // where the zero of the ruler is, on its way

  // Picture ------------------------------------------------------------------
  const ruler = scale({ xs: [-5, 5], across: [20, 300], ys: [0, 1], up: [1, 0] });
  const place = (weight) => ruler.at([weight, 0])[0];
  W.forEach((column, k) => {
    const x = place(column[DEPTH]);
    one(`.stem.class-${k + 1}`).setAttribute("d", line([[x, 58], [x, 130]]));
    for (const text of all(`text.class-${k + 1}`)) text.setAttribute("x", x.toFixed(1));
  });

  function draw() {
    const table = W.map((column) => minus(column, zeros[choice])), logOdds = table.map((column) => dot(column, BIRD)), p = softmax(logOdds);
    one(".tape").setAttribute("transform", `translate(${(place(at) - place(0)).toFixed(1)} 0)`);
    put(one(".handle"), [place(at), 150]);
    table.forEach((column, k) => {
      one(`svg .reading.class-${k + 1}`).textContent = fixed(W[k][DEPTH] - at);
      const texts = [...column.map((b) => fixed(b)), fixed(p[k], 3)];
      all(`output.class-${k + 1}`).forEach((output, row) => {
        output.textContent = texts[row];
        output.classList.toggle("zero", k === choice && row < 3);
      });
    });
    all("input").forEach((input, k) => (input.checked = k === choice));
    describe(root, `${tell(table.map((column) => column[DEPTH]))} Chinstrap and Gentoo are ${fixed(W[1][DEPTH] - W[2][DEPTH])} apart, wherever the zero is.`);
  }

  function tell(weights) {
    if (choice === MEAN) return `The zero is at the mean: ${weights.map((w, k) => `${NAMES[k]} ${fixed(w)}`).join(", ")} have the sum 0.`;
    const [first, second] = [0, 1, 2].filter((k) => k !== choice).map((k) => `${NAMES[k]} ${fixed(weights[k])}`);
    return `The zero is at ${NAMES[choice]}: ${first}, ${second}.`;
  }

  // Hands --------------------------------------------------------------------
  function choose(k) {
    const from = at, to = zeros[k][DEPTH];
    choice = k;
    animate(root, 400, (done) => {
      at = from + done * (to - from);
      draw();
    });
  }

  all("input").forEach((input, k) => input.addEventListener("change", () => choose(k)));
  drag(one(".handle"), ([x]) => {
    const far = zeros.map((zero) => Math.abs(place(zero[DEPTH]) - x));
    const nearest = far.indexOf(Math.min(...far));
    if (nearest !== choice) choose(nearest);
  });
  one("[data-action=reset]").addEventListener("click", () => choose(0));
  draw();
});
