// What may be wrong with a page: `wrong("always")` has for each check of this kind the places that do not pass it, if there are any.

(() => {
    const MOST_SHIFT = 0.02;
    const MOST_ELEMENTS = 25_000; // what a browser's work grows with, and unlike the time it takes the same on a busy machine

    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const visible = selector => all(selector).filter(element => element.checkVisibility());
    const style = (element, part) => getComputedStyle(element, part);
    const html = elements => elements.slice(0, 5).map(element => element.outerHTML.slice(0, 200));
    const text = elements => elements.slice(0, 5).map(element => element.textContent.slice(0, 200));

    let shift = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => (shift += entry.hadRecentInput ? 0 : entry.value)))
        .observe({type: "layout-shift", buffered: true});

    const CHECKS = {
        always: {
            mode: () => matchMedia(`(prefers-color-scheme: ${document.documentElement.dataset.theme})`).matches ? [] : ["the other"],
            shift: () => shift > MOST_SHIFT ? [shift] : [],
            elements: () => all("*").length > MOST_ELEMENTS ? [all("*").length] : [],
            formulas: () => text(all(".math").filter(it => it.querySelector(".katex-error") || !it.querySelector(".katex-mathml math"))),
            images: () => all("article img").filter(it => !it.alt.trim() || !it.naturalWidth || !it.src.endsWith(".svg")).map(it => it.src),
            "focus out of order": () => html(all("[tabindex]").filter(element => element.tabIndex > 0)),
        },
        dark: {
            "black in the dark": () => html(all("article :is(figure, .cell_output) img")
                .filter(image => !style(image).filter.includes("invert"))),
            moves: () => html(all("body, body :not(.katex *)").filter(element => // for readers who want nothing to
                ["transitionDuration", "animationDuration"].some(name => parseFloat(style(element)[name]) > 0.001))),
        },
        light: {
            "not the first stop": () => html(all("[href='#main-content']")
                .filter(skip => skip !== document.querySelector("body :is(a[href], button:not(#pst-back-to-top), input, summary, [tabindex])"))),
            "ids twice": () => Object.entries(Object.groupBy(all("[id]"), element => element.id))
                .filter(([, elements]) => elements.length > 1).map(([id]) => id),
            "signs doubled": () => {
                const article = (document.querySelector("article") ?? document.body).cloneNode(true);
                all("code, pre, .katex-mathml, script", article).forEach(part => part.remove());
                return article.textContent.match(/.{0,30}(,,|;;|,\.|[^.]\.\.(?!\.)).{0,10}/g) ?? [];
            },
            "letters of an icon font that is not there": () => html(visible("body :not(.katex *)")
                .filter(element => ["::before", "::after"].some(part => /[\ue000-\uf8ff]/.test(style(element, part).content)))),
            "code cut": () => text(all("article pre") // at the width of a desktop
                .filter(code => code.clientWidth && !code.closest(".cell_output") && code.scrollWidth > code.clientWidth + 1)),
            "hyphens for minus signs": () => text(all(".cell_output td").filter(cell => /^\s*-[\d.]/.test(cell.textContent))),
            torn: () => torn(),
            name: () => { // of the page, its formulas in the letters that are to be seen
                const heading = document.querySelector("article h1")?.cloneNode(true) ?? document.createElement("h1");
                all(".headerlink, .section-number, .katex-mathml", heading).forEach(part => part.remove());
                const letters = words => words.replace(/[\s\u200b]/g, "");
                return letters(document.title).startsWith(letters(heading.textContent)) ? [] : [document.title];
            },
        },
        text: { // but neither the index nor the search
            "sections not listed beside the text": () => {
                const listed = new Set(all("#pst-page-toc-nav li.toc-h2 > a").map(link => link.hash));
                return all("article section:has(> h2)").filter(section => !listed.has(`#${section.id}`)).map(section => section.id);
            },
            "no permalink": () => text(all("article :is(h1, h2, h3, h4, .eqno, figure:has(.caption-number), "
                + "div.admonition:is(.exercise, .theorem, .lemma, .proposition, .corollary, .definition)[id])")
                .filter(block => !document.getElementById(block.querySelector("a.headerlink")?.hash.slice(1)))),
        },
        printed: {
            "on paper": () => html(visible(".bd-sidebar, .bd-header-article, .prev-next-area, .copybtn, .headerlink, details.hide, "
                + ".run-body")),
            "folded on paper": () => text(all("article details.admonition:not(.hide)")
                .filter(block => !block.lastElementChild.getClientRects().length)),
            "wider than paper": () => sideways(),
        },
        narrow: {
            sideways: () => sideways(),
            "torn, narrow": () => torn(),
            "scrolls unseen": () => unseen(),
            shrunk: () => html(visible("article figure img") // which would make their letters small
                .filter(image => image.width < 0.9 * image.naturalWidth)),
            "number parted from its name": () => html(all("article a.reference")
                .filter(link => /^[A-Z][a-z]+\.?\s?[\d.]+$/.test(link.textContent) && link.getClientRects().length > 1)),
            "small for a finger": () => html(visible(".explorable :is(input, select, textarea, button, summary)").filter(control => {
                const area = control.matches("[type=radio], [type=checkbox]") ? control.parentElement : control;
                const {width, height} = area.getBoundingClientRect();
                return height < 24 || width < (control.type === "range" ? 100 : 24);
            })),
        },
    };

    function sideways() {
        if (document.documentElement.scrollWidth <= innerWidth) return [];
        const wide = all("article *").filter(element => element.getBoundingClientRect().right > innerWidth + 1);
        return [`the page is ${document.documentElement.scrollWidth} wide`, ...html(wide)];
    }

    function unseen() { // boxes that scroll, and do not show it or do not let the keyboard in
        return html(all("article *")
            .filter(box => box.scrollWidth > box.clientWidth + 1 && ["auto", "scroll"].includes(style(box).overflowX))
            .filter(box => box.tabIndex < 0 || !style(box).backgroundImage.includes("gradient")));
    }

    function torn() { // formulas from the comma after them, or the bracket before
        const place = (words, letter) => {
            const range = document.createRange();
            range.setStart(words, letter);
            range.setEnd(words, letter + 1);
            return range.getBoundingClientRect();
        };
        const apart = (base, words, letter) => {
            if (words?.nodeType !== Node.TEXT_NODE || !/\S/.test(words.data.at(letter))) return false;
            const [here, there] = [base.getBoundingClientRect(), place(words, letter < 0 ? words.length - 1 : 0)];
            return there.top > here.bottom || there.bottom < here.top;
        };
        return text(all("article span.math").filter(formula => {
            const bases = all(".base", formula);
            return bases.length && (apart(bases[0], formula.previousSibling, -1) || apart(bases.at(-1), formula.nextSibling, 0));
        }));
    }

    window.settled = () => !unseen().length;
    window.wrong = kind => Object.fromEntries(
        Object.entries(CHECKS[kind]).map(([what, check]) => [what, check()]).filter(([, found]) => found.length));
})();
