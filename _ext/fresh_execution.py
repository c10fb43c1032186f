"""Runs the notebooks in parallel before the book reads them, and never serves a stale result.

jupyter-cache recognises a notebook by its code alone, so a change in the library, its data, another file that a page reads
or an installed package would go unseen. Here all of these name the folder of the cache: when one changes, the folder does.
"""

import gc
import hashlib
import logging
import os
import platform
import shutil
from importlib.metadata import distributions
from pathlib import Path

from contents import behind_the_results
from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)  # each notebook is named when its turn comes

# Kernels inherit these: sets keep their order from run to run, figures carry no date, and no sum is split over threads, which would
# round it otherwise on a machine with other cores.
os.environ |= {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

# Sphinx keeps what it makes until the end: to look for what could be thrown away took a third of the time.
gc.disable()


def choose_cache(app, config):
    """Names the cache after all that the results of the pages depend on apart from their code, and drops the caches of earlier states."""
    packages = {(package.name, package.version) for package in distributions()}
    state = [platform.python_version(), sorted(packages), sorted(behind_the_results(app.srcdir).items())]
    caches = Path(app.outdir).parent / ".jupyter_cache"
    chosen = caches / hashlib.sha256(repr(state).encode()).hexdigest()[:16]
    for old in set(caches.glob("*")) - {chosen}:
        shutil.rmtree(old)
    config.nb_execution_cache_path = str(chosen)


def settle_kernels(app):
    """What a reader has set up for IPython is not for the pages; nor are the kernel's own remarks for readers."""
    settings = Path(app.outdir).parent / "ipython/profile_default/ipython_kernel_config.py"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('c.IPKernelApp.log_level = "ERROR"\n', encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(settings.parents[1])


def run_notebooks(app, env, docnames):
    """Executes the notebooks about to be read that the cache does not know. A failure is told by the reader of the page."""
    cache = get_cache(app.config.nb_execution_cache_path)
    paths = [path for name in docnames if (path := str(env.doc2path(name))).endswith(".ipynb")]
    for path in paths:
        cache.add_nb_to_project(path)
    if cache.list_unexecuted(filter_uris=paths):
        load_executor("local-parallel", cache, logger).run_and_cache(filter_uris=paths, timeout=app.config.nb_execution_timeout)


def setup(app):
    app.connect("config-inited", choose_cache)
    app.connect("builder-inited", settle_kernels)
    app.connect("env-before-read-docs", run_notebooks)
