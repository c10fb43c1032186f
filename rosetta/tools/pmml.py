"""RegressionModel of PMML, exported from scikit-learn by sklearn2pmml."""

import logging
import xml.etree.ElementTree as ElementTree
from importlib.metadata import version

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn2pmml import sklearn2pmml
from sklearn2pmml.pipeline import PMMLPipeline

logging.disable(logging.CRITICAL)
print("==> version", version("sklearn2pmml"))

precisely = {"C": np.inf, "solver": "newton-cholesky", "tol": 1e-10}
admissions, hsbdemo = pd.read_csv("admissions.csv"), pd.read_csv("hsbdemo.csv")
pmml = "{http://www.dmg.org/PMML-4_4}"


def tables(X, y):
    pipeline = PMMLPipeline([("classifier", LogisticRegression(**precisely))]).fit(X, y)
    sklearn2pmml(pipeline, "model.pmml")
    model = ElementTree.parse("model.pmml").getroot().find(f"{pmml}RegressionModel")
    print("normalizationMethod", model.get("normalizationMethod"))
    for table in model.findall(f"{pmml}RegressionTable"):
        print(table.get("targetCategory"), table.get("intercept"), [term.attrib for term in table])
    return [
        [float(table.get("intercept")), *(float(term.get("coefficient")) for term in table)]
        for table in model.findall(f"{pmml}RegressionTable")
    ]


found = tables(admissions[["gre", "gpa"]], admissions["admit"])
print("==> pair coef", [found[0], [0, 0, 0]])
print("==> pair beta", found[0])

found = tables(hsbdemo[["write"]], hsbdemo["prog"])
print("==> three coef", found)
