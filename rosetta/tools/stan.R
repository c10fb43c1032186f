# categorical_logit_glm of Stan, through rstan: all K columns, at the mode.

suppressMessages(library(rstan))
rstan_options(boost_lib = "/usr/include") # where Debian keeps it
cat("==> version", as.character(packageVersion("rstan")), "\n")

hsbdemo <- read.csv("hsbdemo.csv", stringsAsFactors = TRUE)
program <- "
data {
  int n; int K; int p;
  matrix[n, p] X;
  int y[n];
}
parameters { matrix[p, K] beta; }
model { for (i in 1:n) y[i] ~ categorical_logit((X[i] * beta)'); }
"
X <- cbind(1, (hsbdemo$write - 52) / 9)
model <- stan_model(model_code = program)
data <- list(n = 200, K = 3, p = 2, X = X, y = as.integer(hsbdemo$prog))
fit <- optimizing(model, data = data, init = 0, tol_rel_grad = 1, tol_rel_obj = 0, tol_obj = 0, tol_grad = 1e-10, tol_param = 0, iter = 5000)
fit$par
cat("==> three coef", format(t(matrix(fit$par, nrow = 2)), digits = 17), "\n")
cat("==> three mean 52\n")
cat("==> three scale 9\n")

other <- optimizing(model, data = data, init = list(beta = matrix(c(1, 0, 0, 0, 0, 2), 2)), iter = 5000)
other$par
cat("==> elsewhere coef", format(t(matrix(other$par, nrow = 2)), digits = 17), "\n")
