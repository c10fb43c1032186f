"""Logit of statsmodels, for two classes."""

import pandas as pd
import statsmodels
import statsmodels.api as sm

print("==> version", statsmodels.__version__)

admissions = pd.read_csv("admissions.csv")
X = sm.add_constant(admissions[["gre", "gpa"]])
fit = sm.Logit(admissions["admit"], X).fit(disp=False)
print(fit.params)
print(fit.summary())
print("==> two coef", fit.params.tolist())
print("==> two beta", fit.params.tolist())

lasso = sm.Logit(admissions["admit"], X).fit_regularized(alpha=5, acc=1e-12, disp=False)
print(lasso.params)
print("==> two-lasso coef", lasso.params.tolist())
