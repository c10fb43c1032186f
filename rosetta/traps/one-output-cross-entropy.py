"""CrossEntropyLoss of PyTorch on one output: silent with float labels, an error with integers."""

import torch

print("==> version", torch.__version__)

scores = torch.tensor([[3.7], [-12.0]], requires_grad=True)
loss = torch.nn.CrossEntropyLoss()

value = loss(scores, torch.tensor([[0.0], [1.0]]))
value.backward()
print("float labels:", value.item(), scores.grad.ravel())
print("==> floats loss", [value.item()])
print("==> floats gradient", scores.grad.ravel().tolist())

try:
    loss(scores, torch.tensor([0, 1]))
except IndexError as error:
    print("integer labels:", error)
print("==> integers refused 1")

value = loss(scores, torch.tensor([0, 0]))
print("integer labels, all 0:", value.item())
print("==> zeros loss", [value.item()])
