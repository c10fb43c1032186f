"""The book's data, as pandas DataFrames. README.md beside the files says where each is from."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def load_admissions() -> pd.DataFrame:
    """400 applicants to graduate school: `admit` (0, 1), `gre`, `gpa` and `rank` of the college.

    `gre` is 220 to 800, `gpa` 2.26 to 4.00, `rank` 1 (highest) to 4. The data are hypothetical,
    made by UCLA's statistical consulting group for teaching.

    >>> load_admissions().shape
    (400, 4)
    """
    return _load("admissions")


def load_program_choice() -> pd.DataFrame:
    """200 high-school students: their programme `prog`, `ses`, `write` and other test scores.

    `prog` (academic, general, vocation) and `ses` (low < middle < high) are Categoricals.

    >>> load_program_choice()["ses"].cat.categories.tolist()
    ['low', 'middle', 'high']
    """
    import pandas as pd

    data = _load("hsbdemo")
    data["prog"] = pd.Categorical(data["prog"], ["academic", "general", "vocation"])
    data["ses"] = pd.Categorical(data["ses"], ["low", "middle", "high"])
    return data


def load_alligators() -> pd.DataFrame:
    """59 alligators of Lake George: `length` in metres, and the main `food` in the stomach.

    >>> load_alligators()["food"].value_counts().to_dict()
    {'Fish': 31, 'Invertebrates': 20, 'Other': 8}
    """
    return _load("alligators")


def load_penguins() -> pd.DataFrame:
    """333 penguins of three species, without missing values; lengths in mm, body mass in grams.

    >>> load_penguins()["species"].unique().tolist()
    ['Adelie', 'Gentoo', 'Chinstrap']
    """
    return _load("penguins")


def load_birthwt() -> pd.DataFrame:
    """189 births: `low` (1 if under 2500 g), the mother's age, `lwt` in pounds, `smoke` and more.

    >>> int(load_birthwt()["low"].sum())
    59
    """
    return _load("birthwt")


def _load(name: str) -> pd.DataFrame:
    import pandas as pd

    with (resources.files(__package__) / f"{name}.csv").open() as file:
        return pd.read_csv(file)
