/* The tools that the converter knows, and the one product that leads from each to each.

   A tool shows W A for some contrast A, a K × m matrix whose columns sum to zero, and such a table T is W A again for W = T L,
   with the L that undoes A. So a tool is its reference class, which says what A and L are, and a layout, which coefficientText
   reads and writes; and a conversion is T L A. A table without a reference may be any W: it is read as it is, and written as
   the symmetric one. */
const coefficientTools = (() => {
  // Contrasts ------------------------------------------------------------------
  const range = (n) => Array.from({ length: n }, (_, i) => i);
  const product = (A, B) => A.map((row) => B[0].map((_, j) => explorable.dot(row, B.map((other) => other[j]))));
  const identity = (K) => range(K).map((i) => range(K).map((j) => Number(i === j)));
  const without = (items, at) => items.filter((_, k) => k !== at);

  /* A: every other class against the one at the place `at`, or each against the mean of all if that is null. */
  const contrast = (K, at) =>
    at === null
      ? identity(K).map((row) => row.map((v) => v - 1 / K))
      : identity(K).map((row, k) => without(row, at).map((v) => (k === at ? -1 : v)));

  /* L: a W with that table. The columns of a table without a reference are a W already. */
  const lift = (K, at) => (at === null ? identity(K) : without(identity(K), at));

  // Tools ------------------------------------------------------------------------
  const first = () => 0, last = (K) => K - 1, none = () => null;
  const R = "(Intercept)", INTERCEPTS = [R, "const", "Intercept", "_cons"];
  const listName = (name) => (/^[A-Za-z.][\w.]*$/.test(name) ? `$${name}` : `$\`${name}\``);

  /* `two`: for two classes only. `choose`: the tool lets one choose the reference. `numbered`: its columns have numbers, not the
     names of classes. `end`: the intercept comes last. `apart`: what the tool calls the coefficients and the intercepts that it
     shows apart from them. The rest says how its text looks. */
  const TOOLS = {
    beta: { group: "Any table", name: "β, a number for each feature", two: true, reference: first, layout: "vector", intercept: R },
    pivot: { group: "Any table", name: "Pivot table, a row a feature", reference: first, choose: true, layout: "columns", intercept: R },
    softmax: {
      group: "Any table", name: "W, a row a feature", wanted: "Symmetric W, a row a feature", reference: none, layout: "columns",
      intercept: R,
    },
    glm: { group: "R", name: "R glm", two: true, reference: first, choose: true, layout: "vector", intercept: R },
    multinom: { group: "R", name: "R multinom", reference: first, choose: true, layout: "rows", intercept: R },
    vglm: { group: "R", name: "R vglm, multinomial", reference: last, choose: true, layout: "vector", numbered: true, intercept: R },
    glmnet2: {
      group: "R", name: "R glmnet, binomial", two: true, reference: first, layout: "columns", names: () => ["s0"], sparse: true,
      intercept: R,
    },
    glmnet: {
      group: "R", name: "R glmnet, multinomial", reference: none, layout: "blocks", heading: (name) => [listName(name), "s0"], sparse: true,
      intercept: R,
      note: "This is for alpha = 0. With its default, alpha = 1, glmnet moves each feature’s coefficients until their median is zero.",
    },
    Logit: {
      group: "Python", name: "statsmodels Logit", two: true, reference: first, layout: "columns", names: () => [""], intercept: "const",
    },
    MNLogit: {
      group: "Python", name: "statsmodels MNLogit", reference: first, choose: true, layout: "columns", numbered: true,
      names: (m) => range(m).map(String), intercept: "const",
    },
    sklearn: {
      group: "Python", name: "scikit-learn", reference: (K) => (K === 2 ? 0 : null), layout: "arrays", apart: ["coef_", "intercept_"],
      shows: "one row for two classes and a row a class for more",
    },
    torch1: { group: "Python", name: "torch, one output", two: true, reference: first, layout: "arrays", apart: ["weight", "bias"] },
    torch: {
      group: "Python", name: "torch, an output a class", reference: none, layout: "arrays", apart: ["weight", "bias"],
      note: "Training may end at any other W of this model.",
    },
    spark2: {
      group: "Spark", name: "Spark, binomial", two: true, reference: first, layout: "arrays", flat: true,
      apart: ["coefficients", "intercept"],
    },
    spark: {
      group: "Spark", name: "Spark, multinomial", reference: none, layout: "arrays", apart: ["coefficientMatrix", "interceptVector"],
      note: "Spark puts the most frequent class first; here the classes keep their order.",
    },
    logit: {
      group: "Stata, SAS, SPSS", name: "Stata logit", two: true, reference: first, layout: "columns", names: () => ["Coefficient"],
      intercept: "_cons", end: true,
    },
    mlogit: {
      group: "Stata, SAS, SPSS", name: "Stata mlogit", reference: first, choose: true, layout: "blocks", intercept: "_cons", end: true,
      heading: (name, isBase) => [isBase ? `${name}  (base outcome)` : name],
      note: "Stata takes the most frequent class as the base, unless told otherwise.",
    },
    logistic: {
      group: "Stata, SAS, SPSS", name: "SAS PROC LOGISTIC", reference: last, choose: true, layout: "long", intercept: "Intercept",
      titles: ["Parameter", "Response", "Estimate"],
    },
    nomreg: {
      group: "Stata, SAS, SPSS", name: "SPSS NOMREG", reference: last, choose: true, layout: "long", classFirst: true,
      intercept: "Intercept", titles: ["Parameter", "Response", "B"],
    },
  };
  const width = (tool, K) => (tool.reference(K) === null ? K : K - 1);

  /* K, from the number of columns that a tool shows. */
  function classCount(tool, m) {
    const K = [m, m + 1].find((k) => k >= 2 && width(tool, k) === m && (k === 2 || !tool.two));
    if (K) return K;
    const what = tool.apart ? "row" : tool.layout === "columns" ? "column" : "set";
    const shows = tool.shows ?? (tool.two ? `one ${what} of numbers, for two classes` : `a ${what} for each of two or more classes`);
    throw new coefficientText.Problem(`${tool.name} shows ${shows}; here ${m === 1 ? "is" : "are"} ${coefficientText.plural(m, what)}.`);
  }

  return { TOOLS, INTERCEPT: R, INTERCEPTS, range, product, without, contrast, lift, classCount };
})();
