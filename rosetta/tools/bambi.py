"""Bambi, whose model is one of PyMC's: flat priors at the mode, and what its own priors give."""

import logging
import warnings

import bambi as bmb
import numpy as np
import pandas as pd
import pymc as pm

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
print("==> version", bmb.__version__)

admissions, hsbdemo = pd.read_csv("admissions.csv"), pd.read_csv("hsbdemo.csv", dtype={"prog": "category"})
flat = {"Intercept": bmb.Prior("Flat"), "gre": bmb.Prior("Flat"), "gpa": bmb.Prior("Flat")}


def mode(model):
    model.build()
    return pm.find_MAP(model=model.backend.model, progressbar=False, method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-9, "maxiter": 2000})


at = mode(bmb.Model("admit ~ gre + gpa", admissions, family="bernoulli", priors=flat))
print({name: at[name] for name in ("Intercept", "gre", "gpa")})
print("==> two coef", [float(at[name]) for name in ("Intercept", "gre", "gpa")])
print("==> two mean", admissions[["gre", "gpa"]].mean().tolist())

admissions["said"] = admissions["admit"].map({0: "no", 1: "yes"})
at = mode(bmb.Model("said ~ gre + gpa", admissions, family="bernoulli", priors=flat))
print({name: at[name] for name in ("Intercept", "gre", "gpa")})
print("==> two-strings coef", [float(at[name]) for name in ("Intercept", "gre", "gpa")])
print("==> two-strings mean", admissions[["gre", "gpa"]].mean().tolist())

flat = {"Intercept": bmb.Prior("Flat"), "write": bmb.Prior("Flat")}
at = mode(bmb.Model("prog ~ write", hsbdemo, family="categorical", priors=flat))
print({name: at[name] for name in ("Intercept", "write")})
print("==> three coef", np.vstack([at["Intercept"], at["write"]]).tolist())
print("==> three mean", [float(hsbdemo["write"].mean())])

model = bmb.Model("admit ~ gre + gpa", admissions, family="bernoulli")
at = mode(model)
print(model)
print({name: at[name] for name in ("Intercept", "gre", "gpa")})
print("==> two-default coef", [float(at[name]) for name in ("Intercept", "gre", "gpa")])
print("==> two-default mean", admissions[["gre", "gpa"]].mean().tolist())
