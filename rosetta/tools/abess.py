"""LogisticRegression and MultinomialRegression of abess: best subsets, here with all features in."""

from importlib.metadata import version

import numpy as np
import pandas as pd
from abess import LogisticRegression, MultinomialRegression

print("==> version", version("abess"))

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]].to_numpy(), admissions["admit"].to_numpy()
fit = LogisticRegression(support_size=2).fit(X, y)
print(fit.intercept_, fit.coef_)
print("==> two coef", fit.coef_.tolist())
print("==> two intercept", np.ravel(fit.intercept_).tolist())
print("==> two beta", np.r_[fit.intercept_, fit.coef_].tolist())

precisely = {"primary_model_fit_max_iter": 1000, "primary_model_fit_epsilon": 1e-14}
one_hot = pd.get_dummies(admissions["admit"]).to_numpy(float)
fit = MultinomialRegression(support_size=2, **precisely).fit(X, one_hot)
print(fit.intercept_, fit.coef_, sep="\n")
print("==> pair coef", fit.coef_.tolist())
print("==> pair intercept", fit.intercept_.tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
one_hot = pd.get_dummies(hsbdemo["prog"])
fit = MultinomialRegression(support_size=1, **precisely).fit(hsbdemo[["write"]].to_numpy(), one_hot.to_numpy(float))
print(list(one_hot), fit.intercept_, fit.coef_, sep="\n")
W = np.column_stack([fit.intercept_, fit.coef_.T])
print("==> three coef", fit.coef_.tolist())
print("==> three intercept", fit.intercept_.tolist())
print("==> three pivot", (W[1:] - W[0]).tolist())
