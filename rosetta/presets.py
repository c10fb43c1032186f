"""What the converter on the page knows of the tools: the forms of their numbers, the marks of their printouts, and two printouts to try."""

from __future__ import annotations

from typing import Any

from rosetta.records import Record, families, records, results

# What a form says that matters to whoever reads or writes it.
FIELDS = ("columns", "reference", "link", "sign", "axes", "intercept", "intercept_sign", "intercept_called", "layout", "parts")
KINDS = ("two", "pair", "three")
EXAMPLES = {"admissions": ("glm", "two"), "programs": ("statsmodels-mnlogit", "three")}


def forms(record: Record) -> list[dict[str, Any]]:
    """Each form in which the tool shows two classes, two in the shape of K, or three, once."""
    found = []
    for case in record["cases"]:
        kind = case["name"].split("-")[0]
        form = {"kind": kind} | {name: case["form"][name] for name in FIELDS if name in case["form"]}
        if kind in KINDS and form not in found:
            found.append(form)
    return found


def presets() -> dict[str, Any]:
    """For the page, as JSON: the tools, family by family, and the examples with the names of their classes."""
    known = sorted(records("tools").values(), key=lambda record: (families().index(record["family"]), record["name"].lower()))
    tools = [{"key": r["key"], "name": r["name"], "family": r["family"], "marks": r.get("marks", []), "forms": forms(r)} for r in known]
    return {"tools": tools, "examples": {name: example(*place) for name, place in EXAMPLES.items()}}


def example(key: str, name: str) -> dict[str, str]:
    """What a tool printed, and the names of its classes."""
    (case,) = (case for case in records("tools")[key]["cases"] if case["name"] == name)
    printed = results()["tools"][key]["cases"][name]["printed"]
    return {"table": "\n".join(printed), "classes": ", ".join(map(str, case["classes"]))}
