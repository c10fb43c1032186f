"""LogisticRegression of celer: a lasso without an intercept."""

from importlib.metadata import version

import pandas as pd
from celer import LogisticRegression

print("==> version", version("celer"))

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]].to_numpy(float), admissions["admit"].to_numpy()
fit = LogisticRegression(C=1e6, tol=1e-12).fit(X, y)
print(fit.intercept_, fit.coef_)
print("==> two coef", fit.coef_.tolist())
print("==> two beta", fit.coef_[0].tolist())

lasso = LogisticRegression(C=0.01, tol=1e-12).fit(X, y)
print(lasso.coef_)
print("==> two-lasso coef", lasso.coef_.tolist())
