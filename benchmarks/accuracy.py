"""What the right answer is, and whether a fit has found it.

The right answer comes from Newton's method with the log-likelihood and its score in long double (64 bits of mantissa on x86, against the
53 of a double), on features that are centred, scaled and made orthogonal. The information needs no more than float64: it sets the
step, and an error in it costs steps, not accuracy. So does a start that is far.

A fit is as good as asked for if

    (ℓ(B*) − ℓ(B)) / |ℓ(B*)|              <  1e-10      the *relative gap* of the log-likelihood, and
    max |C − C*| / max |C*|               <  1e-6       the *coefficient error*, relative to the scale of the coefficients,

where B* is the right answer, and C is B for features with mean 0 and standard deviation 1: each slope times the standard deviation of its
column, and the intercept that goes with it, which is the log-odds at the columns' means. So neither criterion depends on the units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg
from scipy.sparse import linalg as sparse_linalg

from softlogit.special import Array

Long = NDArray[np.longdouble]

LOGLIK_GAP = 1e-10
COEFFICIENT_ERROR = 1e-6
# Rows whose long doubles are worked on together.
BLOCK = 20_000
# Columns are made orthogonal if their Gram matrix has a greater condition number.
EASY = 1e4


@dataclass(frozen=True)
class Accuracy:
    """How far a fit is from the right answer; one with nan or infinite coefficients is FAR."""

    loglik_gap: float
    coefficient_error: float

    @property
    def reached(self) -> bool:
        return self.loglik_gap < LOGLIK_GAP and self.coefficient_error < COEFFICIENT_ERROR


FAR = Accuracy(np.inf, np.inf)


class NoEstimate:
    """The right answer where the classes are separated: that there is none, told by coefficients that are no numbers."""

    def judge(self, B: Array) -> Accuracy:
        return FAR if np.isfinite(B).all() else Accuracy(0.0, 0.0)


@dataclass(frozen=True)
class Problem:
    """Data in coordinates in which they are easy: Z = standardised features · R⁻¹, with columns of mean square 1, orthogonal if need be.

    Attributes:
        Z: n × p in long double. It is the exact Z for the R below, to the last digits of a long double.
        Y: n × (K − 1) indicators of the classes but the first.
        mean, sd: of each column of X but the first, the ones, for which they are 0 and 1.
        R: p × p, an upper triangle; the identity where the features are easy already.
    """

    Z: Long
    Y: NDArray[np.bool_]
    mean: Long
    sd: Long
    R: Long

    def standardised(self, B: Array | Long) -> Long:
        """Coefficients for features with mean 0 and standard deviation 1, from those for X."""
        B = B.astype(np.longdouble)
        return np.vstack([B[:1] + self.mean[1:] @ B[1:], B[1:] * self.sd[1:, None]])

    def in_units_of_x(self, C: Long) -> Long:
        """The way back."""
        slopes = C[1:] / self.sd[1:, None]
        return np.vstack([C[:1] - self.mean[1:] @ slopes, slopes])


class PenalisedReference:
    """The right answer with a ridge λ on wide sparse columns, whose information no memory has room for.

    Newton's method with the score in long double too; the step is found by conjugate gradients, which need the information's products
    alone. Coefficients are those of the symmetric representative, slopes times the standard deviation of their column.
    """

    def __init__(self, X: Any, y: Array, ridge: float, start: Array) -> None:
        self.X, self.ridge, self.Y = X.astype(np.longdouble), ridge, np.eye(y.max() + 1, dtype=np.longdouble)[y]
        mean = X.mean(axis=0)
        self.sd = np.r_[1.0, np.sqrt((X * X).mean(axis=0) - mean**2)[1:]]
        W, size = centred(start).astype(np.longdouble), np.inf
        while size > 1e-12:
            step = self.newton_step(X, W)
            W, size = W + step, np.abs(step).max() / np.abs(W).max()
        self.W, self.value = W, self.evaluate(W)[0]

    def evaluate(self, W: Long) -> tuple[np.longdouble, Long, Long]:
        """The penalised log-likelihood, its slope in W and the probabilities."""
        eta = self.X @ W
        logs = eta - eta.max(axis=1, keepdims=True)
        logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
        shrink = self.ridge * np.r_[np.zeros((1, W.shape[1])), W[1:]]
        value = (self.Y * logs).sum() - (shrink * W).sum() / 2
        return value, self.X.T @ (self.Y - np.exp(logs)) - shrink, np.exp(logs)

    def newton_step(self, X: Any, W: Long) -> Array:
        _, slope, pi = self.evaluate(W)
        pi, free = pi.astype(float), np.r_[0.0, np.full(len(W) - 1, self.ridge)][:, None]

        def times_information(step: Array) -> Array:
            D = step.reshape(W.shape)
            eta = pi * (X @ D)
            return (X.T @ (eta - pi * eta.sum(axis=1, keepdims=True)) + free * D).ravel()

        scale = np.outer(self.sd**2 * len(pi) + free[:, 0], np.full(W.shape[1], 1 / W.shape[1])).ravel()
        information, near = (operator(W.size, f) for f in (times_information, lambda v: v / scale))
        step, _ = sparse_linalg.cg(information, centred(slope).astype(float).ravel(), rtol=1e-4, M=near, maxiter=2000)
        return centred(step.reshape(W.shape))

    def judge(self, B: Array) -> Accuracy:
        """How far the coefficients B, p × (K − 1) against the first class, are from the right ones."""
        W = centred(np.column_stack([np.zeros(len(B)), B]))
        error = np.abs((W - self.W) * self.sd[:, None]).max() / np.abs(self.W * self.sd[:, None]).max()
        return Accuracy(float((self.value - self.evaluate(W)[0]) / abs(self.value)), float(error))


def centred(W: Any) -> Any:
    """The symmetric representative."""
    return W - W.mean(axis=1, keepdims=True)


def operator(size: int, product: Callable[[Array], Array]) -> Any:
    return sparse_linalg.LinearOperator((size, size), matvec=product, dtype=float)


@dataclass(frozen=True)
class Reference:
    """The right answer C*, standardised coefficients in long double against the first class, and the log-likelihood there."""

    problem: Problem
    C: Long
    loglik: np.longdouble

    @property
    def coefficients(self) -> Long:
        """B*, p × (K − 1), for X as it is."""
        return self.problem.in_units_of_x(self.C)

    def judge(self, B: Array | Long) -> Accuracy:
        """How far the coefficients B, p × (K − 1) against the first class, are from the right ones."""
        if not np.isfinite(B).all():
            return FAR
        C = self.problem.standardised(B)
        error = np.abs(C - self.C).max() / np.abs(self.C).max()
        gap = (self.loglik - evaluate(self.problem, self.problem.R @ C)[0]) / abs(self.loglik)
        return Accuracy(float(gap), float(error))


def problem(X: Array, y: Array) -> Problem:
    """Find the coordinates. That they come from rounded means does not matter: others would do, if less well."""
    if np.finfo(np.longdouble).eps > 1e-18:
        raise SystemExit("The reference needs a machine whose long double is longer than a double, such as x86 under Linux.")
    indicators = y[:, None] == np.arange(1, y.max() + 1)
    mean, sd = np.r_[0, X[:, 1:].mean(axis=0)].astype(np.longdouble), np.r_[1, X[:, 1:].std(axis=0)].astype(np.longdouble)
    Z = np.empty(X.shape, dtype=np.longdouble)
    for rows in blocks(len(X)):
        Z[rows] = (X[rows] - mean) / sd
    gram = sum(Z[rows].astype(float).T @ Z[rows].astype(float) for rows in blocks(len(X)))
    gram = gram / len(X)
    if np.linalg.cond(gram) < EASY:
        return Problem(Z, indicators, mean, sd, np.eye(len(gram), dtype=np.longdouble))
    R = linalg.cholesky(gram).astype(np.longdouble)
    for j in range(len(R)):  # Z R⁻¹ by substitution, for LAPACK knows no long double
        Z[:, j] = (Z[:, j] - Z[:, :j] @ R[:j, j]) / R[j, j]
    return Problem(Z, indicators, mean, sd, R)


def blocks(n: int) -> Iterator[slice]:
    return (slice(start, start + BLOCK) for start in range(0, n, BLOCK))


def reference(X: Array, y: Array, start: Array | None = None) -> Reference:
    """Newton's method to the end: a step below 1e-12 of the coefficients, when the error after it is far below that.

    From 0, or from a start that is near, which spares it most of the steps.
    """
    task = problem(X, y)
    B = task.R @ task.standardised(np.zeros((X.shape[1], task.Y.shape[1])) if start is None else start)
    size = np.inf
    for _ in range(100):
        if size > 1e-4:  # closer to the maximum, the information hardly changes
            factor = linalg.cho_factor(information(task, B))
        loglik, score = evaluate(task, B)
        step = linalg.cho_solve(factor, score.T.ravel().astype(float)).reshape(B.T.shape).T
        while size > 1e-3 and evaluate(task, B + step)[0] < loglik:
            step = step / 2
        B = B + step
        size = np.abs(step).max() / np.abs(B).max()
        if size < 1e-12:
            return Reference(task, back_substitution(task.R, B), evaluate(task, B)[0])
    raise ArithmeticError("Newton's method did not settle: is the estimate finite?")


def back_substitution(R: Long, B: Long) -> Long:
    """R⁻¹ B for an upper triangle."""
    C = np.zeros_like(B)
    for i in reversed(range(len(R))):
        C[i] = (B[i] - R[i, i + 1 :] @ C[i + 1 :]) / R[i, i]
    return C


def evaluate(task: Problem, B: Long) -> tuple[np.longdouble, Long]:
    """The log-likelihood and the score, p × (K − 1), in long double."""
    loglik, score = np.longdouble(0), np.zeros_like(B)
    for rows in blocks(len(task.Z)):
        eta, log_total = linear_predictor(task.Z[rows], B)
        loglik += eta[task.Y[rows]].sum() - log_total.sum()
        score += task.Z[rows].T @ (task.Y[rows] - np.exp(eta - log_total))
    return loglik, score


def linear_predictor(Z: Long, B: Long) -> tuple[Long, Long]:
    """Z B, and the logarithm of 1 + Σ exp of its rows."""
    eta = Z @ B
    top = np.maximum(eta.max(axis=1, keepdims=True), 0)
    return eta, top + np.log(np.exp(-top) + np.exp(eta - top).sum(axis=1, keepdims=True))


def information(task: Problem, B: Long) -> Array:
    """Σᵢ πᵢⱼ (δⱼₖ − πᵢₖ) zᵢ zᵢᵀ for every pair of classes, class-major, in float64."""
    p, q = B.shape
    total = np.zeros((q, p, q, p))
    for rows in blocks(len(task.Z)):
        eta, log_total = linear_predictor(task.Z[rows], B)
        Z, pi = task.Z[rows].astype(float), np.exp(eta - log_total).astype(float)
        for j in range(q):
            for k in range(j + 1):
                total[j, :, k, :] += Z.T @ ((pi[:, j] * ((j == k) - pi[:, k]))[:, None] * Z)
    for j in range(q):
        for k in range(j):
            total[k, :, j, :] = total[j, :, k, :]
    return total.reshape(p * q, p * q)
