"""LogisticRegression of Spark's MLlib, binomial and multinomial."""

import numpy as np
import pandas as pd
import pyspark
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import StringIndexer, VectorAssembler
from pyspark.sql import SparkSession

print("==> version", pyspark.__version__)

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", False).getOrCreate()


def with_features(frame, names):
    return VectorAssembler(inputCols=names, outputCol="features").transform(spark.createDataFrame(frame))


admissions = with_features(pd.read_csv("admissions.csv"), ["gre", "gpa"])
fit = LogisticRegression(labelCol="admit").fit(admissions)
print(fit.intercept, fit.coefficients)
print("==> two coef", fit.coefficients.toArray().tolist())
print("==> two intercept", [fit.intercept])
print("==> two beta", np.r_[fit.intercept, fit.coefficients].tolist())

tight = LogisticRegression(labelCol="admit", tol=1e-12, maxIter=1000).fit(admissions)
print(tight.intercept, tight.coefficients)
print("==> two-tight coef", tight.coefficients.toArray().tolist())
print("==> two-tight intercept", [tight.intercept])

fit = LogisticRegression(labelCol="admit", family="multinomial", tol=1e-12, maxIter=1000).fit(admissions)
print(fit.interceptVector, fit.coefficientMatrix, sep="\n")
W = np.column_stack([fit.interceptVector, fit.coefficientMatrix.toArray()])
print("==> pair coef", fit.coefficientMatrix.toArray().tolist())
print("==> pair intercept", fit.interceptVector.toArray().tolist())
print("==> pair beta", (W[1] - W[0]).tolist())

hsbdemo = with_features(pd.read_csv("hsbdemo.csv")[["prog", "write"]], ["write"])
indexer = StringIndexer(inputCol="prog", outputCol="label").fit(hsbdemo)
fit = LogisticRegression(tol=1e-12, maxIter=1000).fit(indexer.transform(hsbdemo))
print(indexer.labels)
print(fit.interceptVector, fit.coefficientMatrix, sep="\n")
W = pd.DataFrame(np.column_stack([fit.interceptVector, fit.coefficientMatrix.toArray()]), index=indexer.labels)
print("==> three coef", fit.coefficientMatrix.toArray().tolist())
print("==> three intercept", fit.interceptVector.toArray().tolist())
print("==> three pivot", (W - W.loc["academic"]).loc[["general", "vocation"]].to_numpy().tolist())

ridge = LogisticRegression(labelCol="admit", regParam=0.1, tol=1e-12, maxIter=1000).fit(admissions)
print(ridge.intercept, ridge.coefficients)
print("==> two-ridge coef", ridge.coefficients.toArray().tolist())
print("==> two-ridge intercept", [ridge.intercept])

raw = LogisticRegression(labelCol="admit", regParam=0.1, standardization=False, tol=1e-12, maxIter=1000).fit(admissions)
print(raw.intercept, raw.coefficients)
print("==> two-raw coef", raw.coefficients.toArray().tolist())
print("==> two-raw intercept", [raw.intercept])
