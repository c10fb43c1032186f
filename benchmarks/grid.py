"""The rows of the benchmark: data sets by name, small and large, kind and unkind. Made anew, the same each time.

X is n × p in float64 with a column of ones in front, SciPy's in rows of the kinds "sparse" and "words"; y holds the classes 0, …, K − 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

import softlogit as sl
from softlogit.special import Array

Features = Callable[[np.random.Generator, int, int], Array]


@dataclass(frozen=True)
class Row:
    """A data set: its name, its size, the function that makes it, and its kind.

    That is "dense", "sparse", "separated", without estimate, or "words", sparse and fitted with a ridge, λ = `ridge`.
    """

    name: str
    n: int
    p: int
    K: int
    make: Callable[[], tuple[Array, Array]]
    kind: str = "dense"
    ridge: float = 0.0


def admissions() -> tuple[Array, Array]:
    """The book's first example: R's glm(admit ~ gre + gpa)."""
    data = sl.load_admissions()
    return with_intercept(data[["gre", "gpa"]]), data["admit"].to_numpy()


def program_choice() -> tuple[Array, Array]:
    """The example of many textbooks: R's multinom(prog ~ ses + write)."""
    data = sl.load_program_choice()
    return with_intercept(pd.get_dummies(data["ses"])[["middle", "high"]], data[["write"]]), data["prog"].cat.codes.to_numpy().astype(int)


def mixed(rng: np.random.Generator, n: int, p: int) -> Array:
    """Features as tables have them: a third are dummies, a third are skewed, and the rest are correlated."""
    dummies = skewed = p // 3
    D = rng.random((n, dummies)) < rng.uniform(0.1, 0.5, dummies)
    S = rng.lognormal(sigma=0.8, size=(n, skewed))
    return np.column_stack([D, S, correlated(rng, n, p - dummies - skewed, 0.5)])


def independent(rng: np.random.Generator, n: int, p: int) -> Array:
    """Standard normal features that have nothing to do with each other: the easiest for methods that know the slope alone."""
    return rng.normal(size=(n, p))


def synthetic(n: int, p: int, K: int, features: Features = mixed, strength: float = 1.0) -> tuple[Array, Array]:
    """Features of a kind, and classes that depend on each about as much as on the others, and so strongly on all."""
    rng = np.random.default_rng([n, p, K])
    X = with_intercept(features(rng, n, p - 1))
    return X, draw(rng, X, strength * rng.normal(size=(p, K)) / (np.sqrt(p) * np.r_[1, X[:, 1:].std(axis=0)][:, None]))


def one_hot(n: int = 200_000, levels: int = 300) -> tuple[sparse.csr_array, Array]:
    """Three factors, each with a column of 0 and 1 for every level but the first: four entries a row are not zero."""
    rng = np.random.default_rng([n, levels])
    indicators = [sparse.eye_array(levels, format="csr")[rng.integers(levels, size=n), 1:] for _ in range(3)]
    X = sparse.hstack([np.ones((n, 1)), *indicators], format="csr")
    return X, draw(rng, X, rng.normal(size=(X.shape[1], 2)) / 2)


def one_hot_dense() -> tuple[Array, Array]:
    """The same with the zeros."""
    X, y = one_hot()
    return X.toarray(), y


def words(n: int, p: int, K: int, length: int = 60) -> tuple[sparse.csr_array, Any]:
    """Texts about K subjects: how often each word occurs in each, 1 + ln of it, every text of length 1. Few words are common."""
    rng = np.random.default_rng([n, p, K, length])
    common = 1 / np.arange(1, p)
    subjects = common * (1 + rng.gamma(0.3, size=(K, p - 1)))
    bounds = (subjects / subjects.sum(axis=1, keepdims=True)).cumsum(axis=1)
    y, lengths = rng.integers(K, size=n), 1 + rng.poisson(length, size=n)
    drawn = [np.searchsorted(bounds[k, :-1], rng.random(size)) for k, size in zip(y, lengths, strict=True)]
    counts = sparse.csr_array((np.ones(lengths.sum()), (np.repeat(np.arange(n), lengths), np.concatenate(drawn))), shape=(n, p - 1))
    counts.data = 1 + np.log(counts.data)
    X = counts.multiply(1 / sparse.linalg.norm(counts, axis=1)[:, None])
    return sparse.hstack([np.ones((n, 1)), X], format="csr"), y


def separated(n: int, overlap: bool) -> tuple[Array, Array]:
    """Three classes with a plane between each two; or, if they `overlap`, but for a rare dummy that one of them never has."""
    rng = np.random.default_rng([n, overlap])
    X = with_intercept(independent(rng, n, 8), rng.random(n) < 0.01)
    W = rng.normal(size=(10, 3))
    if not overlap:
        return X, np.argmax(X @ W, axis=1)
    y = draw(rng, X, W)
    return X, np.where((X[:, -1] == 1) & (y == 2), 0, y)


def ill_conditioned(mean: float) -> tuple[Array, Array]:
    """Nine features with pairwise correlation 0.999, in units from 1e-4 to 1e4; their means are this many standard deviations."""
    rng = np.random.default_rng(3)
    units = np.logspace(-4, 4, 9)
    Z = correlated(rng, 10_000, 9, 0.999)
    labels = draw(rng, with_intercept(Z), rng.normal(size=(10, 3)))
    return with_intercept((Z + mean) * units), labels


def nearly_separated(K: int) -> tuple[Array, Array]:
    """Coefficients so large that few rows are on the wrong side of a border between classes; but some are, so the estimate is finite."""
    rng = np.random.default_rng(K)
    X = with_intercept(rng.normal(size=(2000, 4)))
    return X, draw(rng, X, 60 * rng.normal(size=(5, K)))


def correlated(rng: np.random.Generator, n: int, p: int, correlation: float) -> Array:
    """n rows of p standard normal numbers, every pair of columns with this correlation."""
    common = rng.normal(size=(n, 1))
    return np.asarray(np.sqrt(correlation) * common + np.sqrt(1 - correlation) * rng.normal(size=(n, p)))


def draw(rng: np.random.Generator, X: Array | sparse.csr_array, W: Array) -> Array:
    """One class a row, drawn from the softmax of X W: the best of K options with Gumbel noise (thm-random-utility)."""
    return np.asarray(np.argmax(X @ W + rng.gumbel(size=(X.shape[0], W.shape[1])), axis=1))


def with_intercept(*columns: object) -> Array:
    """The columns side by side as floats, ones in front, each row in one piece of memory."""
    blocks = [np.asarray(block, dtype=float) for block in columns]
    return np.ascontiguousarray(np.column_stack([np.ones(len(blocks[0])), *blocks]))


def of_size(name: str, n: int, p: int, K: int, features: Features = mixed) -> Row:
    return Row(name, n, p, K, lambda: synthetic(n, p, K, features))


ROWS = {
    row.name: row
    for row in [
        Row("admissions", 400, 3, 2, admissions),
        Row("hsbdemo", 200, 4, 3, program_choice),
        of_size("1e4-10-3", 10_000, 10, 3),
        of_size("1e4-20-2", 10_000, 20, 2),
        of_size("1e4-20-5", 10_000, 20, 5),
        of_size("1e5-10-3", 100_000, 10, 3),
        of_size("1e5-20-2", 100_000, 20, 2),
        of_size("1e5-20-5", 100_000, 20, 5),
        of_size("1e5-20-10", 100_000, 20, 10),
        of_size("1e6-20-2", 1_000_000, 20, 2),
        of_size("1e6-20-5", 1_000_000, 20, 5),
        of_size("2e4-200-5", 20_000, 200, 5),
        of_size("independent-200", 20_000, 200, 5, independent),
        of_size("independent-500", 20_000, 500, 10, independent),
        of_size("1e4-50-50", 10_000, 50, 50),
        Row("many-classes", 5_000, 10, 500, lambda: synthetic(5_000, 10, 500, independent, 0.5)),
        Row("one-hot", 200_000, 898, 2, one_hot_dense),
        Row("one-hot-sparse", 200_000, 898, 2, one_hot, "sparse"),
        Row("words", 20_000, 5_000, 20, lambda: words(20_000, 5_000, 20), "words", ridge=1.0),
        Row("ill-conditioned", 10_000, 10, 3, lambda: ill_conditioned(mean=0)),
        Row("ill-conditioned-far", 10_000, 10, 3, lambda: ill_conditioned(mean=1e4)),
        Row("nearly-separated-2", 2_000, 5, 2, lambda: nearly_separated(2)),
        Row("nearly-separated-3", 2_000, 5, 3, lambda: nearly_separated(3)),
        Row("separated-1e4", 10_000, 10, 3, lambda: separated(10_000, overlap=False), "separated"),
        Row("quasi-separated-1e4", 10_000, 10, 3, lambda: separated(10_000, overlap=True), "separated"),
        Row("separated-1e5", 100_000, 10, 3, lambda: separated(100_000, overlap=False), "separated"),
        Row("quasi-separated-1e5", 100_000, 10, 3, lambda: separated(100_000, overlap=True), "separated"),
    ]
}
