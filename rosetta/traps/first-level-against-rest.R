# glm on a response of three levels: the first against all others, without a word.

cat("==> version", as.character(getRversion()), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
fit <- glm(prog ~ write, family = binomial, data = hsbdemo)
coef(fit)
cat("==> three coef", format(coef(fit), digits = 17), "\n")

fit <- glm(prog != "academic" ~ write, family = binomial, data = hsbdemo)
coef(fit)
cat("==> rest coef", format(coef(fit), digits = 17), "\n")
