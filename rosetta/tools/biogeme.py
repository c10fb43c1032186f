"""A logit of Biogeme, whose utilities are written out."""

import logging

import pandas as pd
from biogeme import biogeme as bio
from biogeme import models
from biogeme.database import Database
from biogeme.expressions import Beta, Variable
from biogeme.version import get_version

logging.disable(logging.CRITICAL)
print("==> version", get_version())

hsbdemo = pd.read_csv("hsbdemo.csv")
hsbdemo["code"] = hsbdemo["prog"].map({"academic": 0, "general": 1, "vocation": 2})
database = Database("programs", hsbdemo[["code", "write"]].astype(float))
write = Variable("write")
utilities = {
    0: 0,
    1: Beta("asc_general", 0, None, None, 0) + Beta("b_general", 0, None, None, 0) * write,
    2: Beta("asc_vocation", 0, None, None, 0) + Beta("b_vocation", 0, None, None, 0) * write,
}
probability = models.loglogit(utilities, None, Variable("code"))
model = bio.BIOGEME(database, probability, generate_html=False, generate_yaml=False)
model.model_name = "programs"
fit = model.estimate()
betas = fit.get_beta_values()
print(betas)
print("==> three coef", [betas[name] for name in ("asc_general", "b_general", "asc_vocation", "b_vocation")])
