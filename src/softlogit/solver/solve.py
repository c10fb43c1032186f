"""From data to the maximum of the likelihood: which solver, from where.

Small data are climbed by Newton's method from zero. On large data the information is what costs, so
there BFGS climbs, from the null model, whose information has an inverse for the asking; or, if
there are rows to spare, from the maximum of a tenth of the rows, whose information is nearly
proportional to that of all. At the first doubt (overflow, dependent columns, classes that may be
separated, no convergence) the large data are treated like small ones, which takes longer and
decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from softlogit.data.intercept import has_intercept
from softlogit.errors import LogitError
from softlogit.likelihood.rows import Observations, Rows
from softlogit.solver import bfgs, jeffreys, linalg, newton
from softlogit.solver.collinearity import clearly_independent
from softlogit.solver.coordinates import Objective, move_root, objective
from softlogit.solver.existence import Separation, Undecided, climb_beside, find_separation
from softlogit.solver.linalg import exceeds
from softlogit.solver.newton import Iteration, Optimum
from softlogit.solver.overlap import surely_overlap
from softlogit.solver.start import NullModel
from softlogit.special import Array

# Newton's method is the faster one while rows × coefficients² is less than this.
SMALL = 1_000_000
# A tenth of the rows is climbed first if it has this many rows a coefficient.
ROWS_A_COEFFICIENT = 50
# A tenth, but no more rows than this.
MOST = 1_000_000
# When to stop, as a squared decrement for each row: on part of the rows, where more would be lost
# on the rest, and on all.
ROUGH, FINE = 1e-5, 1e-15

# Newton's climb asks for separation where no more than this, for each row, is left to be gained.
FLAT = 1e-8
# Rounding in an eigenvalue of the information, as a share of Σ m and of the size of Z: a step whose
# information is no more than that in some direction proves nothing.
ROUNDING = 1e-14

Inverse = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class Summit:
    """Where the climb ended.

    Attributes:
        B: the coefficients, p × (K − 1), the first class as pivot.
        root: computes a matrix R for which R Rᵀ is the covariance of vec(B), class-major.
        loglik, null_loglik: the log-likelihoods (eq-log-likelihood) there and at the null model.
        df_model, df_null: their free coefficients.
        runaway: r × p × (K − 1), the directions in which the likelihood rises for ever; mostly r =
            0.
        reached: whether the solver converged.
        trace: its iterations.
        n_passes: how often all rows were read.
    """

    B: Array
    root: Callable[[], Array]
    loglik: float
    null_loglik: float
    df_model: float
    df_null: int
    runaway: Array
    reached: bool
    trace: tuple[Iteration, ...]
    n_passes: int
    decided: bool = True


def climb(observed: Rows, ridge: float, features: Sequence[str], prior: bool = False) -> Summit:
    """The maximum-likelihood estimate, or with a penalty λ = `ridge` or Jeffreys' prior the
    penalised one.

    Raises: CollinearityError for columns whose coefficients would not be unique.
    """
    p, q = observed.n_features, observed.n_classes - 1
    large = len(observed) * (p * q) ** 2 > SMALL
    if large and not (ridge or prior) and clearly_independent(observed.sums.gram):
        summit = _climb_large(observed)
        if summit:
            return summit
    if (large or prior) and not isinstance(observed, Observations):
        raise LogitError(
            "this fit needs all rows in one place: its columns are nearly dependent, its classes "
            "may be separated, or it has a penalty. Fit a sample of the rows in memory, which says "
            "more."
        )
    return _climb_small(observed.gathered(), ridge, features, prior)


def _climb_large(observed: Rows) -> Summit | None:
    """By BFGS from the null model, or from part of the rows; None if there is any doubt about the
    result.
    """
    null = NullModel.of(observed.sums)
    start, inverse = _start(observed, null)
    known = (
        newton.Answer(null.loglik, null.score.ravel()) if start is null.B else None
    )  # without a pass over the rows
    optimum = _quasi_newton(observed, start, inverse, FINE, known)
    at, score, step = (
        vector.reshape(null.B.shape) for vector in (optimum.point, optimum.here.score, optimum.step)
    )
    if not optimum.converged or not surely_overlap(observed, at, score, null):
        return None
    return Summit(
        at + step,
        partial(_root, observed, at + step),
        loglik=optimum.trace[-1].value,
        null_loglik=null.loglik,
        df_model=at.size,
        df_null=observed.n_classes - 1 if null.has_intercept else 0,
        runaway=np.zeros((0, *at.shape)),
        reached=True,
        trace=optimum.trace,
        n_passes=observed.n_passes,
    )


def _start(observed: Rows, null: NullModel) -> tuple[Array, Inverse]:
    """Where to begin, and the inverse of the information per row there.

    From a tenth of the rows, and that from a tenth of them, as long as there are rows enough. The
    information is computed on the fewest rows alone: with d coefficients and n rows it is off by
    about √(d/n), which costs less than computing it on more.
    """
    size = null.B.size
    if len(observed) < 10 * ROWS_A_COEFFICIENT * size:
        return (
            null.B,
            lambda score: (
                null.total * null.inverse_information(score.reshape(null.B.shape)).ravel()
            ),
        )
    part = observed.thinned(max(10, len(observed) // MOST))
    start, inverse = _start(part, null)
    B = _quasi_newton(part, start, inverse, ROUGH).point.reshape(null.B.shape)
    if len(part) < 10 * ROWS_A_COEFFICIENT * size:
        inverse = _inverse_on(part, B, null)
    return B, inverse


def _inverse_on(part: Rows, B: Array, null: NullModel) -> Inverse:
    """The inverse of the information per row on part of the rows, with a trace of the null model's
    where that part says nothing.
    """
    information = part.information(B) / part.total + 1e-3 * null.information / null.total
    p, q = B.shape
    inverse = (
        linalg.inverse(information).reshape(q, p, q, p).transpose(1, 0, 3, 2).reshape(p * q, p * q)
    )  # row after row, as points are
    return lambda score: inverse @ score


def _quasi_newton(
    observed: Rows,
    start: Array,
    inverse: Inverse,
    precision: float,
    known: newton.Answer | None = None,
) -> newton.Optimum:
    """BFGS on vec(B), row after row."""

    def value_and_score(point: Array) -> newton.Answer:
        value, score = observed.value_and_score(point.reshape(start.shape))
        return newton.Answer(value, score.ravel())

    total = observed.total
    return bfgs.maximise(
        value_and_score,
        start.ravel(),
        lambda score: inverse(score) / total,
        precision * total,
        known=known,
    )


def _root(observed: Rows, B: Array) -> Array:
    """R with R Rᵀ = the inverse information of vec(B), class-major, computed when it is asked for:
    it may cost more than the fit.
    """
    information = observed.information(B)
    size = np.sqrt(np.diag(information))
    root = linalg.inverse_root(information / np.outer(size, size)) / size[:, None]
    if not np.sum((observed.value_and_score(B)[1].T.ravel() @ root) ** 2) < 1e-8 * observed.total:
        raise LogitError(
            "X or the weights were changed after the fit, so the standard errors can no longer be "
            "computed; fit again."
        )
    return np.asarray(root)


def _climb_small(
    observed: Observations, ridge: float, features: Sequence[str], prior: bool
) -> Summit:
    """By Newton's method from zero; if there is no maximum, to the likelihood's limit and what is
    finite there.
    """
    X, Y = observed.X, observed.counts
    climbed = replace(objective(X, Y, ridge, features), read=observed.read)
    if prior:
        optimum, separation, decided = jeffreys.maximise(climbed), None, True
    else:
        optimum, separation, decided = _newton(climbed, bool(ridge))
    if separation:
        optimum, root = climb_beside(climbed, optimum, separation)
    else:
        root = linalg.inverse_root(optimum.here.information)
    B = climbed.coefficients(optimum.point)
    null_loglik, df_null = _null_likelihood(X, Y.sum(axis=0))
    return Summit(
        B,
        partial(move_root, root, climbed.back),
        loglik=climbed.log_likelihood(optimum.point) if ridge or prior else optimum.here.value,
        null_loglik=null_loglik,
        df_model=climbed.degrees_of_freedom(root),
        df_null=df_null,
        runaway=climbed.directions(separation.span) if separation else np.zeros((0, *B.shape)),
        reached=optimum.converged,
        trace=optimum.trace,
        n_passes=observed.n_passes,
        decided=decided,
    )


def _newton(climbed: Objective, exists: bool) -> tuple[Optimum, Separation | None, bool]:
    """Newton's method from zero, what separates the data, and whether that is certain."""
    start, total = np.zeros(climbed.size), climbed.Y.sum()
    certain = ROUNDING * total * math.sqrt(climbed.Z.size)

    def sure(optimum: Optimum) -> bool:
        return exists or (optimum.converged and exceeds(optimum.here.information, certain))

    optimum = newton.maximise(climbed, start, climbed.moves, 0.0 if exists else FLAT * total)
    if sure(optimum):
        return optimum, None, True
    try:
        decided, separation = (
            True,
            find_separation(climbed.Z, climbed.Y, optimum.point, climbed.read),
        )
    except Undecided:
        decided, separation = False, None
    if separation is None and not optimum.converged:
        more = newton.maximise(climbed, optimum.point, climbed.moves)
        optimum = more._replace(trace=optimum.trace + more.trace[1:])
    if not decided:
        decided = sure(optimum)
        optimum = optimum._replace(converged=decided)
    return optimum, separation, decided


def _null_likelihood(X: Array, classes: Array) -> tuple[float, int]:
    """The log-likelihood of the model with the intercept alone and its free coefficients; without
    intercept, of equal shares.
    """
    if has_intercept(X):
        return float(classes @ np.log(classes / classes.sum())), len(classes) - 1
    return float(-classes.sum() * np.log(len(classes))), 0
