"""Random models and data for the property tests, and the rounding errors that they have to allow for."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

EPS = np.finfo(float).eps


class Case(NamedTuple):
    """Rows X, n × p, and a softmax matrix W, p × K."""

    X: np.ndarray
    W: np.ndarray


class Counts(NamedTuple):
    """Rows X, n × p with an intercept, and counts Y, n × K."""

    X: np.ndarray
    Y: np.ndarray


def tables(shape, scale=1.0):
    """Arrays of numbers between −scale and scale."""
    return hnp.arrays(float, shape, elements=st.floats(-1, 1, allow_subnormal=False)).map(lambda table: scale * table)


scales = st.integers(-3, 3).map(lambda exponent: 10.0**exponent)
n_classes = st.integers(2, 6)
n_features = st.integers(1, 5)
n_rows = st.integers(1, 8)


def softmax_matrices(K=n_classes, p=n_features, scale=scales):
    """Matrices W, p × K, with entries of any size from thousandths to thousands."""
    return st.tuples(p, K, scale).flatmap(lambda drawn: tables(drawn[:2], drawn[2]))


@st.composite
def cases(draw, K=n_classes):
    """Any X and any W, both small or large."""
    W = draw(softmax_matrices(K))
    X = draw(tables((draw(n_rows), len(W)), draw(scales)))
    return Case(X, W)


@st.composite
def full_rank_cases(draw, K=n_classes):
    """X of full column rank: the unit vectors are among its rows, so no singular value is less than one."""
    X, W = draw(cases(K))
    return Case(np.vstack([np.eye(len(W)), np.clip(X, -1, 1)]), W)


@st.composite
def counts(draw):
    """Data with a maximum-likelihood fit: every class was seen in every row, so nothing is separated."""
    n, K = draw(st.integers(4, 8)), draw(st.integers(2, 4))
    x = np.linspace(-1, 1, n)
    Y = draw(hnp.arrays(int, (n, K), elements=st.integers(1, 9)))
    return Counts(np.column_stack([np.ones(n), x, x**2]), Y.astype(float))


def rounding(X, W):
    """How far rounding can move XW: each of its entries is a sum of p products, and two ways of taking it may err both ways."""
    return 2 * (X.shape[1] + 2) * EPS * max(1.0, (np.abs(X) @ np.abs(W)).max())
