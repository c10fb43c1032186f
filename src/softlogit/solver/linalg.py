"""The linear algebra of the solver: vec(B), and what is asked of symmetric matrices.

By LAPACK's Cholesky factor, which costs least and says whether a matrix is positive definite.
"""

import numpy as np
import scipy

from softlogit.special import Array


def vec(B: Array) -> Array:
    """The columns of B one after the other: class-major, as everywhere.

    >>> vec(np.array([[1, 3], [2, 4]])), table(np.array([1, 2, 3, 4]), 2)
    (array([1, 2, 3, 4]), array([[1, 3],
           [2, 4]]))
    """
    return B.T.ravel()


def table(vector: Array, p: int) -> Array:
    """The matrix B with p rows whose vec(B) this is."""
    return vector.reshape(-1, p).T


def exceeds(matrix: Array, bound: float) -> bool:
    """Whether all eigenvalues of a symmetric matrix are above a number.

    They are if it stays positive definite without that number on its diagonal.

    >>> exceeds(np.diag([2.0, 3.0]), 1.99), exceeds(np.diag([2.0, 3.0]), 2.01)
    (True, False)
    """
    factor, failed = scipy.linalg.lapack.dpotrf(matrix - bound * np.eye(len(matrix)))
    # What is no number does not fail there; it ends up in the last pivot.
    return not failed and bool(factor[-1, -1] > 0)


def inverse_root(information: Array) -> Array:
    """A matrix R such that R Rᵀ is the inverse of a positive definite matrix.

    Of a singular one, the pseudo-inverse.

    >>> inverse_root(np.array([[4.0, 0.0], [0.0, 0.25]])) + 0.0
    array([[0.5, 0. ],
           [0. , 2. ]])
    """
    factor, failed = scipy.linalg.lapack.dpotrf(information)
    if not failed:
        return scipy.linalg.lapack.dtrtri(factor)[0]
    values, vectors = np.linalg.eigh(information)
    certain = values > len(values) * np.finfo(float).eps * np.abs(values).max()
    return vectors[:, certain] / np.sqrt(values[certain])
