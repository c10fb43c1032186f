"""The model and what it says: coefficients, their uncertainty, tests, probabilities, tables.

It knows matrices and names; it must not know how they were fitted.
"""
