# Half of R's values: glmnet's multinomial family on two classes.

suppressMessages(library(glmnet))
cat("==> version", as.character(packageVersion("glmnet")), "\n")

admissions <- read.csv("admissions.csv")
X <- as.matrix(admissions[c("gre", "gpa")])
coef(glm(admit ~ gre + gpa, family = binomial, data = admissions))
fit <- glmnet(X, admissions$admit, family = "multinomial", lambda = 0, thresh = 1e-14)
coef(fit)
coef(fit)[["1"]] - coef(fit)[["0"]]
cat("==> halves first", format(as.vector(coef(fit)[["0"]]), digits = 17), "\n")
cat("==> halves second", format(as.vector(coef(fit)[["1"]]), digits = 17), "\n")
