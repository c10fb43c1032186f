"""From sums over rows to the maximum of the likelihood, or to the proof that there is none.

It knows the likelihood; it must not know the model, its classes' names, or what is asked of a fit.
"""
