# R's contenders, in a process that stays: data in by binary files, requests in by lines, times out by lines, coefficients out by a file.
#
#   Rscript r_contenders.R FOLDER n p     FOLDER/X (n x p doubles, by columns) and FOLDER/y (n integers 0, ..., K - 1); if X is sparse,
#                                         FOLDER/X has the entries that are not zero, FOLDER/rows their rows, FOLDER/starts the columns' starts
#   glm 1e-08 3 40                        fit with this tolerance 3 times, within 40 seconds
#   = seconds 0.0012                      the mean time of one, or "= error ..."; FOLDER/B has p x (K - 1) doubles, by columns

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
n <- as.integer(arguments[2])
p <- as.integer(arguments[3])
read <- function(name, what) readBin(file.path(folder, name), what, file.size(file.path(folder, name)))
X <- if (file.exists(file.path(folder, "rows"))) {
  Matrix::sparseMatrix(read("rows", "integer"), p = read("starts", "integer"), x = read("X", "double"), dims = c(n, p), index1 = FALSE)
} else {
  matrix(read("X", "double"), n, p)
}
y <- read("y", "integer")
label <- factor(y)
features <- X[, -1, drop = FALSE]
two <- nlevels(label) == 2
# As in contenders.py.
GRADIENT_STEPS <- 2000L
NEWTON_STEPS <- 200L

# The tool by itself, without formulas where it can do without.
fits <- list(
  glm = function(tolerance) glm.fit(X, y, family = binomial(), control = list(epsilon = tolerance, maxit = NEWTON_STEPS)),
  multinom = function(tolerance) {
    nnet::multinom(label ~ X - 1, reltol = tolerance, abstol = 0, maxit = GRADIENT_STEPS, MaxNWts = 1e6, trace = FALSE)
  },
  glmnet = function(tolerance) {
    family <- if (two) "binomial" else "multinomial"
    glmnet::glmnet(features, label, family = family, lambda = 0, thresh = tolerance, maxit = 1e6)
  },
  vglm = function(tolerance) {
    VGAM::vglm(label ~ X - 1, VGAM::multinomial(refLevel = 1), epsilon = tolerance, maxit = NEWTON_STEPS)
  }
)

# What each has for p x (K - 1) coefficients against the first class.
coefficients <- list(
  glm = function(fit) fit$coefficients,
  multinom = function(fit) if (two) coef(fit) else t(coef(fit)),
  glmnet = function(fit) {
    if (two) return(as.matrix(coef(fit)))
    W <- sapply(coef(fit), as.matrix)
    W[, -1] - W[, 1]
  },
  vglm = function(fit) VGAM::coef(fit, matrix = TRUE)
)

answer <- function(name, tolerance, times, limit) {
  setTimeLimit(elapsed = limit, transient = TRUE)
  on.exit(setTimeLimit())
  start <- as.numeric(Sys.time())
  for (i in seq_len(times)) fit <- fits[[name]](tolerance)
  seconds <- (as.numeric(Sys.time()) - start) / times
  writeBin(as.double(coefficients[[name]](fit)), file.path(folder, "B"))
  sprintf("seconds %.9f", seconds)
}

needs <- c(glm = "stats", multinom = "nnet", glmnet = "glmnet", vglm = "VGAM")
here <- names(needs)[sapply(needs, function(package) nzchar(system.file(package = package)))]
versions <- sapply(needs[here], function(package) as.character(packageVersion(package)))
cat("=", paste0(here, "=", versions), "\n")
requests <- file("stdin", "r")
while (length(request <- readLines(requests, 1)) > 0) {
  word <- strsplit(request, " ")[[1]]
  said <- tryCatch(
    suppressWarnings(answer(word[1], as.numeric(word[2]), as.integer(word[3]), as.numeric(word[4]))),
    error = function(e) paste("error", gsub("\n", " ", conditionMessage(e)))
  )
  cat("=", said, "\n")
}
