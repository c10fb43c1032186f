"""The tables of the page, as Markdown: from the records and from what the tools printed, by `page.md.jinja`.

Nothing here knows a program; what is said of one stands in its record.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rosetta.records import FOLDER, Record, anchor, families, records, results, shown

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


def write(part: str) -> str:
    """The part "tools", "penalties" or "traps"."""
    functions = (anchor, closeness, code, in_two_classes, penalty, power, shown, title_of, to_pivot, worded)
    environment = Environment(loader=FileSystemLoader(FOLDER), trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters |= {function.__name__: function for function in functions}
    tools = sorted(records("tools").values(), key=lambda record: record["name"].lower())
    known = {"families": families(), "tools": tools, "traps": records("traps").values(), "results": results()}
    return environment.get_template("page.md.jinja").render(part=part, class_order=CLASS_ORDER, gauges=GAUGES, **known)


def is_logit(case: Record) -> bool:
    """Whether the numbers are a logit's, be it penalised; those of discriminant analysis are not."""
    return "estimator" not in case or "objective" in case or "within" in case


def to_beta(form: Record) -> str:
    """What is done to the numbers of two classes to have β."""
    if form["link"] == "sigmoids":
        return "the second alone"
    if form["columns"] == "K":
        return "second minus first"
    sign = form.get("sign", 1) * (-1 if form.get("reference") == "last" else 1)
    return ("as shown" if sign > 0 else "minus what is shown") + (", minus the cut point" if form.get("intercept_sign") == -1 else "")


def in_two_classes(record: Record) -> str:
    """Every way in which the tool shows two classes."""
    cases = (case for kind in ("two", "pair") for case in record["cases"] if case["name"].split("-")[0] == kind)
    found = ", or ".join(dict.fromkeys(to_beta(case["form"]) for case in cases if is_logit(case)))
    return f"β: {found}" if found else ""


def to_pivot(record: Record) -> str:
    """What the numbers of three classes or more are measured from."""
    form = next((case["form"] for case in record["cases"] if case["name"].startswith("three")), None)
    if form is None:
        return ""
    if form["link"] != "softmax":
        return "no multinomial logit"
    return "a W: subtract a class" if form["columns"] == "K" else f"against the {form['reference']}"


def penalty(record: Record) -> str:
    return "no penalty" if record.get("penalty", {"default": "none"})["default"].startswith("none") else "penalised"


def closeness(record: Record, cases: dict[str, Any]) -> str:
    """How near the tool came to the library's estimate, at its best."""
    if "quoted" in record:
        return "quoted"
    errors = [cases[case["name"]]["error"] for case in record["cases"] if "within" in case]
    if errors:
        return power(min(errors))
    return "another estimate" if any(map(is_logit, record["cases"])) else "another model"


def power(error: float) -> str:
    """A small number as 3·10⁻⁶."""
    factor, exponent = f"{error:.0e}".split("e-")
    return f"{factor}·10⁻" + str(int(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def title_of(case: Record) -> str:
    kind, _, variant = case["name"].partition("-")
    return KINDS[kind] + (f", {variant}" if variant else "")


def code(text: str) -> str:
    return f"`` {text} ``"


def worded(text: str) -> str:
    """Code, or words if it is no code."""
    return code(text) if re.search(r"[=(_]|install", text) else text
