"""Two outputs with a sigmoid each: −β and β, whose difference is 2β."""

import numpy as np
import pandas as pd
import torch

print("==> version", torch.__version__)

admissions = pd.read_csv("admissions.csv")
X = torch.tensor(admissions[["gre", "gpa"]].to_numpy() / [100, 1])
y = torch.tensor(admissions["admit"].to_numpy())
torch.manual_seed(0)
layer = torch.nn.Linear(2, 2).double()
solver = torch.optim.LBFGS(layer.parameters(), max_iter=1000, tolerance_grad=1e-12, tolerance_change=0, line_search_fn="strong_wolfe")


def closure():
    solver.zero_grad()
    value = torch.nn.BCEWithLogitsLoss()(layer(X), torch.nn.functional.one_hot(y).double())
    value.backward()
    return value


solver.step(closure)
W = np.column_stack([layer.bias.detach().numpy(), layer.weight.detach().numpy() / [100, 1]])
print(W)
print("difference", W[1] - W[0])
print("==> sigmoids first", W[0].tolist())
print("==> sigmoids second", W[1].tolist())
