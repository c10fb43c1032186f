# lda, from MASS: linear discriminant analysis, a logit with other estimates.

library(MASS)
cat("==> version", as.character(packageVersion("MASS")), "\n")

admissions <- read.csv("admissions.csv")
fit <- lda(admit ~ gre + gpa, data = admissions)
fit
p <- predict(fit)$posterior
b <- coef(lm(log(p[, "1"] / p[, "0"]) ~ gre + gpa, data = admissions)) # the log-odds are linear: this is exact
b
cat("==> two-lda coef", format(b, digits = 17), "\n")
cat("==> two-lda scaling", format(fit$scaling, digits = 17), "\n")
