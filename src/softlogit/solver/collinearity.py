"""Are the columns of X linearly independent, and in which coordinates is it safe to compute?

Without independence β is not unique (thm-fibre): the caller must say which column to do without.
"""

from collections.abc import Sequence

import numpy as np
import scipy
from numpy.typing import NDArray

from softlogit.errors import CollinearityError
from softlogit.solver.linalg import exceeds
from softlogit.special import Array

# A column whose distance from the span of the others is a smaller share of its length than this is
# taken to lie in it.
TOLERANCE = 1e-10
# Curvatures are computed to within rounding times the squared condition number, here to ten digits
# or better, if the correlations of the columns have no eigenvalue below this.
CLEAR = 1e-6


def check_independent(
    X: Array, features: Sequence[str], remedy: str = ", or fit with ridge="
) -> None:
    """Raise a CollinearityError that names the columns, if some combination of them is zero on
    every row.

    >>> X = np.column_stack([np.ones(4), [0, 0, 1, 1], [1, 1, 0, 0]])
    >>> check_independent(X, ["(Intercept)", "male", "female"])
    Traceback (most recent call last):
    softlogit.errors.CollinearityError: the columns '(Intercept)', 'male', 'female' of X are ...
    """
    size = np.abs(X).max(axis=0)
    for j in np.flatnonzero(size == 0).tolist():
        raise CollinearityError(
            f"the column {features[j]!r} of X is zero in every row that counts; drop it."
        )
    if len(X) < len(size):
        raise CollinearityError(
            f"X has {len(size)} columns but only {len(X)} rows that count; drop columns{remedy}."
        )
    involved = dependent_columns(X / size)
    if involved.size:
        names = ", ".join(repr(features[j]) for j in involved)
        raise CollinearityError(
            f"the columns {names} of X are linearly dependent, so their coefficients are not "
            f"unique; drop one{remedy}."
        )


def dependent_columns(X: Array) -> NDArray[np.intp]:
    """The columns of X that take part in some combination equal to zero; none if they are
    independent.
    """
    # The Gram matrix squares the condition number. It settles the clear cases; the doubtful ones
    # pay for a QR of X.
    if clearly_independent(X.T @ X):
        return np.array([], dtype=int)
    R = scipy.linalg.qr(X / np.linalg.norm(X, axis=0), mode="r")[0][: X.shape[1]]
    _, singular_values, Vt = np.linalg.svd(R)
    null = Vt[singular_values < TOLERANCE * np.sqrt(X.shape[1])]
    return np.flatnonzero((np.abs(null) > 1e-6).any(axis=0))


def clearly_independent(gram: Array) -> bool:
    """Whether the smallest eigenvalue of XᵀX is above CLEAR after the columns were scaled to length
    1; no, if that cannot be computed.

    >>> [clearly_independent(np.array([[1.0, r], [r, 1.0]])) for r in (0.6, 1 - 2e-6, 1 - 5e-7)]
    [True, True, False]
    """
    length = np.sqrt(np.diag(gram))
    return bool(np.isfinite(length).all() and length.all()) and exceeds(
        gram / np.outer(length, length), CLEAR
    )


def conditioned(X: Array, features: Sequence[str]) -> tuple[Array, Array]:
    """Z = X · back with columns of mean square 1 and far from dependent, and back: a scaling where
    that is enough, or a basis.

    >>> years = np.column_stack([np.ones(4), [2001.0, 2002.0, 2003.0, 2004.0]])
    >>> Z, back = conditioned(years, ["(Intercept)", "year"])
    >>> (Z.T @ Z).round(9) + 0.0, np.abs(years @ back - Z).max() < 1e-12
    (array([[4., 0.],
           [0., 4.]]), np.True_)

    Raises: CollinearityError for dependent columns.
    """
    Z, back = scaled(X)
    if clearly_independent(Z.T @ Z):
        return Z, back
    check_independent(X, features)
    Q, R = np.linalg.qr(Z)
    Q[~Z.any(axis=1)] = 0  # and not rounding, which would be told from zero
    root = np.sqrt(len(Z))
    return root * Q, root * back @ scipy.linalg.solve_triangular(R, np.eye(len(R)))


def scaled(X: Array) -> tuple[Array, Array]:
    """Z = X · back with columns of mean square 1, and the diagonal matrix back; columns of zeros
    stay zeros.

    Z lies in memory column after column: what is done to a column, or to all rows of a product with
    one, is done without a jump.
    """
    columns = np.array(X.T, order="C")
    size = np.maximum(
        np.maximum(columns.max(axis=1), -columns.min(axis=1)), np.finfo(float).tiny
    )  # first: squares must not overflow
    columns /= size[:, None]
    root_mean_square = np.sqrt(np.einsum("ji,ji->j", columns, columns) / len(X))
    root_mean_square[root_mean_square == 0] = 1
    columns /= root_mean_square[:, None]
    return columns.T, np.diag(1 / size / root_mean_square)
