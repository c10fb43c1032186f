"""A cheap proof that the maximum-likelihood estimate exists.

If it does not, there is a direction V along which no class that was seen becomes less likely: with
a the class seen at row i, all d_ik = (v_a − v_k)ᵀxᵢ ≥ 0 (thm-separation). Where the solver has
stopped, the log-likelihood has the slope Σ m Σₖ π_ik d_ik along V, and the information is at most Σ
m Σₖ π_ik d_ik², which is no more than the largest d times the slope. So a direction that separates
is one of almost no information. There is none if the information is large in every direction, and a
lower bound of it is cheap: with π̄ the classes' shares and I₀ = XᵀMX ⊗ (diag π̄ − π̄π̄ᵀ) the
information of the null model,

    information ⪰ (Σᵢ mᵢ ωᵢ xᵢxᵢᵀ) ⊗ (diag π̄ − π̄π̄ᵀ),      1/ωᵢ = Σₖ π̄ₖ(1 − π̄ₖ)/πᵢₖ

(prp-information-bound), where only p × p matrices need to be looked at. Leaving rows out makes the
bound smaller and keeps it true; mostly a few will do.
"""

from __future__ import annotations

import numpy as np

from softlogit.likelihood.rows import Rows
from softlogit.solver.linalg import exceeds
from softlogit.solver.start import NullModel
from softlogit.special import Array

# So many rows a feature are looked at before all are.
A_FEW = (50, 2000)


def surely_overlap(observed: Rows, B: Array, score: Array, null: NullModel) -> bool:
    """Whether the classes overlap, so that the estimate exists. A True is certain; a False is a
    suspicion.

    Args:
        B: where the solver stopped, p × (K − 1); score: the slope there, in the same shape.

    >>> from softlogit.likelihood.rows import Observations
    >>> X, y = np.column_stack([np.ones(4), np.arange(4.0)]), np.array([0, 1, 0, 1])
    >>> observed = Observations.of(X, y, 2)
    >>> B, score = np.array([[-1.178], [0.785]]), np.zeros((2, 1))
    >>> surely_overlap(observed, B, score, NullModel.of(observed.sums))
    True
    """
    steepest = np.sqrt(max(0.0, float(np.sum(score * null.inverse_information(score)))))
    most_comparable = np.sqrt(2 / null.shares.min())
    for step in sorted(
        {max(1, len(observed) // (rows * len(B))) for rows in A_FEW} | {1}, reverse=True
    ):
        bound, longest = observed.thinned(step).information_bound(B, null.shares, null.whiten)
        # In coordinates where the null model's information is the identity no d is above longest ·
        # most_comparable.
        if exceeds(bound, longest * most_comparable * steepest):
            return True
    return False
