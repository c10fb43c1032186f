"""LinearDiscriminantAnalysis of scikit-learn: a logit with other estimates."""

import numpy as np
import pandas as pd
import sklearn
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

print("==> version", sklearn.__version__)

admissions = pd.read_csv("admissions.csv")
fit = LinearDiscriminantAnalysis().fit(admissions[["gre", "gpa"]], admissions["admit"])
print(fit.intercept_, fit.coef_)
print("==> two-lda coef", fit.coef_.tolist())
print("==> two-lda intercept", fit.intercept_.tolist())
print("==> two-lda beta", np.r_[fit.intercept_, fit.coef_[0]].tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
fit = LinearDiscriminantAnalysis().fit(hsbdemo[["write"]], hsbdemo["prog"])
print(fit.intercept_)
print(fit.coef_)
print("==> three-lda coef", fit.coef_.tolist())
print("==> three-lda intercept", fit.intercept_.tolist())
print("==> three-lda priors", fit.priors_.tolist())
