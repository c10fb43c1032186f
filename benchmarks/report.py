"""What is written down: results.json, which the book's page on large data reads, and the same as tables to look at, results.md.

The JSON has four entries. `about` is the setting. `rows`, `fits` and `growth` are lists of flat records, each good for a DataFrame: one for
each data set, one for each contender on a data set, and one for each of n, p and K.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from benchmarks.tolerances import REACHED

# What the summary shows beside the fastest peer.
OTHERS = ("scipy", "statsmodels with covariance")


def line(fit: dict[str, Any]) -> str:
    """One contender on one row, to be read while the rest runs."""
    seconds = f"{1e3 * fit['seconds']:10.2f} ms" if fit["seconds"] else ""
    tolerance = f"{fit['tolerance']:.0e}" if fit["tolerance"] else ""
    gap, error = (number(fit[key], ".1e") for key in ("loglik_gap", "coefficient_error"))
    return f"{fit['row']:20}{fit['contender']:28}{seconds:13}  {spread(fit):26}{tolerance:7}{gap:>9}{error:>9}  {status(fit)}"


def status(fit: dict[str, Any]) -> str:
    """How it went; "search cut short" says that there was no time for all tolerances."""
    return f"{fit['status']}{'' if fit['whole_ladder'] else ' (search cut short)'}"


def spread(fit: dict[str, Any]) -> str:
    """The ratio to the baseline, with quartiles."""
    return "" if fit["ratio"] is None else "{:.3g} × ({:.3g} to {:.3g})".format(fit["ratio"], *fit["ratio_quartiles"])


def write(results: dict[str, Any], path: Path | None) -> None:
    """The results as JSON, and as Markdown beside it."""
    if path:
        path.write_text(json.dumps(finite(results), indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
        path.with_suffix(".md").write_text(markdown(results), encoding="utf-8")


def finite(value: Any) -> Any:
    """The same with None for what JSON has no number for."""
    if isinstance(value, dict):
        return {key: finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def markdown(results: dict[str, Any]) -> str:
    """The table, and what has to be known to read it."""
    parts = [
        "# The benchmark's results",
        setting(results["about"]),
        reading(results["about"]["target"], sorted({row["patience_seconds"] for row in results["rows"]})),
        table(
            ["row", "n", "p", "K", "softlogit", "fastest peer", "its ratio", *OTHERS, "floor", "share of it", "memory above data"],
            rows(results),
        ),
        "## Every fit",
        table(["row", "contender", "baseline", "time", "ratio", "tolerance", "gap", "error", "status"], map(cells, results["fits"])),
    ]
    if results["growth"]:
        parts += ["## Growth", table(["with", "sizes (n, p, K)", "times", "exponent"], map(growth_cells, results["growth"]))]
    return "\n\n".join(parts) + "\n"


def setting(about: dict[str, Any]) -> str:
    """When and where."""
    machine = about["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items() if number)
    caches = ", ".join(f"{name} {size}" for name, size in machine["caches"].items())
    return (
        f"Made by `python -m benchmarks.run` on {about['when'][:10]}; do not edit. {machine['processor']}, {machine['cores']} cores, "
        f"caches {caches}, {machine['memory_bytes'] / 2**30:.0f} GiB, {machine['system']}; threads: {about['threads']}. {versions}. "
        f"BLAS of the Python tools: {', '.join(about['blas'])}."
    )


def reading(target: dict[str, float], patience: list[float]) -> str:
    """How the tables are to be read."""
    return (
        "Times are medians. A ratio is a tool's time over its baseline's in the same round: the median, and the quartiles over the rounds. "
        "Every tool has the loosest tolerance with which it reaches the target, a relative log-likelihood gap below "
        f"{target['loglik_gap']:g} and a coefficient error below {target['coefficient_error']:g}; one that misses it has no time, "
        "and gap and error say how near it came. The search for a tolerance may take "
        f"{' or '.join(f'{seconds:g}' for seconds in patience)} s, by the size of the data, and one fit half of it. "
        "The floor is what two passes over X take at the speed of memory or of multiplication, whichever is slower."
    )


def rows(results: dict[str, Any]) -> list[list[str]]:
    """The summary: a line for each data set."""
    return [summary(row, [fit for fit in results["fits"] if fit["row"] == row["row"]]) for row in results["rows"]]


def summary(row: dict[str, Any], fits: list[dict[str, Any]]) -> list[str]:
    ours = next((fit for fit in fits if fit["contender"] == "softlogit"), None)
    peers = [fit for fit in fits if fit["packaged"] and fit["baseline"] == "softlogit" and fit["ratio"]]
    fastest = min(peers, key=lambda fit: fit["ratio"], default=None)
    others = [next((spread(fit) or status(fit) for fit in fits if fit["contender"] == name), "") for name in OTHERS]
    own = "" if ours is None else time_of(ours) if ours["status"] == REACHED else f"{time_of(ours)}, {ours['status']}"
    return [
        *(str(row[key]) for key in ("row", "n", "p", "K")),
        own,
        fastest["contender"] if fastest else "none reaches the target",
        spread(fastest) if fastest else "",
        *others,
        milliseconds(row["floor_seconds"]),
        number(row["fraction_of_floor"], ".2g"),
        number(row["memory_above_data"], ".2f"),
    ]


def cells(fit: dict[str, Any]) -> list[str]:
    accuracy = [number(fit[key], ".1e") for key in ("loglik_gap", "coefficient_error")]
    return [
        fit["row"],
        fit["contender"],
        fit["baseline"],
        time_of(fit),
        spread(fit),
        number(fit["tolerance"], ".0e"),
        *accuracy,
        status(fit),
    ]


def growth_cells(series: dict[str, Any]) -> list[str]:
    sizes, times = "; ".join(str(tuple(size)) for size in series["sizes"]), "; ".join(map(milliseconds, series["seconds"]))
    return [series["along"], sizes, times, f"{series['exponent']:.2f}"]


def time_of(fit: dict[str, Any]) -> str:
    return milliseconds(fit["seconds"]) if fit["seconds"] else ""


def milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:.3g} ms"


def number(value: float | None, form: str) -> str:
    return "" if value is None or not math.isfinite(value) else format(value, form)


def table(head: list[str], body: Any) -> str:
    """Markdown; a bar inside a cell would end it."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)
