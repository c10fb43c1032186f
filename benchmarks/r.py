"""R's contenders: a process of `r_contenders.R` that holds the data of one row and fits when asked, so that it can take its turns."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from scipy import sparse

from benchmarks.clock import OutOfTime
from benchmarks.grid import Row
from benchmarks.tolerances import Measure
from softlogit.special import Array

SCRIPT = Path(__file__).with_name("r_contenders.R")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
NAMES = {"glm": "R glm", "multinom": "R multinom", "glmnet": "R glmnet", "vglm": "R vglm"}
PACKAGES = {"multinom": "nnet", "glmnet": "glmnet", "vglm": "VGAM"}
# R's tools copy X more than once, and VGAM's design matrix has n (K − 1) × p (K − 1) numbers; more than this many are more than they can
# be asked to hold.
NUMBERS, VGLM_NUMBERS = 5e7, 1e7
ENDED = ""


def is_installed() -> bool:
    return shutil.which("Rscript") is not None


def applies(tool: str, row: Row) -> bool:
    """Whether R's tool can fit this row."""
    if row.kind != "dense" or row.n * row.p > NUMBERS:
        return tool == "glmnet" and row.kind == "sparse"
    return {"glm": row.K == 2, "vglm": row.n * row.p * (row.K - 1) ** 2 <= VGLM_NUMBERS}.get(tool, True)


def pass_on(lines: Iterable[str], to: queue.SimpleQueue[str]) -> None:
    for line in lines:
        to.put(line)
    to.put(ENDED)


class R:
    """The process, with one thread or R's own default. It ends with the `with` block; after a fit that is late, it is replaced."""

    def __init__(self, X: Any, y: Array, one_thread: bool = True) -> None:
        self.shape, self.environment = X.shape, os.environ | (ONE_THREAD if one_thread else {})
        self.temporary = tempfile.TemporaryDirectory(prefix="benchmark-")
        self.folder = Path(self.temporary.name)
        if sparse.issparse(X):
            X = sparse.csc_array(X)
            X.indices.astype(np.int32).tofile(self.folder / "rows")
            X.indptr.astype(np.int32).tofile(self.folder / "starts")
        (X.data if sparse.issparse(X) else X.T).tofile(self.folder / "X")
        y.astype(np.int32).tofile(self.folder / "y")
        self.start()

    def start(self) -> None:
        n, p = map(str, self.shape)
        self.process = subprocess.Popen(
            ["Rscript", "--vanilla", SCRIPT, self.folder, n, p],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self.environment,
            text=True,
            bufsize=1,
        )
        self.requests, self.replies = cast(IO[str], self.process.stdin), cast(IO[str], self.process.stdout)
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.reader = threading.Thread(target=pass_on, args=(self.replies, self.lines), daemon=True)
        self.reader.start()
        self.versions = dict(word.split("=") for word in self.answer(limit=120).split())

    def __enter__(self) -> R:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.temporary.cleanup()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.requests.close()
        self.replies.close()

    def answer(self, limit: float) -> str:
        """The next line that is meant for us, or OutOfTime."""
        try:
            while (line := self.lines.get(timeout=limit)) != ENDED:
                if line.startswith("= "):
                    return line[2:].strip()
        except queue.Empty:
            raise OutOfTime from None
        raise RuntimeError("R ended")

    def measure(self, tool: str) -> Measure:
        """A contender in that process."""

        def measure(tolerance: float, times: int, limit: float) -> tuple[float, Array]:
            if self.process.poll() is not None:  # it died of the fit before
                self.stop()
                self.start()
            self.requests.write(f"{tool} {tolerance} {times} {limit}\n")
            try:
                # R looks at its own clock only now and then.
                word, _, rest = self.answer(limit + 5).partition(" ")
            except OutOfTime:
                self.stop()
                self.start()
                raise
            if word == "error":
                raise OutOfTime if "time limit" in rest else ArithmeticError(rest)
            return float(rest), np.fromfile(self.folder / "B").reshape(-1, self.shape[1]).T

        return measure


def versions() -> dict[str, str]:
    """R's own version and those of the packages whose tools take part; nothing where R is not installed."""
    if not is_installed():
        return {}
    with R(np.ones((2, 1)), np.array([0, 1])) as process:
        return {"R": process.versions["glm"]} | {
            package: process.versions[tool] for tool, package in PACKAGES.items() if tool in process.versions
        }
