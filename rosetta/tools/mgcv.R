# gam, from mgcv: generalised additive models, here without a smooth term.

library(mgcv)
cat("==> version", as.character(packageVersion("mgcv")), "\n")

admissions <- read.csv("admissions.csv")
fit <- gam(admit ~ gre + gpa, family = binomial, data = admissions)
coef(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")

fit <- gam(list(admit ~ gre + gpa), family = multinom(K = 1), data = admissions)
coef(fit)
cat("==> pair coef", format(coef(fit), digits = 17), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
hsbdemo$code <- as.integer(hsbdemo$prog) - 1 # a factor is refused
fit <- gam(list(code ~ write, ~ write), family = multinom(K = 2), data = hsbdemo)
coef(fit)
summary(fit)
cat("==> three coef", format(coef(fit), digits = 17), "\n")
cat("==> three pivot", format(t(matrix(coef(fit), nrow = 2, byrow = TRUE)), digits = 17), "\n")
