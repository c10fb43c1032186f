# brmultinom and brglmFit, from brglm2: bias reduction by default, maximum likelihood on demand.

library(brglm2)
cat("==> version", as.character(packageVersion("brglm2")), "\n")

admissions <- read.csv("admissions.csv")
fit <- glm(admit ~ gre + gpa, family = binomial, data = admissions, method = "brglmFit", type = "ML")
coef(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")

fit <- brmultinom(factor(admit) ~ gre + gpa, data = admissions, type = "ML")
coef(fit)
cat("==> pair coef", format(t(coef(fit)), digits = 17), "\n")
cat("==> pair beta", format(coef(fit)[1, ], digits = 17), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
fit <- brmultinom(prog ~ write, data = hsbdemo, type = "ML")
coef(fit)
summary(fit)
cat("==> three coef", format(t(coef(fit)), digits = 17), "\n")
cat("==> three pivot", format(t(coef(fit)), digits = 17), "\n")

default <- glm(admit ~ gre + gpa, family = binomial, data = admissions, method = "brglmFit")
coef(default)
cat("==> two-default coef", format(coef(default), digits = 17), "\n")

default <- brmultinom(prog ~ write, data = hsbdemo)
coef(default)
cat("==> three-default coef", format(t(coef(default)), digits = 17), "\n")
