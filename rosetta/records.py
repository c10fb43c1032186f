"""The records, tools/*.toml and traps/*.toml, held to schema.json when they are read."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"
MARK = "==>"  # what a line for the machine begins with when it is printed, and contains where it is written
CLASSES = {"admissions": [0, 1], "hsbdemo": ["academic", "general", "vocation"]}
Record = dict[str, Any]


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})


def read(path: Path) -> Record:
    """One record; its key is the file's name, its script the file beside it."""
    record = tomllib.loads(path.read_text(encoding="utf-8"))
    kind = path.parent.name.removesuffix("s")
    for fault in validator(kind).iter_errors(record):
        raise ValueError(f"{path.parent.name}/{path.name}: {fault.json_path}: {fault.message}")
    for case in record.get("cases", []):
        case["form"] = record["form"] | case.get("form", {})
        case.setdefault("data", "hsbdemo" if case["name"].startswith("three") else "admissions")
        case.setdefault("classes", CLASSES[case["data"]])
    scripts = [file for file in path.parent.glob(f"{path.stem}.*") if file.suffix != ".toml"]
    return record | {"key": path.stem, "kind": kind, "script": scripts[0] if scripts else None}


def records(kind: str) -> dict[str, Record]:
    """All of "tools" or of "traps", by their keys."""
    return {path.stem: read(path) for path in sorted((FOLDER / kind).glob("*.toml"))}


def shown(record: Record) -> str:
    """The script as a reader is to see it: without the lines for the machine."""
    lines = record["script"].read_text(encoding="utf-8").splitlines()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if MARK not in line)).strip() + "\n"


def results() -> dict[str, Any]:
    """What the last run gave."""
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"tools": {}, "traps": {}}
    return found


def families() -> list[str]:
    """The groups of tools, in the order in which the page has them."""
    order: list[str] = validator("tool").schema["$defs"]["tool"]["properties"]["family"]["enum"]
    return order


def anchor(record: Record) -> str:
    """Where the page speaks of it."""
    return f"{record['kind']}-{record['key']}"


def synonyms() -> dict[str, list[str]]:
    """For the search: each name under which a reader may look for a tool or a trap, with the places on the page."""
    places: dict[str, list[str]] = {}
    for record in (*records("tools").values(), *records("traps").values()):
        for word in (record.get("name") or record["title"], *record["synonyms"]):
            places.setdefault(word.lower(), []).append(anchor(record))
    return places
