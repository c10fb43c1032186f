/* What the figures to play with share: their arithmetic, their drawing, the hands that move them.
   Each figure has a script of its own, which begins when the page is there and asks for its parts:

     document.addEventListener("DOMContentLoaded", () => {
       const { root, one, all, numbers } = explorable.parts("opening");
       if (!root) return; */
const explorable = (() => {
  /* The figure, what finds one element or all elements in it, and the numbers that the library computed for it. */
  function parts(name) {
    const root = document.getElementById(`explorable-${name}`);
    const one = (selector) => root.querySelector(selector), all = (selector) => [...root.querySelectorAll(selector)];
    return { root, one, all, numbers: root && JSON.parse(one("script")?.textContent ?? "null") };
  }

  // Mathematics ------------------------------------------------------------
  const sum = (values) => values.reduce((total, v) => total + v, 0);
  const dot = (a, b) => sum(a.map((v, i) => v * b[i]));
  const minus = (a, b) => a.map((v, i) => v - b[i]);
  const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

  function softmax(scores) {
    const most = Math.max(...scores), shares = scores.map((score) => Math.exp(score - most)), total = sum(shares);
    return shares.map((share) => share / total);
  }

  const clamp = (v, low, high) => Math.min(high, Math.max(low, v));
  const snap = (v, step) => Math.round(v / step) * step;

  // Words ------------------------------------------------------------------
  /* A number as it is printed: digits after the point, a true minus sign, no minus zero. */
  const fixed = (v, digits = 2) => v.toFixed(digits).replace(/^-(?=[0.]*$)/, "").replace("-", "−");

  const REST = 300; // milliseconds

  /* Writes a live text once the hand rests, so that a screen reader is not told of every step on the way. */
  function say(paragraph, text) {
    const write = () => {
      if (paragraph.textContent !== text) paragraph.textContent = text;
    };
    if (paragraph.resting === undefined) write(); // the first state
    clearTimeout(paragraph.resting);
    paragraph.resting = setTimeout(write, REST);
  }

  /* Writes the sentence that goes with the picture: to be read at once, and to be heard when the hand rests. */
  function describe(root, text) {
    const [sentence, live] = [root.querySelector(".explorable-text"), root.querySelector("[aria-live]")];
    if (sentence.textContent === text) return;
    sentence.textContent = text;
    live.resting ??= 0;
    say(live, text);
  }

  // Pictures ---------------------------------------------------------------
  /* The way from numbers to places in a picture, and back: xs and ys say which numbers lie at which two places each,
     as scale({ xs: [-4, 4], across: [20, 300], ys: [-4, 4], up: [300, 20] }). */
  function scale({ xs, across, ys, up }) {
    const along = (v, [a, b], [A, B]) => A + ((v - a) / (b - a)) * (B - A);
    return {
      at: ([x, y]) => [along(x, xs, across), along(y, ys, up)],
      back: ([x, y]) => [along(x, across, xs), along(y, up, ys)],
    };
  }

  const place = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const line = (points) => (points.length ? `M${points.map(place).join("L")}` : "M0 0");
  const dots = (points) => points.map((point) => `M${place(point)}h0`).join("");

  function arrow(from, to) {
    const [x, y] = from, [X, Y] = to, length = Math.hypot(X - x, Y - y);
    if (length < 1) return line([from]);
    const [c, s] = [(X - x) / length, (Y - y) / length], head = Math.min(10, length);
    const barb = (side) => [X - head * c + side * head * 0.45 * s, Y - head * s - side * head * 0.45 * c];
    return line([from, to]) + line([barb(1), to, barb(-1)]);
  }

  /* Puts a circle or a word where it belongs. */
  function put(element, [x, y]) {
    const names = element.tagName === "circle" ? ["cx", "cy"] : ["x", "y"];
    element.setAttribute(names[0], x.toFixed(1));
    element.setAttribute(names[1], y.toFixed(1));
  }

  // Hands ------------------------------------------------------------------
  /* Lets finger, pen or mouse drag a handle: `moved` is told where to, in the picture's own units. */
  function drag(handle, moved) {
    const svg = handle.ownerSVGElement, { width, height } = svg.viewBox.baseVal;
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const box = svg.getBoundingClientRect();
      moved([((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height]);
    });
  }

  /* Calls frame(done) with done from 0 to 1, at once with 1 for readers who want no motion; stops when a hand comes to the figure. */
  function animate(root, duration, frame) {
    const began = performance.now(), still = matchMedia("(prefers-reduced-motion: reduce)").matches, hand = new AbortController();
    if (still) return frame(1);
    for (const sign of ["pointerdown", "keydown"]) root.addEventListener(sign, () => hand.abort(), { signal: hand.signal });
    requestAnimationFrame(function next(now) {
      if (hand.signal.aborted) return;
      const done = clamp((now - began) / duration, 0, 1);
      frame(done);
      if (done < 1) requestAnimationFrame(next);
      else hand.abort();
    });
  }

  return { parts, sum, dot, minus, sigmoid, softmax, clamp, snap, fixed, say, describe, scale, line, dots, arrow, put, drag, animate };
})();
