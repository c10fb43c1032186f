"""Run the tools and hold them against the library and their records: `make rosetta`, or `python -m rosetta.run NAME …` for some.

Every script prints, after what a reader is to see of a case, lines such as `==> two coef -4.949 0.00269 0.7547`: the name of the case, the
name of the numbers, the numbers themselves, flat or as nested lists. What stands before such lines belongs to their case.
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rosetta.check import faults, measured
from rosetta.environments import Missing, install, output
from rosetta.records import MARK, RESULTS, Record, records, results


def numbers(words: str) -> Any:
    """A list, nested or flat."""
    try:
        return json.loads(words) if words.startswith("[") else [float(word) for word in words.split()]
    except ValueError as fault:
        raise Missing(f"these are not numbers: {words}") from fault


def parse(printed: str) -> dict[str, Any]:
    """What a script printed: the version, and for each case the text for readers and the numbers."""
    result: dict[str, Any] = {"version": "", "cases": {}}
    text: list[str] = []
    for line in printed.splitlines():
        if not line.startswith(MARK):
            text.append(line.rstrip())
            continue
        case, name, rest = f"{line.removeprefix(MARK).strip()}  ".split(" ", 2)
        if case == "version":
            result["version"] = f"{name} {rest}".strip()
            continue
        entry = result["cases"].setdefault(case, {"printed": [], "numbers": {}})
        entry["printed"] += "\n".join(text).strip("\n").splitlines()
        entry["numbers"][name] = numbers(rest.strip())
        text = []
    return result


def run(record: Record) -> dict[str, Any]:
    """The output of one script, with what was measured."""
    result = parse(output(record))
    for case in record.get("cases", []):
        entry = result["cases"].get(case["name"], {"numbers": {}})
        entry.update(measured(case, entry["numbers"]))
    return {"version": result["version"], "date": datetime.now(UTC).date().isoformat(), "cases": result["cases"]}


def keep(record: Record, result: dict[str, Any]) -> None:
    """Write it down, in the place of what the run before gave."""
    kept = results()
    kept[record["kind"] + "s"][record["key"]] = result
    kept["system"] = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def summary(result: dict[str, Any]) -> str:
    """How far each case is from the library, or from its minimum."""
    parts = []
    for name, case in result["cases"].items():
        if "score" in case:
            parts.append(f"{name}: score {case['score']['stated']:.0e}, other {case['score']['other']:.0e}")
        elif "error" in case:
            parts.append(f"{name}: {case['error']:.0e}")
        elif "refused" in case:
            parts.append(f"{name}: no logit")
    return "; ".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", help="tools or traps, by the names of their files; all if none is named")
    parser.add_argument("--install", action="store_true", help="first install what the registries offer")
    parser.add_argument("--check", action="store_true", help="leave results.json as it is")
    parser.add_argument("--environment", action="append", help="only what runs in this environment")
    wanted = parser.parse_args(arguments)
    chosen = [
        record
        for kind in ("tools", "traps")
        for record in records(kind).values()
        if (not wanted.names or record["key"] in wanted.names)
        and (not wanted.environment or record.get("environment", {}).get("name") in wanted.environment)
    ]
    if wanted.install:
        install(record for record in chosen if "environment" in record)
    wrong = 0
    for record in chosen:
        key = record["key"]
        if "quoted" in record:
            print(f"{key}: quoted, {record['quoted']['source']}", flush=True)
            continue
        try:
            result = run(record)
        except Missing as reason:
            print(f"{key}: DID NOT RUN: {reason}", flush=True)
            continue
        found = list(faults(record, result["cases"]))
        wrong += bool(found)
        print(f"{key} {result['version']}: {summary(result)}", *(f"\n    WRONG: {fault}" for fault in found), sep="", flush=True)
        if not found and not wanted.check:
            keep(record, result)
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
