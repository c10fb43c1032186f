# nnet, from nnet: a network of no hidden layer, size = 0 and skip = TRUE, is a logit.

library(nnet)
cat("==> version", as.character(packageVersion("nnet")), "\n")

admissions <- read.csv("admissions.csv")
admissions$admit <- factor(admissions$admit)
fit <- nnet(admit ~ gre + gpa, data = admissions, size = 0, skip = TRUE, rang = 0, trace = FALSE, abstol = 0, reltol = 1e-14, maxit = 1000)
fit$wts
cat("==> two coef", format(fit$wts, digits = 17), "\n")
cat("==> two beta", format(fit$wts, digits = 17), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
fit <- nnet(prog ~ write, data = hsbdemo, size = 0, skip = TRUE, rang = 0, trace = FALSE, abstol = 0, reltol = 1e-14, maxit = 1000)
summary(fit)
W <- matrix(fit$wts, ncol = 3)
cat("==> three coef", format(fit$wts, digits = 17), "\n")
cat("==> three pivot", format(W[, -1] - W[, 1], digits = 17), "\n")

penalised <- nnet(prog ~ write, data = hsbdemo, size = 0, skip = TRUE, rang = 0, trace = FALSE,
                  decay = 1, abstol = 0, reltol = 1e-14, maxit = 1000)
penalised$wts
cat("==> three-decay coef", format(penalised$wts, digits = 17), "\n")
