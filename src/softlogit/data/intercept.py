"""What an intercept is: a 1 in every row. Every part of the library that asks for it asks here.

X, n × p, *has* an intercept if some combination of its columns is 1 in every row: a column of ones,
or a full set of dummies. It is *the* intercept, set apart by other tools and left out of marginal
effects, if it is a column of its own that says so by its name.
"""

from collections.abc import Sequence

import numpy as np

from softlogit.data.sparse import dense
from softlogit.errors import InputError
from softlogit.special import Array

INTERCEPT = "(Intercept)"
# As R, statsmodels and formulaic call it.
NAMES = (INTERCEPT, "const", "Intercept")
# How far the ones may be from the span of the columns, as a share of their squared length: sums of
# squares round at 1e-16 times the condition number, and data in a span by chance are not this near.
NEAR = 1e-10


def find_intercept(features: Sequence[str], X: Array | None = None) -> int | None:
    """Which feature is the intercept: the first one named so or, in X, the first column of ones.

    >>> find_intercept(["const", "dose"]), find_intercept(["one", "dose"])
    (0, None)
    >>> find_intercept(["one", "dose"], np.array([[1.0, 5.0], [1.0, 6.0]]))
    0

    Raises: InputError for a column of X that has the name and is not 1 in every row.
    """
    places = [j for j, name in enumerate(features) if name in NAMES]
    if X is not None:
        check_names(features, X)
        places += np.flatnonzero((X == 1).all(axis=0)).tolist()
    return places[0] if places else None


def check_names(features: Sequence[str], X: Array) -> None:
    """Raise an InputError for a column of X with an intercept's name that is not 1 in every row."""
    for j, name in enumerate(features):
        if name in NAMES and (dense(X[:, [j]]) != 1).any():
            raise InputError(
                f"the column {name!r} has the name of an intercept but is not 1 in every row; give "
                "it another name."
            )


def has_intercept(whitened: Array, total: float) -> bool:
    """Whether some combination of the columns of X is 1 in every row, from sums over the rows.

    These are Rᵀ XᵀM1, length p, where R Rᵀ = (XᵀMX)⁻¹, and 1ᵀM1, for any weights M.

    >>> has_intercept(np.array([1.0, np.sqrt(2.0)]), 3.0)        # one row and two, by dummies
    True
    """
    return bool(total - whitened @ whitened < NEAR * total)
