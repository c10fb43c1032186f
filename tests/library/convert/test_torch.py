"""Models from and to torch, against its layers."""

import numpy as np
import pytest

import softlogit as sl

SAME = {"rtol": 0, "atol": 1e-12}


def with_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("outputs", [1, 2, 3])
def test_torch_layers_go_and_come_back(outputs, bias):
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    layer = torch.nn.Linear(4, outputs, bias=bias).double()
    X = np.random.default_rng(0).normal(size=(20, 4))
    scores = layer(torch.tensor(X))
    P = torch.softmax(scores, dim=1) if outputs > 1 else torch.cat([1 - torch.sigmoid(scores), torch.sigmoid(scores)], dim=1)
    model = sl.from_torch(layer)
    np.testing.assert_allclose(model.predict_proba(with_intercept(X) if bias else X), P.detach().numpy(), **SAME)
    back = torch.nn.Linear(4, outputs, bias=bias).double()
    back.load_state_dict(sl.to_torch(model, outputs=outputs))
    assert sl.from_torch(back).same_model_as(model, atol=1e-15)


def test_torch_trained_and_our_fit_are_the_same_model(data):
    """A layer with our coefficients has no gradient left: it is trained."""
    torch = pytest.importorskip("torch")
    X, y = data
    frame = X.assign(**{"(Intercept)": 1.0})
    fit = sl.fit(frame, y)
    layer = torch.nn.Linear(X.shape[1], fit.n_classes).double()
    layer.load_state_dict(sl.to_torch(fit))
    targets = torch.tensor([fit.classes.index(label) for label in y])
    torch.nn.CrossEntropyLoss()(layer(torch.tensor(X.to_numpy())), targets).backward()
    assert max(parameter.grad.abs().max().item() for parameter in layer.parameters()) < 1e-9
    model = sl.from_torch(layer.state_dict(), classes=fit.classes, features=X.columns)
    np.testing.assert_allclose(model.predict_proba(frame), fit.predict_proba(frame), **SAME)


def test_other_layers_are_refused():
    torch = pytest.importorskip("torch")
    with pytest.raises(sl.InputError, match="weight matrix"):
        sl.from_torch(torch.nn.ReLU())
    with pytest.raises(sl.InputError, match="weight matrix"):
        sl.from_torch(torch.nn.Conv1d(2, 2, 1))
    with pytest.raises(sl.InputError, match="weight matrix"):
        sl.from_torch(torch.nn.Embedding(3, 4))
    with pytest.raises(sl.ClassError, match="3 outputs, not 1"):
        sl.to_torch(sl.LogitModel.from_softmax([[1, 2, 3]]), outputs=1)


def test_a_layer_of_half_precision():
    torch = pytest.importorskip("torch")
    half = torch.nn.Linear(2, 3).bfloat16()
    assert sl.from_torch(half).W[0].tolist() == half.bias.tolist()


@pytest.mark.parametrize("state", [None, {}, {"weight": [1.0]}, {"weight": [["a"]]}, {"weight": [[1.0], [2.0]], "bias": [1.0]}], ids=str)
def test_what_is_no_layer_is_refused(state):
    with pytest.raises(sl.InputError, match="weight matrix"):
        sl.from_torch(state)
