"""The model: made from any tool's coefficients, asked for probabilities.

What it says of its coefficients, as `coef`, `contrast` and `summary`, is in `model.coefficients`.
X is n × p with the column of the intercept inside, W p × K.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softlogit import contrasts
from softlogit.data import checks
from softlogit.data.response import check_classes
from softlogit.data.sparse import dense
from softlogit.data.values import Label, Labels, Names, in_memory, number, shape, wanted
from softlogit.errors import InputError
from softlogit.model.coefficients import Coefficients
from softlogit.model.names import label_array, place
from softlogit.special import Array, log_softmax, softmax


@dataclass(frozen=True, eq=False, repr=False)
class LogitModel(Coefficients):
    """A multinomial logit model: P(class k | x) = softmax(Wᵀx)ₖ (eq-softmax).

    Make one with `from_softmax`, `from_pivot` or `from_beta`, or by fitting. If it has a covariance
    (`with_covariance`), contrasts and summaries have standard errors. An entry of a contrast
    that has no finite estimate is nan, with standard error inf.

    Attributes:
        W: p × K, one column a class, in log-odds per unit of the feature. Adding one vector to
            every column changes nothing (thm-fibre).
        classes: the K class labels, in the order of W's columns.
        features: the p names of W's rows.
        uncertainty: of a model with a covariance, where it is kept.
        design: of a formula, what makes the columns of X from a frame.
    """

    @staticmethod
    def from_softmax(W: ArrayLike, *, classes: Labels = None, features: Names = None) -> LogitModel:
        """The model of a softmax matrix W, p × K: any representative (eq-softmax).

        >>> model = LogitModel.from_softmax([[5.0, 7.0], [1.0, 3.0]])
        >>> model.beta                                  # w₁ − w₀
        array([2., 2.])

        Raises: InputError for a W that is not a p × K table of finite numbers; ClassError if the
        classes do not match it.
        """
        return LogitModel(W, classes, features)  # type: ignore[arg-type]  # made so there

    @staticmethod
    def from_pivot(
        B: ArrayLike, *, pivot: Label = None, classes: Labels = None, features: Names = None
    ) -> LogitModel:
        """The model of pivot coefficients B, p × (K − 1), in class order with the pivot left out.

        Column k is w_k − w_pivot. The pivot is the first class unless named, as in R's `multinom`
        and statsmodels' `MNLogit`; that is W with a column of zeros for the pivot (McFadden 1974,
        Conditional logit analysis of qualitative choice behavior).

        >>> model = LogitModel.from_pivot([[1.0, 2.0]], pivot="c", classes=["a", "b", "c"])
        >>> model.W
        array([[1., 2., 0.]])

        Raises: as `from_softmax`.
        """
        table = checks.check_matrix(B, "B")
        K = table.shape[1] + 1
        because = f"B has {K - 1} columns, so there are {K} classes"
        labels = check_classes(classes, K, because)
        at = 0 if pivot is None else place(labels, pivot)
        W = table @ contrasts.lift(K, at)
        return LogitModel.from_softmax(W, classes=labels, features=features)

    @staticmethod
    def from_beta(beta: ArrayLike, *, classes: Labels = None, features: Names = None) -> LogitModel:
        """The two-class model of a logistic regression's β, length p (eq-answer).

        β are the log-odds of classes[1] against classes[0].

        >>> model = LogitModel.from_beta([2.0, -1.0], classes=("reject", "admit"))
        >>> model.symmetric                             # −β/2 and β/2
        array([[-1. ,  1. ],
               [ 0.5, -0.5]])

        Raises: InputError if beta is not a vector of finite numbers; ClassError if there are not
        two classes.
        """
        if len(shape(beta, "beta")) != 1:
            raise InputError(
                f"beta has shape {np.shape(beta)}; it must be a vector. A table is for from_pivot "
                "or from_softmax."
            )
        labels = check_classes(classes, 2, "β belongs to two classes")
        column = checks.check_matrix([beta], "beta").T
        return LogitModel.from_pivot(column, classes=labels, features=features)

    def predict_proba(self, X: ArrayLike) -> Array:
        """P(class k | xᵢ) for each row of X, n × K, in class order (eq-softmax).

        >>> LogitModel.from_beta([0.0, 1.0]).predict_proba([[1, 0], [1, 800]]).tolist()
        [[0.5, 0.5], [0.0, 1.0]]

        A frame's columns are found by name, in any order. Raises: as `design_matrix`.
        """
        return softmax(self._table(X) @ self.W)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The most probable class of each row of X, n labels; the first of those that tie.

        Raises: as `design_matrix`.
        """
        return label_array(self.classes)[(self._table(X) @ self.W).argmax(axis=1)]

    def log_likelihood(
        self, X: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None
    ) -> float:
        """Σᵢ Σₖ yᵢₖ ln P(class k | xᵢ), for labels or counts y (eq-log-likelihood).

        A weight multiplies its row.

        >>> coin = LogitModel.from_beta([0.0], classes=["tails", "heads"])
        >>> print(round(coin.log_likelihood([[1], [1]], ["heads", "tails"]) / np.log(2), 9))
        -2.0

        Raises: InputError or ClassError for data that are not the model's.
        """
        X, y, weights = map(in_memory, (X, y, weights))
        checks.check_same_rows(X=X, y=y, weights=weights)
        logs = log_softmax(self._table(X) @ self.W)
        seen, w, _ = checks.check_outcomes(len(logs), y, weights, self.classes)
        counts = np.eye(self.n_classes)[seen] if seen.ndim == 1 else seen
        per_row = (counts * logs).sum(axis=1)
        return float(per_row.sum() if w is None else w @ per_row)

    def same_model_as(self, other: LogitModel, *, atol: float = 1e-8) -> bool:
        """Whether both give the same probabilities for every x (thm-fibre).

        Their contrasts agree within `atol`, in log-odds per unit of each feature. The classes may
        come in another order; they must be the same labels. So may the features, if both models
        have the same names; otherwise they are taken in order.

        >>> one, other = (LogitModel.from_softmax([W]) for W in ([1.0, 2.0], [6.0, 7.0]))
        >>> one.same_model_as(other)
        True

        Raises: InputError for what is no model.
        """
        require_model(other)
        atol = number(atol, "atol=", lambda size: size >= 0, "a number, zero or more")
        if set(self.classes) != set(other.classes) or len(self.W) != len(other.W):
            return False
        named = set(self.features) == set(other.features)
        rows = [other.features.index(name) for name in self.features] if named else slice(None)
        C = contrasts.symmetric(self.n_classes)
        theirs = other.W[rows][:, [place(other.classes, label) for label in self.classes]] @ C
        return bool(np.allclose(self.W @ C, theirs, rtol=0, atol=atol))

    def design_matrix(self, X: Any) -> Array:
        """X as an n × p array of floats; a frame's columns are matched to the features by name.

        After a formula, it is made from a frame with the columns of the data. One of Dask's is
        brought together.

        Raises: InputError for an X without the model's features, or with missing entries.
        """
        return dense(self._table(X))

    def _table(self, X: Any) -> Any:
        """The same; one of SciPy's sparse matrices stays sparse."""
        X = in_memory(X)
        if self.design and hasattr(X, "columns"):
            X = self.design(X).to_numpy()
        found = {name: place for place, name in enumerate(checks.feature_names(X))}
        missing = [name for name in self.features if name not in found]
        if hasattr(X, "columns") and (not missing or self.features != checks.numbered(len(self.W))):
            if missing:
                raise InputError(
                    f"X has no column {missing[0]!r}; the model's features are {self.features}."
                )
            places = [found[name] for name in self.features]
            arrow = hasattr(X, "column_names")
            X = X.select(places) if arrow else getattr(X, "iloc", X)[:, places]
        elif len(found) != len(self.W):
            raise InputError(
                f"X has {len(found)} columns; the model has {len(self.W)} features, the intercept "
                f"among them: {self.features}."
            )
        return checks.check_features(X, self.features)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(classes={self.classes}, features={self.features})"


def require_model(model: Any) -> LogitModel:
    """The model itself, or an InputError for what is none."""
    return wanted(model, LogitModel, "a LogitModel, or a fit, is wanted here")
