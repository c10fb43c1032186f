"""LogisticGAM of pyGAM, with linear terms only."""

import numpy as np
import pandas as pd
import pygam

print("==> version", pygam.__version__)

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]].to_numpy(), admissions["admit"].to_numpy()
fit = pygam.LogisticGAM(pygam.l(0, lam=0) + pygam.l(1, lam=0)).fit(X, y)
print(fit.coef_)
print("==> two coef", fit.coef_.tolist())
print("==> two beta", np.roll(fit.coef_, 1).tolist())

tight = pygam.LogisticGAM(pygam.l(0, lam=0) + pygam.l(1, lam=0), tol=1e-12).fit(X, y)
print("==> two-tight coef", tight.coef_.tolist())

ridge = pygam.LogisticGAM(pygam.l(0, lam=20) + pygam.l(1, lam=20), tol=1e-12).fit(X, y)
print(ridge.coef_)
print("==> two-ridge coef", ridge.coef_.tolist())
