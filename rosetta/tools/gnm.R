# gnm, from gnm: the multinomial logit as a Poisson model of expanded counts.

suppressMessages(library(gnm))
cat("==> version", as.character(packageVersion("gnm")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
counts <- expandCategorical(hsbdemo[c("prog", "write")], "prog", idvar = "student", group = FALSE)
fit <- gnm(count ~ prog * write, family = poisson, eliminate = student, data = counts)
coef(fit)
chosen <- paste0("prog", c("general", "general:write", "vocation", "vocation:write"))
cat("==> three coef", format(coef(fit)[chosen], digits = 17), "\n")
cat("==> three pivot", format(coef(fit)[chosen], digits = 17), "\n")
