"""Tests of the hypothesis that some contrasts are zero."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from softlogit import contrasts
from softlogit.errors import InputError
from softlogit.model.logit import LogitModel, require_model
from softlogit.model.tables import CoefficientTable
from softlogit.model.uncertainty import correlations

# Rounding leaves an eigenvalue of this size, of a matrix with ones in its diagonal, where it is 0.
SINGULAR = 1e-13
# Two fits of one likelihood differ by their rounding; a larger loss says that they are not nested.
LOSS = 1e-6


@dataclass(frozen=True)
class ChiSquaredTest:
    """A statistic, its degrees of freedom, and the probability of a larger one if all are zero."""

    statistic: float
    df: int
    p_value: float


def wald_test(
    fit: LogitModel | CoefficientTable, features: str | Sequence[str] | None = None
) -> ChiSquaredTest:
    """Are the coefficients of these features zero for every class? The same under every pivot.

    The statistic is bᵀ V⁻¹ b, against χ² (Wald 1943). In the place of a model and features it takes
    any contrast, so that it also says whether two classes differ at all.

    >>> import softlogit as sl
    >>> fit = sl.fit_formula("prog ~ ses + write", sl.load_program_choice())
    >>> test = wald_test(fit, ["ses[middle]", "ses[high]"])
    >>> round(test.statistic, 4), test.df, round(test.p_value, 4)
    (10.8162, 4, 0.0287)
    >>> slopes = fit.contrast("vocation", against="general", left=fit.features[1:])
    >>> wald_test(slopes).df
    3

    Of a penalised fit it is a rough guide only: V does not know that the coefficients are drawn
    towards zero.

    Raises: InputError for unknown features, and without finite estimates or a covariance.
    """
    if isinstance(fit, CoefficientTable):
        table, what = fit, fit.title
    else:
        require_model(fit)
        what = f"coefficients of {features}"
        names = [fit.features[j] for j in fit._rows(() if features is None else features)]
        if not names:
            raise InputError("there is nothing to test; name one feature or several.")
        fit._known()
        table = fit.contrast(contrasts.pivot(fit.n_classes), left=names)
    b, V = table.estimate, table.covariance
    if V is None:
        raise InputError(f"{what}: the model of this table has no covariance.")
    if np.isnan(b).any():
        raise InputError(
            f"{what} have no finite estimate; compare two fits by likelihood_ratio_test instead."
        )
    # In standard errors, so that the units of the features do not matter.
    se, correlation = correlations(V)
    z = b / se
    if scipy.linalg.eigvalsh(correlation)[0] < SINGULAR:
        raise InputError(
            f"the covariance of the {what} is singular: some combination of them is known exactly."
        )
    return chi_squared(float(z @ scipy.linalg.solve(correlation, z, assume_a="pos")), len(b))


def chi_squared(statistic: float, df: int) -> ChiSquaredTest:
    """The test of a statistic, which is not negative but for rounding."""
    if statistic < -LOSS:
        raise InputError(
            "the larger model fits worse than the smaller one: it does not contain it, or was "
            "fitted to other data."
        )
    return ChiSquaredTest(statistic, df, float(scipy.special.chdtrc(df, max(statistic, 0.0))))
