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
# round it otherwise on a machine with other cores.
os.environ |= {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def choose_cache(app, config):
    """Names the cache after all that the results of the pages depend on apart from their code, and drops the caches of earlier states."""
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update(repr(sorted({(d.name, d.version) for d in distributions()})).encode())
    for name, content in sorted(behind_the_results(app.srcdir).items()):
        digest.update(name.encode() + content)
    caches = Path(app.outdir).parent / ".jupyter_cache"
    chosen = caches / digest.hexdigest()[:16]
    for old in set(caches.glob("*")) - {chosen}:
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    config.nb_execution_cache_path = str(chosen)


def run_notebooks(app, env, docnames):
    """Executes the notebooks about to be read that the cache does not know. A failure is told by the reader of the page."""
    config = env.mystnb_config
    if config.execution_mode != "cache":
        return
    cache = get_cache(config.execution_cache_path)
    paths = [path for name in docnames if (path := str(env.doc2path(name))).endswith(".ipynb")]
    for path in paths:
        cache.add_nb_to_project(path)

    def execute(record):
        notebook, folder = nbformat.read(record.uri, as_version=4), str(Path(record.uri).parent)
        quiet = ["--log-level=ERROR"]  # the kernel's own remarks are of no use here
        return single_nb_execution(notebook, cwd=folder, timeout=config.execution_timeout, allow_errors=False, extra_arguments=quiet)

    unknown = cache.list_unexecuted(filter_uris=paths)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for record, result in zip(unknown, pool.map(execute, unknown), strict=True):
            if result.err is None:
                bundle = CacheBundleIn(result.nb, record.uri, data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                logger.info("%s: executed in %.1f s", record.uri, result.time)


def setup(app):
    app.connect("config-inited", choose_cache)
    app.connect("env-before-read-docs", run_notebooks)
