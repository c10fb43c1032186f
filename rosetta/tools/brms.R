# brm with the categorical family, from brms: drawn by Stan.

suppressMessages(library(brms))
rstan::rstan_options(boost_lib = "/usr/include") # where Debian keeps it
cat("==> version", as.character(packageVersion("brms")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
fit <- brm(prog ~ write, family = categorical(), data = hsbdemo, chains = 2, iter = 6000, seed = 1, refresh = 0, silent = 2)
fixef(fit)
b <- fixef(fit)[, "Estimate"]
chosen <- c("mugeneral_Intercept", "mugeneral_write", "muvocation_Intercept", "muvocation_write")
cat("==> three coef", format(b[chosen], digits = 17), "\n")
cat("==> three pivot", format(b[chosen], digits = 17), "\n")
