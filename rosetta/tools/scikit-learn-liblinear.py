"""LogisticRegression of scikit-learn with the solver liblinear, the default until 2018: two classes, and its intercept is penalised."""

import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import LogisticRegression

print("==> version", sklearn.__version__)

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]], admissions["admit"]
fit = LogisticRegression(C=1e12, solver="liblinear").fit(X, y)
print(fit.intercept_, fit.coef_)
print("==> two coef", fit.coef_.tolist())
print("==> two intercept", fit.intercept_.tolist())
print("==> two beta", np.r_[fit.intercept_, fit.coef_[0]].tolist())

tight = LogisticRegression(C=1e12, solver="liblinear", tol=1e-12).fit(X, y)
print(tight.intercept_, tight.coef_)
print("==> two-tight coef", tight.coef_.tolist())
print("==> two-tight intercept", tight.intercept_.tolist())

default = LogisticRegression(solver="liblinear", tol=1e-10).fit(X, y)
print(default.intercept_, default.coef_)
print("==> two-default coef", default.coef_.tolist())
print("==> two-default intercept", default.intercept_.tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
try:
    LogisticRegression(solver="liblinear").fit(hsbdemo[["write"]], hsbdemo["prog"])
except ValueError as error:
    print(error)
print("==> three refused 1")
