"""GLM of statsmodels, with the binomial family."""

import pandas as pd
import statsmodels
import statsmodels.api as sm
import statsmodels.formula.api as smf

print("==> version", statsmodels.__version__)

admissions = pd.read_csv("admissions.csv")
fit = smf.glm("admit ~ gre + gpa", admissions, family=sm.families.Binomial()).fit()
print(fit.params)
print("==> two coef", fit.params.tolist())
print("==> two beta", fit.params.tolist())

tight = smf.glm("admit ~ gre + gpa", admissions, family=sm.families.Binomial()).fit(tol=1e-14)
print("==> two-tight coef", tight.params.tolist())

admissions["said"] = admissions["admit"].map({0: "no", 1: "yes"})
fit = smf.glm("said ~ gre + gpa", admissions, family=sm.families.Binomial()).fit()
print(fit.params)
print("==> two-strings coef", fit.params.tolist())
print("==> two-strings beta", (-fit.params).tolist())

ridge = smf.glm("admit ~ gre + gpa", admissions, family=sm.families.Binomial()).fit_regularized(alpha=0.1, L1_wt=0)
print(ridge.params)
print("==> two-ridge coef", ridge.params.tolist())
