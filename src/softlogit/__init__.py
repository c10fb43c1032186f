"""Softmax regression and logistic regression as the one model they are.

The coefficients of a multinomial logit model are a p × K matrix W, known up to adding the same
vector to every column. Everything that can be known of it is a contrast W A, and this library is
built of contrasts: fit a model, or take one from elsewhere, and ask for the β, the pivot table or
the symmetric matrix that you need, with standard errors.

>>> import softlogit as sl
>>> model = sl.LogitModel.from_softmax([[1.0, 3.0], [0.5, 0.0]])   # two columns …
>>> model.beta                                                     # … one vector
array([ 2. , -0.5])
"""

from typing import Any

from softlogit.convert.r import from_r
from softlogit.convert.sklearn import from_sklearn, to_sklearn
from softlogit.convert.statsmodels import from_statsmodels
from softlogit.convert.torch import from_torch, to_torch
from softlogit.datasets import (
    load_admissions,
    load_alligators,
    load_birthwt,
    load_penguins,
    load_program_choice,
)
from softlogit.errors import (
    ClassError,
    CollinearityError,
    ConvergenceWarning,
    InputError,
    LogitError,
    SeparationWarning,
    old_name,
)
from softlogit.fitted import FittedLogit, likelihood_ratio_test
from softlogit.fitting import fit, fit_formula
from softlogit.model.hypotheses import ChiSquaredTest, wald_test
from softlogit.model.logit import LogitModel
from softlogit.model.probabilities import (
    PredictedProbabilities,
    average_marginal_effects,
    predicted_probabilities,
)
from softlogit.model.tables import CoefficientTable, EstimateTable, Summary, Table, table
from softlogit.special import log_sigmoid, log_softmax, log_sum_exp, logit, sigmoid, softmax

# fmt: off
__all__ = [
    "ChiSquaredTest", "ClassError", "CoefficientTable", "CollinearityError", "ConvergenceWarning",
    "EstimateTable", "FittedLogit", "InputError", "LogitError", "LogitModel",
    "PredictedProbabilities", "SeparationWarning", "Summary", "Table", "average_marginal_effects",
    "fit", "fit_formula", "from_r", "from_sklearn", "from_statsmodels", "from_torch",
    "likelihood_ratio_test", "load_admissions", "load_alligators", "load_birthwt", "load_penguins",
    "load_program_choice", "log_sigmoid", "log_softmax", "log_sum_exp", "logit",
    "predicted_probabilities", "sigmoid", "softmax", "table", "to_sklearn", "to_torch", "wald_test",
]
# fmt: on


def __getattr__(name: str) -> Any:
    """Names of before, until the next version."""
    old = {
        "EstimatedLogit": ("LogitModel", LogitModel),
        "TestResult": ("ChiSquaredTest", ChiSquaredTest),
        "estimated": ("model.with_covariance(V)", LogitModel.with_covariance),
    }
    if name not in old:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    old_name(name, old[name][0])
    return old[name][1]
