# type.multinomial = "grouped": a feature is in for all classes or for none, and the columns sum to zero.

suppressMessages(library(glmnet))
cat("==> version", as.character(packageVersion("glmnet")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
X <- as.matrix(hsbdemo[c("write", "math", "socst")])
grouped <- glmnet(X, hsbdemo$prog, family = "multinomial", type.multinomial = "grouped", lambda = 0.15, thresh = 1e-14)
B <- sapply(coef(grouped), as.vector)[-1, ]
B
cat("==> grouped coef", format(t(B), digits = 17), "\n")

half <- glmnet(X, hsbdemo$prog, family = "multinomial", type.multinomial = "grouped", alpha = 0.5, lambda = 0.15, thresh = 1e-14)
B <- sapply(coef(half), as.vector)[-1, ]
B
cat("==> half coef", format(t(B), digits = 17), "\n")
