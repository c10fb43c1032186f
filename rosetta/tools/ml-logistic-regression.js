// LogisticRegression of ml-logistic-regression: a classifier for each class, by gradient descent.

const fs = require("node:fs");
const { Matrix } = require("ml-matrix");
const LogisticRegression = require("ml-logistic-regression");
console.log("==> version", require("ml-logistic-regression/package.json").version);

const admissions = fs.readFileSync("admissions.csv", "utf8").trim().split("\n").slice(1).map((line) => line.split(",").map(Number));
const X = new Matrix(admissions.map(([, gre, gpa]) => [1, (gre - 588) / 116, (gpa - 3.4) / 0.38])); // a column of ones: it has no intercept
const y = Matrix.columnVector(admissions.map(([admit]) => admit));

const fit = new LogisticRegression({ numSteps: 20000, learningRate: 0.005 });
fit.train(X, y);
const weights = fit.classifiers.map((each) => each.weights.to1DArray());
console.log(weights);
console.log("==> pair coef", JSON.stringify(weights));
console.log("==> pair mean", JSON.stringify([588, 3.4]));
console.log("==> pair scale", JSON.stringify([116, 0.38]));
