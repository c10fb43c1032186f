"""What the library's tests share: the fits of the book's data, and how Hypothesis is to search."""

import os

import hypothesis
import pytest

import softlogit as sl

# The same examples on every run: whoever changes one file should not meet a failure that another file has had all along.
# No deadline, because the first call of a compiled routine may take longer than all the others together.
# Fewer examples where EXAMPLES says so: the book's build, which runs the theorems' tests for their page.
hypothesis.settings.register_profile(
    "library", derandomize=True, database=None, deadline=None, max_examples=int(os.environ.get("EXAMPLES", "50"))
)
hypothesis.settings.load_profile("library")


@pytest.fixture(scope="session")
def admissions():
    return sl.fit_formula("admit ~ gre + gpa", sl.load_admissions())


@pytest.fixture(scope="session")
def program_choice():
    return sl.fit_formula("prog ~ ses + write", sl.load_program_choice())


@pytest.fixture(scope="session")
def alligators():
    return sl.fit_formula("food ~ length", sl.load_alligators())


@pytest.fixture(scope="session")
def penguins():
    return sl.fit_formula("species ~ bill_length_mm + bill_depth_mm", sl.load_penguins())


@pytest.fixture(scope="session")
def birthwt():
    """The model of R's help page for MASS::birthwt, with the columns recoded as there."""
    data = sl.load_birthwt()
    data["race"] = data["race"].map({1: "1 white", 2: "2 black", 3: "3 other"})
    data["preterm"] = (data["ptl"] > 0).astype(int)
    data["ftv"] = data["ftv"].clip(upper=2).map({0: "0", 1: "1", 2: "2+"})
    return sl.fit_formula("low ~ age + lwt + race + smoke + preterm + ht + ui + ftv", data)
