"""MultinomialLogit of xlogit, from rows in long form: one for each student and programme."""

from importlib.metadata import version

import pandas as pd
from xlogit import MultinomialLogit

print("==> version", version("xlogit"))

hsbdemo = pd.read_csv("hsbdemo.csv").sort_values("id")
programs = ["academic", "general", "vocation"]
long = hsbdemo[["id", "prog", "write"]].merge(pd.DataFrame({"alt": programs}), how="cross")
fit = MultinomialLogit()
fit.fit(
    X=long[["write"]],
    y=long["prog"] == long["alt"],
    varnames=["write"],
    isvars=["write"],
    ids=long["id"],
    alts=long["alt"],
    fit_intercept=True,
    base_alt="academic",
    verbose=0,
)
fit.summary()
print("==> three coef", fit.coeff_.tolist())
print("==> three pivot", fit.coeff_.reshape(-1, 2).T.tolist())
