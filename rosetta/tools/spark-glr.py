"""GeneralizedLinearRegression of Spark's MLlib."""

import numpy as np
import pandas as pd
import pyspark
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import GeneralizedLinearRegression
from pyspark.sql import SparkSession

print("==> version", pyspark.__version__)

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", False).getOrCreate()
frame = spark.createDataFrame(pd.read_csv("admissions.csv"))
frame = VectorAssembler(inputCols=["gre", "gpa"], outputCol="features").transform(frame)
fit = GeneralizedLinearRegression(labelCol="admit", family="binomial").fit(frame)
print(fit.summary)
print("==> two coef", fit.coefficients.toArray().tolist())
print("==> two intercept", [fit.intercept])
print("==> two beta", np.r_[fit.intercept, fit.coefficients].tolist())
