# glmnet, binomial and multinomial: penalised fits along a path of lambda.

library(glmnet)
cat("==> version", as.character(packageVersion("glmnet")), "\n")

admissions <- read.csv("admissions.csv")
X <- as.matrix(admissions[c("gre", "gpa")])
fit <- glmnet(X, admissions$admit, family = "binomial", lambda = 0)
coef(fit)
cat("==> two coef", format(as.vector(coef(fit)), digits = 17), "\n")
cat("==> two beta", format(as.vector(coef(fit)), digits = 17), "\n")

tight <- glmnet(X, admissions$admit, family = "binomial", lambda = 0, thresh = 1e-14)
cat("==> two-tight coef", format(as.vector(coef(tight)), digits = 17), "\n")

fit <- glmnet(X, admissions$admit, family = "multinomial", lambda = 0, thresh = 1e-14)
coef(fit)
cat("==> pair coef", format(sapply(coef(fit), as.vector), digits = 17), "\n")
cat("==> pair beta", format(as.vector(coef(fit)[["1"]] - coef(fit)[["0"]]), digits = 17), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
X3 <- cbind(write = hsbdemo$write, none = 0) # it wants two columns at least
fit <- glmnet(X3, hsbdemo$prog, family = "multinomial", lambda = 0, thresh = 1e-14)
coef(fit)
W <- sapply(coef(fit), as.vector)[1:2, ]
cat("==> three coef", format(W, digits = 17), "\n")
cat("==> three pivot", format(W[, -1] - W[, 1], digits = 17), "\n")

ridge <- glmnet(X, admissions$admit, family = "binomial", alpha = 0, lambda = 0.1, thresh = 1e-14)
coef(ridge)
cat("==> two-ridge coef", format(as.vector(coef(ridge)), digits = 17), "\n")

raw <- glmnet(X, admissions$admit, family = "binomial", alpha = 0, lambda = 0.1, standardize = FALSE, thresh = 1e-14)
coef(raw)
cat("==> two-raw coef", format(as.vector(coef(raw)), digits = 17), "\n")

lasso <- glmnet(X, admissions$admit, family = "binomial", lambda = 0.02, thresh = 1e-14)
coef(lasso)
cat("==> two-lasso coef", format(as.vector(coef(lasso)), digits = 17), "\n")

ridge <- glmnet(X, admissions$admit, family = "multinomial", alpha = 0, lambda = 0.1, thresh = 1e-14)
coef(ridge)
cat("==> pair-ridge coef", format(sapply(coef(ridge), as.vector), digits = 17), "\n")
