# classif.logreg, from mlr: a common interface to other packages' models.

suppressMessages(library(mlr))
cat("==> version", as.character(packageVersion("mlr")), "\n")

admissions <- read.csv("admissions.csv")[c("admit", "gre", "gpa")]
admissions$admit <- factor(admissions$admit, labels = c("no", "yes"))
task <- makeClassifTask(data = admissions, target = "admit")
fit <- train(makeLearner("classif.logreg"), task)
getTaskDesc(task)$positive
coef(getLearnerModel(fit))
cat("==> two coef", format(coef(getLearnerModel(fit)), digits = 17), "\n")
cat("==> two beta", format(coef(getLearnerModel(fit)), digits = 17), "\n")
