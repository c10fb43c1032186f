"""LogisticRegression and SoftmaxRegression of River, which learn one row at a time."""

import pandas as pd
import river
from river import linear_model, optim

print("==> version", river.__version__)

admissions = pd.read_csv("admissions.csv")
rows = [({"gre": (g - 588) / 116, "gpa": (p - 3.4) / 0.38}, int(a)) for a, g, p in admissions[["admit", "gre", "gpa"]].to_numpy()]
slower = optim.schedulers.InverseScaling(0.05, 0.5)
fit = linear_model.LogisticRegression(optimizer=optim.SGD(slower), intercept_lr=optim.schedulers.InverseScaling(0.05, 0.5))
for _ in range(300):
    for x, y in rows:
        fit.learn_one(x, y)
print(fit.intercept, dict(fit.weights))
print("==> two coef", [fit.weights["gre"], fit.weights["gpa"]])
print("==> two intercept", [fit.intercept])
print("==> two mean", [588, 3.4])
print("==> two scale", [116, 0.38])

hsbdemo = pd.read_csv("hsbdemo.csv")
fit = linear_model.SoftmaxRegression(optimizer=optim.SGD(optim.schedulers.InverseScaling(0.05, 0.5)))
for _ in range(300):
    for prog, write in hsbdemo[["prog", "write"]].itertuples(index=False):
        fit.learn_one({"one": 1, "write": (write - 52) / 9}, prog)
programs = ["academic", "general", "vocation"]
print({prog: dict(fit.weights[prog]) for prog in programs})
print("==> three coef", [[fit.weights[prog]["one"], fit.weights[prog]["write"]] for prog in programs])
print("==> three mean", [52])
print("==> three scale", [9])
