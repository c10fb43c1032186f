"""The coordinates in which it is safe to compute, and the penalised log-likelihood in them.

The coordinates are θ = vec(B̃), where B = back · B̃ and X · back = Z has columns of about unit size,
far from dependent. So one column may be in millions and another in millionths, and columns may be
nearly dependent, as years and a constant are. If they are dependent, β is not unique (thm-fibre):
the caller must say which column to do without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from softlogit import likelihood
from softlogit.errors import CollinearityError
from softlogit.likelihood import kernels
from softlogit.likelihood.rows import Sums
from softlogit.solver.linalg import exceeds, inverse_root, table, vec
from softlogit.solver.newton import Answer
from softlogit.solver.ridge import Ridge
from softlogit.special import Array

# A column nearer to the span of the others than this share of its length is taken to lie in it.
TOLERANCE = 1e-10
# Curvatures are computed to within rounding times the squared condition number, here to ten digits
# or better, if the correlations of the columns have no eigenvalue below this.
CLEAR = 1e-6
# So many columns have products that are soon summed.
FEW_COLUMNS = 8  # mutant: both ways give the same sums
TINY = np.finfo(float).tiny


@dataclass(frozen=True, eq=False)
class Objective:
    """The function of θ, and the data it is made of.

    Attributes:
        Z: n × p, the features in the coordinates that are used.
        back: p × p, from coordinates to coefficients.
        Y: n × K, the weighted counts.
        penalty: what is taken off the log-likelihood, in the coordinates.
        read: called whenever all rows are read.
        barred: classes that cannot be seen at a row, K × n: those of the limit of separated data.
    """

    Z: Array
    back: Array
    Y: Array
    penalty: Ridge | None = None
    read: Callable[[], None] = lambda: None
    barred: NDArray[np.bool_] | None = None

    def __call__(self, theta: Array, products: Array | None = None) -> Answer:
        """The penalised log-likelihood, its score and its information at θ."""
        self.read()
        value, score, information = likelihood.evaluate(
            self.table(theta), self.Z, self.Y, self.barred, products
        )
        if self.penalty is None:
            return Answer(value, vec(score), information)
        B = self.table(theta)
        value -= self.penalty.value(B)
        slope = vec(score - self.penalty.slope(B))
        return Answer(value, slope, information + self.penalty.curvature)

    def products(self) -> Array | None:
        """Those of each two columns of Z, where they are few, in one block of rows."""
        n, p = self.Z.shape
        few = p <= FEW_COLUMNS and n * (p + 1) < kernels.CACHE  # mutant: as there
        return kernels.pair_products(self.Z.T) if few else None

    @cached_property
    def sums(self) -> Sums:
        """Of the rows of Z."""
        self.read()
        gram = kernels.gram(self.Z, self.Y.sum(axis=1))
        return Sums(gram, self.Z.T @ self.Y, self.Y.sum(axis=0))

    def table(self, theta: Array) -> Array:
        """B̃, p × (K − 1)."""
        return table(theta, len(self.back))

    @property
    def size(self) -> int:
        """The number of coordinates, p (K − 1)."""
        return len(self.back) * int(self.Y.shape[1] - 1)

    def moves(self, step: Array) -> float:
        """The most that a step of θ changes a linear predictor of any row."""
        return float(np.abs(self.Z @ self.table(step)).max())

    def coefficients(self, theta: Array) -> Array:
        """B in the caller's units."""
        return self.back @ self.table(theta)

    def coordinates(self, b: Array) -> Array:
        """θ of vec(B)."""
        return vec(np.linalg.solve(self.back, self.table(b)))

    def root(self, theta: Array) -> Array:
        """A root R of the covariance of θ that the curvature there gives."""
        return inverse_root(self(theta).information)

    def back_root(self, root: Array) -> Array:
        """A root of the covariance of vec(B) from one of that of θ, (I ⊗ back) R."""
        p = len(self.back)
        return (self.back @ root.reshape(len(root) // p, p, -1)).reshape(root.shape)

    def directions(self, span: Array) -> Array:
        """Orthonormal directions of θ, columns, as r tables of B; what is rounding is zero."""
        p, K = len(self.back), self.Y.shape[1]
        tables = self.back @ span.T.reshape(-1, K - 1, p).swapaxes(1, 2)
        tables[np.abs(tables) < 1e-9 * np.abs(self.back).sum(axis=1, keepdims=True)] = 0
        return tables


def objective(
    X: Array,
    Y: Array,
    ridge: Ridge | None,
    features: Sequence[str],
    read: Callable[[], None] = lambda: None,
) -> Objective:
    """The objective for features X (n × p) with these names, counts Y (n × K) and a penalty.

    >>> X = np.array([[1.0, 2000.0], [1.0, 2001.0]])
    >>> penalty = Ridge(np.array([0.0, 1.0]), n_classes=2)
    >>> climb = objective(X, np.eye(2), penalty, features=["one", "year"])
    >>> value, score, information = climb(np.zeros(2))
    >>> round(value, 4), climb.coefficients(np.array([0.0, 2000.5])).round(4).tolist()
    (-1.3863, [[0.0], [1.0]])

    Raises: CollinearityError for columns whose coefficients would not be unique; none are with a
    penalty.
    """
    Y = np.asfortranarray(Y)  # as Z is
    if ridge is None:
        return Objective(*conditioned(X, features), Y, read=read)
    Z, back = scaled(X)
    return Objective(Z, back, Y, ridge.times(np.diag(back) ** 2), read)


def conditioned(X: Array, features: Sequence[str]) -> tuple[Array, Array]:
    """Z = X · back with columns of mean square 1 and far from dependent, and back.

    >>> years = np.column_stack([np.ones(4), [2001.0, 2002.0, 2003.0, 2004.0]])
    >>> Z, back = conditioned(years, ["(Intercept)", "year"])
    >>> (Z.T @ Z).round(9) + 0.0, np.abs(years @ back - Z).max() < 1e-12
    (array([[4., 0.],
           [0., 4.]]), np.True_)

    A scaling where that is enough, or a basis. Raises: CollinearityError for dependent columns.
    """
    Z, back = scaled(X)
    if exceeds(Z.T @ Z, CLEAR * len(Z)):
        return Z, back
    check_independent(X, features)
    Q, R = np.linalg.qr(Z)
    Q[~Z.any(axis=1)] = 0  # and not rounding, which would be told from zero
    root = np.sqrt(len(Z))
    return root * Q, root * back @ np.linalg.inv(R)


def scaled(X: Array) -> tuple[Array, Array]:
    """Z = X · back with columns of mean square 1, and the diagonal matrix back; zeros stay zeros.

    Z lies in memory column after column: all that is done to a column, or to the rows of a product
    with one, is done without a jump.
    """
    columns = np.array(X.T, order="C")
    size = np.maximum(np.abs(columns).max(axis=1), TINY)  # first: squares must not overflow
    columns /= size[:, None]
    root_mean_square = np.sqrt(np.linalg.vecdot(columns, columns) / len(X))
    root_mean_square[root_mean_square == 0] = 1
    columns /= root_mean_square[:, None]
    return columns.T, np.diag(1 / size / root_mean_square)


def check_independent(
    X: Array, features: Sequence[str], remedy: str = ", or fit with ridge="
) -> None:
    """Raise a CollinearityError that names columns of which some combination is zero everywhere.

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
    """The columns that take part in some combination equal to zero; none if independent."""
    # The Gram matrix squares the condition number: it settles the clear cases, the others need R.
    if clearly_independent(X.T @ X):
        return np.array([], dtype=int)
    R = np.linalg.qr(X / np.linalg.norm(X, axis=0), mode="r")
    _, singular_values, Vt = np.linalg.svd(R)
    null = Vt[singular_values < TOLERANCE * np.sqrt(X.shape[1])]
    return np.flatnonzero((np.abs(null) > 1e-6).any(axis=0))


def clearly_independent(gram: Array) -> bool:
    """Whether no eigenvalue of XᵀX is below CLEAR after the columns were scaled to length 1.

    >>> [clearly_independent(np.array([[1.0, r], [r, 1.0]])) for r in (0.6, 1 - 2e-6, 1 - 5e-7)]
    [True, True, False]
    """
    length = np.sqrt(np.diag(gram))
    clear = bool(np.isfinite(length).all() and length.all())  # and else it cannot be computed
    return clear and exceeds(gram / np.outer(length, length), CLEAR)
