"""The same formula, opposite signs: statsmodels' GLM on a response of numbers and on one of strings."""

import pandas as pd
import statsmodels
import statsmodels.api as sm
import statsmodels.formula.api as smf

print("==> version", statsmodels.__version__)

admissions = pd.read_csv("admissions.csv")
fit = smf.glm("admit ~ gre + gpa", admissions, family=sm.families.Binomial()).fit()
print(fit.params)
print("==> numbers coef", fit.params.tolist())

admissions["admit"] = admissions["admit"].map({0: "no", 1: "yes"})
fit = smf.glm("admit ~ gre + gpa", admissions, family=sm.families.Binomial()).fit()
print(fit.model.endog_names)
print(fit.params)
print("==> strings coef", fit.params.tolist())

try:
    smf.logit("admit ~ gre + gpa", admissions)
except ValueError as error:
    print(error)
print("==> logit refused 1")
