"""LogisticRegression of scikit-learn with the solver saga, which takes an L1 penalty and wants standardised features."""

import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

print("==> version", sklearn.__version__)

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]], admissions["admit"]
scaler, fit = make_pipeline(StandardScaler(), LogisticRegression(C=np.inf, solver="saga", random_state=0)).fit(X, y)
print(fit.intercept_, fit.coef_)
slopes = fit.coef_[0] / scaler.scale_
beta = np.r_[fit.intercept_ - slopes @ scaler.mean_, slopes]
print(beta)
print("==> two coef", fit.coef_.tolist())
print("==> two intercept", fit.intercept_.tolist())
print("==> two mean", scaler.mean_.tolist())
print("==> two scale", scaler.scale_.tolist())
print("==> two beta", beta.tolist())

precise = LogisticRegression(C=np.inf, solver="saga", tol=1e-12, max_iter=10000, random_state=0)
scaler, tight = make_pipeline(StandardScaler(), precise).fit(X, y)
print("==> two-tight coef", tight.coef_.tolist())
print("==> two-tight intercept", tight.intercept_.tolist())
print("==> two-tight mean", scaler.mean_.tolist())
print("==> two-tight scale", scaler.scale_.tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
precise = LogisticRegression(C=np.inf, solver="saga", tol=1e-12, max_iter=10000, random_state=0)
scaler, fit = make_pipeline(StandardScaler(), precise).fit(hsbdemo[["write"]], hsbdemo["prog"])
print(fit.intercept_)
print(fit.coef_)
print("==> three-tight coef", fit.coef_.tolist())
print("==> three-tight intercept", fit.intercept_.tolist())
print("==> three-tight mean", scaler.mean_.tolist())
print("==> three-tight scale", scaler.scale_.tolist())

centred = hsbdemo[["write"]] - hsbdemo["write"].mean()
lasso = LogisticRegression(C=0.01, l1_ratio=1, solver="saga", tol=1e-12, max_iter=10000, random_state=0).fit(centred, hsbdemo["prog"])
print(lasso.coef_)
print("==> three-lasso coef", lasso.coef_.tolist())
print("==> three-lasso intercept", lasso.intercept_.tolist())
print("==> three-lasso mean", [float(hsbdemo["write"].mean())])
