"""A logit written in JAX, trained by the L-BFGS of Optax: one score, and two or three columns from random starts."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pandas as pd

jax.config.update("jax_enable_x64", True)
print("==> version", jax.__version__)

admissions = pd.read_csv("admissions.csv")
mean, scale = np.array([588, 3.4]), np.array([116, 0.38])
X = np.column_stack([np.ones(400), (admissions[["gre", "gpa"]] - mean) / scale])
y = admissions["admit"].to_numpy()


def minimum(loss, start):
    solver = optax.lbfgs()
    evaluate = optax.value_and_grad_from_state(loss)

    @jax.jit
    def step(at, state):
        value, gradient = evaluate(at, state=state)
        updates, state = solver.update(gradient, state, at, value=value, grad=gradient, value_fn=loss)
        return optax.apply_updates(at, updates), state

    at, state = start, solver.init(start)
    for _ in range(100):
        at, state = step(at, state)
    return np.asarray(at)


beta = minimum(lambda b: optax.sigmoid_binary_cross_entropy(X @ b, y).mean(), jnp.zeros(3))
print(beta)
print("==> two coef", beta.tolist())
print("==> two mean", mean.tolist())
print("==> two scale", scale.tolist())

W = minimum(lambda W: optax.softmax_cross_entropy_with_integer_labels(X @ W, y).mean(), jax.random.normal(jax.random.key(0), (3, 2)))
print(W)
print("==> pair coef", W.tolist())
print("==> pair mean", mean.tolist())
print("==> pair scale", scale.tolist())

hsbdemo = pd.read_csv("hsbdemo.csv")
classes, codes = np.unique(hsbdemo["prog"], return_inverse=True)
X3 = np.column_stack([np.ones(200), (hsbdemo["write"] - 52) / 9])
W = minimum(lambda W: optax.softmax_cross_entropy_with_integer_labels(X3 @ W, codes).mean(), jnp.zeros((2, 3)))
print(W)
print("==> three coef", W.tolist())
print("==> three mean", [52])
print("==> three scale", [9])
