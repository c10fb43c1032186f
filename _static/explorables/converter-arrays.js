/* Numbers in brackets and braces, as Python, Spark and JavaScript print them: lists, tuples, dictionaries, array(…), tensor(…).

   read(text) gives { rows, intercepts, classes } for arrays, where rows are as they stand and may be classes or features; or
   { features, sets, values } for dictionaries, which name both. */
const coefficientArrays = (() => {
  class Problem extends Error {}

  const TOKEN = /b?'[^'\n]*'|b?"[^"\n]*"|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])|[A-Za-z_][\w.:]*\w|[A-Za-z_]|[[\](){},:=]|\S/g;
  const SETTINGS = /^(dtype|requires_grad|device|size|shape|grad_fn|name|numFeatures|isTransposed)$/;
  const INTERCEPT = /intercept|bias|theta_/i;

  /* What stands in the text, one after another: { name, value, line }. Words are only names; brackets of calls and tuples are looked through. */
  function items(text) {
    const tokens = [...text.matchAll(TOKEN)].map((match) => ({ word: match[0], line: text.slice(0, match.index).split("\n").length }));
    let at = 0;
    const next = () => tokens[at]?.word;

    function sequence(end) {
      const found = [];
      let name = null;
      while (at < tokens.length && next() !== end) {
        const { word, line } = tokens[at++];
        if (/^[\])}]$/.test(word)) throw new Problem(`Line ${line} has a “${word}” that nothing opens.`);
        if (word === "[" || word === "{") {
          found.push({ name, line, value: { [word === "[" ? "list" : "entries"]: sequence(word === "[" ? "]" : "}") } });
          name = null;
        } else if (word === "(") {
          const inside = sequence(")"), [first, second] = inside;
          const pair = inside.length === 2 && typeof first.value === "string" && typeof second.value !== "string"; // ('weight', tensor(…))
          found.push(...(pair ? [{ ...second, name: first.value }] : inside.map((item) => ({ ...item, name: item.name ?? name }))));
          name = null;
        } else if (/^b?['"]/.test(word)) {
          const string = word.replace(/^b?['"]|['"]$/g, "");
          if (next() === ":") name = string;
          else found.push({ name, line, value: string });
        } else if (/^[-+.\d]/.test(word) && /\d/.test(word)) {
          if (next() !== ":") found.push({ name, line, value: Number(word) });
          name = next() === ":" ? word : null;
        } else if (/^[-+]?(nan|inf|infinity)$/i.test(word)) {
          throw new Problem(`Line ${line} has ${word}: coefficients must be finite numbers.`);
        } else if (/^[A-Za-z_]/.test(word)) {
          const called = next() === "(";
          if (SETTINGS.test(word) && next() === "=") skipValue();
          else if (!called && end === "]") throw new Problem(`Line ${line} has “${word}” where a number should be.`);
          else if (!called || !name) name = word;
        } else if (!/^[,:=;>]$/.test(word)) {
          throw new Problem(`Line ${line} has “${word}” where a number should be.`);
        }
      }
      if (end && at++ >= tokens.length) throw new Problem(`A bracket is not closed: “${end}” is missing at the end.`);
      return found;
    }

    function skipValue() {
      let depth = 0;
      for (at++; at < tokens.length; at++) {
        if (/[[({]/.test(next())) depth++;
        else if (/[\])}]/.test(next()) && depth-- === 0) return;
        else if (next() === "," && depth === 0) return;
      }
    }

    return sequence(null);
  }

  const LABELS = /^classlabels|^multi_class/, COEFFICIENTS = /coef|weight|kernel/;
  const isNamedArrays = ({ value }) => value.entries?.some((entry) => COEFFICIENTS.test(entry.name) && entry.value.list);
  const isNumbers = (value) => value.list?.length > 0 && value.list.every((item) => typeof item.value === "number");
  const isWords = (value) => value.list?.length > 1 && value.list.every((item) => typeof item.value === "string");
  const numbers = (value) => value.list.map((item) => item.value);

  /* A list of lists as a matrix; null for anything else. */
  function matrix({ value, line }) {
    if (!value.list?.length || !value.list.every((row) => isNumbers(row.value))) return null;
    const rows = value.list.map((row) => numbers(row.value));
    rows.forEach((row, i) => {
      if (row.length !== rows[0].length)
        throw new Problem(`The row in line ${value.list[i].line} has ${row.length} numbers, and that in line ${line} has ${rows[0].length}.`);
    });
    return rows;
  }

  /* A dictionary of numbers, of arrays, or of dictionaries, each with the intercept among its names or beside it. */
  function dictionary({ value: { entries } }, beside) {
    const nested = entries.every((entry) => entry.value.entries);
    const columns = nested ? entries.map((entry) => entry.value.entries) : [entries];
    const features = columns[0].map((entry) => entry.name);
    const values = features.map((feature) =>
      columns.flatMap((column) => {
        const found = column.find((entry) => entry.name === feature);
        if (!found) throw new Problem(`Line ${column[0].line} has no number for ${feature}.`);
        return isNumbers(found.value) ? numbers(found.value) : [found.value];
      }),
    );
    if (values.flat().some((v) => typeof v !== "number")) throw new Problem("A name in this dictionary has no number.");
    if (beside.length && beside.length !== values[0].length) throw new Problem("There are numbers beside the dictionary: leave the one of the coefficients, and the intercepts.");
    const sets = nested ? entries.map((entry) => entry.name.replace(/^coefs_class_/, "")) : null;
    const table = { braced: true, errors: null, base: null, order: null, left: [] };
    return beside.length ? { ...table, features: ["(Intercept)", ...features], sets, values: [beside, ...values] } : { ...table, features, sets, values };
  }

  function read(text) {
    const all = items(text).flatMap((item) => (item.value.list?.some((inner) => inner.value.list && inner.name) ? item.value.list : [item]));
    const found = all.flatMap((item) => (isNamedArrays(item) ? item.value.entries : [item])).filter((item) => typeof item.value !== "string");
    const classes = found.find((item) => isWords(item.value));
    const of = (kind) => found.filter((item) => kind(item.value) && !LABELS.test(item.name ?? ""));
    const scalars = of((value) => typeof value === "number"), vectors = of(isNumbers);
    const matrices = of((value) => value.list).map((item) => ({ ...item, rows: matrix(item) })).filter((item) => item.rows);
    const named = found.find((item) => item.value.entries);
    const beside = [...vectors.flatMap((item) => numbers(item.value)), ...scalars.map((item) => item.value)];
    if (named) return dictionary(named, beside);
    const { coefficients, intercepts } = roles(matrices, vectors, scalars);
    return { rows: coefficients, intercepts, classes: classes ? classes.value.list.map((item) => item.value) : null };
  }

  /* Which of the arrays are the coefficients, and which the intercepts: by their names, or by their shapes. */
  function roles(matrices, vectors, scalars) {
    const apart = [...vectors.map((item) => ({ ...item, numbers: numbers(item.value) })), ...scalars.map((item) => ({ ...item, numbers: [item.value] }))];
    const isIntercept = (item) => INTERCEPT.test(item.name ?? "");
    if (matrices.length > 2 || (matrices.length === 2 && !matrices.some(isIntercept)))
      throw new Problem(`There are ${matrices.length} matrices, in lines ${matrices.map((item) => item.line).join(" and ")}: leave one of coefficients.`);
    if (matrices.length) {
      const coefficients = matrices.find((item) => !isIntercept(item)), other = matrices.find(isIntercept);
      if (apart.length + Boolean(other) > 1 && !(vectors.length === 0 && !other))
        throw new Problem(`There are several lists beside the matrix, the second in line ${apart.at(-1).line}: leave the one of intercepts.`);
      return { coefficients: coefficients.rows, intercepts: other ? other.rows.flat() : apart.flatMap((item) => item.numbers) };
    }
    const byName = apart.find(isIntercept), rest = apart.filter((item) => item !== byName);
    if (byName && rest.length === 1) return { coefficients: [rest[0].numbers], intercepts: byName.numbers };
    const long = apart.filter((item) => item.numbers.length > 1), short = apart.filter((item) => item.numbers.length === 1);
    if (apart.length === 1) return { coefficients: [apart[0].numbers], intercepts: [] };
    if (long.length === 1 && short.length === 1) return { coefficients: [long[0].numbers], intercepts: short[0].numbers };
    if (apart.length === 0) throw new Problem("There is no number between the brackets.");
    throw new Problem(`Line ${apart[1].line} begins another list of numbers: which of the lists are the intercepts? Write “intercept =” before them.`);
  }

  return { Problem, read };
})();
