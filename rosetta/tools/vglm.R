# vglm with the multinomial family, from VGAM.

library(VGAM)
cat("==> version", as.character(packageVersion("VGAM")), "\n")

admissions <- read.csv("admissions.csv")
fit <- vglm(factor(admit) ~ gre + gpa, family = multinomial, data = admissions)
coef(fit)
summary(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(-coef(fit), digits = 17), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
fit <- vglm(prog ~ write, family = multinomial, data = hsbdemo)
coef(fit)
summary(fit)
cat("==> three coef", format(coef(fit), digits = 17), "\n")

academic <- vglm(prog ~ write, family = multinomial(refLevel = "academic"), data = hsbdemo)
coef(academic, matrix = TRUE)
cat("==> three-academic coef", format(coef(academic), digits = 17), "\n")
cat("==> three-academic pivot", format(coef(academic, matrix = TRUE), digits = 17), "\n")

tight <- vglm(prog ~ write, family = multinomial, data = hsbdemo, criterion = "coefficients", epsilon = 1e-12)
print(coef(tight), digits = 15)
cat("==> three-tight coef", format(coef(tight), digits = 17), "\n")
