"""A Python warning in a cell fails its page, by what conftest.py in the root of the project sets."""

import subprocess
import sys

import nbformat
import pytest
from samples import code, page


@pytest.mark.slow
def test_a_warning_in_a_cell_fails_the_page(tmp_path):
    sources = {
        "quiet": "1 + 1",
        "user": "import warnings; warnings.warn('look out')",
        "overflow": "import numpy as np; np.exp(np.array(1e4))",
    }
    for name, source in sources.items():
        nbformat.write(nbformat.from_dict(page(code(source)).notebook), tmp_path / f"{name}.ipynb")
    run = subprocess.run([sys.executable, "-m", "pytest", "--nbmake", "-rA"], cwd=tmp_path, capture_output=True, text=True, check=False)
    verdicts = {line.split("::")[-1].split()[0]: line.split()[0] for line in run.stdout.splitlines() if ".ipynb::" in line}
    assert verdicts == {"quiet.ipynb": "PASSED", "user.ipynb": "FAILED", "overflow.ipynb": "FAILED"}, run.stdout
