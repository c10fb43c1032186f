"""Fitting by maximum likelihood: data in, a model with its uncertainty out.

The only file that knows both wings: `data` checks, `solver` finds the top, or that there is none,
and `model` reads the result. The first class is the pivot while climbing; the answer does not
depend on that.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from softlogit import contrasts
from softlogit.data.checks import check_data, check_seen
from softlogit.data.values import Label, in_memory, in_pieces, number
from softlogit.errors import ConvergenceWarning, InputError, LogitError, SeparationWarning
from softlogit.fitted import FittedLogit
from softlogit.likelihood.rows import Rows, RowsInMemory
from softlogit.likelihood.threads import on_one_thread
from softlogit.model.uncertainty import Uncertainty
from softlogit.solver.solve import climb
from softlogit.special import Array


def fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    ridge: float = 0.0,
    jeffreys: bool = False,
    classes: Sequence[Label] | None = None,
    features: Sequence[str] | None = None,
) -> FittedLogit:
    """Fit the multinomial logit model of y on X by maximum likelihood; K = 2 is the logistic one.

    >>> X = [[1, 0], [1, 0], [1, 0], [1, 1], [1, 1], [1, 1]]
    >>> y = ["no", "no", "yes", "no", "yes", "yes"]
    >>> print(fit(X, y, features=["(Intercept)", "treated"]).summary())
    yes against no:
                Estimate Std. Error z value Pr(>|z|)
    (Intercept)  -0.6931     1.2247  -0.566    0.571
    treated       1.3863     1.7321   0.800    0.423
    <BLANKLINE>
        Null deviance: 8.32 on 5 degrees of freedom
    Residual deviance: 7.64 on 4 degrees of freedom
    AIC: 11.64
    Steps: 4

    Args:
        X: n × p, a column of ones among them if the model is to have an intercept: none is added.
            A frame's column names are kept. One of SciPy's sparse matrices stays sparse in a large
            fit, but with `jeffreys`, nearly dependent columns or classes that may be separated. A
            large Dask array or frame stays where it is, in pieces; y and weights must be Dask's
            too, cut at the same rows.
        y: n labels, or an n × K matrix of counts, the first column being the pivot's, as in R's
            `multinom`. (R's `glm` has the successes first: `cbind(successes, failures)` there is
            `cbind(failures, successes)` here.)
        weights: n numbers, none negative; a row with weight 2 counts as that row twice.
        ridge: the penalty λ ≥ 0 in ℓ(W) − ½ λ Σ (W C)², where W C is W less the mean of its
            columns; the features count in the units given, and constant ones are free.
        jeffreys: whether to maximise ℓ + ½ ln det I, the likelihood times Jeffreys' prior (Firth
            1993): less biased in small samples, and finite for separated data.
        classes: the order of the classes, the first being the default pivot. Otherwise a
            Categorical's own order, or sorted.
        features: names for the columns of X.

    Raises: InputError, ClassError or CollinearityError, all ValueErrors, for input that has no
    right answer; LogitError for pieces that would have to be brought together: for Jeffreys' prior,
    nearly dependent columns, or classes that may be separated; and for more coefficients than there
    is memory for, where their information is needed.

    Warns: SeparationWarning if some contrasts have no finite estimate; ConvergenceWarning if the
    maximum was not reached.
    """
    with on_one_thread():
        return _fit(*_rows(X, y, weights, classes, features), ridge, jeffreys)


def fit_formula(
    formula: str,
    data: Any,
    *,
    weights: ArrayLike | None = None,
    ridge: float = 0.0,
    jeffreys: bool = False,
    classes: Sequence[Label] | None = None,
    features: Sequence[str] | None = None,
) -> FittedLogit:
    """Fit a model written as in R to the columns of a frame; the intercept is added.

    >>> import softlogit as sl
    >>> students = sl.load_program_choice()
    >>> result = sl.fit_formula("prog ~ ses + write", students)
    >>> result.features
    ('(Intercept)', 'ses[middle]', 'ses[high]', 'write')
    >>> result.predict_proba(students.head(1)).round(3)
    array([[0.148, 0.338, 0.513]])

    Categories become columns of 0 and 1 against their first level, named like "ses[middle]". The
    response gives the classes: a column, an expression such as "write > 50", or counts
    "cbind(failures, successes)", in this order and not in that of R's `glm`. Predictions take
    frames with the same columns and code them in the same way. The other arguments are those of
    `fit`. Needs the package formulaic.

    Raises: as `fit`; and InputError for missing values, which are not dropped silently, and in
    predictions for levels never seen.
    """
    from softlogit.data.formula import read_formula

    data, weights = in_memory(data), in_memory(weights)  # levels are those of all rows
    design, response = read_formula(formula, data)
    with on_one_thread():
        rows = _rows(design(data), response, weights, classes, features)
        return _fit(*rows, ridge, jeffreys, design)


def _rows(
    X: Any, y: Any, weights: Any, classes: Sequence[Label] | None, features: Sequence[str] | None
) -> tuple[Rows, tuple[Label, ...], tuple[str, ...]]:
    """The rows, where they are, with the names of the classes and of the columns of X."""
    rows: Rows
    if in_pieces(X):
        from softlogit.likelihood.pieces import check_pieces

        rows, labels, names = check_pieces(X, y, weights, classes, features)
    else:
        matrix, seen, w, labels, names = check_data(X, y, weights, classes, features)
        rows = RowsInMemory.of(matrix, seen, len(labels), w)
    check_seen(rows.class_totals, labels)
    return rows, labels, names


def _fit(
    rows: Rows,
    classes: tuple[Label, ...],
    features: tuple[str, ...],
    ridge: float,
    jeffreys: bool,
    design: Any = None,
) -> FittedLogit:
    """From checked data to the result, with a warning where it has to be read with care."""
    ridge = number(ridge, "ridge=", lambda size: 0 <= size < np.inf, "a number, zero or more")
    jeffreys = bool(number(jeffreys, "jeffreys=", lambda value: value in (0, 1), "True or False"))
    if ridge and jeffreys:
        raise InputError("ridge= and jeffreys=True are two penalties; give one of them.")
    here = rows if isinstance(rows, RowsInMemory) else None
    size = rows.n_features * (rows.n_classes - 1)
    with _room(size):
        summit = climb(here.counted() if here else rows, ridge, features, jeffreys)
    W = summit.B @ contrasts.lift(len(classes))

    def root() -> Array:
        with on_one_thread(), _room(size):
            return summit.root()

    uncertainty = Uncertainty(root=root, runaway=summit.runaway)
    n_obs = rows.total
    result = FittedLogit(
        W,
        classes,
        features,
        design=design,
        uncertainty=uncertainty,
        loglik=summit.loglik,
        null_loglik=summit.null.loglik,
        n_obs=int(n_obs) if n_obs.is_integer() else n_obs,
        df_null=summit.null.df,
        ridge=ridge,
        jeffreys=jeffreys,
        converged=summit.reached and not len(summit.runaway),
        trace=summit.trace,
        n_passes=summit.n_passes,
        _data=(here, uncertainty) if here else None,
        _lost=lambda: summit.ridge.lost(uncertainty.root) if summit.ridge else 0.0,
    )
    _warn(result, summit.reached, summit.decided)
    return result


@contextmanager
def _room(size: int) -> Iterator[None]:
    """Say what took more memory than there is."""
    try:
        yield
    except MemoryError:
        raise LogitError(
            f"there is no room for the information of the {size:,} coefficients, "
            f"{8e-9 * size**2:,.1f} GB, or for XᵀX. A fit with ridge= to a sparse X with an "
            "intercept does without both, but for its standard errors and degrees of freedom."
        ) from None


def _warn(result: FittedLogit, reached: bool, decided: bool) -> None:
    """Say that the solver did not get there, or which contrasts have no finite estimate.

    The caller of `fit` is four calls up.
    """
    if not reached:
        doubt = "" if decided else ", and whether the data are separated could not be decided"
        message = (
            f"the solver did not reach the maximum{doubt}; the coefficients are not the "
            "maximum-likelihood estimate. Scale X, or use ridge=."
        )
        warnings.warn(message, ConvergenceWarning, stacklevel=4)
    pairs = [
        f"{a} against {b} ({', '.join(features)})"
        for (a, b), features in result.runaway_contrasts().items()
    ]
    if pairs:
        more = f" and {len(pairs) - 5} more" if len(pairs) > 5 else ""
        others = "all other contrasts are right as they are. " if reached else ""
        message = (
            "the data are separated: there is no finite maximum-likelihood estimate of "
            f"{'; '.join(pairs[:5])}{more}. These are nan, with standard error inf; {others}"
            "A penalty (jeffreys=True or ridge=) makes every contrast finite."
        )
        warnings.warn(message, SeparationWarning, stacklevel=4)
