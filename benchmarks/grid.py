"""The rows of the benchmark: data sets by name, small and large, kind and unkind. Made anew, the same each time.

X is n × p in float64 with a column of ones in front; y holds the classes 0, …, K − 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

import softlogit as sl
from softlogit.special import Array


@dataclass(frozen=True)
class Row:
    """A data set: its name, its size, and the function that makes it."""

    name: str
    n: int
    p: int
    K: int
    make: Callable[[], tuple[Array, Array]]


def admissions() -> tuple[Array, Array]:
    """The book's first example: R's glm(admit ~ gre + gpa)."""
    data = sl.load_admissions()
    return with_intercept(data[["gre", "gpa"]]), data["admit"].to_numpy()


def program_choice() -> tuple[Array, Array]:
    """The example of many textbooks: R's multinom(prog ~ ses + write)."""
    data = sl.load_program_choice()
    return with_intercept(pd.get_dummies(data["ses"])[["middle", "high"]], data[["write"]]), data["prog"].cat.codes.to_numpy().astype(int)


def synthetic(n: int, p: int, K: int) -> tuple[Array, Array]:
    """Features as tables have them: a third are dummies, a third are skewed, and the rest are correlated."""
    rng = np.random.default_rng([n, p, K])
    dummies, skewed = (p - 1) // 3, (p - 1) // 3
    D = rng.random((n, dummies)) < rng.uniform(0.1, 0.5, dummies)
    S = rng.lognormal(sigma=0.8, size=(n, skewed))
    N = correlated(rng, n, p - 1 - dummies - skewed, 0.5)
    X = with_intercept(D, S, N)
    return X, draw(rng, X, rng.normal(size=(p, K)) / (np.sqrt(p) * np.r_[1, X[:, 1:].std(axis=0)][:, None]))


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


def draw(rng: np.random.Generator, X: Array, W: Array) -> Array:
    """One class a row, drawn from the softmax of X W: the best of K options with Gumbel noise (thm-random-utility)."""
    return np.asarray(np.argmax(X @ W + rng.gumbel(size=(len(X), W.shape[1])), axis=1))


def with_intercept(*columns: object) -> Array:
    """The columns side by side as floats, ones in front, each row in one piece of memory."""
    blocks = [np.asarray(block, dtype=float) for block in columns]
    return np.ascontiguousarray(np.column_stack([np.ones(len(blocks[0])), *blocks]))


def of_size(name: str, n: int, p: int, K: int) -> Row:
    return Row(name, n, p, K, lambda: synthetic(n, p, K))


ROWS = {
    row.name: row
    for row in [
        Row("admissions", 400, 3, 2, admissions),
        Row("hsbdemo", 200, 4, 3, program_choice),
        of_size("1e4-20-2", 10_000, 20, 2),
        of_size("1e4-20-5", 10_000, 20, 5),
        of_size("1e5-20-2", 100_000, 20, 2),
        of_size("1e5-20-5", 100_000, 20, 5),
        of_size("1e5-20-10", 100_000, 20, 10),
        of_size("1e6-20-2", 1_000_000, 20, 2),
        of_size("1e6-20-5", 1_000_000, 20, 5),
        of_size("2e4-200-5", 20_000, 200, 5),
        of_size("1e4-50-50", 10_000, 50, 50),
        Row("ill-conditioned", 10_000, 10, 3, lambda: ill_conditioned(mean=0)),
        Row("ill-conditioned-far", 10_000, 10, 3, lambda: ill_conditioned(mean=1e4)),
        Row("nearly-separated-2", 2_000, 5, 2, lambda: nearly_separated(2)),
        Row("nearly-separated-3", 2_000, 5, 3, lambda: nearly_separated(3)),
    ]
}
