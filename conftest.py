"""For every run of pytest, also of one page alone: a Python warning in a cell fails the page.

The kernels inherit the variable. Plain "error" would trip over the deprecations inside their own packages.
"""

import os

os.environ["PYTHONWARNINGS"] = "error::UserWarning,error::RuntimeWarning,error::FutureWarning"
