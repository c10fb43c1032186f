"""The coefficients of a model, written in every way that tools write them.

W is p × K, one column a class, known up to adding one vector to every column. So what can be known
of it are contrasts, L W A with columns of A that sum to zero, and each view here is one of them. A
representative W that comes from elsewhere is kept, and its coefficients come out to the last bit.
A class that the model does not have is a ClassError everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike

from softlogit import contrasts
from softlogit.data.values import Label, numbers
from softlogit.errors import ClassError, InputError, old_name
from softlogit.model.names import Named, place
from softlogit.model.tables import CoefficientTable, Summary
from softlogit.model.uncertainty import Uncertainty, check_covariance
from softlogit.special import Array

if TYPE_CHECKING:
    import pandas as pd

NO_COVARIANCE = (
    "this model has coefficients but no covariance, so no standard errors; add one by "
    "model.with_covariance(V), or fit the model here."
)
# A column that sums to zero, in floating point: its entries are mostly of size one.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Coefficients(Named):
    """What `LogitModel` can say without looking at data."""

    @property
    def beta(self) -> Array:
        """Two classes: logistic regression's β, length p, of classes[1] against [0] (thm-answer).

        Raises: ClassError if there are more classes: β is then a choice, which `coef` and
        `log_odds` let you make.
        """
        if self.n_classes != 2:
            raise ClassError(
                f"β exists for two classes; this model has {self.n_classes}: {self.classes}. "
                "Use coef(pivot=...) for all, or log_odds(a, against=b) for one pair."
            )
        return self.log_odds(self.classes[1], against=self.classes[0])

    def log_odds(self, a: Label, against: Label) -> Array:
        """The coefficients of ln(P_a / P_against), length p: w_a − w_against (eq-answer).

        >>> import softlogit as sl
        >>> model = sl.LogitModel.from_softmax([[1.0, 2.0, 5.0]], classes=["a", "b", "c"])
        >>> model.log_odds("c", against="b")
        array([3.])
        """
        return self._times(self._pair(a, against))[:, 0]

    def coef(self, pivot: Label = None) -> Array:
        """The coefficients of every other class against the pivot, p × (K − 1), in class order.

        The pivot is the first class unless named.

        >>> import softlogit as sl
        >>> model = sl.LogitModel.from_softmax([[1.0, 2.0, 5.0]], classes=["a", "b", "c"])
        >>> model.coef(pivot="b")
        array([[-1.,  3.]])
        """
        return self._times(self._pivot(pivot))

    @property
    def symmetric(self) -> Array:
        """The representative whose rows sum to zero, p × K, of least norm (thm-minimum-norm)."""
        return self._times(contrasts.symmetric(self.n_classes))

    def covariance(self, pivot: Label = None) -> Array:
        """The covariance of vec(coef(pivot)): p (K − 1) square, class-major.

        For a maximum-likelihood fit the inverse of the information (eq-information); with a penalty
        P, of information + P, which says how the data and the penalty together determine the
        coefficients, and not how far they are from the truth. Rows and columns of what has no
        finite estimate are nan, its variances inf.

        Raises: InputError for a model without covariance.
        """
        return self._known().covariance_of(self._pivot(pivot))

    def standard_errors(self, pivot: Label = None) -> Array:
        """The standard errors of coef(pivot), p × (K − 1), in its units.

        Raises: as `covariance`.
        """
        return np.sqrt(np.diag(self.covariance(pivot))).reshape(self.n_classes - 1, -1).T

    def contrast(self, a: Any, against: Label = None, *, left: Any = None) -> CoefficientTable:
        """Any contrast L W A, as a table, with standard errors if the model has a covariance.

        Most often it is one class against another. Any pair will do: which class was the pivot of
        a fit does not matter.

        >>> import softlogit as sl
        >>> fit = sl.fit_formula("prog ~ write", sl.load_program_choice())
        >>> fit.contrast("vocation", against="general")
        vocation against general:
                    Estimate Std. Error z value Pr(>|z|)
        (Intercept)  2.64650    1.12744   2.347   0.0189
        write       -0.05180    0.02251  -2.301   0.0214
        >>> fit.contrast([[1.0], [-0.5], [-0.5]], left="write")
        academic - 0.5 general - 0.5 vocation:
              Estimate Std. Error z value Pr(>|z|)
        write  0.09191    0.01810   5.079 3.80e-07

        Args:
            a: a class, which is set `against` another; or a contrast matrix A, K × m, whose columns
                sum to zero. A DataFrame's columns name the contrasts.
            left: the features wanted, by name; or a matrix L, l × p; or, after a formula, two
                levels of a variable, {"ses": ("high", "middle")}. All features, unless told.

        The estimates are vec(L W A), one contrast after the other, and so is their covariance.

        Raises: InputError for a matrix of another size, or whose columns do not sum to zero.
        """
        L, rows = self._left(left)
        if against is None:
            A = self._contrast(a)
            titles = [str(name) for name in getattr(a, "columns", contrasts.names(A, self.classes))]
        else:
            A, titles = self._pair(a, against), [f"{a} against {against}"]
        if len(titles) > 1:
            rows = tuple(f"{row}, {title}" for title in titles for row in rows)
        values = self._times(A, L).T.ravel()
        V = self.uncertainty.covariance_of(A, L) if self.uncertainty else None
        error = np.full(len(values), np.nan) if V is None else np.sqrt(np.diag(V))
        title = titles[0] if len(titles) == 1 else "contrasts"
        return CoefficientTable(title, rows, values, error, V)

    def summary(self, pivot: Label = None) -> Summary:
        """A table for each class against the pivot: prints like R's, and is HTML in a notebook."""
        against = self.classes[0 if pivot is None else place(self.classes, pivot)]
        others = [label for label in self.classes if label != against]
        return Summary([self.contrast(label, against) for label in others], self._notes())

    def _notes(self) -> Sequence[str]:
        """What a summary says below its tables."""
        return () if self.uncertainty else (NO_COVARIANCE,)

    def with_covariance(self, covariance: ArrayLike) -> Self:
        """The same model with this covariance of vec(coef()): class-major, first class as pivot.

        So estimates from elsewhere get tests, intervals and the standard error of every contrast.

        >>> import softlogit as sl
        >>> model = sl.LogitModel.from_beta([1.0], classes=("no", "yes"), features=["dose"])
        >>> model.with_covariance([[0.25]]).contrast("no", against="yes")
        no against yes:
             Estimate Std. Error z value Pr(>|z|)
        dose  -1.0000     0.5000  -2.000   0.0455

        Raises: InputError for a matrix that is of another size or no covariance.
        """
        V = check_covariance(covariance, len(self.W) * (self.n_classes - 1))
        return replace(self, uncertainty=Uncertainty(V, runaway=self.runaway))

    @property
    def runaway(self) -> Array:
        """r × p × (K − 1): directions of coef() without a maximum (separated data); else r = 0."""
        return (self.uncertainty or Uncertainty()).runaway

    def runaway_contrasts(self) -> dict[tuple[Label, Label], tuple[str, ...]]:
        """The pairs (a, against) without a finite estimate, each with the features concerned."""
        pairs = {}
        for b, a in combinations(self.classes, 2) if len(self.runaway) else ():
            gone = np.isnan(self.log_odds(a, against=b))
            if gone.any():
                pairs[a, b] = tuple(np.array(self.features)[gone].tolist())
        return pairs

    # As statsmodels calls them
    params = property(
        lambda self: self._frame(self.coef()),
        doc="`coef()` as a DataFrame, a row a feature, a column a class.",
    )
    bse = property(
        lambda self: self._frame(self.standard_errors()), doc="`standard_errors()` likewise."
    )
    pvalues = property(
        lambda self: self._frame(np.transpose([t.p_value for t in self.summary().tables])),
        doc="The p-values of `summary()` likewise.",
    )

    def _frame(self, values: Array) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(values, index=list(self.features), columns=list(self.classes[1:]))

    # What they were called before; gone in the next version

    def contrast_of(self, A: ArrayLike) -> Array:
        old_name("contrast_of(A)", "contrast(A).estimate")
        return self._times(self._contrast(A))

    def covariance_of(self, A: ArrayLike) -> Array:
        old_name("covariance_of(A)", "contrast(A).covariance")
        return self._known().covariance_of(self._contrast(A))

    def index(self, label: Label) -> int:
        old_name("model.index(label)", "model.classes.index(label)")
        return place(self.classes, label)

    def _contrast(self, A: Any) -> Array:
        """A contrast matrix. Columns that do not sum to zero would see which W it is."""
        matrix = numbers(A)
        fits = matrix is not None and matrix.ndim == 2 and len(matrix) == self.n_classes
        if matrix is None or not fits or not (np.abs(matrix.sum(axis=0)) <= ROUNDING).all():
            raise InputError(
                f"a contrast is a matrix with {self.n_classes} rows (one a class) whose columns sum"
                " to zero; a class alone needs another that it is set against=."
            )
        return matrix

    def _times(self, A: Array, L: Array | None = None) -> Array:
        """L W A, nan where it has no finite estimate."""
        values = self.W @ A if L is None else L @ self.W @ A
        gone = ~self.uncertainty.stays(A, L) if self.uncertainty else False
        return np.where(gone, np.nan, values)

    def _known(self) -> Uncertainty:
        if self.uncertainty is None:
            raise InputError(NO_COVARIANCE)
        return self.uncertainty
