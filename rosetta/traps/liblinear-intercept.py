"""The intercept that liblinear penalises, beside lbfgs, which leaves it free: scikit-learn, C = 1, gre in hundreds."""

import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import LogisticRegression

print("==> version", sklearn.__version__)

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]] / [100, 1], admissions["admit"]

fit = LogisticRegression(solver="liblinear", tol=1e-10).fit(X, y)
print("liblinear", fit.intercept_, fit.coef_)
print("==> liblinear coef", np.r_[fit.intercept_, fit.coef_[0]].tolist())

fit = LogisticRegression(tol=1e-10).fit(X, y)
print("lbfgs", fit.intercept_, fit.coef_)
print("==> lbfgs coef", np.r_[fit.intercept_, fit.coef_[0]].tolist())

fit = LogisticRegression(solver="liblinear", tol=1e-10, intercept_scaling=1000).fit(X, y)
print("liblinear, intercept_scaling=1000", fit.intercept_, fit.coef_)
print("==> scaled coef", np.r_[fit.intercept_, fit.coef_[0]].tolist())
