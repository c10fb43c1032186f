"""Source code that m2cgen writes from a scikit-learn model."""

import re
from importlib.metadata import version

import m2cgen
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

print("==> version", version("m2cgen"))

precisely = {"C": np.inf, "solver": "newton-cholesky", "tol": 1e-10}
admissions, hsbdemo = pd.read_csv("admissions.csv"), pd.read_csv("hsbdemo.csv")

code = m2cgen.export_to_python(LogisticRegression(**precisely).fit(admissions[["gre", "gpa"]], admissions["admit"]))
score = code[code.index("def score") :]
print(score)
numbers = re.findall(r"-?\d+\.\d+(?:e-?\d+)?", score.split("sigmoid(")[-1])
print("==> two coef", [float(number) for number in numbers])

code = m2cgen.export_to_python(LogisticRegression(**precisely).fit(hsbdemo[["write"]], hsbdemo["prog"]))
score = code[code.index("def score") :]
print(score)
numbers = re.findall(r"-?\d+\.\d+(?:e-?\d+)?", score.split("softmax(")[-1])
print("==> three coef", [float(number) for number in numbers])
