"""The likelihood times Jeffreys' prior, whose maximum is finite for separated data too.

With I the information of all coefficients, the function climbed is

    ℓ(B) + ½ ln det I(B)        (Firth 1993, Biometrika 80, 27–38),

and removes the estimates' bias of order 1/n. I moves with the coefficients under another pivot as
a covariance does, so that its determinant only gains a factor: every pivot gives the same fit.
With h_jk = xᵀ V_jk x, the blocks of V = I⁻¹, the prior adds to the residual of class l at a row

    ½ m π_l (g_l − Σₖ πₖ gₖ),        g_j = h_jj − 2 Σₖ πₖ h_jk.
"""

import numpy as np

from softlogit.likelihood.kernels import normalise
from softlogit.solver import bfgs
from softlogit.solver.coordinates import Objective
from softlogit.solver.linalg import inverse_root
from softlogit.solver.newton import Answer, Optimum
from softlogit.special import Array

# Where the climb ends, as a squared decrement for each row: a billionth of a standard error.
LAST_STEP = 1e-18


def penalised(climbed: Objective, theta: Array) -> Answer:
    """ℓ + ½ ln det I and its gradient, beside the information of ℓ; −∞ where that is singular."""
    value, score, information = climbed(theta)
    root = inverse_root(information)
    if root.shape != information.shape or np.tril(root, -1).any():  # no Cholesky factor
        return Answer(-np.inf, score, information)
    pi = normalise(climbed.table(theta).T @ climbed.Z.T)[1]
    along = np.tensordot(climbed.Z, root.reshape(len(pi), len(climbed.back), -1), (1, 1))
    h = np.einsum("ijd,ikd->ijk", along, along)
    g = np.einsum("ijj->ji", h) - 2 * np.einsum("ijk,ki->ji", h, pi)
    residual = climbed.Y.sum(axis=1) * pi * (g - (pi * g).sum(axis=0)) / 2
    log_determinant = -2 * float(np.log(np.diag(root)).sum())
    return Answer(value + log_determinant / 2, score + (residual @ climbed.Z).ravel(), information)


def maximise(climbed: Objective) -> Optimum:
    """The maximum by BFGS: the second derivative of the prior would cost more than its steps."""
    start = np.zeros(climbed.size)
    root = inverse_root(climbed(start).information)
    last_step = LAST_STEP * float(climbed.Y.sum())

    def oracle(theta: Array) -> Answer:
        return penalised(climbed, theta)

    found = bfgs.maximise(oracle, start, lambda score: root @ (root.T @ score), last_step)
    top = found.point + found.step if found.converged else found.point
    return found._replace(point=top, here=oracle(top), step=0 * top)
