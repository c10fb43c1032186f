"""SGDClassifier of scikit-learn: one row of the data at a time."""

import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import SGDClassifier
from sklearn.preprocessing import StandardScaler

print("==> version", sklearn.__version__)

admissions = pd.read_csv("admissions.csv")
scaler = StandardScaler().fit(admissions[["gre", "gpa"]])
Z, y = scaler.transform(admissions[["gre", "gpa"]]), admissions["admit"]
fit = SGDClassifier(loss="log_loss", penalty=None, average=True, max_iter=20000, tol=None, random_state=0).fit(Z, y)
print(fit.intercept_, fit.coef_)
slopes = fit.coef_[0] / scaler.scale_
beta = np.r_[fit.intercept_ - slopes @ scaler.mean_, slopes]
print("==> two coef", fit.coef_.tolist())
print("==> two intercept", fit.intercept_.tolist())
print("==> two mean", scaler.mean_.tolist())
print("==> two scale", scaler.scale_.tolist())
print("==> two beta", beta.tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
write = StandardScaler().fit_transform(hsbdemo[["write"]])
fit = SGDClassifier(loss="log_loss", penalty=None, average=True, max_iter=5000, tol=None, random_state=0).fit(write, hsbdemo["prog"])
print(fit.intercept_)
print(fit.coef_)
sigmoids = 1 / (1 + np.exp(-fit.decision_function(write)))
print("probabilities are sigmoids divided by their sum:", np.allclose(fit.predict_proba(write).T, sigmoids.T / sigmoids.sum(axis=1)))
print("==> three coef", fit.coef_.tolist())
print("==> three intercept", fit.intercept_.tolist())
