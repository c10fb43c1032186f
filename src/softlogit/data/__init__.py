"""What the caller has, made into plain arrays, or refused with an error that helps.

It knows NumPy and recognises frames by what they have; it knows nothing of likelihoods, solvers or
models.
"""
