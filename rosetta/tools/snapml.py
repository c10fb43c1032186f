"""LogisticRegression of Snap ML: as liblinear, with an intercept only if it is asked for."""

from importlib.metadata import version

import numpy as np
import pandas as pd
from snapml import LogisticRegression

print("==> version", version("snapml"))

admissions = pd.read_csv("admissions.csv")
mean, scale = np.array([588, 3.4]), np.array([116, 0.38])
Z, y = (admissions[["gre", "gpa"]].to_numpy() - mean) / scale, admissions["admit"].to_numpy()
fit = LogisticRegression(fit_intercept=True, max_iter=10000, tol=1e-10).fit(Z, y)
print(fit.intercept_, fit.coef_)
slopes = fit.coef_[0] / scale
print("==> two-default coef", fit.coef_.tolist())
print("==> two-default intercept", fit.intercept_.tolist())
print("==> two-default mean", mean.tolist())
print("==> two-default scale", scale.tolist())
print("==> two-default beta", np.r_[fit.intercept_ - slopes @ mean, slopes].tolist())

primal = LogisticRegression(fit_intercept=True, dual=False, max_iter=10000, tol=1e-10).fit(Z, y)
print(primal.intercept_, primal.coef_)
print("==> primal intercept", primal.intercept_.tolist())
