"""XGBoost with booster gblinear: linear models by coordinate descent."""

import json

import numpy as np
import pandas as pd
import xgboost as xgb

print("==> version", xgb.__version__)

admissions = pd.read_csv("admissions.csv")
mean, scale = np.array([588, 3.4]), np.array([116, 0.38])
data = xgb.DMatrix((admissions[["gre", "gpa"]].to_numpy() - mean) / scale, label=admissions["admit"])
settings = {"booster": "gblinear", "updater": "coord_descent", "eta": 1, "lambda": 0, "tolerance": 0, "nthread": 1}


def weights(booster):
    """As the dump has them: a bias for each class, and weights feature by feature."""
    bias, weight = booster.get_dump()[0].removeprefix("bias:").split("weight:")
    return np.array(bias.split(), dtype=float), np.array(weight.split(), dtype=float)


booster = xgb.train(settings | {"objective": "binary:logistic"}, data, num_boost_round=300)
print(booster.get_dump()[0])
bias, weight = weights(booster)
base_score = json.loads(booster.save_config())["learner"]["learner_model_param"]["base_score"]
base = float(base_score.strip("[]"))
print("base_score", base)
print("==> two coef", weight.tolist())
print("==> two intercept", bias.tolist())
print("==> two offset", [float(np.log(base / (1 - base)))])
print("==> two mean", mean.tolist())
print("==> two scale", scale.tolist())

booster = xgb.train(settings | {"objective": "multi:softprob", "num_class": 2}, data, num_boost_round=300)
print(booster.get_dump()[0])
bias, weight = weights(booster)
print("==> pair coef", weight.reshape(2, 2).tolist())
print("==> pair intercept", bias.tolist())
print("==> pair mean", mean.tolist())
print("==> pair scale", scale.tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
codes = hsbdemo["prog"].astype("category").cat.codes
data = xgb.DMatrix((hsbdemo[["write"]].to_numpy() - 52) / 9, label=codes)
booster = xgb.train(settings | {"objective": "multi:softprob", "num_class": 3}, data, num_boost_round=300)
print(booster.get_dump()[0])
bias, weight = weights(booster)
print("==> three coef", weight.reshape(1, 3).tolist())
print("==> three intercept", bias.tolist())
print("==> three mean", [52])
print("==> three scale", [9])
