"""Models from and to other packages, a file a package.

It knows the model; it must not know how models are fitted here.
"""
