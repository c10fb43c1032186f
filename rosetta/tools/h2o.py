"""H2OGeneralizedLinearEstimator of H2O, binomial and multinomial."""

import logging

import h2o
import pandas as pd
from h2o.estimators import H2OGeneralizedLinearEstimator

logging.disable(logging.CRITICAL)
print("==> version", h2o.__version__)

h2o.init(nthreads=1, max_mem_size="2g", verbose=False)
h2o.no_progress()
print("==> start up 1")
admissions = h2o.H2OFrame(pd.read_csv("admissions.csv"))
admissions["admit"] = admissions["admit"].asfactor()
hsbdemo = h2o.H2OFrame(pd.read_csv("hsbdemo.csv")[["prog", "write"]])
hsbdemo["prog"] = hsbdemo["prog"].asfactor()


def fitted(frame, response, features, **settings):
    model = H2OGeneralizedLinearEstimator(seed=1, **settings)
    model.train(x=features, y=response, training_frame=frame)
    return model


fit = fitted(admissions, "admit", ["gre", "gpa"], family="binomial", lambda_=0)
print(fit.coef())
print("==> two coef", [fit.coef()[name] for name in ("Intercept", "gre", "gpa")])
print("==> two beta", [fit.coef()[name] for name in ("Intercept", "gre", "gpa")])

precisely = {"lambda_": 0, "beta_epsilon": 1e-12, "gradient_epsilon": 1e-12, "objective_epsilon": 1e-14, "max_iterations": 1000}
tight = fitted(admissions, "admit", ["gre", "gpa"], family="binomial", **precisely)
print("==> two-tight coef", [tight.coef()[name] for name in ("Intercept", "gre", "gpa")])

fit = fitted(hsbdemo, "prog", ["write"], family="multinomial", solver="IRLSM", **precisely)
print(fit.coef())
print(fit._model_json["output"]["coefficients_table"])
W = pd.DataFrame(fit.coef()).loc[["Intercept", "write"]].T
print("==> three coef", W.to_numpy().tolist())

default = fitted(admissions, "admit", ["gre", "gpa"], family="binomial", solver="COORDINATE_DESCENT", **precisely | {"lambda_": None})
print(default.coef())
print("lambda", default.actual_params["lambda"], "alpha", default.actual_params["alpha"])
print("==> two-default coef", [default.coef()[name] for name in ("Intercept", "gre", "gpa")])

ridge = fitted(admissions, "admit", ["gre", "gpa"], family="binomial", alpha=0, **precisely | {"lambda_": 0.1})
print(ridge.coef())
print("==> two-ridge coef", [ridge.coef()[name] for name in ("Intercept", "gre", "gpa")])
h2o.cluster().shutdown()
