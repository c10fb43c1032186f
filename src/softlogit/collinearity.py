"""Are the columns of X linearly independent, and do they span the constant?

Without independence β is not unique (thm-fibre): the caller must say which column to do without.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from softlogit.errors import CollinearityError
from softlogit.functions import Array

# A column whose distance from the span of the others is a smaller share of its length than this is taken to lie in it.
TOLERANCE = 1e-10


def check_independent(X: Array, weights: Array, features: Sequence[str]) -> None:
    """Raise a CollinearityError that names the columns, if some combination of them is zero on every row with weight.

    >>> X = np.column_stack([np.ones(4), [0, 0, 1, 1], [1, 1, 0, 0]])
    >>> check_independent(X, np.ones(4), ["(Intercept)", "male", "female"])
    Traceback (most recent call last):
    softlogit.errors.CollinearityError: the columns '(Intercept)', 'male', 'female' of X are linearly dependent, ...
    """
    rows = X[weights > 0]
    size = np.abs(rows).max(axis=0)
    zero = [name for name, largest in zip(features, size, strict=True) if largest == 0]
    if zero:
        raise CollinearityError(f"the column {zero[0]!r} of X is zero in every row that counts; drop it.")
    if len(rows) < len(size):
        raise CollinearityError(f"X has {len(size)} columns but only {len(rows)} rows that count; drop columns, or fit with ridge=.")
    involved = dependent_columns(rows / size)
    if involved.size:
        names = ", ".join(repr(features[j]) for j in involved)
        raise CollinearityError(
            f"the columns {names} of X are linearly dependent, so their coefficients are not unique; drop one, or fit with ridge=."
        )


def dependent_columns(X: Array) -> NDArray[np.intp]:
    """The columns of X that take part in some combination equal to zero; none if they are independent."""
    X = X / np.linalg.norm(X, axis=0)
    gram = X.T @ X
    # The Gram matrix squares the condition number. It settles the clear cases; the doubtful ones pay for a QR of X.
    if np.linalg.eigvalsh(gram)[0] > 1e-8:
        return np.array([], dtype=int)
    R = linalg.qr(X, mode="r")[0][: X.shape[1]]
    _, singular_values, Vt = np.linalg.svd(R)
    null = Vt[singular_values < TOLERANCE * np.sqrt(X.shape[1])]
    return np.flatnonzero((np.abs(null) > 1e-6).any(axis=0))


def well_conditioned(X: Array) -> tuple[Array, Array]:
    """X = Z S with columns of Z far from dependent: X itself if they are, and S = I; otherwise an orthonormal basis.

    >>> years = np.column_stack([np.ones(4), [2001.0, 2002.0, 2003.0, 2004.0]])
    >>> Z, S = well_conditioned(years)
    >>> (Z.T @ Z).round(9) + 0.0, np.abs(Z @ S - years).max() < 1e-12
    (array([[1., 0.],
           [0., 1.]]), np.True_)
    """
    size = np.linalg.norm(X, axis=0)
    # Curvatures are computed to within rounding times the squared condition number: here to ten digits or better.
    if np.linalg.eigvalsh((X / size).T @ (X / size))[0] > 1e-6:
        return X, np.eye(len(size))
    Z, S = np.linalg.qr(X / size)
    return Z, S * size


def has_intercept(X: Array) -> bool:
    """Whether some combination of the columns is 1 in every row: a column of ones, or a full set of dummies."""
    if ((np.ptp(X, axis=0) == 0) & (X[0] != 0)).any():
        return True
    X, ones = X / np.abs(X).max(axis=0), np.ones(len(X))
    return bool(np.linalg.norm(X @ np.linalg.lstsq(X, ones)[0] - ones) < 1e-8 * np.sqrt(len(X)))
