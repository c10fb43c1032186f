"""Fits on Dask: equal to those in memory, on a cluster of processes, with pieces larger than a worker's memory and workers that die."""

import os
import signal
import warnings

import dask
import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from distributed import Client, LocalCluster
from scipy import sparse

import softlogit as sl
from softlogit.fitting import _rows
from softlogit.likelihood import pieces as in_pieces

# Both stop within this of the maximum, from different samples of the rows.
SOLVED = 1e-8
# What each worker may hold, in bytes. It takes up no work above 80 %, and the libraries alone are 240 MB with Python 3.14.
MEMORY = 400_000_000


def drawn(n=30_000, p=6, K=3):
    rng = np.random.default_rng(5)
    X = np.column_stack([np.ones(n), rng.normal(size=(n, p - 1))])
    return X, np.argmax(X @ rng.normal(size=(p, K)) / 2 + rng.gumbel(size=(n, K)), axis=1)


@pytest.fixture(scope="module")
def data():
    return drawn()


@pytest.fixture(scope="module")
def in_memory(data):
    return sl.fit(*data)


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes."""
    with (
        dask.config.set({"distributed.worker.daemon": True, "distributed.comm.timeouts.connect": "60s"}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, memory_limit=MEMORY, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield client


def pieces(X, y, rows=7_000):
    return da.from_array(X, chunks=(rows, 2)), da.from_array(y, chunks=rows)


def rows(X, y):
    """As `fit` reads them, with the names of the classes and features."""
    return _rows(X, y, None, None, None)


def assert_same(fit, expected):
    np.testing.assert_allclose(fit.coef(), expected.coef(), rtol=0, atol=SOLVED)
    np.testing.assert_allclose(fit.standard_errors(), expected.standard_errors(), rtol=1e-7)
    assert fit.loglik == pytest.approx(expected.loglik, rel=1e-12)
    assert fit.null_loglik == pytest.approx(expected.null_loglik, rel=1e-12)
    assert (fit.n_obs, fit.df_model, fit.df_null, fit.classes) == (expected.n_obs, expected.df_model, expected.df_null, expected.classes)


def test_the_sums_over_pieces_are_those_over_all_rows(data):
    piecewise, whole = rows(*pieces(*data))[0], rows(*data)[0]
    B, shares, whiten = np.sin(np.arange(12.0)).reshape(6, 2), np.array([0.2, 0.3, 0.5]), np.eye(6) + np.triu(np.ones((6, 6)))
    for mine, theirs in (
        (piecewise.sums, whole.sums),
        (piecewise.value_and_score(B), whole.value_and_score(B)),
        ((piecewise.information(B),), (whole.information(B),)),
        (piecewise.information_bound(B, shares, whiten), whole.information_bound(B, shares, whiten)),
    ):
        for one, other in zip(mine, theirs, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-11)
    assert (len(piecewise), piecewise.total) == (len(whole), whole.total)
    np.testing.assert_array_equal(piecewise.thinned(1).X, whole.X)
    assert len(piecewise.thinned(100)) == 4 * 70 + 20  # of each piece


def test_arrays_in_pieces(data, in_memory):
    fit = sl.fit(*pieces(*data))
    assert_same(fit, in_memory)
    assert fit.n_passes > fit.n_iter


def test_frames_in_pieces_keep_names_and_labels(data):
    X, y = data
    frame = pd.DataFrame(X, columns=["one", *"abcde"])
    labels = pd.Series(pd.Categorical.from_codes(y, ["low", "middle", "high"], ordered=True))
    fit = sl.fit(dd.from_pandas(frame, npartitions=4), dd.from_pandas(labels, npartitions=4))
    expected = sl.fit(frame, labels)
    assert fit.features == expected.features
    assert_same(fit, expected)


def test_weights_and_counts_in_pieces(data):
    X, y = data
    weights = np.arange(len(y)) % 3 * 1.0
    expected = sl.fit(X, y, weights=weights)
    DX, Dy = pieces(X, y)
    assert_same(sl.fit(DX, Dy, weights=da.from_array(weights, chunks=7_000)), expected)
    assert_same(sl.fit(DX, da.from_array(np.eye(3)[y] * weights[:, None], chunks=(7_000, 3))), expected)


def test_columns_of_counts_keep_their_order():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"one": 1.0, "x": rng.normal(size=90)})
    counts = pd.DataFrame({"yes": rng.integers(0, 4, 90), "no": rng.integers(0, 4, 90), 3: rng.integers(0, 4, 90)})
    fit = sl.fit(dd.from_pandas(X, npartitions=3), dd.from_pandas(counts, npartitions=3))
    assert fit.classes == ("yes", "no", 3)
    assert_same(fit, sl.fit(X, counts))


def test_pieces_may_be_empty_or_without_weight():
    X = pd.DataFrame({"one": 1.0, "x": np.sin(np.arange(90.0))})
    y, w = pd.Series((X["x"] + np.cos(np.arange(90.0) * 7) > 0).astype(int)), pd.Series(np.repeat([0.0, 1.0, 2.0], 30))
    DX, Dy, Dw = (dd.from_pandas(each, npartitions=3) for each in (X, y, w))
    assert_same(sl.fit(DX, Dy, weights=Dw), sl.fit(X, y, weights=w))
    all_in_one = dd.from_pandas(X.assign(y=y, row=range(90)), npartitions=3)
    late = all_in_one[all_in_one["row"] >= 30]
    assert_same(sl.fit(late[["one", "x"]], late["y"]), sl.fit(X[30:], y[30:]))
    with pytest.raises(sl.InputError, match="zero for every row"):
        sl.fit(DX, Dy, weights=0 * Dw)
    with pytest.raises(sl.ClassError, match="class 1 has no rows with positive weight"):
        sl.fit(DX, Dy, weights=Dw * (1 - Dy))


def test_categories_that_dask_does_not_know_are_collected():
    X, y = pd.DataFrame({"one": np.ones(6), "x": np.arange(6.0)}), pd.Series(list("babaab"))
    unknown = dd.from_pandas(y, npartitions=2).astype("category")
    assert not unknown.cat.known
    assert sl.fit(dd.from_pandas(X, npartitions=2), unknown).classes == ("a", "b")


def test_rows_in_another_order_are_noticed():
    X, y = pd.DataFrame({"one": np.ones(6), "x": np.arange(6.0)}), pd.Series(list("babaab"))
    turned = dd.from_pandas(y, npartitions=2).map_partitions(lambda part: part[::-1])
    with pytest.raises(sl.InputError, match="different labels"):
        sl.fit(dd.from_pandas(X, npartitions=2), turned)


def test_a_frame_in_pieces_is_predicted(data, in_memory):
    X = pd.DataFrame(data[0], columns=in_memory.features)
    for pieces_of_x in (dd.from_pandas(X, npartitions=2), da.from_array(data[0], chunks=(7_000, 2))):
        np.testing.assert_array_equal(in_memory.predict_proba(pieces_of_x), in_memory.predict_proba(X))


def test_few_rows_are_brought_together(admissions):
    data = sl.load_admissions()
    X, y = data[["gre", "gpa"]].assign(one=1.0), data["admit"]
    fit = sl.fit(dd.from_pandas(X, npartitions=3), dd.from_pandas(y, npartitions=3))
    np.testing.assert_allclose(fit.beta, admissions.beta[[1, 2, 0]], rtol=1e-12)


def test_the_number_of_pieces_does_not_matter(data, in_memory):
    for rows in (1_000, 30_000):
        assert_same(sl.fit(*pieces(*data, rows)), in_memory)


def test_a_single_class_in_a_piece_is_nothing_special(data, in_memory):
    X, y = data
    order = np.argsort(y, kind="stable")
    assert_same(sl.fit(*pieces(X[order], y[order])), in_memory)


def change(array, where, value):
    array = array.copy()
    array[where] = value
    return array


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (lambda X, y: (pieces(X, y)[0], y), sl.InputError, "must be too"),
        (lambda X, y: (pieces(X, y)[0], pieces(X, y, 500)[1]), sl.InputError, "cut them at the same rows"),
        (lambda X, y: pieces(change(X, (9_000, 2), np.nan), y), sl.InputError, "missing or infinite entries in row 2000 of 'x2'"),
        (lambda X, y: pieces(X, change(y.astype(float), 9_000, np.nan)), sl.InputError, "missing labels in row 2000"),
        (lambda X, y: pieces(X, 0 * y), sl.ClassError, "at least two classes"),
        (lambda X, y: pieces(np.column_stack([X, X[:, 1]]), y), sl.LogitError, "needs all rows in one place"),
        (lambda X, y: pieces(np.column_stack([X, y == 2]), y), sl.LogitError, "needs all rows in one place"),
    ],
    ids=["y in memory", "cut elsewhere", "a missing entry", "a missing label", "one class", "a column twice", "separated"],
)
def test_bad_pieces_get_the_library_s_errors(data, spoil, error, message):
    with pytest.raises(error, match=message):
        sl.fit(*spoil(*data))


def test_a_class_without_rows_and_an_unknown_one(data):
    with pytest.raises(sl.ClassError, match="class 3 has no rows"):
        sl.fit(*pieces(*data), classes=[0, 1, 2, 3])
    with pytest.raises(sl.ClassError, match="2 in rows"):
        sl.fit(*pieces(*data), classes=[0, 1])


def test_jeffreys_prior_is_for_data_in_one_place(data):
    with pytest.raises(sl.LogitError, match="Jeffreys"):
        sl.fit(*pieces(*data), jeffreys=True)


def test_files_larger_than_the_memory_of_a_worker(cluster, tmp_path):
    """Pieces are read, summed and dropped at each pass. Here all are read from one file, which no worker knows."""
    n, p, n_pieces = 155_000, 20, 17
    rng = np.random.default_rng(0)
    X = np.column_stack([np.ones(n), rng.normal(size=(n, p - 1))])
    y = (X[:, 1] + rng.logistic(size=n) > 0.5).astype(int)
    np.save(tmp_path / "X.npy", X)
    np.save(tmp_path / "y.npy", y)
    assert n_pieces * X.nbytes > MEMORY
    read = dask.delayed(np.load, pure=False)
    DX, Dy = (
        da.concatenate([da.from_delayed(read(tmp_path / f"{name}.npy"), whole.shape, whole.dtype) for _ in range(n_pieces)])
        for name, whole in (("X", X), ("y", y))
    )
    fit = sl.fit(DX, Dy)
    assert fit.converged
    assert fit.n_obs == n * n_pieces
    np.testing.assert_allclose(fit.beta, sl.fit(X, y).beta, rtol=0, atol=SOLVED)


def test_a_worker_that_dies_does_not_change_the_answer(cluster, data, in_memory, monkeypatch):
    DX, Dy = pieces(*data, 1_000)
    killed = []
    passes = in_pieces.RowsInPieces.value_and_score

    def murderous(self, B):
        if not killed and self.n_passes > 4:
            killed.append(next(iter(cluster.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)
        return passes(self, B)

    monkeypatch.setattr(in_pieces.RowsInPieces, "value_and_score", murderous)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sl.fit(DX, Dy)
    assert killed
    assert_same(fit, in_memory)


def test_pieces_are_checked_as_data_in_memory_are(data):
    (checked, *names), (expected, *same_names) = rows(*pieces(*data)), rows(*data)
    assert (names, len(checked)) == (same_names, len(expected))
    for mine, theirs in zip(checked.sums, expected.sums, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12)


def test_a_pass_is_counted_each_time_the_pieces_are_read(data):
    observed, _, _ = rows(*pieces(*data))
    B, shares, passes = np.zeros((6, 2)), np.full(3, 1 / 3), [observed.n_passes]
    for read in (
        lambda: observed.value_and_score(B),
        lambda: observed.information(B),
        lambda: observed.information_bound(B, shares, np.eye(6)),
        lambda: observed.thinned(100),
    ):
        read()
        passes.append(observed.n_passes)
    assert passes == [2, 3, 4, 5, 6]  # once for the classes and once for the sums so far


def test_labels_are_decoded_once_whatever_the_passes(data, monkeypatch):
    """Once for each piece; later passes read X alone."""
    asked = []
    code = in_pieces.code_labels
    monkeypatch.setattr(in_pieces, "code_labels", lambda y: asked.append(len(y)) or code(y))
    X, y = data
    with dask.config.set(scheduler="synchronous"):
        fit = sl.fit(*pieces(X, np.array(["a", "b", "c"])[y]))
        fit.standard_errors()
    assert sorted(asked) == [2_000, *[7_000] * 4]
    assert fit.n_passes > 5


def test_dask_is_the_same_everywhere(data, in_memory):
    """In a formula, in predictions and in the likelihood of labels, as in a fit."""
    frame = pd.DataFrame({"x": data[0][:900, 1], "y": np.array(["a", "b", "c"])[data[1][:900]]})
    lazy = dd.from_pandas(frame, npartitions=3)
    fit, expected = sl.fit_formula("y ~ x", lazy), sl.fit_formula("y ~ x", frame)
    np.testing.assert_array_equal(fit.coef(), expected.coef())
    np.testing.assert_array_equal(fit.predict_proba(lazy), expected.predict_proba(frame))
    assert fit.log_likelihood(lazy, lazy["y"]) == expected.log_likelihood(frame, frame["y"])
    DX, Dy = pieces(*data)
    assert in_memory.log_likelihood(DX, Dy) == pytest.approx(in_memory.loglik, rel=1e-12)


@pytest.mark.parametrize("kept", [sparse.csr_array, np.asarray])
def test_pieces_of_nearly_all_zeros_are_summed_without_them(kept):
    """Sparse ones, and arrays, of which one has few zeros."""
    rng = np.random.default_rng(0)
    n, levels = 3_000, 110
    X = np.eye(levels)[rng.integers(levels, size=n)]
    X[:, 0] = 1
    X[:1000, 1] = 0
    X[0, 1] = 1
    X[2000:, 2:] += rng.normal(size=(1000, levels - 2)) / 10
    y = rng.integers(2, size=n)
    cut = [slice(start, start + 1000) for start in range(0, n, 1000)]
    blocks = [da.from_delayed(dask.delayed(kept)(X[part]), (1000, levels), float) for part in cut]
    fit = sl.fit(da.concatenate(blocks), da.from_array(y, chunks=1000))
    assert fit.converged
    np.testing.assert_allclose(fit.coef(), sl.fit(X, y).coef(), atol=1e-7)
