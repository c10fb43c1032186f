"""The intercept in PyMC's model of a Bambi fit: that at the features' means."""

import logging
import warnings

import bambi as bmb
import pandas as pd
import pymc as pm

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
print("==> version", bmb.__version__)

admissions = pd.read_csv("admissions.csv")
flat = {name: bmb.Prior("Flat") for name in ("Intercept", "gre", "gpa")}
model = bmb.Model("admit ~ gre + gpa", admissions, family="bernoulli", priors=flat)
model.build()
at = pm.find_MAP(model=model.backend.model, progressbar=False, method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-9, "maxiter": 2000})
slopes = [float(at["gre"]), float(at["gpa"])]
print("in the model", at["Intercept"], slopes)
moved = float(at["Intercept"]) - admissions[["gre", "gpa"]].mean() @ slopes
print("moved to zero", moved)
print("==> mode intercept", [float(at["Intercept"])])
print("==> mode moved", [float(moved)])
