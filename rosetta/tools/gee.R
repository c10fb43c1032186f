# gee, from gee: generalised estimating equations, here with independent observations.

library(gee)
cat("==> version", as.character(packageVersion("gee")), "\n")

admissions <- read.csv("admissions.csv")
admissions$applicant <- seq_len(nrow(admissions))
fit <- gee(admit ~ gre + gpa, id = applicant, family = binomial, data = admissions, silent = TRUE)
summary(fit)$coefficients
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")
