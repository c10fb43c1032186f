"""Writes down where the time of a build goes, in `_build/times.txt`; `make times` shows it."""

import time
from pathlib import Path

from myst_nb.sphinx_ import NbMetadataCollector

FIRST, LAST = 0, 1000  # before, and after, all others who wait for the same event

PHASES = {
    "start": "Python starts, extensions are loaded, settings are read",
    "execute": "notebooks that have changed are executed, several at a time",
    "read": "pages that have changed are read",
    "check": "numbers and references are settled",
    "write": "pages are written as HTML, their formulas set",
    "finish": "style sheets, search index and the archive of notebooks are written",
}


class Clock:
    def __init__(self):
        self.phases, self.since = dict.fromkeys(PHASES, 0.0), time.perf_counter()
        self.phases["start"] = time.process_time()  # what went by before this extension was loaded

    def ends(self, phase):
        """A listener: from the last such event until this one it was this phase."""

        def listen(*args):
            now = time.perf_counter()
            self.phases[phase] += now - self.since
            self.since = now
            return ()  # some events ask for a list

        return listen

    def report(self, app, error):
        if not error:
            Path(app.outdir).with_name("times.txt").write_text(table(self.phases, execution_times(app.env)), encoding="utf-8")


def execution_times(env):
    """Seconds that each notebook took when it was last executed, in this build or an earlier one."""
    results = {name: NbMetadataCollector.get_exec_data(env, name) for name in env.found_docs}
    return {name: result["runtime"] for name, result in results.items() if result and result["runtime"]}


def table(phases, executed):
    lines = [f"{sum(phases.values()):6.1f} s  the last build", ""]
    lines += [f"{seconds:6.1f} s  {PHASES[phase]}" for phase, seconds in phases.items()]
    lines += ["", f"{sum(executed.values()):6.1f} s  the notebooks, when each was last executed", ""]
    lines += [f"{seconds:6.1f} s  {name}" for name, seconds in sorted(executed.items(), key=lambda item: -item[1])]
    return "\n".join(lines) + "\n"


def setup(app):
    clock = Clock()
    app.connect("env-before-read-docs", clock.ends("start"), priority=FIRST)
    app.connect("env-before-read-docs", clock.ends("execute"), priority=LAST)
    app.connect("env-updated", clock.ends("read"), priority=FIRST)
    app.connect("env-check-consistency", clock.ends("check"), priority=LAST)
    app.connect("html-collect-pages", clock.ends("write"), priority=FIRST)
    app.connect("build-finished", clock.ends("finish"), priority=LAST - 1)
    app.connect("build-finished", clock.report, priority=LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
