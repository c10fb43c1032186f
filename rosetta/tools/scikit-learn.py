"""LogisticRegression of scikit-learn, with its default solver, lbfgs."""

import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import LogisticRegression

print("==> version", sklearn.__version__)

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]], admissions["admit"]
fit = LogisticRegression(C=np.inf, max_iter=1000).fit(X, y)
print(fit.intercept_, fit.coef_)
print("==> two coef", fit.coef_.tolist())
print("==> two intercept", fit.intercept_.tolist())
print("==> two beta", np.r_[fit.intercept_, fit.coef_[0]].tolist())

tight = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10).fit(X, y)
print(tight.intercept_, tight.coef_)
print("==> two-tight coef", tight.coef_.tolist())
print("==> two-tight intercept", tight.intercept_.tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
fit = LogisticRegression(C=np.inf).fit(hsbdemo[["write"]], hsbdemo["prog"])
print(fit.classes_)
print(fit.intercept_)
print(fit.coef_)
W = np.column_stack([fit.intercept_, fit.coef_])
print("==> three coef", fit.coef_.tolist())
print("==> three intercept", fit.intercept_.tolist())
print("==> three pivot", (W[1:] - W[0]).tolist())

tight = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10).fit(hsbdemo[["write"]], hsbdemo["prog"])
print("==> three-tight coef", tight.coef_.tolist())
print("==> three-tight intercept", tight.intercept_.tolist())

default = LogisticRegression(tol=1e-8, max_iter=1000).fit(X, y)
print(default.intercept_, default.coef_)
print("==> two-default coef", default.coef_.tolist())
print("==> two-default intercept", default.intercept_.tolist())

ridge = LogisticRegression(C=0.001, tol=1e-8).fit(hsbdemo[["write"]], hsbdemo["prog"])
print(ridge.intercept_, ridge.coef_)
print("==> three-ridge coef", ridge.coef_.tolist())
print("==> three-ridge intercept", ridge.intercept_.tolist())
