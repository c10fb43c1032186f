"""What a tool printed, held against the library and against what its record says.

Three questions. Are the converted coefficients the library's? Are they where the stated objective has its minimum, and no other of the
usual ones? And what else does the record claim?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

import softlogit as sl
from rosetta.convert import Array, NotALogit, columns, to_model
from rosetta.records import Record

INTERCEPT = "(Intercept)"
MODELS = {
    "admissions": (sl.load_admissions, "admit", (INTERCEPT, "gre", "gpa")),
    "hsbdemo": (sl.load_program_choice, "prog", (INTERCEPT, "write")),
}
# A penalty is told from another one if the score under the other is this many times further from zero.
CLEARLY = 3.0
# The tool's own conversion and ours are the same arithmetic on the same numbers.
SAME = 1e-9


# The library's own fits -------------------------------------------------------------------------------------------------------------------


def features_of(case: Record) -> tuple[str, ...]:
    return tuple(case.get("features", MODELS[case["data"]][2]))


@cache
def data_of(name: str, features: tuple[str, ...]) -> tuple[pd.DataFrame, pd.Series]:
    load, response, _ = MODELS[name]
    frame = load()
    return pd.DataFrame({f: 1.0 if f == INTERCEPT else frame[f] for f in features}).astype(float), frame[response]


@cache
def maximum_likelihood(name: str, features: tuple[str, ...]) -> sl.FittedLogit:
    """What every tool that maximises the likelihood must come to."""
    return sl.fit(*data_of(name, features))


# Coefficients -----------------------------------------------------------------------------------------------------------------------------


def table(model: sl.LogitModel, case: Record) -> Array:
    """Against reject or academic, p × (K − 1): what all tools are compared in."""
    order = maximum_likelihood(case["data"], features_of(case)).classes
    return np.column_stack([model.log_odds(label, against=order[0]) for label in order[1:]])


def error(model: sl.LogitModel, case: Record) -> float:
    """The largest relative error of a coefficient."""
    right = maximum_likelihood(case["data"], features_of(case)).coef()
    return float(np.abs(table(model, case) / right - 1).max())


# Objectives -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Objective:
    """weight · loss + l2/2 Σ b² + l1 Σ |b| over the columns reported; without `half` l2 Σ b². As in schema.json."""

    loss: str
    intercept: str
    weight: float = 1.0
    l2: float = 0.0
    half: bool = True
    l1: float = 0.0
    jeffreys: bool = False
    scaled: str = "no"
    intercept_l2: float | None = None

    def others(self) -> Iterator[Objective]:
        """The usual ones that it may be taken for."""
        if self.jeffreys:
            yield replace(self, loss={"sum": "mean", "mean": "sum"}[self.loss])
            return
        l1_only = self.l2 == 0
        intercepts = ("none",) if self.intercept == "none" else ("free", "pays")
        for loss, intercept, half, scaled in product(("sum", "mean"), intercepts, (True, False), ("no", "n", "n-1")):
            other = replace(self, loss=loss, intercept=intercept, half=self.half if l1_only else half, scaled=scaled, intercept_l2=None)
            if other != self:
                yield other

    def distance(self, W: Array, reported: slice, X: Array, Y: Array) -> float:
        """How far the score is from zero at W, in parts of the penalty's; features are divided by their standard deviations for that."""
        n, means, deviations = len(X), X[:, 1:].mean(axis=0), X[:, 1:].std(axis=0)
        units = {"no": np.ones(len(deviations)), "n": deviations, "n-1": X[:, 1:].std(axis=0, ddof=1)}[self.scaled][:, None]
        loss = X.T @ (sl.softmax(X @ W) - Y) * (self.weight if self.loss == "sum" else self.weight / n)
        B, loss = W[:, reported], loss[:, reported]
        l2 = self.l2 * (1 if self.half else 2)
        ridge = l2 * np.vstack([np.zeros(B.shape[1]), B[1:] * units**2])
        lasso = self.l1 * np.vstack([np.zeros(B.shape[1]), np.ones_like(B[1:]) * units])
        if self.intercept == "pays":
            ridge[0] = (l2 if self.intercept_l2 is None else self.intercept_l2) * B[0]
            lasso[0] = self.l1
        elif self.intercept == "at the means":
            there = (self.intercept_l2 or 0.0) * (B[0] + means @ B[1:])
            ridge += np.vstack([there, np.outer(means, there)])
        if self.jeffreys:
            ridge = ridge + jeffreys_gradient(W, reported, X)
        # Where a coefficient is zero, an absolute value has any slope from −l1 to l1.
        smooth = loss + ridge
        score = np.where(B == 0, np.maximum(np.abs(smooth) - lasso, 0), smooth + lasso * np.sign(B))
        measure = np.r_[1.0, deviations][:, None]
        return float(np.linalg.norm(score / measure) / np.linalg.norm((np.abs(ridge) + lasso) / measure))


def jeffreys_gradient(W: Array, reported: slice, X: Array) -> Array:
    """Of −½ ln det I, by differences: I is the information of the columns reported."""

    def penalty(shifted: Array) -> float:
        P = sl.softmax(X @ shifted)
        weights = np.einsum("ik,kl->ikl", P, np.eye(P.shape[1])) - np.einsum("ik,il->ikl", P, P)
        information = np.einsum("ikl,ij,im->jkml", weights[:, reported, reported], X, X)
        return float(-np.linalg.slogdet(information.reshape([W[:, reported].size] * 2))[1] / 2)

    gradient = np.zeros_like(W)
    for j, k in np.ndindex(W.shape):
        step = np.zeros_like(W)
        step[j, k] = 1e-4 / np.sqrt((X[:, j] ** 2).mean())
        gradient[j, k] = (penalty(W + step) - penalty(W - step)) / (2 * step[j, k])
    return gradient[:, reported]


def distances(case: Record, numbers: Mapping[str, Any]) -> dict[str, float]:
    """The score's distance from zero under the stated objective, and the least under any other of the usual ones.

    Where the features were standardised before the fit, it is taken in those units.
    """
    features, labels = features_of(case), case["classes"]
    frame, y = data_of(case["data"], features)
    X = frame.to_numpy()
    W = columns(case["form"], {name: value for name, value in numbers.items() if name not in ("mean", "scale")}, len(labels), len(features))
    if INTERCEPT not in features:  # one that does nothing, so that the first row is always the intercept's
        X, W = np.insert(X, 0, 0.0, axis=1), np.insert(W, 0, 0.0, axis=0)
    X = np.column_stack([X[:, 0], (X[:, 1:] - numbers.get("mean", 0)) / numbers.get("scale", 1)])
    Y = (y.to_numpy()[:, None] == np.array(labels)).astype(float)
    whole = case["form"]["columns"] == "K"
    reported = slice(None) if whole else slice(1, None) if case["form"].get("reference", "first") == "first" else slice(0, -1)
    objective = Objective(**{key: value for key, value in case["objective"].items() if key != "within"})
    other = min(other.distance(W, reported, X, Y) for other in objective.others())
    return {"stated": objective.distance(W, reported, X, Y), "other": other}


# Claims -----------------------------------------------------------------------------------------------------------------------------------


def close(a: Any, b: Any, within: float = 1e-6) -> bool:
    """Whether the numbers are the same, relatively."""
    return bool(np.allclose(np.asarray(a, dtype=float), np.asarray(b, dtype=float), rtol=within, atol=0))


def names(cases: Mapping[str, Any]) -> dict[str, Any]:
    """What an expression of a record may speak of: the cases by their names, and the library's fits."""
    two, three = (maximum_likelihood(name, features) for name, (_, _, features) in MODELS.items())
    arrays = {
        name.replace("-", "_"): SimpleNamespace(
            printed="\n".join(case["printed"]), **{part: np.asarray(value) for part, value in case["numbers"].items()}
        )
        for name, case in cases.items()
    }
    fits = {"two_classes": two, "three_classes": three, "beta": two.beta, "pivot": three.coef(), "symmetric": three.symmetric}
    return arrays | fits | {"close": close, "np": np, "sl": sl}


def broken_claims(record: Record, cases: Mapping[str, Any]) -> Iterator[str]:
    known = names(cases)
    for claim in record.get("claims", []):
        if not eval(claim["holds"], known):
            yield f"it does not hold that {claim['says']} ({claim['holds']})"


# A record ---------------------------------------------------------------------------------------------------------------------------------


def measured(case: Record, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a case from its numbers: its distance from the library's estimate, or from the minimum that is stated."""
    if "coef" not in numbers:
        return {}
    try:
        model = to_model(case["form"], numbers, case["classes"], features_of(case))
    except NotALogit as refusal:
        return {"refused": str(refusal)}
    found: dict[str, Any] = {"error": error(model, case)}
    if "objective" in case:
        found["score"] = distances(case, numbers)
    return found


def faults(record: Record, cases: Mapping[str, Any]) -> Iterator[str]:
    """Where the output is not what the record says, a sentence each."""
    for case in record.get("cases", []):
        name = case["name"]
        if name not in cases:
            yield f"{name}: nothing was printed"
            continue
        numbers, found = cases[name]["numbers"], measured(case, cases[name]["numbers"])
        yield from (f"{name}: {fault}" for fault in case_faults(case, numbers, found))
    yield from broken_claims(record, cases)


def case_faults(case: Record, numbers: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    if "within" in case and not found.get("error", np.inf) <= case["within"]:
        yield f"the coefficients are {found.get('error', np.inf):.1e} from the library's, not within {case['within']:.0e}"
    if "score" in found:
        here, there, within = found["score"]["stated"], found["score"]["other"], case["objective"].get("within", 1e-3)
        if not here <= within:
            yield f"the score under {Objective(**{k: v for k, v in case['objective'].items() if k != 'within'})} is {here:.1e}"
        if not there >= CLEARLY * here:
            yield f"another objective has a score of {there:.1e}, the one stated {here:.1e}"
    own = np.ravel(numbers.get("beta", numbers.get("pivot", [])))
    if len(own) and "error" in found:
        ours = table(to_model(case["form"], numbers, case["classes"], features_of(case)), case).T.ravel()
        if not close(own, ours, SAME):
            yield f"the tool's own conversion gives {own}, ours {ours}"
    if case["form"]["columns"] == "K" and "gauge" in case["form"] and "coef" in numbers and not keeps_gauge(case, numbers):
        yield f"the columns have not the gauge {case['form']['gauge']}"
    scaled = "scale" in numbers or "mean" in numbers
    if "coef" in numbers and scaled != (case["form"].get("units", "raw") != "raw"):
        yield "units other than raw come with a mean or a scale, and only they"


def keeps_gauge(case: Record, numbers: Mapping[str, Any]) -> bool:
    """Whether the matrix is the representative that the record says; any other claim than these is one of `claims`."""
    W = columns(case["form"] | {"link": "softmax"}, numbers, len(case["classes"]), len(features_of(case)))
    size = 1e-5 * np.abs(W).max(axis=1)
    if case["form"]["gauge"] == "sum zero":
        return bool((np.abs(W.sum(axis=1)) <= size).all())
    if case["form"]["gauge"] in ("last zero", "first zero"):
        return bool((W[:, 0 if case["form"]["gauge"] == "first zero" else -1] == 0).all())
    if case["form"]["gauge"] == "median zero":
        return bool((np.abs(np.median(W[1:], axis=1)) <= size[1:]).all())
    return True
