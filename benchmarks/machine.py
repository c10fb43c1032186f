"""When, where and with what the times were taken."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from threadpoolctl import threadpool_info

from benchmarks import r
from benchmarks.accuracy import COEFFICIENT_ERROR, LOGLIK_GAP

# What is timed: one thread, and as many as the tools take by themselves. The keys end the names of what is recorded.
THREADS = {"_one_thread": 1, "": None}
PACKAGES = ("softlogit", "numpy", "scipy", "scikit-learn", "statsmodels", "glum")


def about() -> dict[str, Any]:
    """When, on what machine, and with what versions."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES} | r.versions(),
        "blas": [
            f"{each['internal_api']} {each['version']} ({each['architecture']})" for each in threadpool_info() if "architecture" in each
        ],
        "load": os.getloadavg()[0],  # of other work, when it began
        "threads": max(each["num_threads"] for each in threadpool_info()),  # by default
        "target": {"loglik_gap": LOGLIK_GAP, "coefficient_error": COEFFICIENT_ERROR},
    }


def machine() -> dict[str, Any]:
    """The processor, its caches and the memory, as far as the system tells."""
    told = command("lscpu")
    facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    caches = {name: facts[key].strip() for name in ("L1d", "L2", "L3") if (key := f"{name} cache") in facts}
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": facts.get("Model name", platform.processor()).strip(),
        "cores": os.cpu_count(),
        "caches": caches,
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
    }


def command(*words: str) -> str:
    """What a command prints; nothing where there is none."""
    try:
        return subprocess.run(words, capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C"}).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
