"""LogitNet of python-glmnet: glmnet's Fortran, called from Python."""

from importlib.metadata import version

import numpy as np
import pandas as pd
from glmnet import LogitNet

print("==> version", version("python-glmnet"))

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]].to_numpy(float), admissions["admit"].to_numpy()
fit = LogitNet(alpha=0, lambda_path=[1, 1e-9], n_splits=0, tol=1e-14).fit(X, y)
print(fit.intercept_path_[..., -1], fit.coef_path_[..., -1])
print("==> two coef", fit.coef_path_[..., -1].tolist())
print("==> two intercept", np.ravel(fit.intercept_path_[..., -1]).tolist())
print("==> two beta", np.r_[np.ravel(fit.intercept_path_[..., -1]), fit.coef_path_[0, :, -1]].tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
X3 = np.column_stack([hsbdemo["write"], np.zeros(len(hsbdemo))]).astype(float)
fit = LogitNet(alpha=0, lambda_path=[1, 1e-9], n_splits=0, tol=1e-14, max_iter=1000000).fit(X3, hsbdemo["prog"].to_numpy())
print(fit.classes_, fit.intercept_path_[..., -1], fit.coef_path_[..., -1], sep="\n")
W = np.column_stack([fit.intercept_path_[:, -1], fit.coef_path_[:, 0, -1]])
print("==> three coef", fit.coef_path_[:, :1, -1].tolist())
print("==> three intercept", fit.intercept_path_[:, -1].tolist())
print("==> three pivot", (W[1:] - W[0]).tolist())
