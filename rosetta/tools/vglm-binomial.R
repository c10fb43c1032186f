# vglm with the binomial family, from VGAM.

library(VGAM)
cat("==> version", as.character(packageVersion("VGAM")), "\n")

admissions <- read.csv("admissions.csv")
fit <- vglm(admit ~ gre + gpa, family = binomialff, data = admissions)
coef(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")
