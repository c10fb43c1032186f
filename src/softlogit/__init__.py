"""Softmax regression and logistic regression as the one model they are.

The coefficients of a multinomial logit model are a p × K matrix W, known up to adding the same vector to every column. Everything that
can be known of it is a contrast W A, and this library is built of contrasts: fit a model, or take one from elsewhere, and ask for
the β, the pivot table or the symmetric matrix that you need, with standard errors.

>>> import softlogit as sl
>>> model = sl.LogitModel.from_softmax([[1.0, 3.0], [0.5, 0.0]])   # two columns …
>>> model.beta                                                     # … one vector
array([ 2. , -0.5])
"""

from softlogit.convert.adapters import (
    from_sklearn,
    from_statsmodels,
    from_torch,
    to_sklearn,
    to_torch,
)
from softlogit.convert.r import from_r
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
)
from softlogit.fitting import FittedLogit, fit, fit_formula, likelihood_ratio_test
from softlogit.model.estimated import EstimatedLogit, TestResult, estimated, wald_test
from softlogit.model.logit import LogitModel
from softlogit.model.probabilities import (
    PredictedProbabilities,
    average_marginal_effects,
    predicted_probabilities,
)
from softlogit.model.tables import CoefficientTable, Summary, Table, table
from softlogit.special import log_sigmoid, log_softmax, log_sum_exp, logit, sigmoid, softmax

# fmt: off
__all__ = [
    "ClassError", "CoefficientTable", "CollinearityError", "ConvergenceWarning", "EstimatedLogit",
    "FittedLogit", "InputError", "LogitError", "LogitModel", "PredictedProbabilities", "SeparationWarning",
    "Summary", "Table", "TestResult", "average_marginal_effects", "estimated", "fit", "fit_formula", "from_r",
    "from_sklearn", "from_statsmodels", "from_torch", "likelihood_ratio_test", "load_admissions",
    "load_alligators", "load_birthwt", "load_penguins", "load_program_choice", "log_sigmoid", "log_softmax",
    "log_sum_exp", "logit", "predicted_probabilities", "sigmoid", "softmax", "table", "to_sklearn", "to_torch",
    "wald_test",
]
# fmt: on
