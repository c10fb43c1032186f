# multinom with two classes: one vector from a factor, and from a matrix of counts too, but another network inside.

suppressMessages(library(nnet))
cat("==> version", as.character(packageVersion("nnet")), "\n")

admissions <- read.csv("admissions.csv")
fit <- multinom(admit ~ gre + gpa, data = admissions)
fit$wts
cat("==> factor wts", format(fit$wts, digits = 17), "\n")

fit <- multinom(cbind(1 - admit, admit) ~ gre + gpa, data = admissions)
fit$wts
cat("==> counts wts", format(fit$wts, digits = 17), "\n")
