"""Matrices that keep only what is not zero: SciPy's, of any format."""

from typing import Any

import scipy


def dense(table: Any) -> Any:
    """The array itself; with its zeros if it is one of SciPy's sparse matrices."""
    return table.toarray() if is_sparse(table) else table


def is_sparse(table: Any) -> bool:
    """Whether a matrix is one of SciPy's sparse ones, which keep only what is not zero."""
    return hasattr(table, "tocsr")


def sparse_rows(matrix: Any) -> Any:
    """A sparse matrix as a csr_array of floats, no entry of which is kept in two parts.

    >>> twice = scipy.sparse.csr_array(([1, 1], [0, 0], [0, 2]), shape=(1, 3))
    >>> sparse_rows(twice).data
    array([2.])
    """
    rows = scipy.sparse.csr_array(matrix, dtype=float)
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    return rows
