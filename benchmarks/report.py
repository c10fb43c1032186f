"""What is written down: results.json, which the book's page on large data reads, and the same as tables to look at, results.md.

The JSON has four entries. `about` is the setting. `rows`, `fits` and `growth` are lists of flat records, each good for a DataFrame: one for
each data set, one for each contender on a data set, and one for each of n, p and K. Keys that end in `_one_thread` are for one thread, the
same without it for the tools' own default.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from benchmarks.machine import THREADS
from benchmarks.tolerances import LEAST_PATIENCE, MOST_PATIENCE, PATIENCE, REACHED

Record = dict[str, Any]

SUMMARY = ["row", "n", "p", "K"]
SUMMARY += [f"{column}{threads}" for threads in (", one thread", "") for column in ("softlogit", "with covariance", "fastest peer")]
SUMMARY += ["floor", "share of it", "memory above data"]
FITS = ["row", "contender", "baseline", "one thread", "ratio", "default", "its ratio", "tolerance", "gap", "error", "status"]
GROWTH = ["with", "sizes (n, p, K)", "one thread", "exponent", "default", "its exponent"]


def write(results: Record, path: Path | None) -> None:
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


def markdown(results: Record) -> str:
    """The tables, and what has to be known to read them."""
    tables = table(SUMMARY, rows(results)), table(FITS, map(cells, results["fits"])), table(GROWTH, map(growth_cells, results["growth"]))
    texts = "# The benchmark's results\n\n" + setting(results["about"]) + "\n\n" + READING, "## Every fit", "## Growth"
    return "\n\n".join(part for pair in zip(texts, tables, strict=True) for part in pair) + "\n"


def setting(about: Record) -> str:
    """When and where."""
    machine = about["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items() if number)
    caches = ", ".join(f"{name} {size}" for name, size in machine["caches"].items())
    return (
        f"Made by `python -m benchmarks.run` on {about['when'][:10]}; do not edit. {machine['processor']}, {machine['cores']} cores, "
        f"caches {caches}, {machine['memory_bytes'] / 2**30:.0f} GiB, {machine['system']}; threads by default: {about['threads']}; "
        f"load when it began: {about['load']:.1f}. "
        f"{versions}. BLAS of the Python tools: {', '.join(about['blas'])}. The target is a relative log-likelihood gap below "
        f"{about['target']['loglik_gap']:g} and a coefficient error below {about['target']['coefficient_error']:g}; for separated classes, "
        "to say that there is no estimate."
    )


READING = (
    "Times are medians, with the number of threads that each tool takes by itself, and with one. A ratio is a tool's time over its "
    "baseline's in the same round: the median, and the quartiles over the rounds. Every tool has the loosest tolerance with which it "
    "reaches the target; one that misses it has no time, and gap and error say how near it came. The search for a tolerance may take "
    f"{PATIENCE} times as long as softlogit's fit, at least {LEAST_PATIENCE:g} and at most {MOST_PATIENCE:g} s. "
    "The floor is what two passes over X take at the speed of memory or of multiplication, whichever is slower, with one thread. "
    "Memory is a share of the bytes of X with its zeros."
)


def rows(results: Record) -> list[list[str]]:
    """The summary: a line for each data set."""
    return [summary(row, [fit for fit in results["fits"] if fit["row"] == row["row"]]) for row in results["rows"]]


def summary(row: Record, fits: list[Record]) -> list[str]:
    times = []
    for suffix in THREADS:
        for name in ("softlogit", "softlogit with covariance"):
            times += [f"{time_of(fit, suffix)}{missed(fit)}" for fit in fits if fit["contender"] == name] or [""]
        peers = [fit for fit in fits if fit["packaged"] and fit["baseline"] == "softlogit" and fit[f"ratio{suffix}"]]
        fastest = min(peers, key=lambda fit: fit[f"ratio{suffix}"], default=None)
        times.append(f"{fastest['contender']}, {spread(fastest, suffix)}" if fastest else "none reaches the target")
    measured = milliseconds(row["floor_seconds"]), number(row["fraction_of_floor"], ".2g"), number(row["memory_above_data"], ".2f")
    return [*(str(row[key]) for key in SUMMARY[:4]), *times, *measured]


def missed(fit: Record) -> str:
    return "" if fit["status"] == REACHED else f", {fit['status']}"


def cells(fit: Record) -> list[str]:
    """One contender on one row; "search cut short" says that there was no time for all tolerances."""
    times = [form(fit, suffix) for suffix in THREADS for form in (time_of, spread)]
    accuracy = number(fit["tolerance"], ".0e"), number(fit["loglik_gap"], ".1e"), number(fit["coefficient_error"], ".1e")
    status = f"{fit['status']}{'' if fit['whole_ladder'] else ' (search cut short)'}"
    return [fit["row"], fit["contender"], fit["baseline"], *times, *accuracy, status]


def growth_cells(series: Record) -> list[str]:
    found = [series["along"], "; ".join(str(tuple(size)) for size in series["sizes"])]
    for suffix in THREADS:
        found += ["; ".join(map(milliseconds, series[f"seconds{suffix}"])), f"{series[f'exponent{suffix}']:.2f}"]
    return found


def time_of(fit: Record, suffix: str) -> str:
    return milliseconds(fit[f"seconds{suffix}"]) if fit[f"seconds{suffix}"] else ""


def spread(fit: Record, suffix: str) -> str:
    """The ratio to the baseline, with quartiles."""
    ratio, quartiles = fit[f"ratio{suffix}"], fit[f"ratio_quartiles{suffix}"]
    return "" if ratio is None else "{:.3g} × ({:.3g} to {:.3g})".format(ratio, *quartiles)


def milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:.3g} ms"


def number(value: float | None, form: str) -> str:
    return "" if value is None or not math.isfinite(value) else format(value, form)


def table(head: list[str], body: Any) -> str:
    """Markdown; a bar inside a cell would end it."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)
