"""LogisticAT of mord: an ordinal logit, which for two classes is the logit."""

from importlib.metadata import version

import numpy as np
import pandas as pd
from mord import LogisticAT

print("==> version", version("mord"))

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]].to_numpy(float), admissions["admit"].to_numpy()
fit = LogisticAT(alpha=0, max_iter=10000).fit(X, y)
print(fit.theta_, fit.coef_)
print("==> two coef", fit.coef_.tolist())
print("==> two intercept", fit.theta_.tolist())
print("==> two beta", np.r_[-fit.theta_, fit.coef_].tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
codes = hsbdemo["prog"].astype("category").cat.codes.to_numpy(int)
fit = LogisticAT(alpha=0, max_iter=10000).fit(hsbdemo[["write"]].to_numpy(float), codes)
print(fit.theta_, fit.coef_)
print("==> three coef", fit.coef_.tolist())
print("==> three intercept", fit.theta_.tolist())
