"""Blocks of rows side by side, on as many threads as BLAS would have used.

The products of a block are small. Split over threads they take longer, and several times as long
while other programs run; so BLAS has one thread meanwhile, and each thread a block of its own.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

from threadpoolctl import ThreadpoolController

# Fewer blocks than this are summed before another thread has woken.
FEW = 8


class _Blas:
    """The BLAS of the process, and how many are computing for whom it has one thread."""

    def __init__(self) -> None:
        self.libraries = ThreadpoolController().select(user_api="blas")
        self.lock, self.guests, self.threads = Lock(), 0, 1

    @contextmanager
    def on_one_thread(self) -> Iterator[int]:
        """Says how many threads it had before the first of them came."""
        with self.lock:
            if not self.guests:
                self.threads = max([1, *(lib["num_threads"] for lib in self.libraries.info())])
                self.limit = self.libraries.limit(limits=1)
            self.guests += 1
        try:
            yield self.threads
        finally:
            with self.lock:
                self.guests -= 1
                if not self.guests:
                    self.limit.restore_original_limits()


@cache
def _blas() -> _Blas:
    return _Blas()


@cache
def _pool(threads: int, process: int) -> ThreadPoolExecutor:
    """One for each process: a fork has none of its parent's threads."""
    return ThreadPoolExecutor(threads)


def on_one_thread() -> Any:
    """A context in which BLAS has one thread."""
    return _blas().on_one_thread()


def side_by_side(ask: Callable[[Any], Any], blocks: Sequence[Any]) -> Iterator[Any]:
    """What `ask` says of each block, in their order; not many more at a time than threads."""
    if len(blocks) < FEW:
        yield from map(ask, blocks)
        return
    with on_one_thread() as threads:
        each = _pool(threads, os.getpid()).map if threads > 1 else map
        for start in range(0, len(blocks), threads):
            yield from each(ask, blocks[start : start + threads])
