"""Linear of PyTorch, trained by L-BFGS: an output a class, with the cross-entropy."""

import numpy as np
import pandas as pd
import torch

print("==> version", torch.__version__)


def trained(X, y, outputs, loss, **settings):
    """A layer at the minimum of the mean loss; weight decay is written out, as L-BFGS has none."""
    torch.manual_seed(0)
    layer = torch.nn.Linear(X.shape[1], outputs).double()
    precisely = {"max_iter": 1000, "tolerance_grad": 1e-12, "tolerance_change": 0, "line_search_fn": "strong_wolfe"}
    solver = torch.optim.LBFGS(layer.parameters(), **precisely)

    def closure():
        solver.zero_grad()
        value = loss(layer(X), y)
        value.backward()
        return value

    solver.step(closure)
    return layer


admissions = pd.read_csv("admissions.csv")
X = torch.tensor(admissions[["gre", "gpa"]].to_numpy() / [100, 1])
y = torch.tensor(admissions["admit"].to_numpy())

layer = trained(X, y.double()[:, None], 1, torch.nn.BCEWithLogitsLoss())
print(layer.weight, layer.bias)
weight, bias = layer.weight.detach().numpy() / [100, 1], layer.bias.detach().numpy()
print("==> two coef", layer.weight.tolist())
print("==> two intercept", layer.bias.tolist())
print("==> two scale", [100, 1])
print("==> two beta", np.r_[bias, weight[0]].tolist())

layer = trained(X, y, 2, torch.nn.CrossEntropyLoss())
print(layer.weight, layer.bias, sep="\n")
W = np.column_stack([layer.bias.detach().numpy(), layer.weight.detach().numpy() / [100, 1]])
print("==> pair coef", layer.weight.tolist())
print("==> pair intercept", layer.bias.tolist())
print("==> pair scale", [100, 1])
print("==> pair beta", (W[1] - W[0]).tolist())

layer = trained(X, torch.nn.functional.one_hot(y).double(), 2, torch.nn.BCEWithLogitsLoss())
print(layer.weight, layer.bias, sep="\n")
W = np.column_stack([layer.bias.detach().numpy(), layer.weight.detach().numpy() / [100, 1]])
print("==> pair-sigmoids coef", layer.weight.tolist())
print("==> pair-sigmoids intercept", layer.bias.tolist())
print("==> pair-sigmoids scale", [100, 1])
print("==> pair-sigmoids beta", W[1].tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
classes, codes = np.unique(hsbdemo["prog"], return_inverse=True)
X3, y3 = torch.tensor(hsbdemo[["write"]].to_numpy() / 10), torch.tensor(codes)
layer = trained(X3, y3, 3, torch.nn.CrossEntropyLoss())
print(layer.weight, layer.bias, sep="\n")
W = np.column_stack([layer.bias.detach().numpy(), layer.weight.detach().numpy() / 10])
print("==> three coef", layer.weight.tolist())
print("==> three intercept", layer.bias.tolist())
print("==> three scale", [10])
print("==> three pivot", (W[1:] - W[0]).tolist())

layer = torch.nn.Linear(1, 3).double()
descent = torch.optim.SGD(layer.parameters(), lr=0.1, weight_decay=0.01)
for _ in range(20000):
    descent.zero_grad()
    torch.nn.functional.cross_entropy(layer(X3 - X3.mean()), y3).backward()
    descent.step()
print(layer.weight, layer.bias, sep="\n")
print("==> three-decay weight", layer.weight.tolist())
print("==> three-decay bias", layer.bias.tolist())
score = torch.softmax(layer(X3 - X3.mean()), dim=1) - torch.nn.functional.one_hot(y3)
print("==> three-decay slope_score", (score.T @ (X3 - X3.mean()) / len(X3)).tolist())
print("==> three-decay bias_score", score.mean(dim=0).tolist())
