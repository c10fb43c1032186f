"""What is an intercept, by its name, by its numbers, and where the two contradict each other."""

import numpy as np
import pandas as pd
import pytest

import softlogit as sl
from softlogit.data.intercept import find_intercept, has_intercept

ONES, RISING, FIVES = np.ones(6), np.arange(6.0), np.full(6, 5.0)
LABELS = [0, 1, 0, 1, 1, 0]


@pytest.mark.parametrize("name", ["(Intercept)", "const", "Intercept"])
def test_the_intercept_is_known_by_its_name(name):
    X = np.column_stack([RISING, ONES])
    assert find_intercept(["x", name]) == find_intercept(["x", name], X) == 1


@pytest.mark.parametrize(
    ("columns", "place"), [([RISING, ONES], 1), ([ONES, RISING], 0), ([RISING, FIVES], None), ([RISING, ONES * 0], None)]
)
def test_without_a_name_it_is_the_column_of_ones(columns, place):
    assert find_intercept(["a", "b"]) is None
    assert find_intercept(["a", "b"], np.column_stack(columns)) == place


@pytest.mark.parametrize("column", [RISING, FIVES])
def test_a_column_that_only_has_the_name_is_refused(column):
    """Construction costs, say: as an intercept they would vanish from effects and become scikit-learn's intercept_."""
    with pytest.raises(sl.InputError, match="'const' has the name of an intercept but is not 1 in every row"):
        find_intercept(["x", "const"], np.column_stack([RISING**2, column]))
    frame = pd.DataFrame({"x": RISING, "const": column})
    with pytest.raises(sl.InputError, match="give it another name"):
        sl.fit(frame, LABELS)
    model = sl.LogitModel.from_beta([1.0, 2.0], features=["x", "const"]).with_covariance(np.eye(2))
    with pytest.raises(sl.InputError, match="give it another name"):
        sl.average_marginal_effects(model, frame)


@pytest.mark.parametrize(("missing", "spanned"), [(0.5e-10, True), (2e-10, False)])
def test_how_near_to_the_constant_columns_must_come_for_an_intercept(missing, spanned):
    whitened = np.sqrt(np.array([1.0, 2.0]) * (1 - missing))
    assert has_intercept(whitened, 3.0) is spanned
