// Gathers the pages of the site into the one page that is printed; make_pdf.py calls begin, add for each page, finish, number, and headings.

const REFERRING = ["for", "aria-labelledby", "aria-describedby", "aria-controls"];
const NOT_ON_PAPER = [
    "script, style, template, button, input, select, textarea",
    ".headerlink, .copybtn, .pst-js-only, .index-letters, #pdf",
    ".explorable-controls, .explorable-sliders, details.hide, .run-body",
].join();
const here = location.href;
let start;

function begin({title, author, address}) {
    start = here.slice(0, here.lastIndexOf("/") + 1);
    document.title = title;
    document.documentElement.dataset.theme = "light";
    document.documentElement.removeAttribute("style");
    document.body.className = "book";
    document.body.hidden = true; // or it would be laid out anew after every page
    document.body.innerHTML = `
        <header class="title-page">
            <img src="${start}_static/two-columns.svg" alt="">
            <p class="title"></p><p class="author"></p><p class="address"></p>
        </header>
        <nav class="contents"><p class="contents-title">Contents</p><ol></ol></nav>
        <main></main>`;
    document.querySelector(".title").textContent = title;
    document.querySelector(".author").textContent = author;
    document.querySelector(".address").textContent = address.replace("https://", "");
    for (const sheet of document.querySelectorAll("link[rel=stylesheet][href*=explorables]")) sheet.remove();
}

const slug = name => name.replaceAll("/", "-");

function add(name, part, html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const address = `${start}${name}.html`;
    linkStyles(page, address);
    const article = document.importNode(page.querySelector("article"), true);
    const chapter = document.createElement("section");
    chapter.className = "chapter";
    chapter.id = slug(name);
    article.querySelectorAll(NOT_ON_PAPER).forEach(element => element.remove());
    article.querySelectorAll("details").forEach(block => (block.open = true));
    article.querySelectorAll(".katex").forEach(sayOnce);
    for (const image of article.querySelectorAll("img")) image.src = new URL(image.getAttribute("src"), address);
    for (const element of article.querySelectorAll("*")) makeUnique(element, chapter.id, address);
    for (const heading of [...article.querySelectorAll("h1, h2, h3, h4")].reverse()) if (name !== "intro") lower(heading);
    if (part) chapter.append(Object.assign(document.createElement("h1"), {className: "part", textContent: part}));
    chapter.append(article);
    document.querySelector("main").append(chapter);
    enterInContents(chapter, part, article.querySelector("h1, h2"));
}

// A formula is there for the eye and, hidden, for screen readers; on paper the second would be found as doubled text.
function sayOnce(formula) {
    formula.setAttribute("role", "math");
    formula.setAttribute("aria-label", formula.querySelector("annotation").textContent);
    formula.querySelector(".katex-mathml").remove();
    if (formula.closest("h1, h2, h3, h4")) formula.querySelector(".katex-html").removeAttribute("aria-hidden"); // else not in the outline
}

function linkStyles(page, address) {
    for (const sheet of page.querySelectorAll("link[rel=stylesheet]")) {
        const href = new URL(sheet.getAttribute("href"), address).href;
        if (![...document.querySelectorAll("link[rel=stylesheet]")].some(known => known.href === href))
            document.head.append(Object.assign(document.createElement("link"), {rel: "stylesheet", href}));
    }
}

// An id is unique on its page; with the page's name before it, in the book. What refers to it follows.
function makeUnique(element, page, address) {
    if (element.id) element.id = `${page}--${element.id}`;
    for (const name of REFERRING)
        if (element.hasAttribute(name))
            element.setAttribute(name, element.getAttribute(name).split(/\s+/).map(id => `${page}--${id}`).join(" "));
    for (const {name, value} of [...element.attributes])
        if (value.includes("url(#")) element.setAttribute(name, value.replaceAll("url(#", `url(#${page}--`));
    if (element.localName === "a" && element.hasAttribute("href")) redirect(element, address);
}

function redirect(link, address) {
    const url = new URL(link.getAttribute("href"), address);
    if (!url.href.startsWith(start)) return;
    const [path, anchor] = [url.href.slice(start.length).split("#")[0], decodeURIComponent(url.hash.slice(1))];
    if (!path.endsWith(".html")) link.replaceWith(...link.childNodes); // a file beside the site
    else link.setAttribute("href", `#${slug(path.slice(0, -5))}${anchor && `--${anchor}`}`);
}

// One level down, for the part stands above it: the outline of the PDF is made of the headings.
function lower(heading) {
    const lowered = document.createElement(`h${+heading.localName[1] + 1}`);
    lowered.append(...heading.childNodes);
    for (const {name, value} of heading.attributes) lowered.setAttribute(name, value);
    heading.replaceWith(lowered);
}

function enterInContents(chapter, part, heading) {
    const list = document.querySelector(".contents ol");
    if (part) list.append(Object.assign(document.createElement("li"), {className: "contents-part", textContent: part}));
    const title = heading.cloneNode(true);
    const link = Object.assign(document.createElement("a"), {href: `#${chapter.id}`});
    link.append(...title.childNodes);
    const item = document.createElement("li");
    item.append(link, Object.assign(document.createElement("a"), {className: "page-number", href: `#${chapter.id}`, textContent: "000"}));
    list.append(item);
    const words = JSON.stringify(title.textContent.trim() || link.textContent.trim());
    const rule = document.createElement("style");
    rule.textContent = `@page ${chapter.id} { @top-right { content: ${words}; } } #${chapter.id} { page: ${chapter.id}; }`;
    document.head.append(rule);
}

// Links that lead nowhere, which there should not be.
function finish() {
    document.body.hidden = false;
    const index = document.querySelector("#genindex article > p, #genindex article p");
    if (index) index.textContent = "Numbers are those of the pages.";
    return [...document.querySelectorAll("main a[href^='#'], nav a[href^='#']")]
        .map(link => link.getAttribute("href"))
        .filter(href => !document.getElementById(href.slice(1)));
}

function number(numbers) {
    for (const link of document.querySelectorAll(".page-number, .index-entries a")) {
        link.textContent = numbers[link.getAttribute("href").slice(1)];
        link.removeAttribute("aria-label");
        link.removeAttribute("title");
    }
}

function headings() {
    return [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(heading => heading.textContent.replace(/\s+/g, " ").trim());
}
