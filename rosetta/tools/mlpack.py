"""logistic_regression_train and softmax_regression of mlpack."""

from importlib.metadata import version

import mlpack
import numpy as np
import pandas as pd

print("==> version", version("mlpack"))

admissions = pd.read_csv("admissions.csv")
X, y = admissions[["gre", "gpa"]].to_numpy(float), admissions["admit"].to_numpy()
fit = mlpack.logistic_regression_train(training=X, labels=y, max_iterations=0, tolerance=1e-14)["output_model"]
parameters = fit.get_cpp_params()["LogisticRegression[]"]["parameters"]
print(parameters)
print("==> two coef", parameters.tolist())
print("==> two beta", parameters.ravel().tolist())

ridge = mlpack.logistic_regression_train(training=X, labels=y, lambda_=10.0, max_iterations=0, tolerance=1e-14)["output_model"]
parameters = ridge.get_cpp_params()["LogisticRegression[]"]["parameters"]
print(parameters)
print("==> two-ridge coef", parameters.tolist())

mean, scale = np.array([588, 3.4]), np.array([116, 0.38])
fit = mlpack.softmax_regression(training=(X - mean) / scale, labels=y, lambda_=0.0, max_iterations=10000)["output_model"]
W = fit.get_cpp_params()["SoftmaxRegression[]"]["parameters"].T
print(W)
print("==> pair coef", W.tolist())
print("==> pair mean", mean.tolist())
print("==> pair scale", scale.tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
write, codes = (hsbdemo[["write"]].to_numpy(float) - 52) / 9, hsbdemo["prog"].astype("category").cat.codes.to_numpy(int)
fit = mlpack.softmax_regression(training=write, labels=codes, lambda_=0.0, max_iterations=10000)["output_model"]
W = fit.get_cpp_params()["SoftmaxRegression[]"]["parameters"].T
print(W)
print("==> three coef", W.tolist())
print("==> three mean", [52])
print("==> three scale", [9])

ridge = mlpack.softmax_regression(training=write, labels=codes, lambda_=0.01, max_iterations=10000)["output_model"]
W = ridge.get_cpp_params()["SoftmaxRegression[]"]["parameters"].T
print(W)
print("==> three-ridge coef", W.tolist())
print("==> three-ridge mean", [52])
print("==> three-ridge scale", [9])
