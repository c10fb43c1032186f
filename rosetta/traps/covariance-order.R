# The order of a covariance: multinom's is by class, vglm's by feature.

suppressMessages({library(nnet); library(VGAM)})
cat("==> version", as.character(packageVersion("VGAM")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
by_class <- multinom(prog ~ write, data = hsbdemo, trace = FALSE, reltol = 1e-14)
vcov(by_class)
as.vector(coef(by_class)) # down the columns: by feature
cat("==> multinom vcov", format(vcov(by_class), digits = 17), "\n")
cat("==> multinom flat", format(as.vector(coef(by_class)), digits = 17), "\n")

by_feature <- vglm(prog ~ write, multinomial(refLevel = "academic"), data = hsbdemo)
vcov(by_feature)
cat("==> vglm vcov", format(vcov(by_feature), digits = 17), "\n")
