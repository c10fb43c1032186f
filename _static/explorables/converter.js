/* The converter: a table of coefficients goes in as one tool prints it and comes out as another does. Here are its fields
   and buttons; what the tools are is in converter-tools.js, how their text is read and written in converter-text.js, and
   the markup, with its first state, in converter.html. */
document.addEventListener("DOMContentLoaded", () => {
  const { say } = explorable;
  const { root, one, all } = explorable.parts("converter");
  if (!root) return;
  const { Problem, read, readVector, parted, write, arrays, plural } = coefficientText;
  const { TOOLS, INTERCEPT, INTERCEPTS, range, product, without, contrast, lift, classCount } = coefficientTools;

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
    if (intercepts.length !== m)
      refuse("intercepts", `Here ${are(intercepts.length, "intercept")} for ${plural(m, "row")} of coefficients.`);
    return { ...table, features: [INTERCEPT, ...features], values: [intercepts, ...table.values] };
  }

  const are = (n, word) => `${n === 1 ? "is" : "are"} ${plural(n, word)}`;
  const EMPTY = "Leave the field empty to take the names from the table.";

  /* The table given as T, its columns in the classes' order; K, classes and features; at, the place of the reference, or null. */
  function givenModel(tool) {
    const { features, columns, values, base, order } = givenTable(tool);
    const m = values[0].length, K = inField("table", () => classCount(tool, m)), typed = typedNames("classes");
    if (typed && typed.length !== K)
      refuse("classes", `The table belongs to ${K} classes, and here ${are(typed.length, "name")}. ${EMPTY}`);
    const known = typed ?? order, own = tool.reference(K);
    const at = own === null ? null : choice(picked.reference, K) ?? (base && known.includes(base) ? known.indexOf(base) : own);
    const counted = [0, 1].some((start) => columns?.every((name, k) => name === String(start + k) && !known?.includes(name)));
    const telling = columns?.every(Boolean) && !tool.numbered && !counted && (m > 1 || (known ?? columns).includes(columns[0]));
    const labels = telling ? columns : null;
    const turned = labels?.find((label) => INTERCEPTS.includes(label));
    if (turned) refuse("table", `${turned} stands where ${tool.name} has a class: turn the table, or choose another tool.`);
    const classes = known ?? (labels ? withReference(labels, at) : range(K).map(String)), given = others(classes, at);
    const missing = labels?.find((label) => !given.includes(label));
    if (missing !== undefined) {
      const why = classes.includes(missing) ? "the reference" : "not among these names";
      refuse("classes", `The table has ${missing}, which is ${why}. It should have ${given.join(", ")}.`);
    }
    const T = labels ? values.map((row) => given.map((name) => row[labels.indexOf(name)])) : values;
    return { K, features, classes, at, T };
  }

  const choice = (place, K) => (place !== null && place < K ? place : null);
  const withReference = (labels, at) => (at === null ? labels : [...labels.slice(0, at), "reference", ...labels.slice(at)]);

  // From a model to text -------------------------------------------------------------
  const others = (classes, at) => (at === null ? classes : without(classes, at));

  /* A table in the tool's order and with its name for the intercept, which it may show apart. */
  function tableFor(tool, { features, classes }, values, at) {
    const columns = others(classes, at), j = features.findIndex((name) => INTERCEPTS.includes(name));
    if (j < 0) return { features, classes, columns, values, intercepts: columns.map(() => 0) };
    const rest = { features: without(features, j), classes, columns, values: without(values, j), intercepts: values[j] };
    if (tool.apart) return rest;
    const place = tool.end ? rest.features.length : j;
    const put = (items, item) => [...items.slice(0, place), item, ...items.slice(place)];
    return { ...rest, features: put(rest.features, tool.intercept), values: put(rest.values, values[j]) };
  }

  function convert() {
    const tool = TOOLS[fields.from.value], wanted = TOOLS[fields.to.value];
    const model = givenModel(tool), { K, classes } = model;
    offer("reference", model.at, classes);
    if (wanted.two && K > 2) refuse("to", `${wanted.name} is for two classes; this model has ${K}.`);
    const own = wanted.reference(K), at = own === null ? null : choice(picked.pivot, K) ?? own;
    offer("pivot", at, classes);
    const M = product(lift(K, model.at), contrast(K, at));
    return { text: write(tableFor(wanted, model, product(model.T, M), at), wanted), notes: notes(model, wanted, M, at) };
  }

  /* What the numbers are, how they come from those given, and what to know of the tool. */
  function notes({ K, features, classes, at: from }, wanted, M, at) {
    const given = others(classes, from), columns = others(classes, at), many = columns.length > 1;
    const against = `${many ? "Each set is the log-odds of its class" : `These are log-odds of ${columns[0]}`} against ${classes[at]}.`;
    const sums = columns.map((_, j) => combination(M.map((row, k) => [row[j], given[k]]), K));
    const steps = sums.map((sum, j) => (many ? `${columns[j]} is ${sum}` : sum)).join("; ");
    const same = columns.every((name, j) => sums[j] === name);
    const bare = wanted.apart && !features.some((name) => INTERCEPTS.includes(name));
    return [
      at === null ? "The numbers of each feature sum to zero over the classes." : against,
      same ? "The numbers are those given." : K <= 4 ? `By hand, from what is given: ${steps}.` : "",
      bare ? `No feature is called ${INTERCEPT}, so the intercepts are 0.` : "",
      wanted.note ?? "",
    ].filter(Boolean).join(" ");
  }

  /* A sum of columns in words, such as "2/3 general − 1/3 vocation", for weights that are multiples of 1/K. */
  function combination(terms, K) {
    const weight = (n) => (n % K ? `${n}/${K} ` : n === K ? "" : `${n / K} `);
    const parts = terms.map(([v, name]) => [Math.round(v * K), name]).filter(([n]) => n).sort(([n], [m]) => m - n);
    return parts.map(([n, name]) => `${n < 0 ? "−" : "+"} ${weight(Math.abs(n))}${name}`).join(" ").replace(/^\+ |(?<=^−) /, "");
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
    fields.reference.closest("label").hidden = !tool.choose;
    fields.pivot.closest("label").hidden = !TOOLS[fields.to.value].choose;
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
    say(one(".converter-copied"), "");
  }

  // Examples -------------------------------------------------------------------------
  /* The fits without penalty of admit ~ gre + gpa and prog ~ write, to R's seven digits: β, and the table against academic. */
  const EXAMPLES = {
    admissions: {
      classes: ["reject", "admit"], features: [INTERCEPT, "gre", "gpa"],
      B: [[-4.949378], [0.002690684], [0.7546869]],
    },
    programs: {
      classes: ["academic", "general", "vocation"], features: [INTERCEPT, "write"],
      B: [[2.71249, 5.358994], [-0.06600789, -0.1178089]],
    },
  };
  let example = null; // the name of the example that stands in the fields, until they are touched

  /* Fills the fields with an example as the chosen tool shows it. */
  function show(name) {
    const tool = TOOLS[fields.from.value];
    example = tool.two ? "admissions" : name;
    if (example === "programs" && TOOLS[fields.to.value].two) fields.to.value = "pivot";
    const model = EXAMPLES[example], K = model.classes.length, at = tool.reference(K);
    const values = product(model.B, product(lift(K, 0), contrast(K, at))), shown = tableFor(tool, model, values, at);
    const [table, intercepts] = tool.apart ? arrays(shown, tool) : [write(shown, tool), ""];
    picked.reference = null;
    fill({ table, intercepts, classes: model.classes.join(", "), features: tool.apart ? shown.features.join(", ") : "" });
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
