/* The converter: a table of coefficients goes in as one tool prints it and comes out as another does.

   Every tool shows W A for some contrast A, a K × m matrix whose columns sum to zero, and every such table T is W A again
   for W = T L, with the L that undoes A. So a tool is its reference class, which says what A and L are, and a layout, which
   coefficientText reads and writes; and a conversion is one product, T L A. The markup, with its first state, is in converter.html. */
document.addEventListener("DOMContentLoaded", () => {
  const { dot, say } = explorable;
  const { root, one, all } = explorable.parts("converter");
  if (!root) return;
  const { Problem, read, readVector, parted, write, plural } = coefficientText;

  // Contrasts ------------------------------------------------------------------
  const range = (n) => Array.from({ length: n }, (_, i) => i);
  const product = (A, B) => A.map((row) => B[0].map((_, j) => dot(row, B.map((other) => other[j]))));
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
      group: "Any table", name: "W, a row a feature", wanted: "Symmetric W, a row a feature", reference: none, layout: "columns", intercept: R,
    },
    glm: { group: "R", name: "R glm", two: true, reference: first, choose: true, layout: "vector", intercept: R },
    multinom: { group: "R", name: "R multinom", reference: first, choose: true, layout: "rows", intercept: R },
    vglm: { group: "R", name: "R vglm, multinomial", reference: last, choose: true, layout: "vector", numbered: true, intercept: R },
    glmnet2: {
      group: "R", name: "R glmnet, binomial", two: true, reference: first, layout: "columns", names: () => ["s0"], sparse: true, intercept: R,
    },
    glmnet: {
      group: "R", name: "R glmnet, multinomial", reference: none, layout: "blocks", heading: (name) => [listName(name), "s0"], sparse: true,
      intercept: R, note: "This is for alpha = 0. With its default, alpha = 1, glmnet moves each feature’s coefficients until their median is zero.",
    },
    Logit: { group: "Python", name: "statsmodels Logit", two: true, reference: first, layout: "columns", names: () => [""], intercept: "const" },
    MNLogit: {
      group: "Python", name: "statsmodels MNLogit", reference: first, choose: true, layout: "columns", numbered: true,
      names: (m) => range(m).map(String), intercept: "const",
    },
    sklearn: {
      group: "Python", name: "scikit-learn", reference: (K) => (K === 2 ? 0 : null), layout: "arrays", apart: ["coef_", "intercept_"],
      shows: "one row for two classes and a row a class for more",
    },
    torch1: { group: "Python", name: "torch, one output", two: true, reference: first, layout: "arrays", apart: ["weight", "bias"] },
    torch: { group: "Python", name: "torch, an output a class", reference: none, layout: "arrays", apart: ["weight", "bias"] },
    spark2: {
      group: "Spark", name: "Spark, binomial", two: true, reference: first, layout: "arrays", flat: true, apart: ["coefficients", "intercept"],
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
      group: "Stata, SAS, SPSS", name: "SPSS NOMREG", reference: last, choose: true, layout: "long", classFirst: true, intercept: "Intercept",
      titles: ["Parameter", "Response", "B"],
    },
  };
  const width = (tool, K) => (tool.reference(K) === null ? K : K - 1);

  /* K, from the number of columns that a tool shows. */
  function classCount(tool, m) {
    const K = [m, m + 1].find((k) => k >= 2 && width(tool, k) === m && (k === 2 || !tool.two));
    const what = tool.apart ? "row" : tool.layout === "columns" ? "column" : "set";
    const shows = tool.shows ?? (tool.two ? `one ${what} of numbers, for two classes` : `a ${what} for each of two or more classes`);
    return K ?? refuse("table", `${tool.name} shows ${shows}; here ${m === 1 ? "is" : "are"} ${plural(m, what)}.`);
  }

  // From the fields to a model -----------------------------------------------------
  const fields = Object.fromEntries(all("[data-field]").map((element) => [element.dataset.field, element]));
  const picked = { reference: null, pivot: null }; // the classes that the reader chose; null for the tool's own

  function refuse(field, message) {
    throw Object.assign(new Problem(message), { field });
  }

  function inField(field, action) {
    try {
      return action();
    } catch (problem) {
      throw problem instanceof Problem ? Object.assign(problem, { field: problem.field ?? field }) : problem;
    }
  }

  /* The names in a field, between commas, or null for an empty field. */
  function typedNames(field) {
    const text = fields[field].value.trim().replace(/,$/, "");
    if (!text) return null;
    const names = text.split(/[,;\t\n]/).map((name) => name.trim().replace(/^(["'`])(.*)\1$/, "$2"));
    if (names.includes("")) refuse(field, "A name between two commas is empty.");
    const twice = names.find((name, i) => names.indexOf(name) < i);
    return twice === undefined ? names : refuse(field, `“${twice}” is there twice.`);
  }

  /* The table in the fields, its intercepts in their row, its features named. */
  function givenTable(tool) {
    const [text, after] = tool.apart ? parted(fields.table.value, tool.apart) : [fields.table.value, ""];
    const table = inField("table", () => read(text, tool)), m = table.values[0].length;
    const intercepts = tool.apart ? inField("intercepts", () => readVector(fields.intercepts.value.trim() || after)) : [];
    const features = typedNames("features") ?? table.features ?? table.values.map((_, i) => `x${i}`);
    if (features.length !== table.values.length)
      refuse("features", `The table has ${plural(table.values.length, "feature")}, and here ${are(features.length, "name")}. ${EMPTY}`);
    if (!intercepts.length) return { ...table, features };
    if (intercepts.length !== m) refuse("intercepts", `Here ${are(intercepts.length, "intercept")} for ${plural(m, "row")} of coefficients.`);
    return { ...table, features: [R, ...features], values: [intercepts, ...table.values] };
  }

  const are = (n, word) => `${n === 1 ? "is" : "are"} ${plural(n, word)}`;
  const EMPTY = "Leave the field empty to take the names from the table.";

  /* W, one of those with the table that was given; its classes and features; the place of the reference; the given columns' names. */
  function givenModel(tool) {
    const { features, columns, values, base, order } = givenTable(tool);
    const m = values[0].length, K = classCount(tool, m), typed = typedNames("classes");
    if (typed && typed.length !== K) refuse("classes", `The table belongs to ${K} classes, and here ${are(typed.length, "name")}. ${EMPTY}`);
    const known = typed ?? order, own = tool.reference(K);
    const at = own === null ? null : choice(picked.reference, K) ?? (base && known.includes(base) ? known.indexOf(base) : own);
    const counted = [0, 1].some((start) => columns?.every((name, k) => name === String(start + k) && !known?.includes(name)));
    const telling = columns?.every(Boolean) && !tool.numbered && !counted && (m > 1 || (known ?? columns).includes(columns[0]));
    const labels = telling ? columns : null;
    const classes = known ?? (labels ? withReference(labels, at) : range(K).map(String));
    const others = at === null ? classes : without(classes, at);
    const missing = labels?.find((label) => !others.includes(label));
    if (missing !== undefined)
      refuse("classes", `The table has ${missing}, which is ${classes.includes(missing) ? "the reference" : "not among these names"}. It should have ${others.join(", ")}.`);
    const T = labels ? values.map((row) => others.map((name) => row[labels.indexOf(name)])) : values;
    return { K, features, classes, at, others, T, L: lift(K, at) };
  }

  const choice = (place, K) => (place !== null && place < K ? place : null);
  const withReference = (labels, at) => (at === null ? labels : [...labels.slice(0, at), "reference", ...labels.slice(at)]);

  // From a model to text -------------------------------------------------------------
  /* The features in the tool's order and with its name for the intercept, which it may show apart. */
  function wantedTable(tool, features, values) {
    const at = features.findIndex((name) => INTERCEPTS.includes(name));
    if (at < 0) return { features, values, intercepts: values[0].map(() => 0) };
    const others = { features: without(features, at), values: without(values, at), intercepts: values[at] };
    if (tool.apart) return others;
    const place = tool.end ? others.features.length : at;
    const put = (items, item) => [...items.slice(0, place), item, ...items.slice(place)];
    return { features: put(others.features, tool.intercept), values: put(others.values, values[at]) };
  }

  /* One number of T L A's columns: an integer or a fraction with denominator K. */
  function fraction(v, K) {
    const n = Math.round(v * K);
    return n % K ? `${Math.abs(n)}/${K} ` : Math.abs(n) === K ? "" : `${Math.abs(n) / K} `;
  }

  /* How the columns of the result come from those given, in words. */
  function byHand({ K, others }, M, columns) {
    const terms = (j) => M.map((row, k) => [row[j], others[k]]).filter(([v]) => Math.abs(v) > 1e-9).sort(([v], [w]) => w - v);
    const one = (j) => terms(j).map(([v, name]) => `${v < 0 ? "−" : "+"} ${fraction(v, K)}${name}`).join(" ").replace(/^\+ |(?<=^−) /, "");
    if (columns.every((name, j) => one(j) === name)) return "The numbers are those given.";
    if (K > 4) return "";
    return `By hand, from what is given: ${columns.map((name, j) => (columns.length > 1 ? `${name} is ${one(j)}` : one(j))).join("; ")}.`;
  }

  function meaning({ classes }, at, columns) {
    if (at === null) return "The numbers of each feature sum to zero over the classes.";
    return `${columns.length > 1 ? "Each set is the log-odds of its class" : `These are log-odds of ${columns[0]}`} against ${classes[at]}.`;
  }

  function convert() {
    const tool = TOOLS[fields.from.value], wanted = TOOLS[fields.to.value];
    const model = givenModel(tool), { K, features, classes, T, L } = model;
    offer("reference", model.at, classes);
    if (wanted.two && K > 2) refuse("to", `${wanted.name} is for two classes; this model has ${K}.`);
    const own = wanted.reference(K), at = own === null ? null : choice(picked.pivot, K) ?? own;
    offer("pivot", at, classes);
    const M = product(L, contrast(K, at)), columns = at === null ? classes : without(classes, at);
    const { features: names, values, intercepts } = wantedTable(wanted, features, product(T, M));
    const text = write({ features: names, columns, classes, values, intercepts }, wanted);
    const bare = wanted.apart && !features.some((name) => INTERCEPTS.includes(name));
    const notes = [meaning(model, at, columns), byHand(model, M, columns), bare && `No feature is called ${R}, so the intercepts are 0.`, wanted.note];
    return { text, notes: notes.filter(Boolean).join(" ") };
  }

  // The page -----------------------------------------------------------------------
  /* Offers the classes as references. */
  function offer(field, at, classes) {
    fields[field].replaceChildren(...classes.map((name, k) => new Option(name, k, false, k === at)));
  }

  function draw() {
    const tool = TOOLS[fields.from.value];
    one("[data-name=table]").textContent = tool.apart?.[0] ?? "Coefficients";
    one("[data-name=intercepts]").textContent = tool.apart?.[1] ?? "Intercepts";
    one(".converter-apart").hidden = !tool.apart;
    for (const [field, { choose }] of [["reference", tool], ["pivot", TOOLS[fields.to.value]]]) fields[field].closest("label").hidden = !choose;
    let result = { text: "", notes: "" }, problem = null;
    try {
      result = convert();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problem = error;
    }
    for (const output of all("[data-error]")) {
      const wrong = problem?.field === output.dataset.error;
      say(output, wrong ? problem.message : "");
      fields[output.dataset.error].setAttribute("aria-invalid", wrong);
    }
    one("pre").textContent = result.text;
    one("[data-action=copy]").disabled = !result.text;
    say(one(".explorable-text"), result.notes);
  }

  // Examples -------------------------------------------------------------------------
  /* The fits without penalty of admit ~ gre + gpa and prog ~ write, to R's seven digits: β, and the table against academic. */
  const EXAMPLES = {
    admissions: {
      classes: ["reject", "admit"], features: [R, "gre", "gpa"],
      B: [[-4.949378], [0.002690684], [0.7546869]],
    },
    programs: {
      classes: ["academic", "general", "vocation"], features: [R, "write"],
      B: [[2.71249, 5.358994], [-0.06600789, -0.1178089]],
    },
  };
  let example = null; // the name of the example that stands in the fields, until they are touched

  /* Fills the fields with an example as the chosen tool shows it. */
  function show(name) {
    const tool = TOOLS[fields.from.value];
    example = tool.two ? "admissions" : name;
    if (example === "programs" && TOOLS[fields.to.value].two) fields.to.value = "pivot";
    const { classes, features, B } = EXAMPLES[example], K = classes.length, at = tool.reference(K);
    const { features: names, values, intercepts } = wantedTable(tool, features, product(B, product(lift(K, 0), contrast(K, at))));
    const columns = at === null ? classes : without(classes, at);
    const [table, after] = tool.apart
      ? parted(write({ features: names, columns, classes, values, intercepts }, tool), tool.apart).map((part) => part.replace(/^.* = /, "").replace(/\n +/g, "\n ").trim())
      : [write({ features: names, columns, classes, values }, tool), ""];
    Object.assign(picked, { reference: null });
    fill({ table, intercepts: after, classes: classes.join(", "), features: tool.apart ? names.join(", ") : "" });
    draw();
  }

  function fill(texts) {
    for (const [field, text] of Object.entries(texts)) fields[field].value = text;
  }

  // Hands ------------------------------------------------------------------------
  for (const field of ["from", "to"]) {
    for (const group of new Set(Object.values(TOOLS).map((tool) => tool.group))) {
      const options = Object.entries(TOOLS).filter(([, tool]) => tool.group === group);
      const box = Object.assign(document.createElement("optgroup"), { label: group });
      box.append(...options.map(([id, tool]) => new Option((field === "to" && tool.wanted) || tool.name, id)));
      fields[field].append(box);
    }
  }
  for (const field of ["table", "intercepts", "classes", "features"])
    fields[field].addEventListener("input", () => {
      example = null;
      draw();
    });
  fields.from.addEventListener("change", () => {
    picked.reference = null;
    if (example) show(example);
    else draw();
  });
  fields.to.addEventListener("change", () => {
    picked.pivot = null;
    draw();
  });
  for (const field of ["reference", "pivot"])
    fields[field].addEventListener("change", () => {
      picked[field] = Number(fields[field].value);
      draw();
    });
  for (const button of all("[data-example]")) button.addEventListener("click", () => show(button.dataset.example));
  one("[data-action=clear]").addEventListener("click", () => {
    example = null;
    fill({ table: "", intercepts: "", classes: "", features: "" });
    draw();
    fields.table.focus();
  });
  one("[data-action=copy]").addEventListener("click", copy);

  async function copy() {
    const pre = one("pre");
    try {
      await navigator.clipboard.writeText(pre.textContent);
    } catch {
      getSelection().selectAllChildren(pre); // without leave to write the clipboard
      document.execCommand("copy");
    }
    say(one(".converter-copied"), "Copied.");
  }

  fill({ from: "torch", to: "glm" });
  show("admissions");
});
