"""coef_ of XGBoost's linear booster, three classes and two features: reshaped, not transposed."""

import numpy as np
import pandas as pd
import xgboost as xgb

print("==> version", xgb.__version__)

hsbdemo = pd.read_csv("hsbdemo.csv")
X = (hsbdemo[["write", "math"]].to_numpy() - 52) / 9
codes = hsbdemo["prog"].astype("category").cat.codes.to_numpy()
fit = xgb.XGBClassifier(booster="gblinear", n_estimators=300, learning_rate=1, reg_lambda=0, updater="coord_descent", n_jobs=1).fit(
    X, codes
)
margins = fit.predict(X, output_margin=True)
true = np.linalg.lstsq(np.column_stack([np.ones(len(X)), X]), margins, rcond=None)[0][1:]
print(fit.coef_)
print("slopes of the margins, a row a class")
print(true.T)
print("==> weights coef", fit.coef_.tolist())
print("==> weights margins", true.T.tolist())
