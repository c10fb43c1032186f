"""What the book's pages share: the look of figures, and derivations that are checked.

Needs the packages of the `book` group (Matplotlib, SymPy, IPython).
"""
