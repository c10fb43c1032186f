"""The sums over rows of which the likelihood is made, in memory or in pieces.

It knows checked arrays; it knows nothing of how the maximum is found, nor of models.
"""

from softlogit.likelihood.kernels import evaluate, information, log_likelihood, score

__all__ = ["evaluate", "information", "log_likelihood", "score"]
