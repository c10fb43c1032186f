"""The solver saga on raw features: wrong numbers, and no warning."""

import warnings

import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import LogisticRegression

print("==> version", sklearn.__version__)

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]], admissions["admit"]
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    fit = LogisticRegression(C=np.inf, solver="saga", max_iter=100000, random_state=0).fit(X, y)
print(fit.intercept_, fit.coef_, "steps:", fit.n_iter_, "warnings:", len(caught))
print("==> raw coef", np.r_[fit.intercept_, fit.coef_[0]].tolist())
print("==> raw warnings", [len(caught)])

Z = (X - X.mean()) / X.std()
fit = LogisticRegression(C=np.inf, solver="saga", max_iter=100000, tol=1e-10, random_state=0).fit(Z, y)
print(fit.coef_ / X.std().to_numpy())
print("==> scaled slopes", (fit.coef_[0] / X.std().to_numpy()).tolist())
