"""The directive `{rosetta} tools`, `penalties` or `traps`: tables written from the records in rosetta/ and from what the tools printed.

Each row unfolds to the script, its output and the conversion. Nothing here knows a program; what is said of one stands in its record.
"""

import re
import sys
from html import escape
from itertools import groupby
from pathlib import Path

from docutils import nodes
from explorable_numbers import NUMBERS
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

sys.path.append(str(Path(__file__).parent.parent))

from rosetta.presets import presets
from rosetta.records import FOLDER, anchor, families, records, results, shown, synonyms

CLASS_ORDER = {
    "sorted": "sorted by name",
    "levels": "in the order of the factor's levels",
    "codes": "in the order of their codes",
    "first seen": "as they first appear in the data",
    "frequency": "the most frequent first",
    "yours": "as you lay them out",
}
GAUGES = {
    "sum zero": "the one whose columns sum to zero",
    "last zero": "the one whose last column is zero",
    "first zero": "the one whose first column is zero",
    "median zero": "the one whose columns have median zero, feature by feature",
    "weighted sum zero": "the one whose columns sum to zero, weighted by the classes' shares",
    "start": "the one whose columns have the sum that they started with",
    "any": "no particular one: only differences mean something",
}
KINDS = {"two": "Two classes", "pair": "Two classes, in the form of K", "three": "Three classes"}


# In words -----------------------------------------------------------------------------------------------------------------------------


def first_case(record, *kinds):
    return next((case for kind in kinds for case in record["cases"] if case["name"].split("-")[0] == kind), None)


def is_logit(case):
    """Whether the numbers are a logit's, be it penalised; those of discriminant analysis are not."""
    return "estimator" not in case or "objective" in case or "within" in case


def to_beta(form):
    """What is done to the numbers of two classes to have β."""
    if form["link"] == "sigmoids":
        return "the second alone"
    if form["columns"] == "K":
        return "second minus first"
    sign = form.get("sign", 1) * (-1 if form.get("reference") == "last" else 1)
    return ("as shown" if sign > 0 else "minus what is shown") + (", minus the cut point" if form.get("intercept_sign") == -1 else "")


def to_pivot(form):
    """What the numbers of three classes or more are measured from."""
    if form["link"] != "softmax":
        return "no multinomial logit"
    if form["columns"] == "K":
        return "a W: subtract a class"
    return f"against the {form['reference']}"


def in_two_classes(record):
    """Every way in which the tool shows two classes."""
    cases = (case for kind in ("two", "pair") for case in record["cases"] if case["name"].split("-")[0] == kind)
    forms = (case["form"] for case in cases if is_logit(case))
    found = ", or ".join(dict.fromkeys(to_beta(form) for form in forms))
    return f"β: {found}" if found else ""


def penalty(record):
    return "no penalty" if record.get("penalty", {"default": "none"})["default"].startswith("none") else "penalised"


def closeness(record, cases):
    """How near the tool came to the library's estimate, at its best."""
    if "quoted" in record:
        return "quoted"
    errors = [cases[case["name"]]["error"] for case in record["cases"] if "within" in case]
    if errors:
        return power(min(errors))
    return "another estimate" if any(map(is_logit, record["cases"])) else "another model"


def power(error):
    """A small number as 3·10⁻⁶."""
    factor, exponent = f"{error:.0e}".split("e-")
    return f"{factor}·10⁻" + str(int(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def title_of(case):
    kind, _, variant = case["name"].partition("-")
    return KINDS[kind] + (f", {variant}" if variant else "")


# Pieces of a page ---------------------------------------------------------------------------------------------------------------------


def html(text):
    return nodes.raw("", text, format="html")


def block(text, what="What it printed"):
    """Text as it stands. Not as `<pre>`: the theme would measure each of two hundred, and give it a button."""
    return html(f'<div class="printed" tabindex="0" role="group" aria-label="{what}">{escape(text)}</div>')


def code(text):
    return nodes.literal(text, text)


def worded(text):
    """Code, or words if it is no code."""
    return code(text) if re.search(r"[=(_]|install", text) else text


def paragraph(*parts):
    return nodes.paragraph("", "", *(node for part in parts for node in (spans(part) if isinstance(part, str) else [part])))


def spans(text):
    """Words, and as code what stands between backticks."""
    return [code(part) if i % 2 else nodes.Text(part) for i, part in enumerate(text.split("`"))]


def fields(pairs):
    """A list of names and what belongs to each; what is empty is left out."""
    rows = nodes.field_list()
    for name, parts in pairs:
        if any(parts):  # an empty text is nothing to say
            rows += nodes.field("", nodes.field_name("", name), nodes.field_body("", paragraph(*parts)))
    return rows


def folded(target, summary, *body):
    """A row that unfolds. The name to link to is inside, so that a link opens it."""
    return [html(f'<details class="run"><summary>{summary}</summary><div class="run-body" id="{target}">'), *body, html("</div></details>")]


def cell(text):
    return f"<span>{escape(text)}</span>"


# Tables -------------------------------------------------------------------------------------------------------------------------------


def tools():
    """A row a tool, family by family."""
    known = sorted(records("tools").values(), key=lambda record: (families().index(record["family"]), record["name"].lower()))
    for family, members in groupby(known, lambda record: record["family"]):
        yield nodes.rubric(family, family)
        for record in members:
            yield from tool(record, results()["tools"].get(record["key"], {"version": "", "cases": {}}))


def tool(record, result):
    three = first_case(record, "three")
    summary = "".join(
        [
            f"<span><strong>{escape(record['name'])}</strong> {escape(result['version'])}</span>",
            cell(in_two_classes(record)),
            cell(to_pivot(three["form"]) if three else ""),
            cell(penalty(record)),
            cell(closeness(record, result["cases"])),
        ]
    )
    form, paid = record["form"], record.get("penalty", {})
    about = fields(
        [
            ("Shows", [form["shows"]]),
            ("Classes", [CLASS_ORDER[form["class_order"]]]),
            ("Which W", [GAUGES.get(form.get("gauge"), "")]),
            ("Another reference", [worded(record.get("other_reference", ""))]),
            ("Penalty", [paid.get("default", "")]),
            ("Without it", [worded(paid.get("off", ""))]),
            ("Note", [" ".join(record.get("traps", []))]),
            ("Source", [record.get("quoted", {}).get("source", "")]),
            ("Install", [worded(record["install"])]),
        ]
    )
    runs = [part for case in record["cases"] for part in one_run(case, result["cases"].get(case["name"]))]
    script = [paragraph("The whole script:"), block(shown(record), "Script")] if record["script"] else []
    return folded(anchor(record), summary, about, *runs, *script)


def one_run(case, run):
    """The call, what it printed, and what to do to that."""
    if run and not run["printed"]:
        return
    yield paragraph(f"{title_of(case)}: ", code(case["call"]))
    if run:
        yield block("\n".join(run["printed"]))
    conversion = ["To β or the table against the first class: ", code(case["conversion"]), ". "] if "conversion" in case else []
    found = [f"Within {power(run['error'])} of the library’s."] if run and "within" in case else []
    refused = [run["refused"]] if run and "refused" in run else []
    estimates = [f"What is estimated: {case['estimator']}."] if "estimator" in case else []
    if words := conversion + found + refused + estimates:
        yield paragraph(*words)


def penalties():
    """What is minimised under a penalty; the tools that are penalised if nothing is said come first."""
    known = [record for record in records("tools").values() if "penalty" in record]
    head = ["Tool", "Default", "Minimised", "Intercept", "Checked"]
    rows = sorted(known, key=lambda record: (penalty(record) == "no penalty", record["name"].lower()))
    yield table(head, [penalty_row(record) for record in rows])


def penalty_row(record):
    paid = record["penalty"]
    formula = nodes.math(paid["minimised"], paid["minimised"])
    checked = any("objective" in case for case in record["cases"])
    return [record["name"], paid["default"], formula, paid.get("intercept", ""), "yes" if checked else "–"]


def table(head, rows):
    group = nodes.tgroup(cols=len(head))
    for _ in head:
        group += nodes.colspec(colwidth=1)
    group += nodes.thead("", table_row(head))
    group += nodes.tbody("", *map(table_row, rows))
    return nodes.table("", group)


def table_row(parts):
    return nodes.row("", *(nodes.entry("", paragraph(part)) for part in parts))


def traps():
    names = {key: record["name"] for key, record in records("tools").items()}
    for record in records("traps").values():
        result = results()["traps"][record["key"]]
        printed = "\n".join(line for case in result["cases"].values() for line in case["printed"])
        bitten = paragraph("It concerns " + ", ".join(names[key] for key in record["tools"]) + ".")
        script = [paragraph("The script that shows it:"), block(shown(record), "Script"), paragraph("prints"), block(printed)]
        summary = f"<strong>{escape(record['title'])}</strong>"
        yield from folded(anchor(record), summary, paragraph(record["about"]), bitten, *script)


NUMBERS["converter"] = presets
TABLES = {"tools": tools, "penalties": penalties, "traps": traps}


class Rosetta(SphinxDirective):
    required_arguments = 1

    def run(self):
        for path in (*FOLDER.glob("t*/*"), *FOLDER.glob("*.json"), *FOLDER.glob("*.py")):
            self.env.note_dependency(str(path))
        return [*TABLES[self.arguments[0]]()]


class Names(SphinxPostTransform):
    """The search knows each tool and trap by all its names, as main entries of an index; the index itself is made before."""

    default_priority = 1

    def run(self, **kwargs):
        if self.env.docname.endswith("/rosetta-stone"):
            named = [(word, place) for word, places in synonyms().items() for place in places]
            self.document += addnodes.index(entries=[("single", word, place, "main", None) for word, place in named])


def setup(app):
    app.add_post_transform(Names)
    app.add_directive("rosetta", Rosetta)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
