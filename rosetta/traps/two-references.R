# One output, two references: clogit on alternatives, with intercepts and slopes by alternative.

suppressMessages(library(survival))
cat("==> version", as.character(packageVersion("survival")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
rows <- merge(hsbdemo[c("id", "prog", "write")], data.frame(alt = factor(levels(hsbdemo$prog))))
rows$chosen <- as.integer(rows$prog == rows$alt)
fit <- clogit(chosen ~ alt + alt:write + strata(id), data = rows)
coef(fit)
cat("==> clogit intercepts", format(coef(fit)[1:2], digits = 17), "\n")
cat("==> clogit slopes", format(coef(fit)[3:4], digits = 17), "\n")
