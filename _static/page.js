/* What the theme's scripts leave undone around the text. The page can be read without. */

addEventListener("DOMContentLoaded", () => {
  // A sidebar's button says whether it is there to be seen. On a narrow screen the sidebars are dialogs: a link into the page closes
  // them, and closed they give the keyboard back.
  for (const side of ["primary", "secondary"]) {
    const dialog = document.getElementById(`pst-${side}-sidebar-modal`);
    const button = document.querySelector(`.${side}-toggle`);
    if (!dialog || !button) continue;
    const sidebar = document.querySelector(`.bd-sidebar-${side}`);
    const seen = () => sidebar.checkVisibility() && !sidebar.classList.contains("pst-sidebar-hidden");
    const tell = () => button.setAttribute("aria-expanded", seen());
    new ResizeObserver(tell).observe(sidebar);
    new MutationObserver(tell).observe(sidebar, { attributeFilter: ["class"] });
    dialog.addEventListener("click", (event) => event.target.closest("a[href^='#']") && dialog.close());
    dialog.addEventListener("close", () => setTimeout(() => button.focus({ preventScroll: true })));
  }

  // The button of the colour mode says which one is in force.
  const root = document.documentElement;
  const names = { auto: "as the system has it", light: "light", dark: "dark" };
  const nameMode = () =>
    document
      .querySelectorAll(".theme-switch-button")
      .forEach((button) => button.setAttribute("aria-label", `Colour mode: ${names[root.dataset.mode] ?? names.auto}`));
  new MutationObserver(nameMode).observe(root, { attributeFilter: ["data-mode"] });
  nameMode();

  // The theme looks for boxes that scroll, to let the keyboard in, when the window changes; unfolding shows new ones.
  document.addEventListener("toggle", () => dispatchEvent(new Event("resize")), true);

  // There is nothing to be found for nothing.
  document.querySelectorAll(".bd-search input").forEach((field) => {
    field.required = true;
    field.pattern = ".*\\S.*";
  });
});
