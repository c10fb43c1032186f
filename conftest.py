"""For every run of pytest, also of one page alone: a page must run without a Python warning, and give the results that the book shows.

Results computed twice are the same to the last byte, so the test that builds the book a second time (tests/site/test_rebuild.py) need not
execute the pages again.
"""

import os
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from nbmake import pytest_items
from nbmake.nb_result import NotebookError, NotebookResult
from nbmake.nb_run import NotebookRun

# Kernels inherit these. Plain "error" would trip over the deprecations inside their own packages; the others are those of the build.
os.environ["PYTHONWARNINGS"] = "error::UserWarning,error::RuntimeWarning,error::FutureWarning"
REPRODUCIBLE = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

BUILT = Path(__file__).parent / "_build" / ".jupyter_cache"


class ComparedRun(NotebookRun):
    """Executes a page, and compares what comes out with what the last build of the book has for the same code."""

    def execute(self):
        os.environ.update(REPRODUCIBLE)  # before every page: a test that starts a Dask cluster leaves other values behind
        result = super().execute()
        place = None if result.error else first_difference(result.nb, nbformat.read(self.filename, as_version=4))
        if place is None:
            return result
        told = f"cell {place} gives something else than in the book that was built"
        trace = f"{told}:\n{shown(result.nb.cells[place])}"
        return NotebookResult(result.nb, NotebookError(told, trace, failing_cell_index=place))


def first_difference(notebook, source):
    """The number of the first cell with other results than in the book; None if all are the same, or if the book has other code."""
    for folder in BUILT.glob("*"):
        cache = get_cache(folder)
        try:
            built = cache.get_cache_bundle(cache.match_cache_notebook(source).pk).nb
        except KeyError:
            continue
        finally:
            cache.db.dispose()  # or Python 3.13 warns of a connection that was never closed
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        pairs = zip(code, built.cells, strict=True)
        return next((notebook.cells.index(cell) for cell, same in pairs if shown(cell) != shown(same)), None)
    return None


def shown(cell):
    """What a cell shows: its text as one, because where a kernel cuts it differs from run to run, and the rest."""
    printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    return printed, [output.data for output in cell.outputs if "data" in output]


pytest_items.NotebookRun = ComparedRun  # nbmake has no hook to look at the results
