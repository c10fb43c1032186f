"""Blocks of rows side by side, on as many threads as BLAS would have used.

The products of a block are small. Split over threads they take longer, and several times as long
while other programs run; so BLAS has one thread meanwhile, and each thread a block of its own.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from threading import Lock
from typing import Any

# Fewer blocks than this are summed before another thread has woken, and so are those with less to
# multiply for each of their numbers: measured, sharing those out took half as long again.
# mutant: who sums them does not matter
FEW, WIDE = 8, 100


class _Blas:
    """The BLAS of the process, and for how many who compute it has one thread now."""

    def __init__(self) -> None:
        from scipy import linalg  # noqa: F401  (it comes with a BLAS of its own)
        from threadpoolctl import ThreadpoolController

        self.libraries = ThreadpoolController().select(user_api="blas").lib_controllers
        self.lock, self.guests = Lock(), 0

    @contextmanager
    def on_one_thread(self) -> Iterator[int]:
        with self.lock:
            if not self.guests:
                self.threads = [library.get_num_threads() for library in self.libraries]
                self._set([1] * len(self.threads))
            self.guests += 1
        try:
            yield min(self.threads, default=1)
        finally:
            with self.lock:
                self.guests -= 1
                if not self.guests:
                    self._set(self.threads)

    def _set(self, threads: list[int]) -> None:
        for library, number in zip(self.libraries, threads, strict=True):
            library.set_num_threads(number)


_blas = cache(_Blas)


@cache
def _pool(threads: int, process: int) -> ThreadPoolExecutor:
    """One for each process: a fork has none of its parent's threads."""
    return ThreadPoolExecutor(threads)


def on_one_thread() -> AbstractContextManager[int]:
    """A context in which BLAS has one thread; it says how many it had before."""
    return _blas().on_one_thread()


def side_by_side(ask: Callable[[Any], Any], blocks: Sequence[Any], width: int) -> Iterator[Any]:
    """What `ask` says of each block, in their order; not many more at a time than threads.

    `width` is how many products it takes of each number of a block.
    """
    if len(blocks) < FEW or width < WIDE:
        yield from map(ask, blocks)
        return
    with on_one_thread() as threads:
        each = _pool(threads, os.getpid()).map if threads > 1 else map
        for start in range(0, len(blocks), threads):
            yield from each(ask, blocks[start : start + threads])
