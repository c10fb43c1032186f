# The same fit twice: glm, and multinom with the response in its two forms.

library(nnet)
cat("==> version", as.character(packageVersion("nnet")), "\n")

admissions <- read.csv("admissions.csv")

logistic <- glm(admit ~ gre + gpa, family = binomial, data = admissions)
summary(logistic)
coef(logistic)
cat("==> glm coef", format(coef(logistic), digits = 17), "\n")

two_levels <- multinom(factor(admit) ~ gre + gpa, data = admissions)
summary(two_levels)
two_levels$wts
cat("==> factor wts", format(two_levels$wts, digits = 17), "\n")

admissions$admit2 <- 1 - admissions$admit
two_columns <- multinom(cbind(admit2, admit) ~ gre + gpa, data = admissions)
summary(two_columns)
two_columns$wts
cat("==> counts wts", format(two_columns$wts, digits = 17), "\n")

# Standard errors: glm's, multinom's, and glm's after one step more.
sqrt(diag(vcov(logistic)))
sqrt(diag(vcov(two_levels)))
converged <- update(logistic, epsilon = 1e-14)
sqrt(diag(vcov(converged)))
cat("==> errors glm", format(sqrt(diag(vcov(logistic))), digits = 17), "\n")
cat("==> errors multinom", format(sqrt(diag(vcov(two_levels))), digits = 17), "\n")
cat("==> errors converged", format(sqrt(diag(vcov(converged))), digits = 17), "\n")
