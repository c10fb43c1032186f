"""Models from statsmodels, whose results are known by what they have."""

from typing import Any

import numpy as np

from softlogit.data.values import Labels
from softlogit.errors import InputError
from softlogit.model.logit import LogitModel


def from_statsmodels(results: Any, *, classes: Labels = None) -> LogitModel:
    """The model of a `Logit` or `MNLogit` fit, with its covariance, and so of every contrast.

    >>> import statsmodels.api as sm
    >>> import softlogit as sl
    >>> students = sl.load_program_choice()
    >>> X = sm.add_constant(students[["write"]])
    >>> results = sm.MNLogit(students["prog"], X).fit(disp=False)
    >>> print(from_statsmodels(results).contrast("vocation", against="general"))
    vocation against general:
          Estimate Std. Error z value Pr(>|z|)
    const  2.64650    1.12744   2.347   0.0189
    write -0.05180    0.02251  -2.301   0.0214

    The classes are the fit's own, the first being its pivot; for `Logit` 0 and 1. `classes` renames
    them: labels of `MNLogit` that are no strings, since statsmodels keeps their text.

    Raises: InputError for results of another model, or one with an offset; ClassError for the
    wrong number of classes.
    """
    kind = type(getattr(results, "model", results)).__name__
    if kind not in ("Logit", "MNLogit") or not hasattr(results, "cov_params"):
        raise InputError(
            f"from_statsmodels takes the results of a Logit or MNLogit fit, not of {kind}."
        )
    if np.any(getattr(results.model, "offset", None)):
        raise InputError("the fit has an offset, which a LogitModel cannot hold.")
    features = results.model.exog_names
    B = np.reshape(results.params, (len(features), -1))
    if classes is None and kind == "MNLogit":
        classes = [label for _, label in sorted(results.model._ynames_map.items())]
    model = LogitModel.from_pivot(B, classes=classes, features=features)
    return model.with_covariance(results.cov_params())
