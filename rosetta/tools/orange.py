"""LogisticRegressionLearner and SoftmaxRegressionLearner of Orange."""

import warnings

warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import Orange  # noqa: E402
import pandas as pd  # noqa: E402
from Orange.classification import LogisticRegressionLearner, SoftmaxRegressionLearner  # noqa: E402
from Orange.data import ContinuousVariable, DiscreteVariable, Domain, Table  # noqa: E402

print("==> version", Orange.__version__)

admissions, hsbdemo = pd.read_csv("admissions.csv"), pd.read_csv("hsbdemo.csv")
programs = ["academic", "general", "vocation"]
domain = Domain([ContinuousVariable("gre"), ContinuousVariable("gpa")], DiscreteVariable("admit", ["0", "1"]))
two = Table.from_numpy(domain, admissions[["gre", "gpa"]].to_numpy(float), admissions["admit"].to_numpy(float))
domain = Domain([ContinuousVariable("write")], DiscreteVariable("prog", programs))
three = Table.from_numpy(domain, hsbdemo[["write"]].to_numpy(float), hsbdemo["prog"].map(programs.index).to_numpy(float))

fit = LogisticRegressionLearner(C=1e10, tol=1e-10, max_iter=10000)(two)
print(fit.intercept, fit.coefficients)
print("==> two coef", fit.coefficients.tolist())
print("==> two intercept", fit.intercept.tolist())
print("==> two beta", np.r_[fit.intercept, fit.coefficients[0]].tolist())


def standardised(table):
    """What the learner does to the features before it fits."""
    return table.X.mean(axis=0), table.X.std(axis=0)


fit = SoftmaxRegressionLearner(lambda_=0)(two)
mean, scale = standardised(two)
print(fit.theta)
print("==> pair coef", fit.theta.tolist())
print("==> pair mean", mean.tolist())
print("==> pair scale", scale.tolist())

fit = SoftmaxRegressionLearner(lambda_=0)(three)
mean, scale = standardised(three)
print(fit.theta)
print("==> three coef", fit.theta.tolist())
print("==> three mean", mean.tolist())
print("==> three scale", scale.tolist())
