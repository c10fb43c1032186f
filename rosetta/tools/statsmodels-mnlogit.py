"""MNLogit of statsmodels."""

import pandas as pd
import statsmodels
import statsmodels.api as sm

print("==> version", statsmodels.__version__)

admissions = pd.read_csv("admissions.csv")
X = sm.add_constant(admissions[["gre", "gpa"]])
fit = sm.MNLogit(admissions["admit"], X).fit(disp=False)
print(fit.params)
print("==> pair coef", fit.params.to_numpy().tolist())
print("==> pair beta", fit.params[0].tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
fit = sm.MNLogit(hsbdemo["prog"], sm.add_constant(hsbdemo[["write"]])).fit(disp=False)
print(fit.params)
print(fit.summary())
print("==> three coef", fit.params.to_numpy().tolist())
print("==> three pivot", fit.params.to_numpy().T.tolist())
