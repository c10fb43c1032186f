"""Does the maximum-likelihood estimate exist, and if not, what is left of it?

It does not exist when the coefficients can be moved for ever in some direction V without making any class that was seen less likely.
The likelihood then creeps up to a bound that no finite coefficients reach. V is such a direction if

    (v_a − v_k)ᵀ xᵢ ≥ 0        for every row i, every class a seen there and every other class k,

and > 0 for some of them: these comparisons are *separated* (Albert and Anderson 1984, Biometrika 71, 1–10). Such directions form a
convex cone, and what spans the cone is what the data cannot say. Linear functions of the coefficients that do not change along it have a
finite estimate all the same, and this file finds that too.

Coefficients are vectors b = vec(B) here, class-major, the first class as pivot, as the solver has them.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, sparse

from softlogit.errors import LogitError
from softlogit.solver.newton import LAST_STEP, Optimum, Oracle, exceeds, inverse_root, maximise
from softlogit.special import Array

# Constraints of the linear programme hold to this; a violation by more is an overlap of the classes.
TOLERANCE = 1e-10
# How far to go along a direction whose smallest separated comparison is 1: their odds fall by a factor e⁻⁵⁰, below rounding.
FAR = 50.0


@dataclass(frozen=True)
class Separation:
    """What makes the estimate run away.

    Attributes:
        direction: a direction in the cone along which every comparison that can be separated is, by at least about 1; length p (K − 1).
        span: orthonormal columns that span the cone, p (K − 1) × r.
    """

    direction: Array
    span: Array


def suspect(optimum: Optimum, n_rows: int, n_features: int) -> bool:
    """Whether the climb may have ended on the way to infinity; a False is certain.

    Take a direction V of the cone, its largest comparison d scaled to 1. Along it the score is Σ m π d and the curvature at most
    Σ m π d², which is no more; and score²/curvature ≤ the squared Newton decrement, which the solver drove below LAST_STEP. So the
    curvature is below LAST_STEP too. In units where the columns of X have mean square 1 no xᵢ is longer than √(n p), so V is not
    shorter than 1/√(2 n p), and the smallest eigenvalue of the information is below 2 n p LAST_STEP. We allow five times as much.
    """
    return not optimum.converged or not exceeds(
        optimum.information, 10 * LAST_STEP * n_rows * n_features
    )


def find_separation(X: Array, Y: Array) -> Separation | None:
    """What separates the counts Y (n × K) on X (n × p), or None if the maximum-likelihood estimate exists.

    A few comparisons decide it, and only those are in the programme: it starts with some, and as long as others cut into their cone, some
    of these are added (a cutting-plane method). When none does, the cone is that of all comparisons, and its direction serves all.

    >>> X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [1.0, 4.0]])
    >>> find_separation(X, np.eye(2)[[0, 1, 0, 1]]) is None
    True
    >>> find_separation(X, np.eye(2)[[0, 0, 1, 1]]).span.shape       # both the intercept and the slope run away
    (2, 2)

    Raises: LogitError if the linear programme cannot be solved.
    """
    comparisons = _Comparisons(X, Y)
    most = 5 * X.shape[1] * Y.shape[1]
    chosen = _spread(np.arange(comparisons.count), most)
    while True:
        matrix = comparisons.matrix(chosen)
        direction, separated = _solve(matrix)
        # Comparisons that no direction separates are zero all over the cone. Projecting on the directions where they are makes the
        # solution exact, and is the proof: without a true direction nothing of it would remain.
        span = linalg.null_space(np.linalg.qr(matrix[~separated], mode="r"), rcond=TOLERANCE)
        direction = span @ (span.T @ direction)
        exists = not separated.any() or (matrix[separated] @ direction).min() < 0.5
        more = comparisons.undecided(0 * direction if exists else direction, span, chosen)
        if not more.size:
            return None if exists else Separation(direction, span)
        chosen = np.concatenate([chosen, _spread(more, most)])


def climb_beside(oracle: Oracle, stopped: Optimum, separation: Separation) -> tuple[Optimum, Array]:
    """The maximum of the likelihood's limit along the direction, and a root R of the covariance R Rᵀ of what is finite.

    `stopped` is where the solver gave up. Far from there along the direction the separated comparisons have no weight left, and moving
    within the span changes nothing; so we climb in its orthogonal complement Q. The covariance Q (Qᵀ I Q)⁻¹ Qᵀ is that of the functions
    which do not change along the span. The optimum's point is in the original coordinates, its score and information in those of Q.
    """
    Q = linalg.null_space(separation.span.T)
    far = stopped.point + FAR * separation.direction

    def beside(c: Array) -> tuple[float, Array, Array]:
        value, score, information = oracle(far + Q @ c)
        return value, Q.T @ score, Q.T @ information @ Q

    if not Q.size:
        return replace(stopped, point=far), np.zeros((len(far), len(far)))
    found = maximise(beside, np.zeros(Q.shape[1]))
    return replace(found, point=far + Q @ found.point, trace=stopped.trace), Q @ inverse_root(
        found.information
    )


class _Comparisons:
    """All (v_a − v_k)ᵀxᵢ, numbered: K − 1 for each row i and class a seen there. The rows of X are made of length 1."""

    def __init__(self, X: Array, Y: Array) -> None:
        length = np.linalg.norm(X, axis=1, keepdims=True)
        self.X, self.K = X / np.where(length > 0, length, 1), Y.shape[1]
        self.row, self.seen = np.nonzero(Y)
        self.count = len(self.row) * (self.K - 1)

    def along(self, V: Array) -> Array:
        """What they are for a direction V, a number each."""
        scores = self.X @ np.column_stack([np.zeros(self.X.shape[1]), V.reshape(self.K - 1, -1).T])
        own = scores[self.row, self.seen]
        return np.stack(
            [own - scores[self.row, (self.seen + k) % self.K] for k in range(1, self.K)], axis=1
        ).ravel()

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
        """Those not chosen that cut into the cone with this span and V inside, the most violated first."""
        margin = self.along(V)
        margin[chosen] = np.inf
        found = np.flatnonzero(margin < -TOLERANCE * max(1.0, float(np.linalg.norm(V))))
        if not found.size:  # None is violated. One that V does not separate may cut through V, unless it is zero all over the span.
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
    """The linear programme: a direction inside the cone of these comparisons, and which of them it separates.

    It maximises Σ s over directions V and 0 ≤ s ≤ 1 with every comparison ≥ its s. A direction may be made as long as we like and two
    may be added, so at the optimum s = 1 for the comparisons that some direction separates and s = 0 for all others.
    """
    n, size = comparisons.shape
    # With so small a tolerance the simplex method takes rounding for an unbounded ray now and then; the interior-point method then
    # decides. Where it fails too, directions must be very long, and the usual tolerance is the one that HiGHS can keep.
    for method, tolerance in (("highs", TOLERANCE), ("highs-ipm", TOLERANCE), ("highs", 1e-7)):
        result = optimize.linprog(
            np.concatenate([np.zeros(size), -np.ones(n)]),
            A_ub=sparse.hstack([sparse.csr_array(-comparisons), sparse.eye_array(n)]),
            b_ub=np.zeros(n),
            bounds=[(None, None)] * size + [(0, 1)] * n,
            method=method,
            options={
                "primal_feasibility_tolerance": tolerance,
                "dual_feasibility_tolerance": tolerance,
            },
        )
        if result.success:
            return result.x[:size], result.x[size:] > 0.5
    raise LogitError(
        f"whether the data are separated could not be decided ({result.message}); scale the columns of X, or use ridge=."
    )
