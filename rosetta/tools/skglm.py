"""SparseLogisticRegression of skglm."""

from importlib.metadata import version

import numpy as np
import pandas as pd
from skglm import SparseLogisticRegression

print("==> version", version("skglm"))

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]].to_numpy(), admissions["admit"].to_numpy()
fit = SparseLogisticRegression(alpha=0, tol=1e-12).fit(X, y)
print(fit.intercept_, fit.coef_)
print("==> two coef", fit.coef_.tolist())
print("==> two intercept", np.ravel(fit.intercept_).tolist())
print("==> two beta", np.r_[fit.intercept_, fit.coef_[0]].tolist())

lasso = SparseLogisticRegression(alpha=0.05, tol=1e-12).fit(X, y)
print(lasso.intercept_, lasso.coef_)
print("==> two-lasso coef", lasso.coef_.tolist())
print("==> two-lasso intercept", np.ravel(lasso.intercept_).tolist())
