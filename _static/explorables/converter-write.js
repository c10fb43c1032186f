/* Coefficients as a tool would print them, by the layout that its record says. */
const coefficientWriter = (() => {
  const { range, transposed } = coefficientForms;
  /* Ten digits: what is behind them, arithmetic may have left there. */
  const shown = (v) => String(Number(v.toPrecision(10)) + 0);
  const longest = (words) => Math.max(...words.map((word) => word.length));

  /* Numbers to stand below each other, point below point. */
  function aligned(values) {
    const words = values.map(shown), points = words.map((word) => word.match(/^-?\d+/)[0].length);
    const before = Math.max(...points), padded = words.map((word, i) => " ".repeat(before - points[i]) + word);
    return padded.map((word) => word.padEnd(longest(padded)));
  }

  /* Names, then numbers, in lines no longer than R's. */
  function vectorText(names, values) {
    const words = values.map(shown), width = longest([...names, ...words]) + 1, each = Math.max(1, Math.floor(72 / width));
    const line = (items, start) => items.slice(start, start + each).map((word) => word.padStart(width)).join("");
    return names.flatMap((_, i) => (i % each ? [] : [line(names, i), line(words, i)]));
  }

  /* Columns of words; the labels are flush left. */
  function columnsText(labels, columns) {
    const text = [...labels.map((words) => [words, "padEnd"]), ...columns.map((words) => [words, "padStart"])];
    const padded = text.map(([words, pad]) => words.map((word) => word[pad](longest(words))));
    return padded[0].map((_, i) => padded.map((words) => words[i]).join("  ").trimEnd());
  }

  const gridText = (labels, names, values) =>
    columnsText([["", ...labels]], names.map((name, j) => [name, ...aligned(values.map((row) => row[j]))]));

  const listName = (name) => (/^[A-Za-z.][\w.]*$/.test(name) ? `$${name}` : `$\`${name}\``);
  const list = (numbers) => `[${numbers.map(shown).join(", ")}]`;
  const matrix = (rows) => `[${rows.map(list).join(",\n ")}]`;
  const indented = (name, text) => `${name} = ${text.replaceAll("\n", `\n${" ".repeat(name.length + 3)}`)}`;
  const dictionary = (pairs) => `{${pairs.map(([name, text]) => `'${name}': ${text}`).join(", ")}}`;

  const WRITERS = {
    vector: ({ features, columns, values }) =>
      columns.length === 1 ? vectorText(features, values.flat()) : vectorText(features.flatMap((name) => columns.map((_, j) => `${name}:${j + 1}`)), values.flat()),
    column: ({ features, columns, values }) => gridText(features, columns.length === 1 ? [""] : columns, values),
    columns: ({ features, columns, values }) => gridText(features, columns, values),
    rows: ({ features, columns, values }) => gridText(columns, features, transposed(values)),
    blocks: ({ features, columns, values, inR }) =>
      columns.flatMap((name, j) => [...(inR ? [listName(name), "s0"] : [name]), ...gridText(features, [""], values.map((row) => [row[j]])).slice(1), ""]),
    long: ({ features, columns, values, classFirst }) => {
      const places = range(features.length * columns.length).map((i) => (classFirst ? [i % features.length, Math.floor(i / features.length)] : [Math.floor(i / columns.length), i % columns.length]));
      const labels = [["Parameter", ...places.map(([f]) => features[f])], ["Class", ...places.map(([, c]) => columns[c])]];
      return columnsText(classFirst ? labels.reverse() : labels, [["Estimate", ...aligned(places.map(([f, c]) => values[f][c]))]]);
    },
    arrays: ({ values, intercepts, byClass, parts }) => [
      indented(parts?.[0] ?? "coefficients", matrix(byClass ? transposed(values) : values)),
      ...(intercepts ? [indented(parts?.[1] ?? "intercepts", list(intercepts))] : []),
    ],
    dictionary: ({ features, columns, values }) => {
      const one = (j) => dictionary(features.map((name, f) => [name, shown(values[f][j])]));
      return [columns.length === 1 ? one(0) : dictionary(columns.map((name, j) => [name, `\n ${one(j)}`]))];
    },
  };

  /* The model's values for the columns, as the form has them: its sign, its name and place for the intercept. */
  function write({ features, columns, values, hasIntercept }, form, inR) {
    const signed = values.map((row, f) => row.map((v) => v * (form.sign ?? 1) * (hasIntercept && f === 0 ? form.intercept_sign ?? 1 : 1)));
    const named = features.map((name, f) => (hasIntercept && f === 0 ? form.intercept_called ?? name : name)), rest = hasIntercept ? 1 : 0;
    const last = form.intercept === "last" && hasIntercept, turn = (rows) => (last ? [...rows.slice(1), rows[0]] : rows);
    const table = { columns, inR, byClass: form.axes === "class feature", classFirst: form.axes === "class feature", parts: form.parts };
    const apart = form.intercept === "apart" && form.layout === "arrays";
    const body = apart
      ? { ...table, features: named.slice(rest), values: signed.slice(rest), intercepts: rest ? signed[0] : columns.map(() => 0) }
      : { ...table, features: turn(named), values: turn(signed) };
    return (WRITERS[form.layout] ?? WRITERS.columns)(body).join("\n").trimEnd();
  }

  /* Standard errors, where they are known: a column of numbers, or null, for each set. */
  function writeErrors(features, columns, errors) {
    const known = range(columns.length).filter((j) => errors[j]);
    return ["Standard errors:", ...gridText(features, known.map((j) => columns[j]), features.map((_, f) => known.map((j) => errors[j][f])))].join("\n");
  }

  return { write, writeErrors };
})();
