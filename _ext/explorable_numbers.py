"""The numbers that figures to play with show, computed by the library; `explorable` writes them into the page as JSON."""

import numpy as np

import softlogit as sl
from rosetta.presets import presets


def pivot():
    """For each species its column of weights, and a bird: intercept, bill length, bill depth."""
    fit = sl.fit_formula("species ~ bill_length_mm + bill_depth_mm", sl.load_penguins())
    return {"columns": fit.symmetric.T.tolist(), "names": list(fit.classes), "bird": [1, 40.5, 16.2]}


def training():
    return {"share": sl.load_admissions()["admit"].mean()}


def penalty():
    """The slope of gre in hundreds, for penalties from 1 to 10,000, ten to a decade."""
    data = sl.load_admissions()
    X = np.column_stack([np.ones(len(data)), data["gre"] / 100])

    def slope(strength):  # of a penalty on two columns, which is half as much on their difference
        return round(sl.fit(X, data["admit"], ridge=strength).beta[1], 6)

    steps = [m * 10**d for d in range(4) for m in (1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8)]
    return [{"lambda": s, "difference": slope(s), "same": slope(2 * s), "half": slope(s)} for s in (*steps, 10_000)]


NUMBERS = {"converter": presets, "pivot": pivot, "training": training, "penalty": penalty}
