# bayesglm, from arm: a glm with weak Cauchy priors by default.

suppressMessages(library(arm))
cat("==> version", as.character(packageVersion("arm")), "\n")

admissions <- read.csv("admissions.csv")
fit <- bayesglm(admit ~ gre + gpa, family = binomial, data = admissions,
                prior.scale = Inf, prior.df = Inf, prior.scale.for.intercept = Inf, prior.df.for.intercept = Inf)
coef(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")

default <- bayesglm(admit ~ gre + gpa, family = binomial, data = admissions)
display(default, digits = 6)
cat("==> two-default coef", format(coef(default), digits = 17), "\n")
