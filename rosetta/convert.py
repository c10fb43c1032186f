"""From the numbers that a tool reports to the one model that they all describe.

>>> form = {"columns": "K-1", "reference": "last", "link": "softmax", "axes": "feature class", "intercept": "first"}
>>> to_model(form, {"coef": [4.9494, -0.0027, -0.7547]}, classes=[0, 1], features=["(Intercept)", "gre", "gpa"]).beta.tolist()
[-4.9494, 0.0027, 0.7547]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

import softlogit as sl

Array = NDArray[np.float64]


class NotALogit(ValueError):
    """The numbers describe another model, whose probabilities are not the softmax of any scores linear in the features."""


def to_model(form: Mapping[str, Any], numbers: Mapping[str, ArrayLike], classes: Sequence[Any], features: Sequence[str]) -> sl.LogitModel:
    """The model, whichever of its many tables the numbers are.

    Args:
        form: how the tool lays its numbers out; the fields are described in schema.json.
        numbers: "coef", and where the form says so "intercept", "offset", "mean" and "scale" of the features.
        classes: all K labels in the tool's order.
        features: their names, the intercept first if there is one.
    """
    return sl.LogitModel.from_softmax(columns(form, numbers, len(classes), len(features)), classes=list(classes), features=list(features))


def columns(form: Mapping[str, Any], numbers: Mapping[str, ArrayLike], K: int, p: int) -> Array:
    """A W of the model, p × K: the tool's own columns, with zeros in the place of the reference if it left that out."""
    if form["link"] != "softmax" and K > 2:
        raise NotALogit(f"{form['link']} of {K} classes: no contrast of these columns is one of a multinomial logit.")
    m = K if form["columns"] == "K" else K - 1
    B = intercept_first(form, {name: np.asarray(value, dtype=float) for name, value in numbers.items()}, m)
    if len(B) != p:
        raise ValueError(f"there are {len(B)} numbers for each class, and {p} features.")
    B = B * int(form.get("sign", 1))
    if form["link"] == "sigmoids" and m == K:
        B, m = B[:, 1:], 1  # two columns, each a whole β: the second alone
    if m == K:
        return B
    return np.insert(B, {"first": 0, "last": K - 1}[form.get("reference", "first")], 0.0, axis=1)


def intercept_first(form: Mapping[str, Any], numbers: Mapping[str, Array], m: int) -> Array:
    """Features × columns, in raw units, the intercept in the first row."""
    flat = numbers["coef"].ravel()
    B: Array = flat.reshape(m, -1).T if form["axes"] == "class feature" else flat.reshape(-1, m)
    if form["intercept"] == "apart":
        B = np.vstack([np.broadcast_to(numbers["intercept"].ravel(), m), B])
    elif form["intercept"] == "last":
        B = np.roll(B, 1, axis=0)
    elif form["intercept"] == "none":
        B = np.vstack([np.zeros(m), B])
    intercept, slopes = B[:1] * form.get("intercept_sign", 1), B[1:] / numbers.get("scale", np.ones(1)).reshape(-1, 1)
    moved = numbers.get("offset", np.zeros(1)).ravel() - numbers.get("mean", np.zeros(len(slopes))) @ slopes
    raw: Array = np.vstack([intercept + moved, slopes])
    return raw[1:] if form["intercept"] == "none" else raw
