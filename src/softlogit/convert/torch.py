"""Models from and to torch, which is not imported before it is needed."""

from collections.abc import Mapping
from numbers import Integral
from typing import Any

from softlogit.convert.rows import from_rows, to_rows
from softlogit.data.values import Labels, Names, numbers
from softlogit.errors import ClassError, InputError
from softlogit.model.logit import LogitModel, require_model
from softlogit.special import Array


def from_torch(linear: Any, *, classes: Labels = None, features: Names = None) -> LogitModel:
    """The model of a `Linear` layer that feeds a softmax, or of one with one output for a sigmoid.

    >>> import numpy as np
    >>> layer = {"weight": np.array([[2.0, 0.5]]), "bias": np.array([-1.0])}   # as of Linear(2, 1)
    >>> model = from_torch(layer)
    >>> model.beta, model.features
    (array([-1. ,  2. ,  0.5]), ('(Intercept)', 'x0', 'x1'))

    It may be the layer or its state dict, of `weight`, K × p, or 1 × p for two classes, and `bias`,
    which becomes the feature "(Intercept)" before those that `features` names.

    Raises: InputError for something without a weight matrix.
    """
    is_layer = any(kind.__name__ == "Linear" for kind in type(linear).__mro__)
    state = linear if isinstance(linear, Mapping) else linear.state_dict() if is_layer else {}
    given = state.get("weight"), state.get("bias")
    weight, bias = (None if tensor is None else _numbers(tensor) for tensor in given)
    if (
        (weight is None or weight.ndim != 2)
        or (bias is None) != (given[1] is None)
        or (bias is not None and bias.shape != weight.shape[:1])
    ):
        raise InputError(
            "from_torch takes a Linear layer or its state dict (weight matrix and bias); this is a "
            f"{type(linear).__name__}."
        )
    return from_rows(weight, bias, classes, features)


def _numbers(tensor: Any) -> Array | None:
    return numbers(tensor.detach().cpu().double() if hasattr(tensor, "detach") else tensor)


def to_torch(model: LogitModel, *, outputs: int | None = None) -> dict[str, Any]:
    """A state dict for a `Linear` layer, to be read by `layer.load_state_dict(to_torch(model))`.

    >>> model = LogitModel.from_beta([-1.0, 2.0], features=["(Intercept)", "dose"])
    >>> one, two = to_torch(model, outputs=1), to_torch(model)    # doctest: +SKIP
    >>> one["weight"], two["bias"]                                # doctest: +SKIP
    (tensor([[2.]], dtype=torch.float64), tensor([ 0.5000, -0.5000], dtype=torch.float64))

    The layer has K outputs for a softmax, with the weights that sum to zero over the outputs
    (thm-minimum-norm), or with `outputs=1` the one of a two-class model for a sigmoid, β
    (eq-answer). An intercept becomes the bias. Double precision.

    Raises: ClassError if `outputs` is neither K nor, for two classes, 1; InputError for a model
    with coefficients that have no finite estimate.
    """
    K = require_model(model).n_classes
    possible = (1, 2) if K == 2 else (K,)
    if outputs is not None and not (isinstance(outputs, Integral) and outputs in possible):
        raise ClassError(
            f"a layer for {K} classes has {K} outputs, not {outputs}; two classes may have 1."
        )
    import torch

    rows, intercept, _ = to_rows(model, model.classes, binary=outputs == 1)
    bias = {} if intercept is None else {"bias": torch.tensor(intercept)}
    return {"weight": torch.tensor(rows)} | bias
