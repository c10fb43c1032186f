"""What the solver asks of symmetric matrices: solutions, roots of the inverse, and a bound of the
eigenvalues.

All of it by LAPACK's Cholesky factor, which costs least and says whether a matrix is positive
definite.
"""

import numpy as np
import scipy

from softlogit.special import Array


def solve(matrix: Array, vector: Array) -> Array | None:
    """The solution x of matrix · x = vector, or None where the matrix is not positive definite."""
    _, x, failed = scipy.linalg.lapack.dposv(matrix, vector)
    solution: Array = x
    return None if failed else solution


def exceeds(matrix: Array, bound: float) -> bool:
    """Whether all eigenvalues of a symmetric matrix are above a number.

    They are if it stays positive definite without that number on its diagonal.

    >>> exceeds(np.diag([2.0, 3.0]), 1.99), exceeds(np.diag([2.0, 3.0]), 2.01)
    (True, False)
    """
    factor, failed = scipy.linalg.lapack.dpotrf(matrix - bound * np.eye(len(matrix)))
    # What is no number does not fail there; it ends up in the last pivot.
    return not failed and bool(factor[-1, -1] > 0)


def inverse(information: Array) -> Array:
    """The inverse of a positive definite matrix; of a singular one the pseudo-inverse.

    >>> inverse(np.array([[4.0, 0.0], [0.0, 0.25]]))
    array([[0.25, 0.  ],
           [0.  , 4.  ]])
    """
    root = inverse_root(information)
    product: Array = root @ root.T
    return product


def inverse_root(information: Array) -> Array:
    """A matrix R such that R Rᵀ is the inverse of a positive definite matrix.

    Of a singular one, the pseudo-inverse.

    >>> inverse_root(np.array([[4.0, 0.0], [0.0, 0.25]])) + 0.0
    array([[0.5, 0. ],
           [0. , 2. ]])
    """
    factor, failed = scipy.linalg.lapack.dpotrf(information)
    if not failed:
        return np.triu(scipy.linalg.lapack.dtrtri(factor)[0])
    values, vectors = np.linalg.eigh(information)
    certain = values > len(values) * np.finfo(float).eps * np.abs(values).max()
    root: Array = vectors[:, certain] / np.sqrt(values[certain])
    return root
