/* Tables of coefficients as text: read as a reader pastes them, headings, standard errors, stars and all.

   read(text) gives { features, sets, values, errors, base, order, left }: the names of the rows; those of the sets of numbers, one set for
   each class or for each but one; the numbers, a row a feature; their standard errors; the class that the text says is left out; all
   classes, if it lists them; and what was not used, in words. Names are null where the text has none. Arrays, whose rows may be either,
   come as coefficientArrays reads them. */
const coefficientText = (() => {
  const { Problem } = coefficientArrays;
  const INTERCEPTS = ["(Intercept)", "const", "Intercept", "_cons", "Constant", "_intercept", "intercept", "constant"];
  const isIntercept = (name) => INTERCEPTS.includes(name);
  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  // Words ----------------------------------------------------------------------------------------------------------------------
  const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
  const NUMBER_LIKE = /^(<?[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?[a-z]?|\.|[-+]?(nan|na|inf|infinity))$/i; // "<2e-16", SPSS's "0b", an empty "."
  const STARS = /^([*†+]+|\.)$/;
  const HEADS = new RegExp(
    [
      String.raw`\bstd\.?[\s_]?err(or|\.)?|\bstandard error|\bse\(coef\)|\bexp\(\w+\)|\best\.error|\bcoef\.(est|se)|\bmad_sd|\bnaive se|\btime-series se`,
      String.raw`\bs\.e\.?|\bse\b|\bsd\b|\b[zt][ -]val(ue)?|\bp[ .-]value|\bpr ?\(> ?\|[zt]\|\)|\bpr ?> ?\S+|\bp ?> ?\|[zt]\||\bwald( z)?`,
      String.raw`\bchi-square|\bsig\.?|\bdf\b|\bestimates?|\bcoefficients?|\bcoef\.?|\bvalues?|\bstatistic|\bconf\.\w+|\blower\b|\bupper\b|\bq[\d.]+|\bslope`,
      String.raw`\bmean\b|\bmedian\b|\berror\b|\bb\b|\bz\b|\bt\b|\bp\b`,
    ].join("|"),
    "gi",
  );
  const ESTIMATE = /^(estimates?|coefficients?|coef\.?|values?|b|mean|median|coef\.est)$/i;
  const ERROR = /^(std|standard|se\b|s\.e|sd$|mad_sd|est\.error|coef\.se|error)/i;
  const bare = (word) => word.trim().replace(/^(["'`])(.*)\1$/, "$2");

  /* Without the marks that knitr puts before each line of output. */
  const unmarked = (text) => (text.split("\n").every((line) => !line.trim() || /^\s*##/.test(line)) ? text.replace(/^\s*## ?/gm, "") : text);

  /* Plain minus signs, spaces and ends of lines; no prompts, no counting by R, no brackets of intervals. */
  const clean = (text) =>
    unmarked(text)
      .replaceAll("\u2212", "-").replace(/[\u00a0\u2007\u202f]/g, " ").replace(/\r\n?/g, "\n").replace(/^\s*>+( .*)?$/gm, "")
      .replace(/^[^\S\n]*(\[\d+,?\](?=[^\S\n]+\S)|(\[,\d+\][^\S\n]*)+$)/gm, "")
      .replace(/(?<=P>\|[zt]\|\s+)\[0?\.\d+\s+0?\.\d+\]|\[9\d% conf\. interval\]/gi, "lower upper")
      .replace(/<\s+(?=[\d.])/g, "<").replace(/(\de[-+]) (?=\d)/g, "$1").replace(/[│┃]/g, "|");

  function number(word, where) {
    if (NUMBER.test(word)) return Number(word);
    if (/^[-+]?\d*,\d+$/.test(word)) throw new Problem(`${where} has “${word}”: write decimals with a point, ${word.replace(",", ".")}.`);
    if (/^[-+]?(nan|na|inf|infinity)$/i.test(word)) throw new Problem(`${where} has ${word}: coefficients must be finite numbers.`);
    throw new Problem(`${where} has “${word}” where a number should be.`);
  }

  // Lines ----------------------------------------------------------------------------------------------------------------------
  const COMMA = /,(?=(?:[^"]*"[^"]*")*[^"]*$)(?![^([]*[)\]])/; // neither in quotes nor in brackets

  /* The mark between cells, if most lines with numbers have one, or the line of headings; otherwise null, and cells are words. */
  function separator(lines) {
    const heads = lines.filter(namesBoth), asked = heads.length ? heads : lines.filter((line) => /\d/.test(line));
    return [/\t/, /;/, COMMA].find((mark) => asked.filter((line) => mark.test(line)).length > asked.length / 2) ?? null;
  }

  /* The cells of a line. */
  function cells(line, where, mark) {
    if (!mark) return (line.match(/"[^"]*"|`[^`]*`|\S+/g) ?? []).map(bare);
    const parts = line.split(mark).map(bare);
    const glued = parts.find((part) => /\s[-+]?\d*\.\d+$/.test(part));
    if (glued) throw new Problem(`${where} has “${glued}” in one cell: put the same mark between all cells.`);
    const comma = (mark === COMMA ? line.trim().split(/\s+/) : parts).find((word) => /^[-+]?\d*,\d+$/.test(word));
    return comma ? number(comma, where) : parts;
  }

  /* A line: { where, text, cells, label, numbers, rule, blank, bar }; numbers are the last words that look like some. */
  function asLine(raw, i, mark) {
    const where = `Line ${i + 1}`, rule = /^[\s|+=_─━═-]*[-=_─━═]{3,}[\s|+=_─━═-]*$/.test(raw), bar = /^\s*\|\s*$/.test(raw);
    const text = raw.replace(/\bP ?> ?\|([zt])\|/gi, "p-value").replace(/Pr ?\(> ?\|[zt]\|\)/gi, "p-value").replaceAll("|", " "), words = rule ? [] : cells(text, where, mark);
    while (words.length && STARS.test(words.at(-1)) && words.some((word) => NUMBER.test(word)) && !mark) words.pop();
    const split = words.findLastIndex((word) => !NUMBER_LIKE.test(word) && word !== "") + 1;
    return { where, text, cells: words, tabbed: mark !== null, label: words.slice(0, split), numbers: words.slice(split), rule, blank: !raw.trim(), bar };
  }

  const asLines = (text) => {
    const raw = text.split("\n"), mark = separator(raw);
    return raw.map((line, i) => asLine(line, i, mark));
  };

  const hasNumbers = (line) => !/^\s*[\w.]+ = \w+\s*$/.test(line.text) && line.numbers.some((word) => NUMBER.test(word) || /^0[a-z]$/.test(word));

  /* Whether a line has the words for estimates and for standard errors. */
  const namesBoth = (raw) => {
    const heads = [...raw.matchAll(HEADS)].map((match) => match[0].trim());
    return heads.some((head) => ESTIMATE.test(head)) && heads.some((head) => ERROR.test(head));
  };

  /* The headings of a summary: which number is the estimate, which its standard error; null for any other line. */
  function summaryHead(line) {
    const heads = line.tabbed ? line.cells : [...line.text.matchAll(HEADS)].map((match) => match[0].trim());
    const estimate = heads.findIndex((head) => ESTIMATE.test(head.trim())), error = heads.findIndex((head, j) => j > estimate && ERROR.test(head.trim()));
    const bare = error < 0 && line.cells.slice(0, 2).some((word) => /^(parameter|term)$/i.test(word));
    if (estimate < 0 || (error < 0 && !bare) || line.cells.some((word) => NUMBER.test(word) && word.includes("."))) return null;
    const before = line.tabbed ? "" : line.text.slice(0, line.text.search(HEADS)).trim();
    return { estimate, error, count: heads.length, names: heads, title: before, tabbed: line.tabbed };
  }

  // Summaries: a line a coefficient, with its standard error ---------------------------------------------------------------------
  function summary(lines) {
    const triples = [], context = { block: null, factor: "", base: null, order: [], last: "" };
    let head = null, gap = false, afterRule = false, used = new Set(), rules = lines.some((line) => line.rule);
    for (const line of lines) {
      const found = summaryHead(line);
      if (found) {
        head = found;
        [gap, context.factor] = [false, ""];
        if (/=/.test(head.title)) context.block = head.title.replace(/^.*=\s*/, "");
        used.add(line);
      } else if (!head || line.rule || line.blank || line.bar) {
        gap ||= line.blank && triples.length > 0;
        if (line.bar || line.blank) context.factor = "";
      } else if (!hasNumbers(line)) {
        if (/\s(<\w+>\s*)+$/.test(` ${line.text} `) || /^[\w\s]*(bound|interval)/i.test(line.text.trim())) continue; // types of a tibble; a second line of headings
        if (gap && !heading(line, rules, afterRule)) break;
        if (beginBlock(line, context, rules, afterRule)) gap = false;
        used.add(line);
      } else if (gap || !fits(line, head)) {
        if (triples.length) break;
      } else {
        triples.push(coefficient(line, head, context));
        used.add(line);
      }
      afterRule = line.rule;
    }
    return { rows: triples, head, context, unused: lines.filter((line) => !line.blank && !line.rule && !line.bar && !used.has(line)).length };
  }

  const heading = (line, rules, afterRule) => afterRule || /=/.test(line.text) || (!rules && line.cells.filter(Boolean).length === 1);
  const fits = (line, head) => (head.tabbed ? NUMBER_LIKE.test(line.cells[head.estimate] ?? "") : line.numbers.length > head.error);

  /* A line without numbers: the name of a class, or in Stata also that of a factor, whose levels follow. */
  function beginBlock(line, context, rules, afterRule) {
    const words = line.cells.filter(Boolean).join(" "), isBase = words.endsWith("(base outcome)");
    if (heading(line, rules, afterRule) || isBase) {
      const name = words.replace(/ *\(base outcome\)$/, "").replace(/^.*=\s*/, "");
      context.order.push(name);
      [context.block, context.factor] = [isBase ? null : name, ""];
      if (isBase) context.base = name;
      return true;
    }
    context.factor = words;
    return false;
  }

  /* How many words a line has before its numbers; a class may be called 1. */
  function labelWidth(line, head) {
    let width = line.label.length;
    while (line.cells.length - width > head.count && /^\d+$/.test(line.cells[width])) width++;
    return width;
  }

  function coefficient(line, head, context) {
    const width = head.tabbed ? head.estimate : labelWidth(line, head);
    const label = line.cells.slice(0, width).join("\0").replace(/^Step\0\d+[a-z]?\0/, "").split("\0"), rest = head.tabbed ? line.cells.slice(head.estimate) : line.cells.slice(width);
    const [estimate, error] = head.tabbed ? [rest[0], rest[head.error - head.estimate]] : [rest[head.estimate], rest[head.error]];
    const zero = /^0\(?[a-z]\)?$/.test(estimate); // SPSS's level that the others are compared with
    const numbers = { value: zero ? 0 : number(estimate, line.where), error: NUMBER.test(error ?? "") ? Number(error) : null };
    return { ...numbers, zero, where: line.where, label: context.factor ? [`${context.factor} ${label.join(" ")}`] : label, block: context.block };
  }

  /* Feature and class of each line, from its words and from the heading above it. */
  function placed(rows, head, tibble) {
    const labels = rows.map(({ label }) => (tibble ? label.slice(1) : label).filter((word, j) => word || (j === 0 && label.length > 1)));
    const blocks = rows.every((row) => row.block !== null);
    if (blocks) return rows.map((row, i) => ({ ...row, feature: labels[i].filter(Boolean).join(" "), set: row.block }));
    const wide = labels.some((words) => words.length > 1 && words.some(isIntercept));
    if (!wide) return rows.map((row, i) => ({ ...row, feature: labels[i].filter(Boolean).join(" ") || "(Intercept)", set: "" }));
    const classFirst = labels.some((words) => words.length > 1 && isIntercept(words.at(-1)));
    let set = "";
    return rows.map((row, i) => {
      const words = labels[i];
      if (classFirst) {
        set = (words.length > 1 && words.slice(0, -1).filter(Boolean).join(" ")) || set;
        return { ...row, feature: words.at(-1), set };
      }
      if (words.length < 2) throw new Problem(`${row.where} should have a feature and a class.`);
      return { ...row, feature: words.slice(0, -1).join(" "), set: words.at(-1) };
    });
  }

  // Grids: rows and columns of numbers -----------------------------------------------------------------------------------------------
  const TITLE = /sparse Matrix|^Call:|Coefficients|^dtype|^Name:|^\s*Class\s*$|^@|^#|ridge parameter/;
  const END = /^\s*(Std\. Errors|Residual|Degrees|Log-likelihood|Signif|Null|Names of|\(Dispersion|Number of|Odds Ratios|AIC)/;

  /* The lines of the table: after the last title, up to the next heading. */
  function body(lines) {
    const title = lines.findLastIndex(({ text }) => /Coefficients:|Coefficients\.\.\./.test(text));
    const kept = lines.slice(Math.max(title, 0)).filter((line) => !line.rule && !line.blank && !TITLE.test(line.text));
    const end = kept.findIndex(({ text }, i) => i && END.test(text));
    return kept.slice(0, end < 0 ? kept.length : end);
  }

  /* Numbers of a line; in a sparse matrix a point is a zero. */
  const values = (line, sparse) => line.numbers.map((word) => (sparse && word === "." ? 0 : number(word, line.where)));

  function assemble(triples) {
    const distinct = (key) => [...new Set(triples.map((triple) => triple[key]))], features = distinct("feature"), sets = distinct("set");
    const at = (feature, set) => {
      const found = triples.filter((triple) => triple.feature === feature && triple.set === set), what = `${feature}${set ? ` of ${set}` : ""}`;
      if (found.length > 1) throw new Problem(`${found[1].where} has ${what} for the second time.`);
      if (!found.length) throw new Problem(`There is no number for ${what}.`);
      return found[0];
    };
    const grid = features.map((feature) => sets.map((set) => at(feature, set)));
    const errors = grid.map((row) => row.map(({ error }) => error ?? null));
    return { features, sets: sets.length > 1 || sets[0] ? sets : null, values: grid.map((row) => row.map(({ value }) => value)), errors: errors.flat().includes(null) ? null : errors };
  }

  /* A line of names above a line of as many numbers, again and again; null for anything else. */
  function vector(lines) {
    const triples = [];
    for (let i = 0; i < lines.length; i += 2) {
      const [above, below] = [lines[i], lines[i + 1]];
      if (hasNumbers(above) || !below || below.label.length || above.cells.length !== below.numbers.length) return null;
      const numbers = values(below);
      above.cells.forEach((feature, j) => triples.push({ feature, set: "", value: numbers[j], where: below.where }));
    }
    return triples.length ? assemble(triples) : null;
  }

  /* Below each heading a line a feature: R's list, "$academic", with the name of the penalty below it. */
  function list(lines) {
    if (!lines.some((line) => line.text.startsWith("$"))) return null;
    const triples = [];
    let set = null, fresh = false;
    for (const line of lines) {
      if (line.text.startsWith("$")) [set, fresh] = [line.text.slice(1).replaceAll("`", "").trim(), true];
      else if (fresh) {
        if (!/^\s*s?\d+\s*$/.test(line.text)) throw new Problem(`${line.where} should be the name that glmnet gives the column, such as s0.`);
        fresh = false;
      } else {
        const numbers = values(line, true);
        if (numbers.length !== 1) throw new Problem(`${line.where} has ${plural(numbers.length, "number")}; below a heading there is one for each feature.`);
        triples.push({ feature: line.label.join(" ") || "(Intercept)", set, value: numbers[0], where: line.where });
      }
    }
    return assemble(triples);
  }

  /* Rows of numbers below a line of names or none; R goes on below with the names that found no room. */
  function grid(lines, sparse) {
    const parts = [];
    lines.forEach((line, i) => {
      const names = !hasNumbers(line) || (i === 0 && numbersColumns(lines));
      if (names) parts.push({ names: line.cells, rows: [] });
      else if (parts.length) parts.at(-1).rows.push(line);
      else parts.push({ names: [], rows: [line] });
    });
    const [first, ...others] = parts.filter((part) => part.rows.length).map((part) => rectangle(part, sparse));
    for (const part of others) if (String(part.labels) !== String(first.labels)) throw new Problem(`The rows from ${part.where} on are not those above.`);
    const all = [first, ...others], twice = first.labels?.find((label, i, labels) => labels.indexOf(label) < i);
    if (twice !== undefined) throw new Problem(`There are two rows called “${twice}”.`);
    return { labels: first.labels, names: all.every((part) => part.names) ? all.flatMap((part) => part.names) : null, values: first.values.map((_, i) => all.flatMap((part) => part.values[i])) };
  }

  /* Whether the first line numbers the columns, as pandas does: only the lines below it have labels. */
  const numbersColumns = ([first, ...others]) =>
    others.length > 0 && (!first.label.join("") || /^(Variable|Feature|Parameter|term|names?)$/i.test(first.label.join(" "))) && others.every((line) => line.label.join("") && hasNumbers(line));

  function rectangle({ names, rows }, sparse) {
    const header = names.filter(Boolean), where = rows[0].where.toLowerCase();
    const labelled = rows.some((row) => row.label.join(""));
    const numbered = !labelled && header.length > 0 && rows.every((row) => row.numbers.length === header.length + 1); // labels are numbers
    const labels = labelled ? rows.map((row) => row.label.join(" ").trim()) : numbered ? rows.map((row) => row.numbers[0]) : null;
    const table = rows.map((row) => values(numbered ? { ...row, numbers: row.numbers.slice(1) } : row, sparse)), width = table[0].length;
    table.forEach((row, i) => {
      if (row.length !== width) throw new Problem(`${rows[i].where} has ${plural(row.length, "number")}, and ${where} has ${width}.`);
    });
    if (labels && header.length === width + 1) header.shift();
    if (header.length && header.length !== width) throw new Problem(`${rows[0].where} has ${plural(width, "number")} below ${plural(header.length, "name")}.`);
    return { where, names: header.length ? header : null, labels, values: table };
  }

  const transposed = (rows) => rows[0].map((_, j) => rows.map((row) => row[j]));

  /* A grid as a table: its features are where the intercept is, or along a single row or column; `across` decides the rest. */
  function turned({ labels, names, values: rows }, across) {
    const inNames = names?.some(isIntercept), inLabels = labels?.some(isIntercept);
    const columnsAreFeatures = inNames || (!inLabels && (rows.length === 1 && rows[0].length > 1 ? true : rows[0].length === 1 ? false : across));
    if (columnsAreFeatures === undefined)
      throw new Problem("Neither a row nor a column is called (Intercept), so the text does not tell which of them are the classes: choose a tool.");
    if (columnsAreFeatures) return { features: names, sets: labels, values: transposed(rows) };
    const sets = names?.length > 1 || (names && NUMBER.test(names[0])) ? names : null; // over a single column, "s0" or "coef" is no class
    if (labels && !labels[0]) labels[0] = "(Intercept)"; // glmnet may leave its name out
    return { features: labels, sets, values: rows };
  }

  // Names that hold a feature and a class ----------------------------------------------------------------------------------------------
  const LACED = [/^(?<feature>.+):(?<set>\d+)$/, /^(?<feature>.+)\.(?<set>[A-Za-z]\w*)$/, /^mu(?<set>[^_]+)_(?<feature>.+)$/, /^(?<feature>\S+) (?<set>\S+)$/, /^(?<feature>.+?)(\.(?<set>\d+))?$/];

  /* "write:2" is feature write in set 2; so where all names are so made, and each set has an intercept. */
  function unlaced(table) {
    if (table.sets?.length > 1 || !table.features) return table;
    for (const pattern of LACED) {
      const parts = table.features.map((name) => name.match(pattern)?.groups);
      if (!parts.every(Boolean) || new Set(parts.map((part) => part.set)).size < 2) continue;
      const triples = parts.map((part, i) => ({ feature: part.feature, set: part.set ?? "0", value: table.values[i][0], error: table.errors?.[i][0] }));
      const sets = new Set(triples.map((triple) => triple.set)), hasOne = (set) => triples.some((triple) => triple.set === set && isIntercept(triple.feature));
      if ([...sets].every(hasOne) && triples.length % sets.size === 0) return { ...table, ...assemble(triples) };
    }
    return table;
  }

  // All of it ----------------------------------------------------------------------------------------------------------------------
  const ORDINAL = /\bordered logit|proportional odds|\bcut1\b|y>=|^theta =\s*($|[-\d])|cumulative/im;
  const RATIOS = /\b(odds ratio|rrr|dy\/dx)\s+(std|robust|delta)/i;
  const OF_FIRST = /\['\w+\[(.+?)\]', '\w+\[(.+?)\]'\]/; // statsmodels, of a response in words: it describes the first
  const ARRAY = /(^|[\s=(,:>])[[{]+\s*([-+.]?\d|['"\]]|array|tensor|np\.)/;

  function read(pasted, across) {
    const text = clean(pasted);
    if (!text.trim()) throw new Problem("Paste or type the coefficients that a tool shows.");
    const ordinal = text.match(ORDINAL);
    if (ordinal) throw new Problem(`“${ordinal[0].trim()}” belongs to an ordinal model: cut points and one slope are no multinomial logit, and have no contrasts of one.`);
    const ratios = text.match(RATIOS);
    if (ratios) throw new Problem(`“${ratios[1]}” heads these numbers, which are no coefficients. Ask for coefficients, or take the logarithms of odds ratios.`);
    if (ARRAY.test(text) && !text.split("\n").some(namesBoth)) return coefficientArrays.read(text);
    const lines = asLines(text), heads = lines.filter(summaryHead);
    if (!lines.some(hasNumbers)) throw new Problem("There is no number in this text.");
    const base = text.match(/reference category is:?\s*(.+?)\.?\s*$/im)?.[1] ?? null, words = text.match(OF_FIRST);
    if (heads.length && words) return { ...fromSummary(lines, words[2], false), order: words.slice(1) };
    if (heads.length) return fromSummary(lines, base, /tibble|<dbl>/.test(text));
    const sparse = /sparse Matrix/.test(text), kept = body(lines), table = list(kept) ?? vector(kept) ?? turned(grid(kept, sparse), across);
    return { errors: errorsBelow(lines, table), ...logRatios(unlaced(table)), base: logRatios(table).base ?? base, order: null, left: [] };
  }

  function fromSummary(lines, base, tibble) {
    const { rows, head, context, unused } = summary(lines);
    const kept = placed(rows, head, tibble).filter((row) => !row.zero), zeros = rows.length - kept.length;
    if (!kept.length) throw new Problem("Below the headings there is no line of numbers.");
    const table = unlaced(assemble(kept)), others = head.names.filter((_, j) => j > head.estimate && j !== head.error);
    const left = [
      unused && plural(unused, "line"),
      others.length && `the columns ${others.map((name) => name.trim()).join(", ")}`,
      zeros && `${plural(zeros, "zero")} of reference levels`,
    ].filter(Boolean);
    return { ...table, base: context.base ?? base, order: context.base ? [...new Set(context.order)] : null, left };
  }

  /* The standard errors that multinom prints in a table of their own. */
  function errorsBelow(lines, table) {
    const start = lines.findIndex(({ text }) => /Std\. Errors/.test(text));
    if (start < 0) return null;
    const errors = turned(grid(body(lines.slice(start + 1))), undefined);
    return String(errors.features) === String(table.features) && String(errors.sets) === String(table.sets) ? errors.values : null;
  }

  /* "log(mu[,2]/mu[,1])" is class 2 against class 1. */
  function logRatios(table) {
    const parts = table.sets?.map((name) => name.match(/^log\(mu\[,(\d+)\]\/mu\[,(\d+)\]\)$/));
    return parts?.every(Boolean) ? { ...table, sets: parts.map((part) => part[1]), base: parts[0][2], numbered: true } : table;
  }

  /* A covariance: names and numbers, a row for each name. */
  function square(pasted) {
    const { labels, names, values: rows } = grid(body(asLines(clean(pasted))));
    if (!labels) throw new Problem("The rows of a covariance need their names, as vcov prints them.");
    if (rows.length !== rows[0].length || (names && String(names) !== String(labels))) throw new Problem("A covariance has the same names on its rows and columns.");
    return { labels, rows };
  }

  /* The numbers of a field, between commas, spaces or brackets. */
  function readVector(text) {
    const plain = clean(text).replace(/^[\s\w.]*=/, ""), words = plain.replace(/\b(array|tensor|np\.float\d+)\b|dtype=\S+|[[\](){}]/g, " ").split(/[\s,;]+/);
    return words.filter(Boolean).map((word) => number(word, "The text"));
  }

  return { Problem, INTERCEPTS, isIntercept, read, readVector, square, plural };
})();
