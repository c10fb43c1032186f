"""Does the maximum-likelihood estimate exist, and if not, what is left of it?

It does not exist when the coefficients can be moved for ever in some direction V without making any
class that was seen less likely. The likelihood then creeps up to a bound that no finite
coefficients reach. V is such a direction if

    (v_a − v_k)ᵀ xᵢ ≥ 0        for every row i, every class a seen there and every other class k,

and > 0 for some of them: these comparisons are *separated* (Albert and Anderson 1984, Biometrika
71, 1–10). Such directions form a convex cone, and what spans the cone is what the data cannot say.
Linear functions of the coefficients that do not change along it have a finite estimate all the
same, and this file finds that too.

Coefficients are vectors b = vec(B) here, class-major, the first class as pivot, as the solver has
them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from softlogit.solver.coordinates import Objective
from softlogit.solver.linalg import inverse_root
from softlogit.solver.newton import Answer, Optimum, maximise
from softlogit.special import Array

# Constraints of the linear programme hold to this; a violation by more is an overlap of the
# classes.
TOLERANCE = 1e-10
# How far to go along a direction whose smallest separated comparison is 1: their odds fall by a
# factor e⁻⁵⁰, below rounding.
FAR = 50.0


@dataclass(frozen=True)
class Separation:
    """What makes the estimate run away.

    Attributes:
        direction: a direction in the cone along which every comparison that can be separated is, by
            at least about 1; length p (K − 1).
        span: orthonormal columns that span the cone, p (K − 1) × r.
        barred: the classes that lose all their probability at each row, K × n.
    """

    direction: Array
    span: Array
    barred: NDArray[np.bool_]


class Undecided(ArithmeticError):
    """No method could solve the linear programme."""


def find_separation(
    X: Array, Y: Array, near: Array | None = None, read: Callable[[], None] = lambda: None
) -> Separation | None:
    """What separates the counts Y (n × K) on X (n × p), or None if the estimate exists.

    A few comparisons decide it, and only those are in the programme: it starts with those that are
    smallest at `near`, where the climb has stopped, and as long as others cut into their cone, some
    of these are added (a cutting-plane method). When none does, the cone is that of all
    comparisons, and its direction serves all.

    >>> X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [1.0, 4.0]])
    >>> find_separation(X, np.eye(2)[[0, 1, 0, 1]]) is None
    True
    >>> find_separation(X, np.eye(2)[[0, 0, 1, 1]]).span.shape    # both the intercept and the slope
    (2, 2)

    `read` is called whenever all rows are read.

    Raises: Undecided if the linear programme cannot be solved.
    """
    # In orthonormal coordinates: near to dependent columns, directions would have to be long. Row
    # by row, so that those of zeros stay zero and short ones keep their digits.
    triangle = np.linalg.qr(X, mode="r") / np.sqrt(len(X))
    comparisons = _Comparisons(scipy.linalg.solve_triangular(triangle, X.T, trans="T").T, Y, read)
    near = np.zeros(X.shape[1] * (Y.shape[1] - 1)) if near is None else near
    margin = comparisons.along((near.reshape(-1, len(triangle)) @ triangle.T).ravel())
    if margin.min() > TOLERANCE * np.abs(margin).max():  # all are separated already
        everything = np.eye(len(near))
        return Separation(near / margin.min(), everything, comparisons.barred(margin > 0))
    most = min(5 * X.shape[1] * Y.shape[1], len(margin))
    order = np.argsort(margin, kind="stable")
    chosen = np.union1d(order[: most // 2], _spread(order, most))
    while True:
        matrix = comparisons.matrix(chosen)
        direction, separated = _solve(matrix)
        # Comparisons that no direction separates are zero all over the cone. Projecting on the
        # directions where they are makes the solution exact, and is the proof: without a true
        # direction nothing of it would remain.
        span = scipy.linalg.null_space(np.linalg.qr(matrix[~separated], mode="r"), rcond=TOLERANCE)
        direction = span @ (span.T @ direction)
        exists = not separated.any() or (matrix[separated] @ direction).min() < 0.5
        more = comparisons.undecided(0 * direction if exists else direction, span, chosen)
        if not more.size:
            break
        chosen = np.concatenate([chosen, _spread(more, most)])
    if exists:
        return None
    vectors = np.column_stack([direction, span]).T.reshape(-1, len(triangle)).T
    vectors = scipy.linalg.solve_triangular(triangle, vectors).T.reshape(-1, len(direction)).T
    barred = comparisons.barred(comparisons.along(direction) > 0.5)
    return Separation(vectors[:, 0], np.linalg.qr(vectors[:, 1:])[0], barred)


def climb_beside(
    climbed: Objective, stopped: Optimum, separation: Separation
) -> tuple[Optimum, Array]:
    """The maximum of the likelihood's limit along the direction, and a root R of the covariance
    R Rᵀ of what is finite.

    `stopped` is where the solver gave up. In the limit the classes that are barred have no weight
    left, and moving within the span changes nothing; so we climb in its orthogonal complement Q.
    The covariance Q (Qᵀ I Q)⁻¹ Qᵀ is that of the functions which do not change along the span. The
    optimum's point is in the original coordinates, its score and information in those of Q.
    """
    Q = scipy.linalg.null_space(separation.span.T)
    limit = replace(climbed, barred=separation.barred)

    def beside(c: Array) -> Answer:
        value, score, information = limit(stopped.point + Q @ c)
        return Answer(value, Q.T @ score, Q.T @ information @ Q)

    far = stopped.point + FAR * separation.direction
    if not Q.size:
        nothing_left = stopped._replace(point=far, here=limit(stopped.point), converged=True)
        return nothing_left, np.zeros((len(far), len(far)))
    found = maximise(beside, np.zeros(Q.shape[1]), lambda c: climbed.moves(Q @ c))
    root = Q @ inverse_root(found.here.information)
    return found._replace(point=far + Q @ found.point, trace=stopped.trace), root


class _Comparisons:
    """All (v_a − v_k)ᵀxᵢ, numbered: K − 1 for each row i and class a seen there. The rows of X are
    made of length 1.
    """

    def __init__(self, X: Array, Y: Array, read: Callable[[], None]) -> None:
        length = np.linalg.norm(X, axis=1, keepdims=True)
        self.X, self.K = X / np.where(length > 0, length, 1), Y.shape[1]
        self.row, self.seen = np.nonzero(Y)
        self.read = read
        self.count = len(self.row) * (self.K - 1)

    def along(self, V: Array) -> Array:
        """What they are for a direction V, a number each."""
        self.read()
        scores = self.X @ np.column_stack([np.zeros(self.X.shape[1]), V.reshape(self.K - 1, -1).T])
        own = scores[self.row, self.seen]
        return np.stack(
            [own - scores[self.row, (self.seen + k) % self.K] for k in range(1, self.K)], axis=1
        ).ravel()

    def barred(self, separated: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The classes that lose all their probability at each row, K × n."""
        barred = np.zeros((self.K, len(self.X)), dtype=bool)
        for k in range(1, self.K):
            barred[(self.seen + k) % self.K, self.row] |= separated[k - 1 :: self.K - 1]
        return barred

    def matrix(self, which: NDArray[np.intp]) -> Array:
        """Some of them as rows that act on vec(V)."""
        at, k = np.divmod(which, self.K - 1)
        seen, classes, rows = self.seen[at], np.eye(self.K)[:, 1:], self.X[self.row[at]]
        difference = classes[seen] - classes[(seen + k + 1) % self.K]
        matrix: Array = (difference[:, :, None] * rows[:, None, :]).reshape(
            len(which), (self.K - 1) * self.X.shape[1]
        )
        return matrix

    def undecided(self, V: Array, span: Array, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those not chosen that cut into the cone with this span and V inside, the most violated
        first.
        """
        margin = self.along(V)
        margin[chosen] = np.inf
        found = np.flatnonzero(margin < -TOLERANCE * max(1.0, float(np.linalg.norm(V))))
        if not found.size:
            # None is violated. One that V does not separate may cut through V, unless it is zero
            # all over the span.
            found = np.flatnonzero(margin < 0.5)
            blocks = np.array_split(found, 1 + len(found) * len(V) // 1_000_000)
            found = np.concatenate(
                [
                    block[(np.abs(self.matrix(block) @ span) > TOLERANCE).any(axis=1)]
                    for block in blocks
                ]
            )
        return np.asarray(found[np.argsort(margin[found])])


def _spread(numbers: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """At most so many of the numbers, the first and others evenly spaced."""
    return np.asarray(numbers[np.linspace(0, len(numbers) - 1, min(most, len(numbers)), dtype=int)])


def _solve(comparisons: Array) -> tuple[Array, NDArray[np.bool_]]:
    """The linear programme: a direction inside the cone of these, and which of them it separates.

    By Gordan's theorem of the alternative: a comparison c is separated by no direction if it has a
    share in a sum Σ λ c = 0 with λ ≥ 0. The programme looks for the sum in which most have one,

        maximise Σ a    over 0 ≤ a ≤ 1 and b ≥ 0 with Σ (a + b) c = 0,

    and its dual variables V are the direction: c V ≥ 0 for all, and ≥ 1 for those with a = 0. It
    has a row for each coefficient only, and can be neither infeasible nor unbounded.
    """
    n, size = comparisons.shape
    columns = scipy.sparse.csc_array(comparisons.T)
    # With so small a tolerance HiGHS takes rounding for an unbounded ray now and then: whatever it
    # says is looked at, and asked for in another way if it does not hold.
    for method, tolerance in (("highs-ds", 1), ("highs-ipm", 1), ("highs-ds", 10)):
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
                "maxiter": 100 * (n + size),
            },
        )
        if result.success:
            V, separated = -result.eqlin.marginals, result.x[:n] < 0.5
            along = comparisons @ V
            inside = along.min() > -10 * TOLERANCE * max(1.0, float(np.abs(V).max()))
            if inside and (along[separated] > 0.5).all():
                return V, separated
    raise Undecided
