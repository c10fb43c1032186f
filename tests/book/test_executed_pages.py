"""As conftest.py in the root of the project says, a Python warning in a cell fails its page, and so does another result than the book's."""

import shutil
import subprocess
import sys

import nbformat
import pytest
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbformat.v4 import new_output
from samples import code, page

from tests.conftest import ROOT


@pytest.mark.slow
def test_what_fails_a_page(tmp_path):
    shutil.copy(ROOT / "conftest.py", tmp_path)
    cache = get_cache(tmp_path / "_build/.jupyter_cache/of-these-pages")
    sources = {
        "quiet": "1 + 1",
        "user": "import warnings; warnings.warn('look out')",
        "overflow": "import numpy as np; np.exp(np.array(1e4))",
        "same": "3 - 1",
        "other": "2 * 1",
        "other-text": "print(5)",
    }
    in_the_book = {
        "same": new_output("execute_result", {"text/plain": "2"}, execution_count=1),
        "other": new_output("execute_result", {"text/plain": "4"}, execution_count=1),
        "other-text": new_output("stream", text="6\n"),
    }
    for name, source in sources.items():
        path, notebook = tmp_path / f"{name}.ipynb", nbformat.from_dict(page(code(source)).notebook)
        nbformat.write(notebook, path)
        if name in in_the_book:
            (cell,) = notebook.cells
            cell.outputs, cell.execution_count = [in_the_book[name]], 1
            cache.cache_notebook_bundle(CacheBundleIn(notebook, str(path)), check_validity=False)
    run = subprocess.run([sys.executable, "-m", "pytest", "--nbmake", "-rA"], cwd=tmp_path, capture_output=True, text=True, check=False)
    verdicts = {line.split("::")[-1].split()[0]: line.split()[0] for line in run.stdout.splitlines() if ".ipynb::" in line}
    passed = {name.removesuffix(".ipynb") for name, verdict in verdicts.items() if verdict == "PASSED"}
    assert len(verdicts) == len(sources), run.stdout
    assert passed == {"quiet", "same"}, run.stdout
    assert "something else than in the book" in run.stdout
