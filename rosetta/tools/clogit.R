# clogit, from survival: the logit as a choice among the rows of a stratum.

suppressMessages(library(survival))
cat("==> version", as.character(packageVersion("survival")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
rows <- merge(hsbdemo[c("id", "prog", "write")], data.frame(alt = levels(hsbdemo$prog)))
rows$chosen <- as.integer(rows$prog == rows$alt)
rows$general <- as.integer(rows$alt == "general")
rows$vocation <- as.integer(rows$alt == "vocation")
fit <- clogit(chosen ~ general + I(general * write) + vocation + I(vocation * write) + strata(id), data = rows)
fit
cat("==> three coef", format(coef(fit), digits = 17), "\n")
cat("==> three pivot", format(coef(fit), digits = 17), "\n")
