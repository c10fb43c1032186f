# Where the lasso puts the columns: medians of zero, not sums. With alpha below 1 too.

suppressMessages(library(glmnet))
cat("==> version", as.character(packageVersion("glmnet")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
X <- as.matrix(hsbdemo[c("write", "math")])
fit <- glmnet(X, hsbdemo$prog, family = "multinomial", lambda = 0.005, thresh = 1e-14)
B <- sapply(coef(fit), as.vector)[-1, ]
B
apply(B, 1, median)
rowSums(B)
cat("==> lasso coef", format(t(B), digits = 17), "\n")

fit <- glmnet(X, hsbdemo$prog, family = "multinomial", lambda = 0.005, alpha = 0, thresh = 1e-14)
B <- sapply(coef(fit), as.vector)[-1, ]
B
cat("==> ridge coef", format(t(B), digits = 17), "\n")
