"""From data to the maximum of the likelihood: which solver, from where.

Small data are climbed by Newton's method from zero. On large data the information is what costs, so
there BFGS climbs, from the null model, whose information has an inverse for the asking; or, if
there are rows to spare, from the maximum of a tenth of the rows, whose information is nearly
proportional to that of all. At the first doubt (overflow, dependent columns, classes that may be
separated, no convergence) Newton's method goes on from there, which takes longer and decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from softlogit.errors import LogitError
from softlogit.likelihood.rows import Rows, RowsInMemory
from softlogit.solver import bfgs, existence, jeffreys, newton
from softlogit.solver.coordinates import (
    Objective,
    check_independent,
    clearly_independent,
    objective,
)
from softlogit.solver.linalg import exceeds, inverse_root, table, vec
from softlogit.solver.newton import Answer, Iteration, Optimum
from softlogit.solver.ridge import Ridge
from softlogit.solver.start import NullModel
from softlogit.special import Array

# Newton's method is the faster one while rows × coefficients² is less than this.
# mutant: both arrive at the same maximum
SMALL = 1_000_000
# A tenth of the rows is climbed first if it has this many rows a coefficient.
# mutant: from anywhere the maximum is the same
ROWS_A_COEFFICIENT = 50
# A tenth, but no more rows than this. mutant: likewise
MOST = 1_000_000
# When to stop, as a squared decrement for each row: on part of the rows, where more would be lost
# on the rest, and on all.
ROUGH, FINE = 1e-5, 1e-15
# Newton's climb asks for separation where no more than this, for each row, is left to be gained and
# its steps are long all the same; on large data sooner, since the question costs no more than it.
FLAT, NEARLY_FLAT = 1e-8, 1e-5
# BFGS leaves it to Newton's method where no more is left and the curvature has faded to this share
# of the null model's.
FADED = 1e-9
# Rounding in an eigenvalue of the information, as a share of Σ m and of the size of Z: a step whose
# information is no more than that in some direction proves nothing.
ROUNDING = 1e-14


@dataclass(frozen=True, eq=False)
class Summit:
    """Where the climb ended.

    Attributes:
        B: the coefficients, p × (K − 1), the first class as pivot.
        root: computes a matrix R for which R Rᵀ is the covariance of vec(B).
        loglik: the log-likelihood there, without the penalty (eq-log-likelihood).
        null: the null model.
        trace: the solver's iterations.
        n_passes: how often all rows were read.
        runaway: r × p × (K − 1), the directions in which the likelihood rises for ever.
        ridge: the penalty, if there is one.
        reached, decided: whether the solver converged, and surely knows of all of these.
    """

    B: Array
    root: Callable[[], Array]
    loglik: float
    null: NullModel
    trace: tuple[Iteration, ...]
    n_passes: int
    runaway: Array
    ridge: Ridge | None
    reached: bool = True
    decided: bool = True


def climb(rows: Rows, ridge: float, features: Sequence[str], prior: bool = False) -> Summit:
    """The maximum-likelihood estimate, or the penalised one: λ = `ridge`, or Jeffreys' prior.

    Raises: CollinearityError for columns whose coefficients would not be unique.
    """
    p, q = rows.n_features, rows.n_classes - 1
    large, before = len(rows) * (p * q) ** 2 > SMALL, None
    penalty = _penalty(ridge, rows, features) if ridge else None
    if large and not prior:
        summit, before = _climb_large(rows, penalty)
        if summit:
            return summit
    if (large or prior) and not isinstance(rows, RowsInMemory):
        raise LogitError(
            "this fit needs all rows in one place: its columns are nearly dependent, its classes "
            "may be separated, or it has Jeffreys' penalty. Fit a sample of the rows in memory, "
            "which says more."
        )
    return _climb_small(rows.thinned(1).dense(), penalty, features, prior, before)


def _penalty(ridge: float, rows: Rows, features: Sequence[str]) -> Ridge:
    """λ for all features but constant ones, of which there can be one."""
    least, largest = rows.extremes
    constant = least == largest
    if constant.any():
        names = [name for name, free in zip(features, constant, strict=True) if free]
        check_independent(np.tile(least[constant], (len(names), 1)), names, remedy="")
    return Ridge(ridge * ~constant, rows.n_classes)


def _climb_large(rows: Rows, ridge: Ridge | None) -> tuple[Summit | None, Optimum | None]:
    """By BFGS, and where that stopped; None if there is any doubt about the result."""
    # A penalty needs no proof that there is a maximum, and so no more than XᵀMX's diagonal.
    enough = ridge and not ridge.charges.all()
    null = NullModel(rows.sums if enough else rows.sums._replace(gram=rows.gram), ridge)
    if null.gram.ndim == 2 and not clearly_independent(null.penalised_gram):
        return None, None
    start, inverse = _start(rows, null)
    known = None
    if start is null.B and not ridge:
        known = Answer(null.loglik, vec(null.score))  # without a pass
    found, p = _bfgs(rows, null, start, inverse, FINE, known), len(start)
    B, score = table(found.point, p), table(found.here.score, p)
    if not (found.converged and (ridge or existence.surely_overlap(rows, B, score, null))):
        return None, found
    B = B + table(found.step, p)
    loglik = found.trace[-1].value + (ridge.value(B) if ridge else 0.0)
    root, none = partial(_root, rows, B, ridge), np.zeros((0, *B.shape))
    return Summit(B, root, loglik, null, found.trace, rows.n_passes, none, ridge), found


def _start(rows: Rows, null: NullModel) -> tuple[Array, bfgs.Inverse]:
    """Where to begin, and the inverse of the information per row there.

    From a tenth of the rows, and that from a tenth of them, as long as there are rows enough. The
    information is computed on the fewest rows alone: with d coefficients and n rows it is off by
    about √(d/n), which costs less than computing it on more.
    """
    p, enough = len(null.B), 10 * ROWS_A_COEFFICIENT * null.B.size
    if len(rows) < enough:
        return null.B, lambda s: null.total * vec(null.inverse_information(table(s, p)))
    part = rows.thinned(max(10, len(rows) // MOST))
    start, inverse = _start(part, null)
    B = table(_bfgs(part, null, start, inverse, ROUGH).point, p)
    return B, inverse if len(part) >= enough else _inverse_on(part, B, null)


def _inverse_on(part: Rows, B: Array, null: NullModel) -> bfgs.Inverse:
    """The same on part of the rows, with a trace of the null model's where they say nothing."""
    information = part.information(B) / part.total + 1e-3 * null.information / null.total
    if null.ridge:
        information += null.ridge.curvature / null.total
    root = inverse_root(information)
    inverse = root @ root.T
    return lambda score: inverse @ score


def _bfgs(
    rows: Rows,
    null: NullModel,
    start: Array,
    inverse: bfgs.Inverse,
    precision: float,
    known: Answer | None = None,
) -> Optimum:
    """BFGS from B = `start`, until so small a squared decrement is left for each row."""
    p, total = len(start), rows.total
    ridge = null.ridge and null.ridge.times(total / null.total)

    def oracle(b: Array) -> Answer:
        B = table(b, p)
        value, score = rows.value_and_score(B)
        if ridge:
            value, score = value - ridge.value(B), score - ridge.slope(B)
        return Answer(value, vec(score))

    def hopeless(here: Answer, step: Array) -> bool:
        """Whether each row is likelier than not, or the curvature has gone: surely separated."""
        if ridge:
            return False
        above = here.value > -math.log(2) * total / len(rows)
        left = float(here.score @ step) / total
        if above or left > NEARLY_FLAT:
            return above
        S = table(step, p)
        return left < FADED * float(np.vdot(S, null.gram @ S @ null.spread)) / null.total

    def divided(score: Array) -> Array:
        return inverse(score) / total

    last_step = precision * total
    return bfgs.maximise(oracle, vec(start), divided, last_step, hopeless, known=known)


def _root(rows: Rows, B: Array, ridge: Ridge | None) -> Array:
    """R with R Rᵀ = the inverse information of vec(B), when it is asked for: it may cost much."""
    information = rows.information(B)
    score = rows.value_and_score(B)[1]
    if ridge:
        information, score = information + ridge.curvature, score - ridge.slope(B)
    size = np.sqrt(np.diag(information))
    root = inverse_root(information / np.outer(size, size)) / size[:, None]
    left = vec(score) @ root
    if not left @ left < 1e-8 * rows.total:
        raise LogitError(
            "X or the weights were changed after the fit, so the standard errors can no longer be "
            "computed; fit again."
        )
    return root


def _climb_small(
    rows: RowsInMemory,
    ridge: Ridge | None,
    features: Sequence[str],
    prior: bool,
    before: Optimum | None = None,
) -> Summit:
    """By Newton's method; if there is no maximum, to the likelihood's limit and what is finite."""
    climbed = objective(rows.X, rows.counts, ridge, features, rows.read)
    start = climbed.coordinates(before.point) if before else np.zeros(climbed.size)
    if prior:
        found, separation, decided = jeffreys.maximise(climbed), None, True
    else:
        found, separation, decided = _newton(climbed, start, bool(ridge))
    loglik, root = found.trace[-1].value, None
    if separation:
        found, root = existence.climb_beside(climbed, found, separation)
        loglik = found.here.value
    theta = found.point + found.step
    B = climbed.coefficients(theta)
    if prior:
        loglik = climbed(theta).value
    elif ridge:
        loglik += ridge.value(B)
    return Summit(
        B,
        lambda: climbed.back_root(climbed.root(theta) if root is None else root),
        loglik,
        NullModel(climbed.sums),
        before.trace + found.trace[1:] if before else found.trace,
        rows.n_passes,
        climbed.directions(separation.span) if separation else np.zeros((0, *B.shape)),
        ridge,
        found.converged,
        decided,
    )


def _newton(
    climbed: Objective, start: Array, exists: bool
) -> tuple[Optimum, existence.Separation | None, bool]:
    """Newton's method, what separates the data, and whether that is certain."""
    total = climbed.Y.sum()
    certain = ROUNDING * total * math.sqrt(climbed.Z.size)

    def sure(found: Optimum) -> bool:
        return exists or (found.converged and exceeds(found.here.information, certain))

    flat = 0.0 if exists else total * (NEARLY_FLAT if start.any() else FLAT)
    oracle = partial(climbed, products=climbed.products())
    found = newton.maximise(oracle, start, climbed.moves, flat)
    if sure(found):
        return found, None, True
    separation, decided = None, True
    try:
        separation = existence.find_separation(climbed.Z, climbed.Y, found.point, climbed.read)
    except existence.Undecided:
        decided = False
    if separation is None and not found.converged:
        more = newton.maximise(oracle, found.point, climbed.moves)
        found = more._replace(trace=found.trace + more.trace[1:])
    if not decided:
        decided = sure(found)
        found = found._replace(converged=decided)
    if separation is None and not exceeds(found.here.information, 0.0):
        found = found._replace(converged=False)  # there is a maximum, out of the reach of doubles
    return found, separation, decided
