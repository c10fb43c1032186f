"""What the page "Rosetta stone" says of other tools and cannot show by itself: torch, where it is installed, and what R's text leaves open.

The numbers from R 4.2.2 and Spark 4.3.0 that the page quotes are compared with the library's fits on the page.
"""

import json

import numpy as np
import pytest

import softlogit as sl
from tests.conftest import ROOT

PAGE = ROOT / "chapters" / "practice" / "rosetta-stone.ipynb"
DATA = sl.load_admissions()
FIT = sl.fit_formula("admit ~ gre + gpa", DATA.assign(gre=DATA["gre"] / 100))
# What one minimisation with a gradient below 1e-10 leaves, and is left of by a curvature of 1e-4 at the least.
TRAINED = {"rtol": 0, "atol": 1e-5}


def code_in(cell_id, language="python"):
    """The first block of code in a text cell of the page."""
    (cell,) = [cell for cell in json.loads(PAGE.read_text(encoding="utf-8"))["cells"] if cell["id"] == cell_id]
    return "".join(cell["source"]).split(f"```{language}\n")[1].split("```")[0]


def trained(torch, outputs, loss):
    """A layer trained from zero on the admissions data."""
    X = torch.tensor(FIT.design_matrix(DATA.assign(gre=DATA["gre"] / 100, **{"(Intercept)": 1.0}))[:, 1:])
    layer = torch.nn.Linear(2, outputs).double()
    for parameter in layer.parameters():
        torch.nn.init.zeros_(parameter)
    solver = torch.optim.LBFGS(layer.parameters(), max_iter=1000, tolerance_grad=1e-10, tolerance_change=0, line_search_fn="strong_wolfe")

    def closure():
        solver.zero_grad()
        value = loss(layer(X))
        value.backward()
        return value

    solver.step(closure)
    return sl.from_torch(layer)


def test_the_page_s_code_for_torch_ends_where_the_page_says():
    pytest.importorskip("torch")
    names = {"data": DATA, "students": sl.load_program_choice(), "programs": ["academic", "general", "vocation"], "sl": sl}
    exec(code_in("torch"), names)
    model = names["model"]
    np.testing.assert_allclose(model.beta, FIT.beta, **TRAINED)
    assert [f"{b:.5f}" for b in model.beta] == ["-4.94938", "0.26907", "0.75469"]
    np.testing.assert_allclose(model.W, [[2.433, -2.516], [-0.428, -0.159], [-0.448, 0.307]], rtol=0, atol=5.1e-4)  # as rounded there
    three = names["model_of_three"]
    expected = sl.fit_formula("prog ~ write", names["students"]).coef()
    np.testing.assert_allclose(three.coef() / [[1], [10]], expected, **TRAINED)
    np.testing.assert_allclose(three.W, [[-2.975, -0.262, 2.384], [0.515, -0.145, -0.663]], rtol=0, atol=5.1e-4)


def test_one_torch_output_under_a_sigmoid_is_beta():
    torch = pytest.importorskip("torch")
    y = torch.tensor(DATA["admit"].to_numpy(dtype=float))
    model = trained(torch, 1, lambda z: torch.nn.BCEWithLogitsLoss()(z, y[:, None]))
    np.testing.assert_allclose(model.W, np.column_stack([np.zeros(3), FIT.beta]), **TRAINED)


def test_two_torch_outputs_from_zero_are_half_of_beta():
    torch = pytest.importorskip("torch")
    y = torch.tensor(DATA["admit"].to_numpy())
    model = trained(torch, 2, lambda z: torch.nn.CrossEntropyLoss()(z, y))
    np.testing.assert_allclose(model.W, np.column_stack([-FIT.beta / 2, FIT.beta / 2]), **TRAINED)


def test_two_torch_outputs_under_two_sigmoids_are_beta_twice():
    torch = pytest.importorskip("torch")
    one_hot = torch.nn.functional.one_hot(torch.tensor(DATA["admit"].to_numpy()), 2).double()
    model = trained(torch, 2, lambda z: torch.nn.BCEWithLogitsLoss()(z, one_hot))
    np.testing.assert_allclose(model.W, np.column_stack([-FIT.beta, FIT.beta]), **TRAINED)
    np.testing.assert_allclose(model.beta, 2 * FIT.beta, **TRAINED)


def test_cross_entropy_of_one_torch_output_teaches_nothing():
    torch = pytest.importorskip("torch")
    scores = torch.tensor([[3.7], [-12.0], [0.0]], requires_grad=True)
    loss = torch.nn.CrossEntropyLoss()(scores, torch.zeros(3, dtype=torch.long))
    loss.backward()
    assert loss.item() == 0
    assert not scores.grad.any()


def test_torch_s_weight_decay_is_a_ridge_on_the_mean_loss_and_the_bias_pays():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    X, y = torch.tensor(rng.normal(size=(30, 2))), torch.tensor(rng.integers(0, 3, 30))
    layer = torch.nn.Linear(2, 3).double()
    before = [parameter.detach().clone().requires_grad_() for parameter in layer.parameters()]
    objective = torch.nn.CrossEntropyLoss()(X @ before[0].T + before[1], y) + 0.5 * 0.3 * sum((p**2).sum() for p in before)
    objective.backward()
    torch.nn.CrossEntropyLoss()(layer(X), y).backward()
    torch.optim.SGD(layer.parameters(), lr=0.1, weight_decay=0.3).step()
    for parameter, start in zip(layer.parameters(), before, strict=True):
        np.testing.assert_allclose(parameter.detach(), (start - 0.1 * start.grad).detach(), rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("printed", "classes"),
    [
        ("(Intercept)          gre          gpa\n-4.949378063  0.002690684  0.754686856\n", [0, 1]),  # glm
        ("(Intercept)          gre          gpa\n 4.949378062 -0.002690684 -0.754686856\n", [1, 0]),  # vglm, against the last
    ],
)
def test_the_reference_is_named_first_where_r_s_vector_does_not_tell_it(printed, classes):
    model = sl.from_r(printed, classes=classes)
    expected = FIT.beta / [1, 100, 1]
    np.testing.assert_allclose(model.log_odds(1, against=0), expected, rtol=0, atol=1e-9)  # a unit in R's last digit
