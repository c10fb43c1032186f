"""Notebooks are kept as they were written: no trace of a run, and an id for each cell, whether chosen or generated."""

from collections import Counter

import nbformat
import pytest
from contract import finds, keeps
from pages import notebooks
from samples import code, markdown, page


def is_valid(page):
    try:
        nbformat.validate(nbformat.from_dict(page.notebook))
    except nbformat.ValidationError as error:
        yield f"{page.path}: is not a notebook as nbformat defines it: {error.message}"
    if (page.notebook["nbformat"], page.notebook["nbformat_minor"]) < (4, 5):
        yield f"{page.path}: is of a format before 4.5, in which cells have no ids"


def has_no_traces_of_a_run(page):
    for cell in page.code:
        if cell.raw.get("outputs"):
            yield f"{cell}: has outputs; strip them with nbstripout"
        if cell.raw.get("execution_count") is not None:
            yield f"{cell}: has an execution count; strip it with nbstripout"


def has_lasting_metadata_only(page):
    if page.notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield f"{page.path}: the kernel is not python3"
    for key in {"language_info", "widgets"} & page.notebook["metadata"].keys():
        yield f"{page.path}: {key} is in the metadata; strip it with nbstripout"


def has_each_id_once(page):
    for id, count in Counter(cell.id for cell in page.cells).items():
        if count > 1:
            yield f"{page.path}, cell {id}: {count} cells have this id"


BAD = {
    "invalid": (is_valid, page({**code("x"), "outputs": None}), "not a notebook"),
    "outputs": (has_no_traces_of_a_run, page({**code("x"), "outputs": [{"output_type": "stream"}]}), "cell some-code: has outputs"),
    "count": (has_no_traces_of_a_run, page({**code("x"), "execution_count": 3}), "cell some-code: has an execution count"),
    "kernel": (has_lasting_metadata_only, page(kernelspec={"name": "ir"}), "kernel"),
    "language": (has_lasting_metadata_only, page(language_info={"name": "python"}), "language_info"),
    "widgets": (has_lasting_metadata_only, page(widgets={}), "widgets"),
    "same id": (has_each_id_once, page(markdown("x"), markdown("y")), "2 cells"),
}


@pytest.mark.parametrize("rule", [is_valid, has_no_traces_of_a_run, has_lasting_metadata_only, has_each_id_once])
def test_every_notebook(rule):
    keeps(notebooks(), rule)


@pytest.mark.parametrize(("rule", "sample", "complaint"), BAD.values(), ids=BAD)
def test_a_fault_is_found(rule, sample, complaint):
    finds(rule, sample, complaint)
