"""Runs the notebooks in parallel before the book reads them, and never serves a stale result.

jupyter-cache recognises a notebook by its code alone, so a change in the library, its data, another file that a page reads
or an installed package would go unseen. Here all of these name the folder of the cache: when one changes, the folder does.
"""

import hashlib
import os
import platform
import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distributions
from pathlib import Path

import nbformat
from contents import behind_the_results
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from sphinx.util import logging

logger = logging.getLogger(__name__)

# Kernels inherit these: sets keep their order from run to run, figures carry no date, and no sum is split over threads, which would
# round it otherwise on a machine with other cores. `conftest.py` has the same.
REPRODUCIBLE = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def fingerprint(*folders):
    """A hash of all that the results of code depend on which uses these folders, apart from that code."""
    paths = ((path, folder) for folder in folders for path in Path(folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest_of({path.relative_to(folder).as_posix(): path.read_bytes() for path, folder in paths})


def digest_of(files):
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update(repr(sorted({(d.name, d.version) for d in distributions()})).encode())
    for name, content in sorted(files.items()):
        digest.update(name.encode() + content)
    return digest.hexdigest()[:16]


def choose_cache(app, config):
    """Names the cache after the fingerprint and drops the caches of earlier ones."""
    caches = Path(app.outdir).parent / ".jupyter_cache"
    chosen = caches / digest_of(behind_the_results(app.srcdir))
    for old in set(caches.glob("*")) - {chosen}:
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    config.nb_execution_cache_path = str(chosen)


def run_notebooks(app, env, docnames):
    """Executes the notebooks about to be read that the cache does not know, a few at a time."""
    if env.mystnb_config.execution_mode != "cache":
        return
    cache = get_cache(env.mystnb_config.execution_cache_path)
    paths = [Path(env.doc2path(name)) for name in docnames]
    unknown = [path for path in paths if path.suffix == ".ipynb" and not _is_cached(cache, path)]
    if not unknown:
        return
    logger.info("executing %d notebooks, %d at a time", len(unknown), os.cpu_count())
    os.environ.update(REPRODUCIBLE)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, result in zip(unknown, pool.map(_execute(env.mystnb_config), unknown), strict=True):
            if result.err is None:  # a failure is left for the reader of the page, which reports it with its place
                join_streams(result.nb)
                bundle = CacheBundleIn(result.nb, str(path), data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                logger.info("%s: %.1f s", path.name, result.time)


def _is_cached(cache, path):
    try:
        cache.match_cache_notebook(nbformat.read(path, as_version=4))
    except KeyError:
        return False
    return True


def _execute(config):
    def execute(path):
        notebook = nbformat.read(path, as_version=4)
        return single_nb_execution(
            notebook,
            cwd=str(path.parent),
            timeout=config.execution_timeout,
            allow_errors=False,
            extra_arguments=["--log-level=ERROR"],  # the kernel's own remarks are of no use here
        )

    return execute


def join_streams(notebook):
    """Joins what was printed in a row: where a kernel cuts it into pieces differs from run to run."""
    for cell in notebook.cells:
        joined = []
        for output in cell.get("outputs", []):
            if joined and output.output_type == joined[-1].output_type == "stream" and output.name == joined[-1].name:
                joined[-1].text += output.text
            else:
                joined.append(output)
        if "outputs" in cell:
            cell.outputs = joined


def setup(app):
    app.connect("config-inited", choose_cache)
    app.connect("env-before-read-docs", run_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
