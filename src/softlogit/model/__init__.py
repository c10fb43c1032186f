"""The model and what can be said of it: its coefficients, their uncertainty, tests, probabilities, tables.

It knows matrices and names; it must not know how they were fitted.
"""
