"""Vowpal Wabbit with the logistic loss, one row at a time; and with one regression for each class."""

from pathlib import Path

import pandas as pd
import vowpalwabbit
from vowpalwabbit import pyvw

print("==> version", vowpalwabbit.__version__)

admissions = pd.read_csv("admissions.csv")
rows = [(int(a), f"| gre:{(g - 588) / 116} gpa:{(p - 3.4) / 0.38}") for a, g, p in admissions[["admit", "gre", "gpa"]].to_numpy()]


def weights(lines, arguments, passes=200):
    """By name, from the table that --invert_hash writes."""
    fit = pyvw.Workspace(f"--quiet --invert_hash table --loss_function logistic {arguments}", enable_logging=False)
    for _ in range(passes):
        for line in lines:
            fit.learn(line)
    fit.finish()
    table = [line.split()[0].split(":") for line in Path("table").read_text().splitlines() if line.count(":") == 2]
    return {name: float(weight) for name, _, weight in table if name[0] in "gC"}


found = weights([f"{1 if a else -1} {features}" for a, features in rows], "")
print(found)
print("==> two coef", [found[name] for name in ("Constant", "gre", "gpa")])
print("==> two mean", [588, 3.4])
print("==> two scale", [116, 0.38])

found = weights([f"{a + 1} {features}" for a, features in rows], "--oaa 2")
print(found)
print("==> pair coef", [[found[name + of] for name in ("Constant", "gre", "gpa")] for of in ("", "[1]")])
print("==> pair mean", [588, 3.4])
print("==> pair scale", [116, 0.38])
