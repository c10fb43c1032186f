/* From the numbers that a tool shows to the one model they describe, and from that to what another tool shows.

   A tool shows W A for some contrast A, a K × m matrix whose columns sum to zero, and such a table T is W A again for W = T L, with the
   L that undoes A. So a conversion is T L A. What a tool's numbers are, its `forms` say, which come from the records in rosetta/ with
   the page: a form for two classes, for two in the shape of K, and for three or more. */
const coefficientForms = (() => {
  const { Problem, isIntercept, plural } = coefficientText;
  const range = (n) => Array.from({ length: n }, (_, i) => i);
  const product = (A, B) => A.map((row) => B[0].map((_, j) => explorable.dot(row, B.map((other) => other[j]))));
  const without = (items, at) => (at === null ? items : items.filter((_, k) => k !== at));

  // Contrasts ------------------------------------------------------------------------------------------------------------------
  const identity = (K) => range(K).map((i) => range(K).map((j) => Number(i === j)));

  /* A: every other class against the one at the place `at`, or each against the mean of all if that is null. */
  const contrast = (K, at) =>
    at === null
      ? identity(K).map((row) => row.map((v) => v - 1 / K))
      : identity(K).map((row, k) => without(row, at).map((v) => (k === at ? -1 : v)));

  /* L: a W with that table. The columns of a table without a reference are a W already. */
  const lift = (K, at) => (at === null ? identity(K) : without(identity(K), at));

  // Tools ----------------------------------------------------------------------------------------------------------------------
  const BARE = { link: "softmax", axes: "class feature", intercept: "first", intercept_called: "(Intercept)" };
  const PIVOT = { ...BARE, columns: "K-1", reference: "first", layout: "columns", axes: "feature class" };
  const WHOLE = { ...BARE, columns: "K", layout: "columns", axes: "feature class" };
  const ROWS = { ...WHOLE, axes: "class feature", layout: "rows" };
  const forAll = (form) => ["pair", "three"].map((kind) => ({ ...form, kind }));
  const ANY = {
    beta: { name: "β, a number for each feature", forms: [{ ...PIVOT, kind: "two", layout: "vector", axes: "class feature" }] },
    pivot: { name: "Pivot table, a row a feature", forms: forAll(PIVOT) },
    softmax: { name: "W, a row a feature", forms: [...forAll(WHOLE), ...forAll({ ...WHOLE, link: "sigmoids" })] },
    rows: { name: "W, a row a class", forms: [...forAll(ROWS), ...forAll({ ...ROWS, link: "sigmoids" })] },
  };

  const classCount = (form, m) => (form.columns === "K" ? m : m + 1);
  const suits = (form, K) => (form.kind === "three" ? K > 2 : K === 2);

  /* The tool's form for m sets of numbers, with the link that was asked for; K may be known. */
  function formFor(tool, m, { link = "", K = null } = {}) {
    const logits = tool.forms.filter((form) => form.link !== "cumulative");
    if (!logits.length) throw new Problem(`${tool.name} fits an ordinal model, which is no multinomial logit.`);
    const fitting = logits.filter((form) => suits(form, classCount(form, m)) && (K === null || classCount(form, m) === K));
    const form = fitting.find((each) => each.link === link) ?? fitting[0];
    if (form) return form;
    const shows = [...new Set(logits.map((each) => (each.kind === "three" ? `${each.columns} sets for K classes` : plural(each.columns === "K" ? 2 : 1, "set") + " for two")))];
    throw new Problem(`${tool.name} shows ${shows.join(" or ")}; here ${m === 1 ? "is" : "are"} ${plural(m, "set")} of numbers${K ? ` and ${K} classes` : ""}.`);
  }

  // Arrays -----------------------------------------------------------------------------------------------------------------------
  const transposed = (rows) => rows[0].map((_, j) => rows.map((row) => row[j]));

  /* An array as { sets, values }: a row a feature. The tool says which of its sides are the classes, or the intercepts do. */
  function oriented({ rows, intercepts, classes }, tool, names) {
    const [r, c, k] = [rows.length, rows[0].length, intercepts.length];
    const byRow = tool ? tool.forms.every((form) => form.axes === "class feature") : sideOfClasses(r, c, k, names);
    if (r === 1 && k > 1 && (c > k || (byRow && c === k)) && c % k === 0) return oriented({ rows: folded(rows[0], k, tool), intercepts, classes }, tool, names);
    const values = byRow || (r === 1 && k < 2 && c > 1) ? transposed(rows) : rows, m = values[0].length;
    if (k && k !== m) throw new Problem(`Here ${k === 1 ? "is 1 intercept" : `are ${k} intercepts`} for ${plural(m, "set")} of coefficients.`);
    const known = classes && (classes.length === m || classes.length === m + 1) ? classes : null;
    return { values, intercepts, sets: known?.length === m ? known : null, order: known, errors: null, base: null, left: [] };
  }

  const folded = (flat, k, tool) => {
    const p = flat.length / k, byClass = tool?.forms[0].axes !== "feature class";
    return byClass ? range(k).map((i) => flat.slice(i * p, (i + 1) * p)) : range(p).map((i) => flat.slice(i * k, (i + 1) * k));
  };

  function sideOfClasses(r, c, k, { classes, features }) {
    if (r === 1 && k < 2) return true;
    if (k && (r === k) !== (c === k)) return r === k;
    if (features && (c === features.length) !== (r === features.length)) return c === features.length;
    if (classes && (r === classes.length) !== (c === classes.length)) return r === classes.length;
    throw new Problem(`Are the ${r} rows the classes, or the ${c} columns? The text does not say: choose a tool, or name the features.`);
  }

  // Names ------------------------------------------------------------------------------------------------------------------------
  const counted = (names) => names.every((name, k) => [0, 1, 2].some((start) => name === String(start + k)));

  /* The classes, all K, and the place of the one left out, or null; the sets in the classes' order. */
  function named(table, form, typed, picked) {
    const m = table.values[0].length, K = classCount(form, m), own = { first: 0, last: K - 1 }[form.reference] ?? 0;
    const known = typed ?? table.order, columns = range(m);
    if (typed && typed.length !== K) throw Object.assign(new Problem(`The numbers are those of ${K} classes, and here ${typed.length === 1 ? "is 1 name" : `are ${typed.length} names`}.`), { field: "classes" });
    const isNamed = table.sets && !table.numbered && !counted(table.sets); // "0", "1" are columns, also where classes are so called
    if (form.columns === "K") {
      const classes = known ?? (isNamed ? table.sets : range(K).map(String));
      return { classes, at: null, columns: isNamed ? placesOf(classes, table.sets, null) : columns };
    }
    if (!isNamed) {
      const base = table.numbered ? Number(table.base) - 1 : (table.order ?? known ?? []).indexOf(table.base);
      const at = picked ?? (base >= 0 && base < K ? base : own), names = table.numbered ? range(K).map((k) => String(k + 1)) : range(K).map(String);
      return { classes: known ?? names, at, columns, open: base < 0 };
    }
    if (known) {
      const missing = known.filter((name) => !table.sets.includes(name));
      const classes = known, at = missing.length === 1 ? known.indexOf(missing[0]) : own;
      return { classes, at, columns: placesOf(classes, table.sets, at) };
    }
    const base = table.base ?? "reference", classes = [...table.sets.slice(0, own), base, ...table.sets.slice(own)];
    return { classes, at: own, columns };
  }

  /* Where each class but the reference stands among the sets of the table. */
  function placesOf(classes, sets, at) {
    const given = without(classes, at), missing = sets.find((name) => !given.includes(name));
    if (missing !== undefined)
      throw Object.assign(new Problem(`The table has ${missing}, which is not among these names. They should be ${[...sets].join(", ")}${at === null ? "" : " and the class left out"}.`), { field: "classes" });
    return given.map((name) => sets.indexOf(name));
  }

  // From numbers to a model ------------------------------------------------------------------------------------------------------------
  /* The intercept first, called (Intercept), and raw units; errors are dropped where they would be others. */
  function arranged(table, form, features, { means, scales, offset }) {
    const m = table.values[0].length, apart = table.intercepts?.length > 0, p = table.values.length;
    let names = features ?? table.features ?? null, values = table.values, errors = table.errors;
    if (names && names.length !== p) throw Object.assign(new Problem(`There are ${plural(p, "number")} in each set, and here ${names.length === 1 ? "is 1 name" : `are ${names.length} names`}.`), { field: "features" });
    let place = apart ? null : names ? names.findIndex(isIntercept) : { first: 0, last: p - 1 }[form.intercept] ?? -1;
    if (!table.features && features && place < 0 && !apart && ["first", "last"].includes(form.intercept)) place = -1;
    names ??= range(p).filter((j) => j !== place).map((_, j) => `x${j}`).reduce((list, name) => [...list, name], []);
    if (names.length === p - 1) names = [...names.slice(0, place), "(Intercept)", ...names.slice(place)];
    if (apart) [names, values, errors, place] = [["(Intercept)", ...names], [table.intercepts, ...values], null, 0];
    if (place > 0) [names, values, errors] = [names, values, errors].map((rows) => rows && [rows[place], ...without(rows, place)]);
    if (place >= 0) names = ["(Intercept)", ...names.slice(1)];
    const slopes = place >= 0 ? values.slice(1) : values;
    for (const [what, list] of [["means", means], ["scales", scales]])
      if (list.length && list.length !== slopes.length) throw Object.assign(new Problem(`Here are ${list.length} for ${plural(slopes.length, "feature")}.`), { field: what });
    const raw = slopes.map((row, j) => row.map((v) => v / (scales[j] ?? 1)));
    const shift = range(m).map((k) => (offset[k] ?? offset[0] ?? 0) - raw.reduce((sum, row, j) => sum + row[k] * (means[j] ?? 0), 0));
    const intercept = place >= 0 ? [values[0].map((v, k) => v * (form.intercept_sign ?? 1) + shift[k])] : [];
    const same = !means.some(Boolean) && !scales.some((s) => s !== 1);
    return { features: names, values: [...intercept, ...raw], errors: same ? errors : null, hasIntercept: place >= 0 };
  }

  /* The model as { K, classes, features, at, T, errors }: T has a column for each class but the one at `at`. */
  function toModel(table, form, { classes: typed, features, picked, ...units }) {
    const { classes, at, columns, open } = named(table, form, typed, picked), plain = arranged(table, form, features, units), sign = form.sign ?? 1;
    const pick = (rows, factor) => rows && rows.map((row) => columns.map((k) => factor * row[k]));
    const model = { K: classes.length, classes, features: plain.features, at, open, T: pick(plain.values, sign), errors: pick(plain.errors, 1), hasIntercept: plain.hasIntercept };
    if (form.link !== "sigmoids") return model;
    if (model.K > 2) throw new Problem("With a sigmoid for each of three classes or more these are regressions of one class against the rest, not a multinomial logit.");
    return { ...model, at: 0, T: model.T.map((row) => [row[1]]), errors: model.errors?.map((row) => [row[1]]) ?? null };
  }

  /* The table of a form: { columns, values, M }, M the weights of the given sets in each. */
  function tableOf(model, at) {
    const M = product(lift(model.K, model.at), contrast(model.K, at));
    return { columns: without(model.classes, at), values: product(model.T, M), M };
  }

  /* Standard errors: of a set that is one of those given, up to its sign; of any with a covariance, which has a row for each feature and set. */
  function errorsOf(model, M, covariance) {
    const p = model.features.length, m = M.length;
    const all = range(M[0].length).map((j) => {
      const weights = M.map((row) => row[j]), only = weights.filter(Boolean).length === 1 ? weights.findIndex(Boolean) : -1;
      if (covariance) return range(p).map((f) => Math.sqrt(range(m).reduce((sum, k) => sum + range(m).reduce((part, l) => part + weights[k] * weights[l] * covariance(f, k, l), 0), 0)));
      return only >= 0 && Math.abs(weights[only]) === 1 && model.errors ? model.errors.map((row) => row[only]) : null;
    });
    return all.some(Boolean) ? all : null;
  }

  return { ANY, range, transposed, without, classCount, suits, formFor, oriented, toModel, tableOf, errorsOf };
})();
