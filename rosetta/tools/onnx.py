"""LinearClassifier of ONNX, exported from scikit-learn by skl2onnx."""

import numpy as np
import onnx
import pandas as pd
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression

print("==> version", onnx.__version__)

precisely = {"C": np.inf, "solver": "newton-cholesky", "tol": 1e-10}
admissions, hsbdemo = pd.read_csv("admissions.csv"), pd.read_csv("hsbdemo.csv")


def attributes(X, y):
    fit = LogisticRegression(**precisely).fit(X, y)
    model = to_onnx(fit, X[:1].astype(np.float32), options={"zipmap": False})
    node = next(node for node in model.graph.node if node.op_type == "LinearClassifier")
    return {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}


found = attributes(admissions[["gre", "gpa"]].to_numpy(), admissions["admit"].to_numpy())
print(found)
print("==> pair coef", found["coefficients"])
print("==> pair intercept", found["intercepts"])
print("==> pair beta", [found["intercepts"][1], *found["coefficients"][2:]])

found = attributes(hsbdemo[["write"]].to_numpy(), hsbdemo["prog"].to_numpy())
print(found)
print("==> three coef", found["coefficients"])
print("==> three intercept", found["intercepts"])
