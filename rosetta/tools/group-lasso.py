"""LogisticGroupLasso of group-lasso, with no penalty."""

import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
from group_lasso import LogisticGroupLasso

warnings.simplefilter("ignore")
print("==> version", version("group-lasso"))

admissions = pd.read_csv("admissions.csv")
mean, scale = np.array([588, 3.4]), np.array([116, 0.38])
Z = (admissions[["gre", "gpa"]].to_numpy() - mean) / scale
fit = LogisticGroupLasso(group_reg=0, l1_reg=0, supress_warning=True, tol=1e-10, n_iter=10000).fit(Z, admissions["admit"].to_numpy())
print(fit.intercept_, fit.coef_, sep="\n")
slopes = (fit.coef_[:, 1] - fit.coef_[:, 0]) / scale
intercept = np.ravel(fit.intercept_)
print("==> pair coef", fit.coef_.tolist())
print("==> pair intercept", intercept.tolist())
print("==> pair mean", mean.tolist())
print("==> pair scale", scale.tolist())
print("==> pair beta", np.r_[intercept[1] - intercept[0] - slopes @ mean, slopes].tolist())
