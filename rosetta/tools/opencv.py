"""LogisticRegression of OpenCV's ml module, which version 5 no longer has."""

import cv2
import numpy as np
import pandas as pd

print("==> version", cv2.__version__)

admissions = pd.read_csv("admissions.csv")
mean, scale = np.array([588, 3.4]), np.array([116, 0.38])
Z = ((admissions[["gre", "gpa"]].to_numpy() - mean) / scale).astype(np.float32)
fit = cv2.ml.LogisticRegression_create()
fit.setRegularization(cv2.ml.LogisticRegression_REG_DISABLE)
fit.setLearningRate(5)
fit.setIterations(50000)
fit.setTermCriteria((cv2.TERM_CRITERIA_COUNT, 50000, 0))
fit.train(Z, cv2.ml.ROW_SAMPLE, admissions[["admit"]].to_numpy(np.float32))
thetas = fit.get_learnt_thetas()
print(thetas)
print("==> two coef", thetas.tolist())
print("==> two mean", mean.tolist())
print("==> two scale", scale.tolist())
