# svyglm, from survey: generalised linear models for survey data, here with equal weights.

suppressMessages(library(survey))
cat("==> version", as.character(packageVersion("survey")), "\n")

admissions <- read.csv("admissions.csv")
design <- svydesign(ids = ~1, weights = ~1, data = admissions)
fit <- svyglm(admit ~ gre + gpa, design = design, family = quasibinomial)
summary(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")
