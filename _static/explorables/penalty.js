/* The penalty figure: softmax regression and logistic regression of admission on gre, under a ridge penalty. Both are
   fitted here, by Newton's method, for each strength of the penalty; logistic regression is the model whose second column is zero. */
document.addEventListener("DOMContentLoaded", () => {
  const { dot, softmax, clamp, fixed, say, scale, line, put, drag } = explorable;
  const { root, one, all } = explorable.parts("penalty");
  if (!root) return;

  const ROWS = JSON.parse(root.dataset.rows); // gre in hundreds, admitted, rejected
  const ROUND = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8]; // ten to a decade, equally far apart but for rounding
  const MOST = 40, FIRST = 20; // the slider's notches, from λ = 1 to 10 000
  const strength = (notch) => ROUND[notch % 10] * 10 ** Math.floor(notch / 10);
  let notch = FIRST;

  // Mathematics ------------------------------------------------------------
  /* The coefficients that maximise the log-likelihood minus ½ λ times the squared slopes: intercept and slope of w₁, and
     those of w₂ when two columns are free; otherwise w₂ is zero. */
  function fit(columns, lambda) {
    let w = Array(2 * columns).fill(0);
    for (let round = 0; round < 20; round++) { // six or so are enough
      const step = solve(...newton(w, columns, lambda));
      w = w.map((v, i) => v + step[i]);
      if (Math.hypot(...step) < 1e-12) break;
    }
    return w;
  }

  /* The second derivative, with its sign turned, and the first. The sum of two intercepts is left at zero, by a 1 for each pair. */
  function newton(w, columns, lambda) {
    const places = w.map((_, i) => i), column = (i) => i >> 1, isSlope = (i) => i % 2 === 1;
    const slope = w.map((v, i) => (isSlope(i) ? -lambda * v : 0));
    const bend = places.map((i) => places.map((j) => (isSlope(i) ? (i === j ? lambda : 0) : isSlope(j) ? 0 : columns - 1)));
    for (const [gre, ...counts] of ROWS) {
      const x = [1, gre, 1, gre], n = counts[0] + counts[1];
      const p = softmax([dot(w.slice(0, 2), x), columns === 2 ? dot(w.slice(2), x) : 0]);
      for (const i of places) {
        slope[i] += x[i] * (counts[column(i)] - n * p[column(i)]);
        for (const j of places) bend[i][j] += n * x[i] * x[j] * p[column(i)] * ((column(i) === column(j)) - p[column(j)]);
      }
    }
    return [bend, slope];
  }

  /* Solves the equations A v = b, by elimination; A is positive definite. */
  function solve(A, b) {
    const rows = A.map((row, i) => [...row, b[i]]), n = b.length;
    for (let i = 0; i < n; i++)
      for (let k = i + 1; k < n; k++) {
        const factor = rows[k][i] / rows[i][i];
        rows[k] = rows[k].map((v, j) => v - factor * rows[i][j]);
      }
    const v = Array(n).fill(0);
    for (let i = n - 1; i >= 0; i--) v[i] = (rows[i][n] - dot(v, rows[i])) / rows[i][i];
    return v;
  }

  const fits = Array.from({ length: MOST + 1 }, (_, i) => {
    const lambda = strength(i);
    return { lambda, softmax: fit(2, lambda), half: fit(1, lambda / 2), full: fit(1, lambda) };
  });

  // Picture ------------------------------------------------------------------
  const SLOPES = [-0.25, 0.4];
  const picture = scale({ xs: [0, MOST], across: [36, 300], ys: SLOPES, up: [280, 20] });
  const curve = (slope) => line(fits.map((fitted, i) => picture.at([i, slope(fitted)])));

  one(".curve.class-1").setAttribute("d", curve((f) => f.softmax[1]));
  one(".curve.class-2").setAttribute("d", curve((f) => f.softmax[3]));
  one(".curve.half").setAttribute("d", curve((f) => f.half[1]));
  one(".curve.full").setAttribute("d", curve((f) => f.full[1]));

  function draw() {
    const { lambda, softmax: w, half, full } = fits[notch];
    const at = (v) => picture.at([notch, v]);
    all(".marker").forEach((marker) => marker.setAttribute("d", line([at(-0.23), at(SLOPES[1])])));
    one(".span").setAttribute("d", line([at(w[3]), at(w[1])]));
    const points = { ".tip.class-1": w[1], ".tip.class-2": w[3], ".tip.half": half[1], ".tip.full": full[1] };
    for (const [selector, v] of Object.entries(points)) put(one(selector), at(v));
    all(":is(.handle, .ring)").forEach((handle) => put(handle, at(SLOPES[0])));

    const odds = { softmax: [w[0] - w[2], w[1] - w[3]], half, full }; // intercept and slope of β
    const texts = { w1: fixed(w[1], 3), w2: fixed(w[3], 3), lambda: tell(lambda), halved: tell(lambda / 2) };
    for (const [name, beta] of Object.entries(odds)) {
      texts[`${name}-beta`] = fixed(beta[1], 3);
      texts[`${name}-p`] = fixed(softmax([dot([1, 8], beta), 0])[0], 3);
    }
    for (const [name, text] of Object.entries(texts)) all(`.${name}`).forEach((output) => (output.textContent = text));
    const input = one("input");
    input.value = notch;
    input.setAttribute("aria-valuetext", tell(lambda));
    say(
      one(".explorable-text"),
      `With λ = ${tell(lambda)}, softmax has the weights ${texts.w1} and ${texts.w2}, so β = ${texts["softmax-beta"]}. ` +
        `Logistic regression has ${texts["half-beta"]} with half the penalty, ${tell(lambda / 2)}, and ${texts["full-beta"]} with the same.`,
    );
    Object.assign(root.dataset, { lambda, softmax: w.join(" "), half: half.join(" "), full: full.join(" ") });
  }

  const tell = (v) => String(+v.toFixed(3)).replace(/(\d\d)(\d{3})$/, "$1\u00a0$2"); // 10 000

  // Hands --------------------------------------------------------------------
  function turn(to) {
    notch = clamp(Math.round(to), 0, MOST);
    draw();
  }

  Object.assign(one("input"), { min: 0, max: MOST, step: 1 });
  one("input").addEventListener("input", () => turn(+one("input").value));
  for (const handle of all(".handle")) drag(handle, (spot) => turn(picture.back(spot)[0]));
  one("[data-action=reset]").addEventListener("click", () => turn(FIRST));
  draw();
});
