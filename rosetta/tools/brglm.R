# brglm, from brglm: binomial regression with Firth's correction.

library(brglm)
cat("==> version", as.character(packageVersion("brglm")), "\n")

admissions <- read.csv("admissions.csv")
fit <- brglm(admit ~ gre + gpa, family = binomial, data = admissions, method = "glm.fit")
coef(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")

default <- brglm(admit ~ gre + gpa, family = binomial, data = admissions)
coef(default)
cat("==> two-default coef", format(coef(default), digits = 17), "\n")
