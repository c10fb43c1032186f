"""MNL of pyLogit, a conditional logit in long form; the package needs a name that Python had until version 3.9."""

import collections
import collections.abc
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd

collections.Iterable = collections.abc.Iterable
warnings.simplefilter("ignore")
import pylogit  # noqa: E402

print("==> version", version("pylogit"))

hsbdemo = pd.read_csv("hsbdemo.csv")
long = hsbdemo.sort_values("id")[["id", "prog", "write"]].merge(pd.DataFrame({"alt": [0, 1, 2]}), how="cross")
long["chosen"] = (long["prog"].map({"academic": 0, "general": 1, "vocation": 2}) == long["alt"]).astype(int)
long["intercept"] = 1
terms = collections.OrderedDict(intercept=[1, 2], write=[1, 2])
names = collections.OrderedDict((term, [f"{term} general", f"{term} vocation"]) for term in terms)
model = pylogit.create_choice_model(long, "alt", "id", "chosen", terms, "MNL", names=names)
model.fit_mle(np.zeros(4), print_res=False, method="newton-cg", gradient_tol=1e-8)
print(model.params)
print("==> three coef", model.params.tolist())
print("==> three pivot", model.params.to_numpy().reshape(-1, 2).T.tolist())
