"""What the book's pages share and no user of the library needs: the look of figures, and checked derivations.

Needs the packages of the `book` group (Matplotlib, SymPy, IPython).
"""
