"""One step of gradient boosting on a stump, with a binary and with a two-class objective: the log-odds that each moves."""

import catboost
import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb

print("==> version", xgb.__version__)

admissions = pd.read_csv("admissions.csv")
x, y = (admissions[["gre"]] > 580).to_numpy(float), admissions["admit"].to_numpy()


def step(scores):
    """The log-odds of 1 in the right leaf less those in the left."""
    right, left = scores[x[:, 0] == 1][0], scores[x[:, 0] == 0][0]
    return float(right - left) if np.ndim(right) == 0 else float((right[1] - right[0]) - (left[1] - left[0]))


def with_xgboost(objective, penalty, **more):
    settings = {"objective": objective, "max_depth": 1, "eta": 1, "lambda": penalty, "base_score": 0.5, "min_child_weight": 0, "nthread": 1}
    return step(xgb.train(settings | more, xgb.DMatrix(x, label=y), 1).predict(xgb.DMatrix(x), output_margin=True))


def with_lightgbm(objective, penalty, **more):
    settings = {"objective": objective, "num_leaves": 2, "learning_rate": 1, "lambda_l2": penalty, "boost_from_average": False}
    return step(lgb.train(settings | {"verbose": -1} | more, lgb.Dataset(x, label=y), 1).predict(x, raw_score=True))


def with_catboost(objective, penalty, method="Newton"):
    settings = {"loss_function": objective, "iterations": 1, "depth": 1, "learning_rate": 1, "l2_leaf_reg": penalty}
    plain = {"boost_from_average": False, "random_strength": 0, "bootstrap_type": "No", "verbose": False, "allow_writing_files": False}
    leaves = {"leaf_estimation_method": method, "leaf_estimation_iterations": 1, "leaf_estimation_backtracking": "No"}
    return step(catboost.CatBoostClassifier(**settings, **plain, **leaves).fit(x, y).predict(x, prediction_type="RawFormulaVal"))


for name, fitted, binary, several, two in [
    ("xgboost", with_xgboost, "binary:logistic", "multi:softprob", {"num_class": 2}),
    ("lightgbm", with_lightgbm, "binary", "multiclass", {"num_class": 2}),
    ("catboost", with_catboost, "Logloss", "MultiClass", {}),
]:
    tiny = 1e-9 if name == "catboost" else 0
    found = [fitted(binary, tiny), fitted(several, tiny, **two), fitted(binary, 10), fitted(several, 10, **two), fitted(several, 20, **two)]
    print(f"{name:9} binary {found[0]:.6f}, two classes {found[1]:.6f}; λ = 10: {found[2]:.6f}, {found[3]:.6f}; λ = 20: {found[4]:.6f}")
    print("==>", name, "steps", found)

found = [with_catboost("Logloss", 1e-9, "Gradient"), with_catboost("MultiClass", 1e-9, "Gradient")]
print("catboost, Gradient: binary", found[0], "two classes", found[1])
print("==> gradient steps", found)
