"""Small pages written for the tests: each contract is also shown a page that breaks it."""

from pages import Page

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def markdown(source: str, id: str = "words") -> dict:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def code(source: str, id: str = "some-code", **metadata) -> dict:
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def page(*cells: dict, name: str = "chapters/part/sample", **metadata) -> Page:
    metadata = {"kernelspec": KERNEL, **metadata}
    return Page(name, {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
