# MCMCmnl, from MCMCpack: draws from the posterior of a multinomial logit.

suppressMessages(library(MCMCpack))
cat("==> version", as.character(packageVersion("MCMCpack")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
fit <- MCMCmnl(prog ~ write, data = hsbdemo, baseline = "academic", mcmc.method = "IndMH", mcmc = 20000, seed = 1)
summary(fit)$statistics
b <- colMeans(fit)
cat("==> three coef", format(b, digits = 17), "\n")
cat("==> three pivot", format(t(matrix(b, nrow = 2)), digits = 17), "\n")
