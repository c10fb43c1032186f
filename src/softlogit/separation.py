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
from scipy import linalg, optimize, sparse

from softlogit import contrasts
from softlogit.errors import LogitError
from softlogit.functions import Array
from softlogit.newton import LAST_STEP, Optimum, Oracle, maximise

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
    smallest = linalg.eigvalsh(optimum.information, subset_by_index=[0, 0])[0]
    return not optimum.converged or bool(smallest <= 10 * LAST_STEP * n_rows * n_features)


def find_separation(X: Array, Y: Array) -> Separation | None:
    """What separates the counts Y (n × K) on X (n × p), or None if the maximum-likelihood estimate exists.

    The programme maximises Σ s over directions V and 0 ≤ s ≤ 1 with every comparison ≥ its s. A direction may be made as long as we like
    and two may be added, so at the optimum s = 1 for the comparisons that some direction separates and s = 0 for all others.

    >>> X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [1.0, 4.0]])
    >>> find_separation(X, np.eye(2)[[0, 1, 0, 1]]) is None
    True
    >>> find_separation(X, np.eye(2)[[0, 0, 1, 1]]).span.shape       # both the intercept and the slope run away
    (2, 2)
    """
    ties, comparisons = _comparisons(*_distinct_rows(X, Y))
    direction, separated = _solve(ties, comparisons)
    # Comparisons that no direction separates are zero all over the cone. Projecting on the directions where they are makes the
    # solution exact, and is the proof: without a true direction nothing of it would remain.
    still = sparse.vstack([ties, comparisons[~separated]]).toarray()
    span = linalg.null_space(np.linalg.qr(still, mode="r"), rcond=TOLERANCE)
    direction = span @ (span.T @ direction)
    exists = not separated.any() or (comparisons[separated] @ direction).min() < 0.5
    return None if exists else Separation(direction, span)


def climb_beside(oracle: Oracle, stopped: Optimum, separation: Separation) -> tuple[Optimum, Array]:
    """The maximum of the likelihood's limit along the direction, and the covariance of what is finite.

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
    return replace(found, point=far + Q @ found.point, trace=stopped.trace), Q @ linalg.pinvh(found.information) @ Q.T


def _distinct_rows(X: Array, Y: Array) -> tuple[Array, Array]:
    """The different rows of X that count, each of length 1, with the counts of equal rows added: the same comparisons, fewer."""
    counted = Y.any(axis=1)
    rows, which = np.unique(X[counted], axis=0, return_inverse=True)
    counts = np.zeros((len(rows), Y.shape[1]))
    np.add.at(counts, which.ravel(), Y[counted])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), counts


def _comparisons(X: Array, Y: Array) -> tuple[sparse.csr_array, sparse.csr_array]:
    """The rows (v_a − v_k)ᵀxᵢ as sparse matrices that act on vec(V): those that must be zero, and those that must not be negative.

    One class a seen at xᵢ is enough to compare with. Another one seen there must tie with it; one not seen may fall behind.
    """
    K = Y.shape[1]
    first = (Y > 0).argmax(axis=1)
    ties, comparisons = [], []
    for a in range(K):
        for k in set(range(K)) - {a}:
            rows, seen = X[first == a], Y[first == a, k] > 0
            difference = contrasts.pair(K, a, against=k)[1:].T
            ties.append(sparse.kron(difference, rows[seen], format="csr"))
            comparisons.append(sparse.kron(difference, rows[~seen], format="csr"))
    return sparse.csr_array(sparse.vstack(ties)), sparse.csr_array(sparse.vstack(comparisons))


def _solve(ties: sparse.csr_array, comparisons: sparse.csr_array) -> tuple[Array, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The linear programme: a direction, and which comparisons it separates."""
    n, size = comparisons.shape
    # The simplex method takes rounding for an unbounded ray now and then; the interior-point method then decides.
    for method in ("highs", "highs-ipm"):
        result = optimize.linprog(
            np.concatenate([np.zeros(size), -np.ones(n)]),
            A_ub=sparse.hstack([-comparisons, sparse.eye_array(n)]),
            b_ub=np.zeros(n),
            A_eq=sparse.hstack([ties, sparse.csr_array((ties.shape[0], n))]),
            b_eq=np.zeros(ties.shape[0]),
            bounds=[(None, None)] * size + [(0, 1)] * n,
            method=method,
            options={"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE},
        )
        if result.success:
            break
    if not result.success:
        raise LogitError(f"whether the data are separated could not be decided ({result.message}); scale the columns of X, or use ridge=.")
    return result.x[:size], result.x[size:] > 0.5
