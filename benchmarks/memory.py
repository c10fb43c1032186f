"""How much memory a fit takes above the data: the peak of the resident set of a process that does nothing else (VmHWM, Linux only)."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import softlogit as sl
from benchmarks.grid import synthetic
from softlogit.special import Array

PROC = Path("/proc/self")


def peak_above_data(X: Array, y: Array, ridge: float = 0.0) -> float | None:
    """The rise of the peak during `softlogit.fit`, as a share of the bytes of X with its zeros; None where the system does not tell."""
    if not (PROC / "clear_refs").exists():
        return None
    with tempfile.NamedTemporaryFile(prefix="benchmark-") as file:
        pickle.dump((X, y, ridge), file)
        file.flush()
        run = subprocess.run([sys.executable, "-m", "benchmarks.memory", file.name], capture_output=True, text=True, check=True)
    return int(run.stdout) / (8 * X.shape[0] * X.shape[1])


def resident(which: str) -> int:
    """Bytes of the resident set: VmRSS now, VmHWM the most so far."""
    fields = dict(line.split(":", 1) for line in (PROC / "status").read_text().splitlines())
    return 1024 * int(fields[which].removesuffix("kB"))


def rise_during_fit(file: Path) -> int:
    """In bytes. A small fit goes first, for what is loaded at the first call is not the data's doing."""
    X, y, ridge = pickle.loads(file.read_bytes())
    sl.fit(*synthetic(1000, 5, 2))
    before = resident("VmRSS")
    (PROC / "clear_refs").write_text("5")  # the peak is counted from here
    sl.fit(X, y, ridge=ridge)
    return resident("VmHWM") - before


if __name__ == "__main__":
    print(rise_during_fit(Path(sys.argv[1])))
