/* The penalty figure: the slope of gre in admission, shrunk by a ridge penalty. Softmax regression has the penalty λ on both columns;
   logistic regression has the same on β, or half of it. All fits, for 41 strengths of the penalty, are in numbers, as the library has them. */
document.addEventListener("DOMContentLoaded", () => {
  const { clamp, fixed, describe, scale, line, put, drag, animate } = explorable;
  const { root, one, all, numbers: fits } = explorable.parts("penalty"); // of { lambda, difference, same, half }
  if (!root) return;

  const FIRST = { notch: 20, halved: false }, MOST = fits.length - 1;
  let state = { ...FIRST }, way = 0; // way: how far β's curve has come from the same penalty, 0, to half of it, 1

  // Picture ------------------------------------------------------------------
  const picture = scale({ xs: [0, MOST], across: [40, 300], ys: [0, 0.4], up: [250, 20] });
  const curve = (slope) => line(fits.map((fit, i) => picture.at([i, slope(fit)])));
  const beta = ({ same, half }) => same + way * (half - same);
  one(".curve.difference").setAttribute("d", curve((fit) => fit.difference));

  function draw() {
    const { notch, halved } = state, fit = fits[notch], at = (v) => picture.at([notch, v]);
    one(".curve.beta").setAttribute("d", curve(beta));
    one(".marker").setAttribute("d", line([at(0), at(0.4)]));
    one(".gap").setAttribute("d", line([at(fit.difference), at(beta(fit))]));
    put(one(".tip.difference"), at(fit.difference));
    put(one(".tip.beta"), at(beta(fit)));
    for (const part of all(".ring, .handle")) put(part, at(0));
    all("[type=radio]").forEach((input) => (input.checked = (input.value === "half") === halved));
    Object.assign(one("[type=range]"), { value: notch, ariaValueText: tell(fit.lambda) });
    one("output").textContent = tell(fit.lambda);
    describe(root, `With λ = ${tell(fit.lambda)} softmax has w₁ = ${fixed(fit.difference / 2, 3)} and w₂ = ${fixed(-fit.difference / 2, 3)}, whose difference is ${fixed(fit.difference, 3)}. ${judge(fit)}`);
  }

  function judge({ lambda, difference, same, half }) {
    if (state.halved) return `Logistic regression with half of it, ${tell(lambda / 2)}, has β = ${fixed(half, 3)}: there is no gap.`;
    return `Logistic regression with the same penalty has β = ${fixed(same, 3)}: a gap of ${fixed(difference - same, 3)}.`;
  }

  const tell = (v) => String(+v.toFixed(3)).replace(/(\d\d)(\d{3})$/, "$1\u00a0$2"); // 10 000

  // Hands --------------------------------------------------------------------
  function turn(to) {
    state.notch = clamp(Math.round(to), 0, MOST);
    draw();
  }

  function halve(halved) {
    const from = way;
    state.halved = halved;
    animate(root, 600, (done) => {
      way = from + done * (halved - from);
      draw();
    });
  }

  one("[type=range]").addEventListener("input", (event) => turn(+event.target.value));
  for (const input of all("[type=radio]")) input.addEventListener("change", () => halve(input.value === "half"));
  drag(one(".handle"), (spot) => turn(picture.back(spot)[0]));
  one("[data-action=reset]").addEventListener("click", () => {
    state = { ...FIRST };
    halve(false);
  });
  draw();
});
