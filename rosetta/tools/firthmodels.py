"""FirthLogisticRegression of firthmodels."""

from importlib.metadata import version

import numpy as np
import pandas as pd
from firthmodels import FirthLogisticRegression

print("==> version", version("firthmodels"))

admissions = pd.read_csv("admissions.csv")
fit = FirthLogisticRegression().fit(admissions[["gre", "gpa"]], admissions["admit"])
print(fit.intercept_, fit.coef_)
print("==> two-default coef", np.ravel(fit.coef_).tolist())
print("==> two-default intercept", np.ravel(fit.intercept_).tolist())
print("==> two-default beta", np.r_[fit.intercept_, fit.coef_].tolist())
