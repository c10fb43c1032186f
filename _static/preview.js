/* Shows beside a link, while the mouse is on it or the keyboard has it, what it leads to: a term, a theorem, an equation, a source.
   For each page a script says what can be shown of it (`_ext/previews.py`); it is loaded when the first link to the page is met. */
const previews = (() => {
  const CAN_BE_SHOWN = /^#(?:(?:thm|lem|prp|cor|def|equation|term)-.+|id\d+)$/;
  const REST = 200, GAP = 8; // milliseconds, pixels
  const pages = new Map(), root = new URL(document.documentElement.dataset.content_root ?? "./", location.href).href;
  const box = Object.assign(document.createElement("aside"), { id: "preview", className: "preview", role: "tooltip", hidden: true });
  let waiting, link;

  function load(page) {
    if (!pages.has(page)) {
      const entry = {};
      entry.shown = new Promise((arrived) => (entry.arrived = arrived));
      pages.set(page, entry);
      document.head.append(Object.assign(document.createElement("script"), { src: `${root}_static/previews/${page}.js` }));
    }
    return pages.get(page).shown;
  }

  async function show(wanted) {
    const { href, hash } = wanted, page = href.slice(root.length, href.indexOf("#")).replace(/\.html$/, "") || "index";
    link = wanted;
    const html = (await load(page))[decodeURIComponent(hash.slice(1))];
    if (!html || link !== wanted) return;
    box.innerHTML = html;
    box.querySelectorAll(".headerlink").forEach((mark) => mark.remove());
    box.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    box.querySelectorAll("a").forEach((part) => (part.href = new URL(part.getAttribute("href"), href)));
    document.querySelector("article").append(box);
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    const { left, top, bottom } = link.getClientRects()[0], { width, height } = box.getBoundingClientRect();
    const isBelow = bottom + GAP + height <= innerHeight || top < innerHeight / 2;
    box.style.left = `${Math.max(GAP, Math.min(left, document.documentElement.clientWidth - width - GAP))}px`;
    box.style.top = `${isBelow ? bottom + GAP : Math.max(GAP, top - GAP - height)}px`;
  }

  function hide() {
    clearTimeout(waiting);
    link?.removeAttribute("aria-describedby");
    link = null;
    box.hidden = true;
  }

  const linkAt = (event) => {
    const found = event.target.closest?.("article a.internal[href*='#']:not(.headerlink)");
    return found && CAN_BE_SHOWN.test(found.hash) ? found : null;
  };

  function soon(act) {
    clearTimeout(waiting);
    waiting = setTimeout(act, REST);
  }

  document.addEventListener("pointerover", (event) => {
    const found = linkAt(event);
    if (event.pointerType === "mouse" && found && found !== link) soon(() => show(found));
    else if (box.hidden ? !found : found || box.contains(event.target)) clearTimeout(waiting);
    else if (!box.hidden) soon(hide);
  });
  document.addEventListener("focusin", (event) => {
    const found = linkAt(event);
    if (found?.matches(":focus-visible")) show(found);
    else if (!box.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("scroll", () => box.hidden || document.activeElement === link || hide(), { passive: true });

  return ([page, shown]) => pages.get(page).arrived(shown);
})();
