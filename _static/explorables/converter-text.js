/* Coefficient tables as text, for the converter: read from what a tool prints, and written as it prints them.

   A table is { features, columns, values }: the names of its rows and of its columns, or null where the text has none,
   and the numbers, a row a feature. How a tool lays one out:

     vector    names above numbers, as R prints them; "write:2" is write in column 2
     columns   a row a feature, a column a class
     rows      a row a class
     blocks    a heading for each class, below it a line for each feature
     long      a line for each feature and class
     arrays    a row a class, in brackets; the intercepts in an array of their own */
const coefficientText = (() => {
  /* What is wrong with a text, in words for its writer. */
  class Problem extends Error {}

  // Words and numbers --------------------------------------------------------
  const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
  const NOT_FINITE = /^[-+]?(nan|na|inf|infinity)$/i;
  const DECIMAL_COMMA = /^[-+]?\d*,\d+$/;
  const COMMA = /,(?=(?:[^"]*"[^"]*")*[^"]*$)(?![^([]*[)\]])/; // neither in quotes nor in brackets
  const bare = (word) => word.trim().replace(/^(["'`])(.*)\1$/, "$2");
  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  function number(word, where) {
    if (NUMBER.test(word)) return Number(word);
    if (NOT_FINITE.test(word)) throw new Problem(`${where} has ${word}: coefficients must be finite numbers.`);
    throw new Problem(`${where} has “${word}” where a number should be.`);
  }

  /* The cells of a line: between tabs, semicolons or commas, or else its words. */
  function cells(line, where) {
    const words = line.split(/[\s;|]+/).filter(Boolean);
    const comma = words.length > 1 && words.find((word) => DECIMAL_COMMA.test(word));
    if (comma) throw new Problem(`${where} has “${comma}”: write decimals with a point, ${comma.replace(",", ".")}.`);
    const mark = [/\t/, /;/, COMMA].find((separator) => line.split(separator).length > 1);
    if (!mark) return (line.replaceAll("|", " ").match(/"[^"]*"|`[^`]*`|\S+/g) ?? []).map(bare);
    const parts = line.split(mark).map(bare);
    const glued = parts.find((part) => /\s[-+]?\d*\.\d+$/.test(part));
    if (glued) throw new Problem(`${where} has “${glued}” in one cell: put the same mark between all cells.`);
    return parts;
  }

  // Lines ----------------------------------------------------------------------
  const ESTIMATE = /^(estimate|values?|coef\.?|coefficients?|b)$/i;
  const ERROR = /^(std|standard|error|s\.?e\.?$)/i;
  const SKIPPED = /^[-=+_\s|:,;]*$|^\s*>+(\s|$)|sparse Matrix|^Call:|Coefficients:|^dtype|^Name:/; // rules, prompts, titles
  const END = /^\s*(Std\. Errors|Residual|Degrees|Log-likelihood|Signif|Null|Names of|\(Dispersion|Number of)/;

  /* Where the heading of a summary has its word for "estimate", before "standard error"; −1 in other lines. */
  const estimateAt = (words) => words.findIndex((word, j) => ESTIMATE.test(word) && ERROR.test(words[j + 1] ?? ""));

  /* The lines with coefficients and their headings, with their numbers in the text. */
  function body(text) {
    const all = text.split("\n").map((line, i) => ({ line, where: `Line ${i + 1}` }));
    const title = all.findLastIndex(({ line }) => line.includes("Coefficients:"));
    const heading = all.findIndex(({ line }) => estimateAt(line.split(/[\s|;,"]+/)) >= 0);
    const kept = all.slice(Math.max(title, heading, 0)).filter(({ line }) => !SKIPPED.test(line));
    const end = kept.findIndex(({ line }, i) => i && END.test(line));
    return kept.slice(0, end < 0 ? kept.length : end);
  }

  /* How many words a line has before its numbers. `labels` is known where a heading tells how many there are. */
  function labelWidth(words, isNumber, labels, classFirst) {
    const first = words.findIndex((word, j) => isNumber(word) && (!classFirst || (words[j - 1] && !isNumber(words[j - 1]))));
    if (first < 0) return words.some(isNumber) ? 0 : words.length;
    return Math.max(first, labels);
  }

  /* Lines as { where, words, label, numbers }; a line of names has no numbers. Of a summary, only the estimates are kept. */
  function lines(text, { layout, sparse, classFirst }) {
    const isNumber = (word) => NUMBER.test(word) || NOT_FINITE.test(word) || (sparse && word === ".");
    let summary = null, labels = 0;
    return body(text).map(({ line, where }) => {
      const words = cells(line, where), estimate = estimateAt(words);
      if (estimate >= 0) {
        const before = words.slice(0, estimate), label = before.filter((word) => word !== "DF");
        summary = { skip: before.length - label.length };
        if (layout === "long" && !classFirst) labels = label.length; // the second may be a number that is a class
        return { where, words, label, numbers: [], heads: true };
      }
      const width = labelWidth(words, isNumber, labels, classFirst), rest = words.slice(width);
      if (layout === "long" && !classFirst && !rest.length) labels = words.length - 1;
      const kept = summary && rest.length ? rest.slice(summary.skip, summary.skip + 1) : rest;
      const numbers = kept.map((word) => (sparse && word === "." ? 0 : number(word, where)));
      return { where, words, label: words.slice(0, width).filter((word, j) => word || !j), numbers };
    });
  }

  // Readers --------------------------------------------------------------------
  /* A table from [feature, column, number] triples, in the order in which the names first come. */
  function assemble(triples) {
    const names = (j) => [...new Set(triples.map((triple) => triple[j]))];
    const features = names(0), columns = names(1);
    const values = features.map((feature) =>
      columns.map((column) => {
        const found = triples.filter(([f, c]) => f === feature && c === column);
        const what = `${feature}${column ? ` of ${column}` : ""}`;
        if (found.length !== 1) throw new Problem(`There ${found.length ? `are ${found.length} numbers` : "is no number"} for ${what}.`);
        return found[0][2];
      }),
    );
    return { features, columns, values };
  }

  /* A line of names above a line of as many numbers, again and again; null for anything else. */
  function vector(rows) {
    const pairs = [];
    for (let i = 0; i < rows.length; i += 2) {
      const [above, below] = [rows[i], rows[i + 1]];
      if (above.numbers.length || !below || below.label.length || above.label.length !== below.numbers.length) return null;
      above.label.forEach((name, j) => pairs.push([name, "", below.numbers[j]]));
    }
    return assemble(pairs);
  }

  /* "write:2" is feature write in column 2. */
  function unlaced(table) {
    const parts = table.features?.map((name) => name.match(/^(.*):(\d+)$/));
    if (table.values[0].length > 1 || !parts?.every(Boolean)) return table;
    return assemble(parts.map(([, feature, column], i) => [feature, column, table.values[i][0]]));
  }

  /* Below each heading a line for each feature; null without headings. Stata also names the class that has no block. */
  function blocks(rows) {
    const triples = [], order = [];
    let base = null, column = null;
    for (const { where, label, numbers, heads } of withoutPenaltyNames(rows)) {
      const words = label.filter(Boolean).join(" ");
      if (heads ? words.includes("=") : !numbers.length) {
        column = words.replace(/ *\(base outcome\)$/, "").replace(/^.*=|^\$/, "").replaceAll("`", "");
        if (words.endsWith("(base outcome)")) base = column;
        order.push(column);
      } else if (numbers.length > 1) {
        throw new Problem(`${where} has ${plural(numbers.length, "number")}; below a heading there is one for each feature.`);
      } else if (numbers.length) {
        if (column === null) return null;
        triples.push([words || "(Intercept)", column, numbers[0]]);
      }
    }
    return { ...assemble(triples), base, order: base === null ? null : order };
  }

  /* The lines without those, such as "s0", that glmnet puts below each heading. */
  function withoutPenaltyNames(rows) {
    return rows.filter((row, i) => {
      if (!rows[i - 1]?.words[0].startsWith("$")) return true;
      if (/^s?\d+$/.test(row.words.join(" "))) return false;
      throw new Problem(`${row.where} should be the name that glmnet gives the column, such as s0.`);
    });
  }

  /* A line for each feature and class, or class and feature, where the class may be left out if it is that of the line above;
     null for anything else. */
  function long(rows, classFirst) {
    const body = rows.filter((row) => row.numbers.length);
    if (!body.some((row) => row.label.filter(Boolean).length > 1)) return null;
    let column = "";
    return assemble(
      body.map(({ where, label, numbers }) => {
        const words = label.filter(Boolean), names = classFirst ? words.slice(0, -1) : words.slice(-1);
        if (numbers.length > 1 || !words.length) throw new Problem(`${where} should have a feature, a class and one number.`);
        column = names.join(" ") || column;
        return [classFirst ? words.at(-1) : words.slice(0, -1).join(" "), column, numbers[0]];
      }),
    );
  }

  /* Rows of numbers, with labels or without, below a line of names or none. R goes on below with the names that found no room. */
  function grid(rows) {
    const parts = [];
    for (const [i, row] of rows.entries()) {
      if (!row.numbers.length || (i === 0 && numbersColumns(rows))) parts.push({ names: row.heads ? [] : row.words, rows: [] });
      else if (parts.length) parts.at(-1).rows.push(row);
      else parts.push({ names: [], rows: [row] });
    }
    const [first, ...others] = parts.filter((part) => part.rows.length).map(rectangle);
    for (const part of others)
      if (String(part.labels) !== String(first.labels)) throw new Problem(`The rows from ${part.where} on are not those above.`);
    const all = [first, ...others];
    const twice = first.labels?.find((label, i, labels) => labels.indexOf(label) < i);
    if (twice !== undefined) throw new Problem(`There are two rows called “${twice}”.`);
    return {
      labels: first.labels,
      names: all.every((part) => part.names) ? all.flatMap((part) => part.names) : null,
      values: first.values.map((_, i) => all.flatMap((part) => part.values[i])),
    };
  }

  /* Whether the first line numbers the columns, as pandas does: only the lines below it have labels. */
  const numbersColumns = ([first, ...others]) =>
    others.length && !first.label.join("") && others.every((row) => row.label.join("") && row.numbers.length);

  /* The rows below one line of names, of which the first may be that of the corner. */
  function rectangle({ names, rows }) {
    const header = names.filter(Boolean), { where } = rows[0];
    const labelled = rows.some(({ label }) => label.length);
    const numbered = !labelled && header.length && rows.every(({ numbers }) => numbers.length === header.length + 1); // labels are numbers
    const labels = labelled ? rows.map(({ label }) => label.join(" ")) : numbered ? rows.map(({ words }) => words[0]) : null;
    const values = rows.map(({ numbers }) => (numbered ? numbers.slice(1) : numbers)), width = values[0].length;
    for (const [i, row] of values.entries())
      if (row.length !== width)
        throw new Problem(`${rows[i].where} has ${plural(row.length, "number")}, and ${where.toLowerCase()} has ${width}.`);
    if (labelled && header.length === width + 1) header.shift();
    if (header.length && header.length !== width)
      throw new Problem(`${where} has ${plural(width, "number")} below ${plural(header.length, "name")}.`);
    return { where: where.toLowerCase(), names: header.length ? header : null, labels, values };
  }

  /* Arrays as Python and Spark print them: each innermost bracket is a row, though it may run over several lines. */
  function array(text) {
    const rows = [...text.matchAll(/\[([^[\]]*)\]/g)].map(([, inside], i) => {
      const words = inside.split(/[\s,;]+/).filter(Boolean);
      return { where: `Row ${i + 1}`, words, label: [], numbers: words.map((word) => number(word, `Row ${i + 1}`)) };
    });
    if (!rows.some((row) => row.numbers.length)) throw new Problem("There is no number between the brackets.");
    return rectangle({ names: [], rows });
  }

  const ARRAY = /^[\w\s.=:(]*(?<![\w.])\[/;
  const R_INDEX = /^[^\S\n]*(\[\d+,?\](?=[^\S\n]+\S)|(\[,\d+\][^\S\n]*)+$)/gm; // [1] or [1,] before numbers, [,1] above them

  /* A text with plain minus signs, spaces and ends of lines, and without R's counting. */
  const clean = (text) =>
    text.replaceAll("\u2212", "-").replace(/[\u00a0\u2007\u202f]/g, " ").replace(/\r\n?/g, "\n").replace(R_INDEX, "");

  const transposed = (values) => values[0].map((_, j) => values.map((row) => row[j]));

  /* The table of lines that name features and classes one by one; null for a rectangle. */
  function listing(rows, { layout, classFirst }) {
    const inBlocks = layout === "blocks" || rows.some((row) => row.heads && row.label.join().includes("=")); // statsmodels: "prog=general"
    if (inBlocks) return blocks(rows);
    if (layout === "long") return long(rows, classFirst);
    return ["vector", "rows"].includes(layout) ? vector(rows) : null;
  }

  /* The table in a text of a tool. Of the tool matter its layout, whether it writes zeros as points (`sparse`), and whether
     a line names the class before the feature (`classFirst`). */
  function read(text, tool) {
    const plain = clean(text), { layout, sparse } = tool;
    if (!plain.trim()) throw new Problem("Paste or type the coefficients that the tool shows.");
    const isArray = layout === "arrays" ? plain.includes("[") : ARRAY.test(plain);
    const rows = isArray ? [] : lines(plain, tool);
    if (!isArray && !rows.some((row) => row.numbers.length)) throw new Problem("There is no number in this text.");
    const listed = isArray ? null : listing(rows, tool);
    if (listed) return unlaced(listed);
    const { labels, names, values } = isArray ? array(plain) : grid(rows);
    const summary = rows.some((row) => row.heads); // it has a row a feature, whatever the tool
    const across = !summary && (["rows", "arrays"].includes(layout) || (layout === "vector" && values.length === 1));
    if (across) return { features: names, columns: labels, values: transposed(values) };
    if (labels && sparse) labels[0] ||= "(Intercept)"; // glmnet may leave its name out
    return unlaced({ features: labels, columns: names?.length > 1 ? names : null, values }); // over one column, "s0" or "coef" is no class
  }

  /* The numbers of a vector, such as intercepts. */
  function readVector(text) {
    const plain = clean(text), inside = [...plain.matchAll(/\[([^[\]]*)\]/g)].map(([, part]) => part);
    const words = (inside.length ? inside.join(" ") : plain.replace(/^[\s\w.]*[=:]/, "")).split(/[\s,;]+/).filter(Boolean);
    return words.map((word) => number(word, "The text"));
  }

  /* Two arrays pasted together, each after its name, taken apart; the second is empty where there is one only. */
  function parted(text, names) {
    const [first, second] = names.map((name) => text.search(new RegExp(`\\b${name}(?![a-zA-Z])`)));
    if (second < 0) return [text, ""];
    return second > first ? [text.slice(0, second), text.slice(second)] : [text.slice(first), text.slice(second, first)];
  }

  // Writers --------------------------------------------------------------------
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

  /* Columns of words, with names above them or none; the first of them are labels, and flush left. */
  function columnsText(labels, columns) {
    const text = [...labels.map((words) => [words, "padEnd"]), ...columns.map((words) => [words, "padStart"])];
    const padded = text.map(([words, pad]) => words.map((word) => word[pad](longest(words))));
    return padded[0].map((_, i) => padded.map((words) => words[i]).join("  ").trimEnd());
  }

  const gridText = (labels, names, values) =>
    columnsText([["", ...labels]], names.map((name, j) => [name, ...aligned(values.map((row) => row[j]))]));

  const WRITERS = {
    vector: ({ features, columns, values }) => {
      const names = columns.length === 1 ? features : features.flatMap((name) => columns.map((_, j) => `${name}:${j + 1}`));
      return vectorText(names, values.flat());
    },
    columns: ({ features, columns, values }, { names = () => columns }) => gridText(features, names(columns.length), values),
    rows: ({ features, columns, values }) =>
      columns.length === 1 ? vectorText(features, values.flat()) : gridText(columns, features, transposed(values)),
    blocks: ({ features, columns, values, classes }, { heading }) =>
      classes.flatMap((name) => {
        const j = columns.indexOf(name), [title, ...below] = heading(name, j < 0);
        if (j < 0) return title ? [title, ""] : [];
        return [title, ...below, ...gridText(features, [""], values.map((row) => [row[j]])).slice(1), ""];
      }),
    long: ({ features, columns, values }, { classFirst, titles }) => {
      const F = features.map((_, f) => f), C = columns.map((_, c) => c);
      const places = classFirst ? C.flatMap((c) => F.map((f) => [f, c])) : F.flatMap((f) => C.map((c) => [f, c]));
      const names = [[titles[0], ...places.map(([f]) => features[f])], [titles[1], ...places.map(([, c]) => columns[c])]];
      const labels = classFirst ? names.reverse() : columns.length > 1 ? names : names.slice(0, 1);
      return columnsText(labels, [[titles[2], ...aligned(places.map(([f, c]) => values[f][c]))]]);
    },
    arrays: (table, tool) =>
      arrays(table, tool).map((text, i) => {
        const name = `${tool.apart[i]} = `;
        return name + text.replaceAll("\n", `\n${" ".repeat(name.length)}`);
      }),
  };

  /* The coefficients and the intercepts, each as an array in Python. */
  function arrays({ values, intercepts }, { flat }) {
    const list = (numbers) => `[${numbers.map(shown).join(", ")}]`, rows = transposed(values).map(list);
    return flat ? [rows[0], shown(intercepts[0])] : [`[${rows.join(",\n ")}]`, list(intercepts)];
  }

  /* A table as the tool prints it; `classes` are all, `columns` those that have numbers. */
  const write = (table, tool) => WRITERS[tool.layout](table, tool).join("\n").replace(/^\n/, "").trimEnd();

  return { Problem, read, readVector, parted, write, arrays, plural };
})();
