# lrm, from rms: binary and ordinal logistic regression.

suppressMessages(library(rms))
cat("==> version", as.character(packageVersion("rms")), "\n")

admissions <- read.csv("admissions.csv")
fit <- lrm(admit ~ gre + gpa, data = admissions)
fit
coef(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")

tight <- lrm(admit ~ gre + gpa, data = admissions, eps = 1e-14)
cat("==> two-tight coef", format(coef(tight), digits = 17), "\n")

penalised <- lrm(admit ~ gre + gpa, data = admissions, penalty = 100, eps = 1e-14)
coef(penalised)
cat("==> two-penalty coef", format(coef(penalised), digits = 17), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
ordinal <- lrm(prog ~ write, data = hsbdemo)
coef(ordinal)
cat("==> three coef", format(coef(ordinal), digits = 17), "\n")
