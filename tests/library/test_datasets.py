"""The book's data are what their descriptions say."""

from importlib import resources

import pandas as pd
import pytest

import softlogit as sl

LOADERS = [sl.load_admissions, sl.load_program_choice, sl.load_alligators, sl.load_penguins, sl.load_birthwt]
every_loader = pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__name__.removeprefix("load_"))


@pytest.mark.parametrize(
    ("load", "rows", "columns"),
    [
        (sl.load_admissions, 400, ["admit", "gre", "gpa", "rank"]),
        (
            sl.load_program_choice,
            200,
            ["id", "female", "ses", "schtyp", "prog", "read", "write", "math", "science", "socst", "honors", "awards", "cid"],
        ),
        (sl.load_alligators, 59, ["length", "food"]),
        (
            sl.load_penguins,
            333,
            ["species", "island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex", "year"],
        ),
        (sl.load_birthwt, 189, ["low", "age", "lwt", "race", "smoke", "ptl", "ht", "ui", "ftv", "bwt"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_rows_and_columns(load, rows, columns):
    data = load()
    assert len(data) == rows
    assert data.columns.tolist() == columns


@pytest.mark.parametrize(
    ("load", "response", "seen"),
    [
        (sl.load_admissions, "admit", {0: 273, 1: 127}),
        (sl.load_program_choice, "prog", {"academic": 105, "general": 45, "vocation": 50}),
        (sl.load_alligators, "food", {"Fish": 31, "Invertebrates": 20, "Other": 8}),
        (sl.load_penguins, "species", {"Adelie": 146, "Chinstrap": 68, "Gentoo": 119}),
        (sl.load_birthwt, "low", {0: 130, 1: 59}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_how_often_each_class_was_seen(load, response, seen):
    assert load()[response].value_counts().to_dict() == seen


@every_loader
def test_nothing_is_missing(load):
    assert not load().isna().any(axis=None)


@every_loader
def test_every_call_gives_a_table_of_its_own(load):
    first = load()
    first.iloc[0] = first.iloc[1]
    assert not load().equals(first)


def test_program_choice_keeps_its_categories_in_order():
    data = sl.load_program_choice()
    assert data["prog"].cat.categories.tolist() == ["academic", "general", "vocation"]
    assert data["ses"].cat.categories.tolist() == ["low", "middle", "high"]


@pytest.mark.parametrize(("column", "low", "high"), [("gre", 220, 800), ("gpa", 2.26, 4.0), ("rank", 1, 4)])
def test_admissions_lie_in_the_ranges_of_the_docstring(column, low, high):
    values = sl.load_admissions()[column]
    assert (values.min(), values.max()) == (low, high)


def test_birth_weights_below_2500_grams_are_low():
    data = sl.load_birthwt()
    pd.testing.assert_series_equal(data["low"], (data["bwt"] < 2500).astype(int), check_names=False)


def test_the_origin_of_every_file_is_described():
    folder = resources.files("softlogit.datasets")
    described = (folder / "README.md").read_text(encoding="utf-8")
    files = [file.name for file in folder.iterdir() if file.name.endswith(".csv")]
    assert not [f"{name}: README.md does not say where it comes from" for name in files if f"`{name}`" not in described]
