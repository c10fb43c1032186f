# lrm on a factor of three levels: an ordinal model, without a word, and its answer depends on the order of the levels.

suppressMessages(library(rms))
cat("==> version", as.character(packageVersion("rms")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
fit <- lrm(prog ~ write, data = hsbdemo, eps = 1e-12)
coef(fit)
cat("==> alphabetical coef", format(coef(fit), digits = 17), "\n")

fit <- lrm(relevel(prog, ref = "general") ~ write, data = hsbdemo, eps = 1e-12)
coef(fit)
cat("==> releveled coef", format(coef(fit), digits = 17), "\n")
