"""feglm of pyfixest."""

import pandas as pd
import pyfixest as pf

print("==> version", pf.__version__)

admissions = pd.read_csv("admissions.csv")
fit = pf.feglm("admit ~ gre + gpa", admissions, family="logit")
print(fit.coef())
print("==> two coef", fit.coef().tolist())
print("==> two beta", fit.coef().tolist())
