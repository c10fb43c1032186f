"""GeneralizedLinearRegressor of glum."""

import glum
import numpy as np
import pandas as pd

print("==> version", glum.__version__)

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]], admissions["admit"]
fit = glum.GeneralizedLinearRegressor(family="binomial", alpha=0).fit(X, y)
print(fit.intercept_, fit.coef_)
print("==> two coef", fit.coef_.tolist())
print("==> two intercept", [float(fit.intercept_)])
print("==> two beta", np.r_[fit.intercept_, fit.coef_].tolist())

tight = glum.GeneralizedLinearRegressor(family="binomial", alpha=0, gradient_tol=1e-12).fit(X, y)
print("==> two-tight coef", tight.coef_.tolist())
print("==> two-tight intercept", [float(tight.intercept_)])

ridge = glum.GeneralizedLinearRegressor(family="binomial", alpha=0.1, gradient_tol=1e-10).fit(X, y)
print(ridge.intercept_, ridge.coef_)
print("==> two-ridge coef", ridge.coef_.tolist())
print("==> two-ridge intercept", [float(ridge.intercept_)])

scaled = glum.GeneralizedLinearRegressor(family="binomial", alpha=0.1, scale_predictors=True, gradient_tol=1e-10).fit(X, y)
print(scaled.intercept_, scaled.coef_)
print("==> two-scaled coef", scaled.coef_.tolist())
print("==> two-scaled intercept", [float(scaled.intercept_)])
