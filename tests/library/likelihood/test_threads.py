"""Blocks side by side: the same answer to the last bit on any number of threads, and BLAS as it was before."""

import threading
from multiprocessing import get_context

import numpy as np
import pytest
import scipy.linalg  # noqa: F401  (its BLAS is one of those limited)
from threadpoolctl import threadpool_info, threadpool_limits

import softlogit as sl
from softlogit.likelihood import threads as threads_of_rows
from softlogit.likelihood.threads import FEW, WIDE, on_one_thread, side_by_side

rng = np.random.default_rng(4)
X = np.column_stack([np.ones(30_000), rng.normal(size=(30_000, 9))])
Y = (X[:, :3] + rng.gumbel(size=(30_000, 3))).argmax(axis=1)


def blas():
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


@pytest.mark.parametrize("ridge", [0.0, 1.0], ids=["BFGS", "Newton's method"])
def test_the_answer_does_not_depend_on_the_number_of_threads(ridge, monkeypatch):
    monkeypatch.setattr(threads_of_rows, "FEW", 2)  # for blocks to be shared out
    monkeypatch.setattr(threads_of_rows, "WIDE", 1)
    found = []
    for threads in (1, 2, 3):
        with threadpool_limits(limits=threads, user_api="blas"):
            fit = sl.fit(X, Y, ridge=ridge)
            found.append((fit.loglik, fit.coef().tobytes(), fit.standard_errors().tobytes(), fit.n_passes))
            assert set(blas()) == {threads}
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("threads", [1, 2])
def test_blocks_are_asked_in_order_on_that_many_threads(threads):
    askers = set()

    def ask(block):
        askers.add(threading.get_ident())
        assert set(blas()) == {1}
        return block**2

    with threadpool_limits(limits=threads, user_api="blas"):
        assert list(side_by_side(ask, range(2 * FEW), WIDE)) == [block**2 for block in range(2 * FEW)]
    assert len(askers) <= threads
    assert (threading.get_ident() in askers) is (threads == 1)


def test_little_work_is_not_worth_a_thread():
    for blocks, width in ((FEW - 1, WIDE), (2 * FEW, WIDE - 1)):
        askers = list(side_by_side(lambda block: threading.get_ident(), range(blocks), width))
        assert set(askers) == {threading.get_ident()}


def test_blas_has_its_threads_again_once_nobody_computes():
    with threadpool_limits(limits=2, user_api="blas"):
        outer, inner = on_one_thread(), on_one_thread()
        assert (outer.__enter__(), inner.__enter__()) == (2, 2)
        outer.__exit__(None, None, None)  # the first to come is the first to go
        assert set(blas()) == {1}
        inner.__exit__(None, None, None)
        assert set(blas()) == {2}
        with pytest.raises(sl.InputError):
            sl.fit(X * np.nan, Y)
        assert set(blas()) == {2}


def test_a_fork_computes_too(monkeypatch):
    """It has none of the threads that its parent has started."""
    monkeypatch.setattr(threads_of_rows, "FEW", 2)
    monkeypatch.setattr(threads_of_rows, "WIDE", 1)
    with threadpool_limits(limits=2, user_api="blas"):
        expected = sl.fit(X, Y).loglik
        with get_context("fork").Pool(1) as pool:
            assert pool.apply_async(loglik).get(timeout=60) == expected


def loglik():
    return sl.fit(X, Y).loglik
