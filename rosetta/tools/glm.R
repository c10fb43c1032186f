# glm, the generalised linear models of R itself.

cat("==> version", as.character(getRversion()), "\n")

admissions <- read.csv("admissions.csv")
fit <- glm(admit ~ gre + gpa, family = binomial, data = admissions)
coef(fit)
summary(fit)
cat("==> two coef", format(coef(fit), digits = 17), "\n")
cat("==> two beta", format(coef(fit), digits = 17), "\n")

tight <- glm(admit ~ gre + gpa, family = binomial, data = admissions, control = list(epsilon = 1e-14))
print(coef(tight), digits = 15)
cat("==> two-tight coef", format(coef(tight), digits = 17), "\n")
