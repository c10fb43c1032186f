/* The converter: a table of coefficients goes in as a program printed it and comes out as another shows it. Here are its fields and
   buttons. Text is read in converter-text.js and converter-arrays.js, turned into a model and into another table in converter-tools.js,
   and written in converter-write.js; the programs it knows come from the records in rosetta/, as JSON in the page. */
document.addEventListener("DOMContentLoaded", () => {
  const { say } = explorable;
  const { root, one, all, numbers } = explorable.parts("converter");
  if (!root) return;
  const { Problem, isIntercept, read, readVector, square, plural } = coefficientText;
  const { ANY, without, classCount, suits, formFor, oriented, toModel, tableOf, errorsOf } = coefficientForms;
  const { write, writeErrors } = coefficientWriter;
  const { tools, examples } = numbers;
  const TOOLS = { ...ANY, ...Object.fromEntries(tools.map((tool) => [tool.key, { ...tool, marks: tool.marks.map((mark) => new RegExp(mark, "m")) }])) };
  const fields = Object.fromEntries(all("[data-field]").map((element) => [element.dataset.field, element]));
  const TEXTS = ["table", "intercepts", "classes", "features", "means", "scales", "offset", "covariance"];
  const picked = { reference: null, pivot: null, link: "" }; // what the reader chose; null for what the text or the tool says

  // What was given -----------------------------------------------------------------------------------------------------------------
  function inField(field, action) {
    try {
      return action();
    } catch (problem) {
      throw problem instanceof Problem ? Object.assign(problem, { field: problem.field ?? field }) : problem;
    }
  }

  /* The names in a field, between commas, or null for an empty field. */
  function namesIn(field) {
    const text = fields[field].value.trim().replace(/,$/, "");
    if (!text) return null;
    const names = text.split(/[,;\t\n]/).map((name) => name.trim().replace(/^(["'`])(.*)\1$/, "$2"));
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (names.includes("")) throw Object.assign(new Problem("A name between two commas is empty."), { field });
    if (twice !== undefined) throw Object.assign(new Problem(`“${twice}” is there twice.`), { field });
    return names;
  }

  const numbersIn = (field) => inField(field, () => readVector(fields[field].value));

  /* The tools by the marks that their printouts have, those with most of them. */
  function recognised(text) {
    const seen = Object.values(TOOLS).map((tool) => [tool, (tool.marks ?? []).filter((mark) => mark.test(text)).length]);
    const most = Math.max(...seen.map(([, count]) => count));
    return most ? seen.filter(([, count]) => count === most).map(([tool]) => tool) : [];
  }

  /* What the table is by its shape and its names alone. */
  function byShape(table, typed) {
    const m = table.values[0].length, sets = table.sets ? `: ${table.sets.join(", ")}` : "";
    if (m === 1 && (!typed || typed.length === 2)) return ANY.beta;
    if (typed ? typed.length === m + 1 : table.base !== null || table.order?.length === m + 1) return ANY.pivot;
    if (typed ? typed.length === m : table.order?.length === m || table.intercepts?.length) return ANY.softmax;
    if (m === 1) throw new Problem(`Here is one set of numbers, and ${typed.length} classes have ${typed.length - 1} or ${typed.length}.`);
    throw new Problem(`Here are ${m} sets of numbers${sets}. Are these all the classes, or is one left out? Choose “W” or “Pivot table”, or name all the classes.`);
  }

  const SHAPES = { arrays: "arrays in brackets", dictionary: "names and numbers in braces" };

  function refuseOtherLayout(tool, isArray) {
    const shapes = new Set(tool.forms.map((form) => form.layout));
    const wantsArray = [...shapes].every((layout) => layout in SHAPES), wantsNone = !Object.keys(SHAPES).some((layout) => shapes.has(layout)) && !shapes.has("text");
    if (tool.key && isArray ? wantsNone : tool.key && wantsArray)
      throw new Problem(`${tool.name} does not print ${isArray ? "arrays" : "tables"}, and line 1 begins ${isArray ? "one" : "a table with names"}: choose Detect, or the tool that printed it.`);
  }

  /* The model, with the tool, its form and the table that it was read from. */
  function given() {
    const text = fields.table.value, typed = namesIn("classes"), features = namesIn("features");
    const chosen = TOOLS[fields.from.value], marked = recognised(text);
    const writer = chosen ?? marked[0];
    if (writer?.forms.every((form) => form.layout === "text"))
      throw Object.assign(new Problem(`${writer.name} writes its numbers into other text: copy them out as an array, and see its row in the list below.`), { field: "table" });
    const across = chosen?.forms ? chosen.forms.some((form) => form.layout === "rows") : undefined;
    return inField("table", () => {
      const parsed = read(text, across), isArray = Boolean(parsed.rows), bracketed = isArray || parsed.braced, apart = numbersIn("intercepts");
      if (chosen) refuseOtherLayout(chosen, bracketed);
      if (apart.length && parsed.intercepts?.length) throw Object.assign(new Problem("The text has its intercepts already: empty this field."), { field: "intercepts" });
      if (apart.length && isArray) parsed.intercepts = apart;
      const table = isArray ? oriented(parsed, writer, { classes: typed, features }) : parsed, m = table.values[0].length;
      if (apart.length && !isArray) withIntercepts(table, apart);
      const tool = chosen ?? fitting(marked, m, typed) ?? byShape(table, typed);
      const form = formFor(tool, m, { link: picked.link, K: typed?.length ?? null });
      if (offerLink(tool, form, m) && !picked.link) throw new Problem(`Are these ${m} sets of numbers under one softmax, or has each a sigmoid of its own? The numbers do not say: choose above.`);
      if (!chosen && !marked.includes(tool) && !table.features && !table.intercepts?.length && !features) throw new Problem("The text does not say which of the numbers are intercepts: choose a tool, or name the features, (Intercept) among them.");
      const units = Object.fromEntries(["means", "scales", "offset"].map((field) => [field, numbersIn(field)]));
      return { ...toModel(table, form, { classes: typed, features, picked: picked.reference, ...units }), tool, form, table, guessed: !chosen, marked: marked.includes(tool) };
    });
  }

  /* Of these tools the first that shows so many sets; if there is none, the first of them says so. */
  const fitting = (candidates, m, typed) =>
    candidates.find((tool) => tool.forms.some((form) => form.link !== "cumulative" && suits(form, classCount(form, m)) && (!typed || classCount(form, m) === typed.length))) ?? candidates[0];

  function withIntercepts(table, apart) {
    if (table.features?.some(isIntercept)) throw Object.assign(new Problem("The table has its intercepts already: empty this field."), { field: "intercepts" });
    if (apart.length !== table.values[0].length) throw Object.assign(new Problem(`Here are ${apart.length}, for ${plural(table.values[0].length, "set")} of coefficients.`), { field: "intercepts" });
    table.intercepts = apart;
  }

  /* The covariance as a function of feature and sets, or null. Its names are those of the coefficients: x, set:x, or x:number. */
  function covarianceOf(model) {
    if (!fields.covariance.value.trim()) return null;
    return inField("covariance", () => {
      const { labels, rows } = square(fields.covariance.value), sets = without(model.classes, model.at), names = labels.map((label) => label.replace(/^(const|Intercept|_cons)$/, "(Intercept)"));
      const at = (f, k) => {
        const feature = model.features[f], place = [`${sets[k]}:${feature}`, `${feature}:${k + 1}`, ...(sets.length === 1 ? [feature] : [])].map((name) => names.indexOf(name)).find((i) => i >= 0);
        if (place === undefined) throw new Problem(`It has no row for ${feature} of ${sets[k]}. The rows are called ${labels.slice(0, 3).join(", ")}, …`);
        return place;
      };
      return (f, k, l) => rows[at(f, k)][at(f, l)];
    });
  }

  // What is wanted -------------------------------------------------------------------------------------------------------------------
  function convert() {
    const model = given(), wanted = TOOLS[fields.to.value], { K, classes } = model;
    offer("reference", model.at, classes, model.at !== null && model.open);
    const form = wanted.forms.find((each) => suits(each, K) && each.link === "softmax");
    if (!form) throw Object.assign(new Problem(`${wanted.name} is for ${K === 2 ? "three classes or more" : "two classes"}; this model has ${K}.`), { field: "to" });
    const at = form.columns === "K" ? null : picked.pivot ?? model.at ?? { first: 0, last: K - 1 }[form.reference];
    offer("pivot", at, classes, at !== null);
    const { columns, values, M } = tableOf(model, at), errors = errorsOf(model, M, covarianceOf(model));
    const text = write({ ...model, columns, values }, form, wanted.family === "R");
    return {
      text: errors ? `${text}\n\n${writeErrors(model.features, columns, errors)}` : text,
      read: howRead(model),
      notes: [meaning(columns, classes, at), byHand(model, columns, M, at), onErrors(model, columns, errors), ownReference(wanted, form, classes, at)].filter(Boolean).join(" "),
    };
  }

  // In words -------------------------------------------------------------------------------------------------------------------------
  function howRead({ tool, form, table, classes, at, open, guessed, marked, hasIntercept }) {
    const who = guessed ? `Read as ${tool.name}${marked ? "" : ", by its shape"}` : `Read as you say, ${tool.name}`;
    const sets = form.link === "sigmoids" ? "a sigmoid for each set of numbers" : at === null ? "a set of numbers for each class" : `against ${classes[at]}`;
    const assumed = classes.includes("reference") ? " The text does not name the class left out." : open && picked.reference === null && at !== null ? ` The text does not name the class left out; it is taken to be ${classes[at]}.` : "";
    const left = table.left.length ? ` Left out: ${table.left.join("; ")}.` : "";
    const bare = hasIntercept ? "" : " There are no intercepts.";
    return `${who}: ${sets}.${guessed ? " If it is another tool’s, choose it above." : ""}${assumed}${bare}${left}`;
  }

  function meaning(columns, classes, at) {
    if (at === null) return "The numbers of each feature sum to zero over the classes.";
    return `${columns.length > 1 ? "Each set is the log-odds of its class" : `These are log-odds of ${columns[0]}`} against ${classes[at]}.`;
  }

  /* How each set comes from those given, such as "vocation = column vocation − column general". */
  function byHand({ K, classes, at: from }, columns, M, at) {
    const sets = without(classes, from);
    if (columns.every((name, j) => name === sets[j] && M.every((row, k) => row[j] === Number(k === j)))) return "The numbers are those given.";
    if (K > 6) return "";
    const all = from === null ? "the mean of all columns" : sets.length > 1 ? `the sum of the columns over ${K}` : `half of column ${sets[0]}`;
    const steps = columns.map((name, j) => {
      const whole = M.map((row) => row[j] + (at === null ? 1 / K : 0)), plus = sets.filter((_, k) => whole[k] > 0.5), minus = sets.filter((_, k) => whole[k] < -0.5);
      const taken = at === null ? [all] : minus.map((set) => `column ${set}`);
      return `${name} = ${[...plus.map((set) => `column ${set}`), ...(taken.length ? [`− ${taken.join(" − ")}`] : [])].join(" ").replace(/^− /, "−")}`;
    });
    return `By hand, ${steps.join("; ")}.`;
  }

  function onErrors(model, columns, errors) {
    if (!model.table.errors && !errors) return "";
    const missing = columns.filter((_, j) => !errors?.[j]);
    return missing.length ? `Standard errors of ${missing.join(", ")} need the covariance of the coefficients, below “More”.` : "";
  }

  const ownReference = (wanted, form, classes, at) => {
    const own = { first: classes[0], last: classes.at(-1) }[form.reference];
    return wanted.key && at !== null && form.columns === "K-1" && own !== classes[at] ? `By itself ${wanted.name} measures from ${own}.` : "";
  };

  // The page -------------------------------------------------------------------------------------------------------------------------
  /* Offers the classes as references, where there is a choice. */
  function offer(field, at, classes, isOpen) {
    fields[field].replaceChildren(...classes.map((name, k) => new Option(name, k, false, k === at)));
    fields[field].closest("label").hidden = !isOpen;
  }

  /* Asks for the link where the tool has both; whether it does. */
  function offerLink(tool, form, m) {
    const links = new Set(tool.forms.filter((each) => each.columns === form.columns && suits(each, classCount(each, m))).map((each) => each.link));
    fields.link.closest("label").hidden = links.size < 2;
    fields.link.value = picked.link;
    return links.size > 1;
  }

  function draw() {
    for (const field of ["reference", "pivot", "link"]) fields[field].closest("label").hidden = true;
    const blank = !fields.table.value.trim();
    let result = { text: "", notes: "", read: "" }, problem = null;
    try {
      if (!blank) result = convert();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problem = error;
    }
    for (const output of all("[data-error]")) {
      const wrong = problem?.field === output.dataset.error;
      say(output, wrong ? problem.message : "");
      fields[output.dataset.error].setAttribute("aria-invalid", wrong);
    }
    if (["means", "scales", "offset", "covariance"].includes(problem?.field)) one("details").open = true;
    one("pre").textContent = result.text;
    one("[data-action=copy]").disabled = !result.text;
    say(one(".converter-read"), result.read);
    say(one(".explorable-text"), result.notes);
    say(one(".converter-copied"), "");
  }

  function fill(texts) {
    for (const field of TEXTS) if (field in texts) fields[field].value = texts[field];
    Object.assign(picked, { reference: null, pivot: null, link: "" });
  }

  const EMPTY = Object.fromEntries(TEXTS.map((field) => [field, ""]));

  function offerTools(field, groups) {
    for (const [label, options] of groups) {
      const box = Object.assign(document.createElement("optgroup"), { label });
      box.append(...options.map(([id, tool]) => new Option(field === "to" && id === "softmax" ? "Symmetric W, a row a feature" : tool.name, id)));
      fields[field].append(box);
    }
  }

  const writable = (tool) => tool.forms.some((form) => form.link === "softmax" && form.layout !== "text");
  const families = [...new Set(tools.map((tool) => tool.family))].map((family) => [family, Object.entries(TOOLS).filter(([, tool]) => tool.family === family)]);
  fields.from.append(new Option("Detect", "detect"));
  offerTools("from", [["Any table", Object.entries(ANY)], ...families]);
  offerTools("to", [["Any table", Object.entries(ANY)], ...families.map(([family, members]) => [family, members.filter(([, tool]) => writable(tool))])]);

  // Hands ----------------------------------------------------------------------------------------------------------------------------
  /* A paste that replaces all of the table is another table: what stands in the other fields belonged to the one before. */
  fields.table.addEventListener("paste", () => {
    const { value, selectionStart, selectionEnd } = fields.table;
    if (selectionEnd - selectionStart === value.length) fill({ ...EMPTY, table: value });
  });
  for (const field of TEXTS) fields[field].addEventListener("input", draw);
  for (const field of ["from", "to"])
    fields[field].addEventListener("change", () => {
      Object.assign(picked, field === "from" ? { reference: null, link: "" } : { pivot: null });
      draw();
    });
  for (const field of ["reference", "pivot"])
    fields[field].addEventListener("change", () => {
      picked[field] = Number(fields[field].value);
      draw();
    });
  fields.link.addEventListener("change", () => {
    picked.link = fields.link.value;
    draw();
  });
  for (const button of all("[data-example]"))
    button.addEventListener("click", () => {
      fields.from.value = "detect";
      fill({ ...EMPTY, ...examples[button.dataset.example] });
      draw();
    });
  one("[data-action=clear]").addEventListener("click", () => {
    fill(EMPTY);
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

  fields.from.value = "detect";
  fields.to.value = "pivot";
  draw();
});
