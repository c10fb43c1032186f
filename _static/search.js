/* The search, as `_templates/search.html` loads it. What is called by the words of the query comes before the pages that have them in
   their text: a main entry of the index by its name; a question that has several words, all of them, in its title; the entries of the
   glossary and the programs; then a page, a section or a theorem with all the words in its title. Results quote the article alone, with
   each formula once; a page opened from disk may not read its neighbours, so there the results are titles only. */
{
  const BY_NAME = 100, TITLE_OF_PAGE = 40, TITLE_WITHIN = 30; // more than Sphinx gives to any word in the text
  const { alltitles, titles, docnames, filenames, indexentries } = Search._index;
  Search._index.indexentries = {}; // Sphinx would show every entry that is like the query, under the title of its page

  // However it is spelt: Over-parameterized, overparameterised.
  const asTyped = (text) => text.toLowerCase().replaceAll("’", "'").replace(/[-−]/g, "").replace(/iz(?=e|ation|ing)/g, "is");
  // For each place of a name that has all the words, a result as Sphinx has it; of an entry of the index, the main places.
  const named = (names, words, score) => Object.entries(names)
    .filter(([name]) => words.every((word) => asTyped(name).includes(word)))
    .flatMap(([name, places]) => places.filter(([, , isMain = true]) => isMain).map(([page, anchor]) => {
      const [title, place] = anchor === null ? [titles[page], ""] : [`${titles[page]} > ${name}`, `#${anchor}`];
      return [docnames[page], title, place, null, score(name, docnames[page], anchor), filenames[page]];
    }));

  const searchText = Search.performTermsSearch;
  Search.performTermsSearch = (terms, excluded) => {
    const words = asTyped(new URLSearchParams(location.search).get("q")).split(/\s+/).filter(Boolean);
    const within = (page) => (page.endsWith("questions-readers-ask") && words.length > 1 ? BY_NAME - 0.5 : TITLE_WITHIN);
    const behind = (page) => ["glossary", "rosetta-stone"].findIndex((name) => page.endsWith(name)) + 1; // the page that explains comes first
    return [
      ...searchText(terms, excluded),
      ...named(alltitles, words, (title, page, anchor) => (anchor === null ? TITLE_OF_PAGE : within(page))),
      ...named(indexentries, words, (entry, page) => (asTyped(entry) === words.join(" ") ? BY_NAME : TITLE_WITHIN) - behind(page)),
    ];
  };

  Documentation.addTranslations({
    locale: "en",
    plural_expr: "n == 1 ? 0 : 1",
    messages: {
      "Search Results": "Results",
      "Search finished, found ${resultCount} page(s) matching the search query.": "Found: ${resultCount}",
      "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
        "No page has all of these words. Try fewer, or other ones.",
    },
  });

  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll(".headerlink, .katex-html, annotation, script, style").forEach((part) => part.remove());
    const place = anchor ? page.querySelector(anchor) : null; // of an entry of the index, an empty element in its section
    return (place?.textContent.trim() ? place : (place?.closest("section") ?? page.querySelector("article") ?? page.body)).textContent;
  };
}
