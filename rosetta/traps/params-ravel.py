"""params.ravel() of statsmodels' MNLogit beside cov_params(): by feature and by class."""

import numpy as np
import pandas as pd
import statsmodels
import statsmodels.api as sm

print("==> version", statsmodels.__version__)

hsbdemo = pd.read_csv("hsbdemo.csv")
fit = sm.MNLogit(hsbdemo["prog"], sm.add_constant(hsbdemo[["write"]])).fit(disp=False)
errors = np.sqrt(np.diag(fit.cov_params()))
print(fit.params)
print("z of params.ravel():     ", fit.params.to_numpy().ravel() / errors)
print("z of params.T.ravel():   ", fit.params.to_numpy().T.ravel() / errors)
print("z in the summary, by class", fit.tvalues.to_numpy().T.ravel())
print("==> ravel wrong", (fit.params.to_numpy().ravel() / errors).tolist())
print("==> ravel right", (fit.params.to_numpy().T.ravel() / errors).tolist())
print("==> ravel summary", fit.tvalues.to_numpy().T.ravel().tolist())
