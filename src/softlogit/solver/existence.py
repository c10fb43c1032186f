"""Does the maximum-likelihood estimate exist, and if not, what is left of it?

It does not exist when the coefficients can be moved for ever in some direction D without making any
class that was seen less likely (thm-separation): if, d₁ = 0 being the pivot's,

    (d_a − d_k)ᵀ xᵢ ≥ 0        for every row i, every class a seen there and every other class k,

and > 0 for some of them: these leads are *separated* (Albert and Anderson 1984, Biometrika 71,
1–10). The likelihood then creeps up to a bound that no finite coefficients reach. Such directions
form a convex cone, and what spans the cone is what the data cannot say. Linear functions of the
coefficients that do not change along it have a finite estimate all the same.

Directions are vectors vec(D) here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from softlogit.likelihood.rows import Rows
from softlogit.solver.coordinates import Objective
from softlogit.solver.linalg import exceeds, inverse_root, table, vec
from softlogit.solver.newton import Answer, Optimum, maximise
from softlogit.solver.start import NullModel
from softlogit.special import Array

# So many rows a feature are looked at for a proof of overlap before all are.
# mutant: what they do not prove all rows do
A_FEW = (5, 50, 2000)
# Constraints of the linear programme hold to this; a lead more negative is an overlap.
TOLERANCE = 1e-10
# How far below the others the linear predictors of what is barred have to come: odds of e⁻⁵⁰ are
# below rounding.
FAR = 50.0
# A lead shorter than this is not waited for: so far out, what is finite would lose its digits.
SHORT = 1e-3


@dataclass(frozen=True)
class Separation:
    """What makes the estimate run away.

    Attributes:
        direction: a direction in the cone, length p (K − 1), along which every lead that can be
            separated is, by at least about 1.
        span: orthonormal columns that span the cone, p (K − 1) × r.
        barred: the classes that lose all their probability at each row, K × n.
    """

    direction: Array
    span: Array
    barred: NDArray[np.bool_]


class Undecided(ArithmeticError):
    """No method could solve the linear programme."""


def surely_overlap(rows: Rows, B: Array, score: Array, null: NullModel) -> bool:
    """Whether the estimate exists, at a low price: a True is certain, a False is a suspicion.

    At any B, the likelihood has the slope Σ m Σₖ π_ik δ_ik along a direction whose leads δ are none
    of them negative, and the information is at most Σ m Σₖ π_ik δ_ik², which is no more than the
    largest lead times the slope. So there is no such direction if the slope is small and the
    information large in every direction (prp-overlap), of which there is a lower bound
    (prp-information-bound). Leaving rows out makes the bound smaller and keeps it true.

    Args:
        B: where the solver stopped, p × (K − 1); score: the slope there, in the same shape.

    >>> from softlogit.likelihood.rows import RowsInMemory
    >>> X, y = np.column_stack([np.ones(4), np.arange(4.0)]), np.array([0, 1, 0, 1])
    >>> rows, B = RowsInMemory.of(X, y, 2), np.array([[-1.178], [0.785]])
    >>> surely_overlap(rows, B, np.zeros((2, 1)), NullModel(rows.sums))
    True
    """
    steepest = np.sqrt(max(0.0, float(np.vdot(score, null.inverse_information(score)))))
    most_comparable = np.sqrt(2 / null.shares.min())
    steps = {max(1, len(rows) // (few * len(B))) for few in A_FEW} | {1}
    for step in sorted(steps, reverse=True):
        part = rows.thinned(step) if step > 1 else rows
        bound, longest = part.information_bound(B, null.shares, null.whiten)
        # In coordinates where the null model's information is the identity no lead is longer.
        if exceeds(bound, longest * most_comparable * steepest):
            return True
    return False


def find_separation(
    X: Array, Y: Array, near: Array | None = None, read: Callable[[], None] = lambda: None
) -> Separation | None:
    """What separates the counts Y (n × K) on X (n × p), or None if the estimate exists.

    A few leads decide it, and only those are in the programme: it starts with those that are
    smallest at `near`, where the climb has stopped, and as long as others cut into their cone, some
    of these are added (a cutting-plane method). When none does, the cone is that of all leads.

    >>> X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [1.0, 4.0]])
    >>> find_separation(X, np.eye(2)[[0, 1, 0, 1]]) is None
    True
    >>> find_separation(X, np.eye(2)[[0, 0, 1, 1]]).span.shape    # both the intercept and the slope
    (2, 2)

    `read` is called whenever all rows are read. Raises: Undecided if the linear programme cannot be
    solved.
    """
    # In orthonormal coordinates: near to dependent columns, directions would have to be long.
    p, K = X.shape[1], Y.shape[1]
    whiten = np.linalg.inv(np.linalg.qr(X, mode="r") / np.sqrt(len(X)))
    leads = _Leads(X @ whiten, Y, read)
    near = np.zeros(p * (K - 1)) if near is None else near
    margin = leads.along(vec(np.linalg.solve(whiten, table(near, p))))
    if margin.min() > TOLERANCE * np.abs(margin).max():  # all are separated already
        return Separation(near / margin.min(), np.eye(len(near)), leads.barred(margin > 0))
    most = min(5 * p * K, len(margin))  # mutant: any number of them leads to the same cone
    order = np.argsort(margin, kind="stable")
    chosen = np.union1d(order[: most // 2], _spread(order, most))  # mutant: likewise
    while True:
        matrix = leads.matrix(chosen)
        direction, separated = _solve(matrix)
        # Leads that no direction separates are zero all over the cone. Projecting on the
        # directions where they are makes the solution exact, and is the proof: without a true
        # direction nothing of it would remain.
        span = scipy.linalg.null_space(np.linalg.qr(matrix[~separated], mode="r"), rcond=TOLERANCE)
        direction = span @ (span.T @ direction)
        exists = not separated.any() or (matrix[separated] @ direction).min() < 0.5
        more = leads.cutting(0 * direction if exists else direction, span, chosen)
        if not more.size:
            break
        chosen = np.concatenate([chosen, _spread(more, most)])
    if exists:
        return None
    barred = leads.barred(leads.along(direction) > 0.5)
    direction, *span = (vec(whiten @ table(v, p)) for v in np.column_stack([direction, span]).T)
    return Separation(direction, np.linalg.qr(np.column_stack(span))[0], barred)


def climb_beside(
    climbed: Objective, stopped: Optimum, separation: Separation
) -> tuple[Optimum, Array]:
    """The maximum of the likelihood's limit, and a root R of the covariance of what is finite.

    In the limit the classes that are barred have no weight left, and moving within the span changes
    nothing; so we climb in its orthogonal complement Q, from where the solver stopped. The
    covariance Q (Qᵀ I Q)⁻¹ Qᵀ is that of the functions which do not change along the span.
    """
    Q = scipy.linalg.null_space(separation.span.T)
    limit = replace(climbed, barred=separation.barred)

    def beside(c: Array) -> Answer:
        value, score, information = limit(stopped.point + Q @ c)
        return Answer(value, Q.T @ score, Q.T @ information @ Q)

    found = stopped._replace(point=np.zeros(0), step=np.zeros(0), converged=True)
    if Q.size:
        found = maximise(beside, np.zeros(Q.shape[1]), lambda c: climbed.moves(Q @ c))
    point = stopped.point + Q @ (found.point + found.step)
    here, far = limit(point), _far_enough(climbed, point, separation) * separation.direction
    root = Q @ inverse_root(Q.T @ here.information @ Q) if Q.size else 0 * here.information
    top = stopped._replace(point=point + far, here=here, step=0 * point, converged=found.converged)
    return top, root


def _far_enough(climbed: Objective, point: Array, separation: Separation) -> float:
    """How many times the direction leads from a point to where what is barred has no odds left."""
    barred = separation.barred.T

    def behind(vector: Array) -> Array:
        """How far what is barred is behind the best of the other classes of its row."""
        scores = np.insert(climbed.Z @ climbed.table(vector), 0, 0, axis=1)
        best = np.max(scores, axis=1, where=~barred, initial=-np.inf, keepdims=True)
        return (best - scores)[barred]

    steps = (FAR - behind(point)) / np.maximum(behind(separation.direction), SHORT)
    return max(0.0, float(steps.max()))


class _Leads:
    """All (d_a − d_k)ᵀxᵢ, numbered: K − 1 for each row i and class a seen there; x has length 1."""

    def __init__(self, X: Array, Y: Array, read: Callable[[], None]) -> None:
        length = np.linalg.norm(X, axis=1, keepdims=True)
        self.X, self.K = X / np.where(length > 0, length, 1), Y.shape[1]
        self.row, self.seen = np.nonzero(Y)
        # Where the scores are, n × K, of the class seen and of the others in turn.
        self.places = [self.row * self.K + (self.seen + k) % self.K for k in range(self.K)]
        self.read = read

    def along(self, direction: Array) -> Array:
        """What they are for a direction, a number each."""
        self.read()
        D = table(direction, self.X.shape[1])
        scores = self.X @ np.column_stack([np.zeros(len(D)), D])
        own, *others = (scores.take(places) for places in self.places)
        return (own - others).T.ravel()

    def barred(self, separated: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The classes that lose all their probability at each row, K × n."""
        barred = np.zeros(len(self.X) * self.K, dtype=bool)
        for k, places in enumerate(self.places[1:]):
            barred[places] |= separated[k :: self.K - 1]
        return barred.reshape(-1, self.K).T

    def matrix(self, which: NDArray[np.intp]) -> Array:
        """Some of them as rows that act on vec(D)."""
        at, k = np.divmod(which, self.K - 1)
        seen, classes = self.seen[at], np.eye(self.K)[:, 1:]
        difference = classes[seen] - classes[(seen + k + 1) % self.K]
        rows = self.X[self.row[at]]
        return (difference[:, :, None] * rows[:, None, :]).reshape(len(which), -1)

    def cutting(self, direction: Array, span: Array, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those not chosen that cut into the cone with this span and direction inside.

        The most violated first.
        """
        margin = self.along(direction)
        margin[chosen] = np.inf
        found = margin < -TOLERANCE * max(1.0, float(np.linalg.norm(direction)))
        if not found.any():
            # None is violated. One that the direction does not separate may cut through it, unless
            # it is zero all over the span.
            for column in span.T:
                found |= np.abs(self.along(column)) > TOLERANCE
            found &= margin < 0.5
        which = np.flatnonzero(found)
        return which[np.argsort(margin[which])]


def _spread(numbers: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """At most so many of the numbers, the first and others evenly spaced."""
    return numbers[np.linspace(0, len(numbers) - 1, min(most, len(numbers)), dtype=int)]


def _solve(leads: Array) -> tuple[Array, NDArray[np.bool_]]:
    """The linear programme: a direction inside the cone of these leads, and which it separates.

    By Gordan's theorem of the alternative: a lead c is separated by no direction if it has a share
    in a sum Σ λ c = 0 with λ ≥ 0. The programme looks for the sum in which most have one,

        maximise Σ a    over 0 ≤ a ≤ 1 and b ≥ 0 with Σ (a + b) c = 0,

    and its dual variables D are the direction: c D ≥ 0 for all, and ≥ 1 for those with a = 0. It
    has a row for each coefficient only, and can be neither infeasible nor unbounded.
    """
    n, size = leads.shape
    columns = scipy.sparse.csc_array(leads.T)
    # With so small a tolerance HiGHS takes rounding for an unbounded ray now and then: whatever it
    # says is looked at, and asked for in another way if it does not hold.
    # mutant: which of the attempts holds does not matter
    attempts = (("highs-ds", 1), ("highs-ipm", 1), ("highs-ds", 10), ("highs-ds", 100))
    for method, tolerance in attempts:
        result = scipy.optimize.linprog(
            np.repeat([-1.0, 0.0], n),
            A_eq=scipy.sparse.hstack([columns, columns]),
            b_eq=np.zeros(size),
            bounds=[(0, 1)] * n + [(0, None)] * n,
            method=method,
            options={
                "presolve": method == "highs-ipm",
                "primal_feasibility_tolerance": tolerance * TOLERANCE,
                "dual_feasibility_tolerance": tolerance * TOLERANCE,
                "maxiter": 100 * (n + size),  # mutant: far more than are needed
            },
        )
        if result.success:
            direction, separated = -result.eqlin.marginals, result.x[:n] < 0.5
            along = leads @ direction
            inside = along.min() > -10 * TOLERANCE * max(1.0, float(np.abs(direction).max()))
            if inside and (along[separated] > 0.5).all():
                return direction, separated
    raise Undecided
