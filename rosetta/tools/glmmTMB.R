# glmmTMB, from glmmTMB: mixed models, here without random effects.

library(glmmTMB)
cat("==> version", as.character(packageVersion("glmmTMB")), "\n")

admissions <- read.csv("admissions.csv")
fit <- glmmTMB(admit ~ gre + gpa, family = binomial, data = admissions)
fixef(fit)
cat("==> two coef", format(fixef(fit)$cond, digits = 17), "\n")
cat("==> two beta", format(fixef(fit)$cond, digits = 17), "\n")
