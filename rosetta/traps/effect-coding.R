# Effect coding: the same model, other numbers for the levels of a factor among the features.

cat("==> version", as.character(getRversion()), "\n")

admissions <- read.csv("admissions.csv")
admissions$rank <- factor(admissions$rank)
treatment <- glm(admit ~ rank, family = binomial, data = admissions)
coef(treatment)
cat("==> treatment coef", format(coef(treatment), digits = 17), "\n")

effect <- glm(admit ~ rank, family = binomial, data = admissions, contrasts = list(rank = contr.sum))
coef(effect)
cat("==> effect coef", format(coef(effect), digits = 17), "\n")
cat("==> effect loglik", format(c(logLik(treatment), logLik(effect)), digits = 17), "\n")

low <- factor(read.csv("admissions.csv")$rank > 2)
coef(glm(admissions$admit ~ low, family = binomial))
coef(glm(admissions$admit ~ low, family = binomial, contrasts = list(low = contr.sum)))
cat("==> levels treatment", format(coef(glm(admissions$admit ~ low, family = binomial)), digits = 17), "\n")
cat("==> levels effect", format(coef(glm(admissions$admit ~ low, family = binomial, contrasts = list(low = contr.sum))), digits = 17), "\n")
