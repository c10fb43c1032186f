# multinom, from nnet: multinomial log-linear models, fitted as a network without a hidden layer.

library(nnet)
cat("==> version", as.character(packageVersion("nnet")), "\n")

admissions <- read.csv("admissions.csv")
fit <- multinom(admit ~ gre + gpa, data = admissions, trace = FALSE)
summary(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")

tight <- multinom(admit ~ gre + gpa, data = admissions, trace = FALSE, abstol = 0, reltol = 1e-16, maxit = 1000)
print(coef(tight), digits = 15)
cat("==> two-tight coef", format(coef(tight), digits = 17), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
fit <- multinom(prog ~ write, data = hsbdemo, trace = FALSE)
summary(fit)
cat("==> three coef", format(t(coef(fit)), digits = 17), "\n")
cat("==> three pivot", format(t(coef(fit)), digits = 17), "\n")

tight <- multinom(prog ~ write, data = hsbdemo, trace = FALSE, abstol = 0, reltol = 1e-16, maxit = 1000)
print(coef(tight), digits = 15)
cat("==> three-tight coef", format(t(coef(tight)), digits = 17), "\n")

penalised <- multinom(prog ~ write, data = hsbdemo, decay = 1, trace = FALSE, abstol = 0, reltol = 1e-14, maxit = 1000)
coef(penalised)
cat("==> three-decay coef", format(t(coef(penalised)), digits = 17), "\n")
