# train, from caret: a common interface to other packages' models.

suppressMessages(library(caret))
cat("==> version", as.character(packageVersion("caret")), "\n")

admissions <- read.csv("admissions.csv")
admissions$admit <- factor(admissions$admit, labels = c("no", "yes"))
fit <- train(admit ~ gre + gpa, data = admissions, method = "glm", trControl = trainControl(method = "none"))
coef(fit$finalModel)
cat("==> two coef", format(coef(fit$finalModel), digits = 17), "\n")
cat("==> two beta", format(coef(fit$finalModel), digits = 17), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
nothing <- trainControl(method = "none")
fit <- train(prog ~ write, data = hsbdemo, method = "multinom", trace = FALSE, trControl = nothing, tuneGrid = data.frame(decay = 0))
coef(fit$finalModel)
cat("==> three coef", format(t(coef(fit$finalModel)), digits = 17), "\n")
cat("==> three pivot", format(t(coef(fit$finalModel)), digits = 17), "\n")
