# stan_glm, from rstanarm: a glm with weak normal priors, drawn by Stan.

suppressMessages(library(rstanarm))
cat("==> version", as.character(packageVersion("rstanarm")), "\n")

admissions <- read.csv("admissions.csv")
fit <- stan_glm(admit ~ gre + gpa, family = binomial, data = admissions, prior = NULL, prior_intercept = NULL,
                chains = 4, iter = 20000, seed = 1, refresh = 0)
print(fit, digits = 5)
draws <- colMeans(as.matrix(fit))
cat("==> two coef", format(draws, digits = 17), "\n")
cat("==> two beta", format(draws, digits = 17), "\n")

default <- stan_glm(admit ~ gre + gpa, family = binomial, data = admissions, chains = 4, seed = 1, refresh = 0)
prior_summary(default)
coef(default)
cat("==> two-default coef", format(coef(default), digits = 17), "\n")
