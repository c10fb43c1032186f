"""Random small data, fitted by the library and in another way, for as long as one likes.

    python -m tests.library.fuzz --minutes 10            # or --fits 1000, --seed 5 for one of them

Designs have dummies, counts, years, heavy tails, nearly dependent columns and two to five classes; weights are none, or whole
numbers with zeros, or spread over orders of magnitude; many are separated in part. The other way is a Levenberg–Marquardt method
and a linear programme of all comparisons, both in orthonormal coordinates, and R's glm where there are two classes and R is installed.
It prints each seed whose answers differ, whose fit ends in an exception that is not the library's, or is refused or not
finished although nothing is weighted.
"""

import argparse
import csv
import shutil
import subprocess
import tempfile
import time
import warnings
from collections import Counter
from typing import NamedTuple

import numpy as np
from scipy import linalg, optimize, special

import softlogit as sl

# Differences that the other way may leave: of log-likelihoods, as a share of one for each row, and of probabilities.
LOGLIK, PROBABILITY = 1e-8, 1e-5
# R takes no probability for less than e⁻³⁶, so that what it says where rows are less likely is too large.
R_CLAMPS = 36
# Columns nearer to dependent than this may be refused, or not.
DEPENDENT = 1e-8


class Case(NamedTuple):
    """n × p features, labels and weights (or None)."""

    X: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None


def draw(seed):
    """The data with this number; the same each time."""
    rng = np.random.default_rng(seed)
    n, K = int(rng.integers(8, 80)), int(rng.integers(2, 6))
    kinds = rng.choice(len(COLUMNS), rng.integers(1, 5))
    columns = [COLUMNS[kind](rng, n) for kind in kinds]
    X = np.column_stack([np.ones(n), *columns] if rng.random() < 0.9 else columns)
    if rng.random() < 0.15:
        j = rng.integers(X.shape[1])
        X = np.column_stack([X, X[:, j] + 10.0 ** -rng.integers(2, 7) * (1 + np.abs(X[:, j]).max()) * rng.normal(size=n)])
    Z = (X - X.mean(axis=0)) / np.where(X.std(axis=0) > 0, X.std(axis=0), 1)
    scores = Z @ rng.normal(size=(X.shape[1], K)) * 10.0 ** rng.uniform(-1, 1.5) + rng.normal(size=K)
    y = (scores + rng.gumbel(size=(n, K))).argmax(axis=1)
    if rng.random() < 0.3:  # a group that sees one class, or two
        group = rng.random(n) < 0.2
        X, y = np.column_stack([X, group]), np.where(group, rng.integers(0, 2, n) * rng.integers(0, 2), y)
    return Case(X.astype(float), y, WEIGHTS[rng.integers(len(WEIGHTS))](rng, n))


COLUMNS = [
    lambda rng, n: rng.normal(size=n),
    lambda rng, n: rng.poisson(2, n),
    lambda rng, n: rng.random(n) < rng.uniform(0.02, 0.5),
    lambda rng, n: np.eye(4)[rng.integers(0, 4, n)][:, 1:],
    lambda rng, n: 2000 + rng.integers(0, 25, n),
    lambda rng, n: rng.standard_t(1.2, n),
    lambda rng, n: rng.lognormal(3, 2, n),
    lambda rng, n: rng.normal(size=n).round(),
]
WEIGHTS = [
    lambda rng, n: None,
    lambda rng, n: None,
    lambda rng, n: rng.integers(0, 4, n) * 10.0 ** rng.integers(-9, 9),
    lambda rng, n: 10.0 ** rng.uniform(-3, 3, n),
]


class Answer(NamedTuple):
    """The log-likelihood or its bound, the number of directions without maximum, and the probabilities at the rows with weight."""

    loglik: float
    directions: int
    probabilities: np.ndarray


def other_way(case):
    """The answer by other means; None where they cannot tell."""
    X, y, w = case.X, case.y, np.ones(len(case.y)) if case.weights is None else case.weights
    X, y, w = X[w > 0], np.unique(y[w > 0], return_inverse=True)[1], w[w > 0] / w.sum()
    Q = linalg.qr(X / np.abs(X).max(axis=0), mode="economic")[0] * np.sqrt(len(X))
    Q[~X.any(axis=1)] = 0
    K = y.max() + 1
    separated, span = plain_programme(Q, y, K)
    if separated is None:
        return None
    barred = np.zeros((len(y), K), dtype=bool)
    others = (y[:, None] + np.arange(1, K)) % K
    np.put_along_axis(barred, others, separated.reshape(len(y), K - 1), axis=1)
    free = linalg.null_space(span.T) if span.size else np.eye(Q.shape[1] * (K - 1))
    value, B = levenberg_marquardt(Q, y, w, K, barred, free)
    total = len(y) if case.weights is None else case.weights.sum()
    return Answer(value * total, span.shape[1], np.exp(log_probabilities(Q, B, barred)))


def plain_programme(Q, y, K):
    """Of all comparisons at once: which are separated, and the span of the directions. None if HiGHS fails."""
    classes = np.eye(K)[:, 1:]
    C = [np.kron(classes[a] - classes[(a + k) % K], x) for x, a in zip(Q, y, strict=True) for k in range(1, K)]
    C = np.array(C) / np.linalg.norm(C, axis=1, keepdims=True).clip(1e-300)
    n, size = C.shape
    for method in ("highs-ds", "highs-ipm"):
        found = optimize.linprog(
            np.repeat([0, -1], [size, n]),
            A_ub=np.hstack([-C, np.eye(n)]),
            b_ub=np.zeros(n),
            bounds=[(-1e6, 1e6)] * size + [(0, 1)] * n,
            method=method,
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10, "time_limit": 5.0},
        )
        if found.success and not ((found.x[size:] > 1e-6) & (found.x[size:] < 1 - 1e-6)).any():
            separated = found.x[size:] > 0.5
            return separated, linalg.null_space(C[~separated], rcond=1e-9) if not separated.all() else np.eye(size)
    return None, None


def log_probabilities(Q, B, barred):
    """They have digits left where the probabilities are below what a double can hold."""
    return special.log_softmax(np.where(barred, -np.inf, Q @ np.column_stack([np.zeros(len(B)), B])), axis=1)


def levenberg_marquardt(Q, y, w, K, barred, free):
    """The maximum of the mean log-likelihood over vec(B) in the span of `free`, the classes that are barred left out."""

    def look(c):
        B = (free @ c).reshape(K - 1, -1).T
        L = log_probabilities(Q, B, barred)
        P, value = np.exp(L), w @ L[np.arange(len(y)), y]
        G, D = (np.eye(K)[y] - P)[:, 1:], P[:, 1:]
        score = free.T @ (Q.T @ (w[:, None] * G)).T.ravel()
        curvature = np.einsum("i,ij,jk->ijk", w, D, np.eye(K - 1)) - np.einsum("i,ij,ik->ijk", w, D, D)
        information = np.einsum("ijk,ia,ib->jakb", curvature, Q, Q).reshape(len(free), len(free))
        return value, score, free.T @ information @ free

    c, damping = np.zeros(free.shape[1]), 1e-3
    value, score, information = look(c)
    for _ in range(3000 if c.size else 0):
        values, vectors = np.linalg.eigh(information)
        step = vectors @ (vectors.T @ score / (values.clip(0) + damping * max(values.mean(), 1e-300)))
        there = look(c + step)
        if there[0] >= value - 1e-15 * abs(value):
            c, (value, score, information), damping = c + step, there, damping / 5
            if np.abs(step).max() < 1e-9 * (1 + np.abs(c).max()):
                break
        else:
            damping *= 4
    return value, (free @ c).reshape(K - 1, -1).T


def ours(case):
    """The library's answer, and the kinds of its warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fit = sl.fit(case.X, case.y, weights=case.weights)
    rows = slice(None) if case.weights is None else case.weights > 0
    return Answer(fit.loglik, len(fit.runaway), fit.predict_proba(case.X[rows])), {w.category for w in caught}


def may_be_refused(case):
    """Whether there are fewer than two classes, or columns too near to dependent."""
    rows = np.ones(len(case.y), bool) if case.weights is None else case.weights > 0
    X = case.X[rows]
    if len(set(case.y[rows])) < len(set(case.y)) or len(set(case.y)) < 2 or len(X) < X.shape[1] or not X.any(axis=0).all():
        return True
    return np.linalg.svd(X / np.linalg.norm(X, axis=0), compute_uv=False)[-1] < DEPENDENT


def verdict(seed):
    """What is wrong with the fit of this number; "" for nothing, "refused" or "unknown" where there is nothing to compare."""
    case = draw(seed)
    try:
        found, warned = ours(case)
    except sl.LogitError as error:
        return "refused" if may_be_refused(case) else f"refused: {error}"
    except Exception as error:
        return f"foreign exception: {error!r}"
    if warned - {sl.SeparationWarning}:
        return f"not finished: {sorted(kind.__name__ for kind in warned)}" + ("" if case.weights is None else " (weighted)")
    expected = other_way(case)
    return "unknown" if expected is None else difference(found, expected, case)


def difference(found, expected, case):
    """How two answers differ; "" if they do not."""
    unit = len(case.y) if case.weights is None else case.weights.sum()
    if found.directions != expected.directions:
        return f"{found.directions} directions without maximum, the other way {expected.directions}"
    if found.loglik > expected.loglik + LOGLIK * unit:
        return "unknown"  # the other way has not arrived, for there is nothing above the maximum
    if found.loglik < expected.loglik - LOGLIK * unit:
        return f"log-likelihood {found.loglik:.12g}, the other way {expected.loglik:.12g}"
    off = np.abs(found.probabilities - expected.probabilities).max()
    return f"probabilities differ by {off:.2g}" if off > PROBABILITY else ""


def against_r(seeds):
    """For two classes, what R's glm says of the log-likelihood of the fits with these numbers; {} without R."""
    cases = {seed: draw(seed) for seed in seeds}
    cases = {seed: case for seed, case in cases.items() if len(set(case.y)) == 2 and not may_be_refused(case)}
    if not cases or not shutil.which("Rscript"):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for seed, (X, y, w) in cases.items():
            with open(f"{folder}/{seed}.csv", "w", newline="") as file:
                csv.writer(file).writerows(
                    np.column_stack([y == max(y), np.ones(len(y)) if w is None else w / w.sum() * len(y), X]).tolist()
                )
        script = """for (f in list.files(commandArgs(TRUE), full.names = TRUE)) { d <- as.matrix(read.csv(f, header = FALSE))
            g <- suppressWarnings(try(glm.fit(d[, -(1:2), drop = FALSE], d[, 1], d[, 2], family = binomial(),
                control = list(epsilon = 1e-14, maxit = 200)), TRUE))
            if (!inherits(g, "try-error")) cat(sub(".csv", "", basename(f)), g$converged, format(-g$deviance / 2, digits = 16), "\n") }"""
        said = subprocess.run(["Rscript", "-e", script, folder], capture_output=True, text=True, check=True).stdout
    return {int(seed): float(value) for seed, converged, value in map(str.split, said.splitlines()) if converged == "TRUE"}


def run(seeds, say=print):
    """Try these numbers; the count of each kind of verdict."""
    counted = Counter()
    for seed in seeds:
        said = verdict(seed)
        counted[said.split(":")[0] if said else "the same"] += 1
        if said not in ("", "refused", "unknown"):
            say(f"seed {seed}: {said}")
    return counted


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tests.library.fuzz", description="Compare random fits with another way.")
    parser.add_argument("--minutes", type=float, default=np.inf)
    parser.add_argument("--fits", type=int, default=10**9)
    parser.add_argument("--seed", type=int, default=0, help="the first number")
    options = parser.parse_args(arguments)
    end, counted, seed = time.monotonic() + 60 * options.minutes, Counter(), options.seed
    while time.monotonic() < end and seed < options.seed + options.fits:
        batch = range(seed, min(seed + 200, options.seed + options.fits))
        counted += run(batch)
        for number, loglik in against_r(batch[::5]).items():
            case = draw(number)
            scale = 1 if case.weights is None else len(case.y) / case.weights.sum()
            found = ours(case)[0]
            here = scale * found.loglik
            rows = slice(None) if case.weights is None else case.weights > 0
            seen = found.probabilities[np.arange(len(found.probabilities)), (case.y == max(case.y))[rows].astype(int)]
            if here < loglik - 1e-6 * len(case.y) and seen.min() > np.exp(-R_CLAMPS):
                print(f"seed {number}: R's glm has the larger log-likelihood, {loglik:.10g}, here {here:.10g}")
            counted["beside R"] += 1
        seed += len(batch)
    print(", ".join(f"{kind} {number}" for kind, number in counted.most_common()))


if __name__ == "__main__":
    main()
