"""A logit of NumPyro with flat priors, at its mode."""

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
import optax
import pandas as pd
from numpyro.infer.util import initialize_model

jax.config.update("jax_enable_x64", True)
print("==> version", numpyro.__version__)

admissions, hsbdemo = pd.read_csv("admissions.csv"), pd.read_csv("hsbdemo.csv")
mean, scale = np.array([588, 3.4]), np.array([116, 0.38])
X = np.column_stack([np.ones(400), (admissions[["gre", "gpa"]] - mean) / scale])
X3 = np.column_stack([np.ones(200), (hsbdemo["write"] - 52) / 9])
codes = np.unique(hsbdemo["prog"], return_inverse=True)[1]


def two():
    beta = numpyro.sample("beta", dist.ImproperUniform(dist.constraints.real, (), (3,)))
    numpyro.sample("admit", dist.Bernoulli(logits=X @ beta), obs=admissions["admit"].to_numpy())


def three():
    W = numpyro.sample("W", dist.ImproperUniform(dist.constraints.real, (), (2, 3)))
    numpyro.sample("prog", dist.Categorical(logits=X3 @ W), obs=codes)


def mode(model):
    start, loss, *_ = initialize_model(jax.random.key(0), model)
    solver, evaluate = optax.lbfgs(), optax.value_and_grad_from_state(loss)

    @jax.jit
    def step(at, state):
        value, gradient = evaluate(at, state=state)
        updates, state = solver.update(gradient, state, at, value=value, grad=gradient, value_fn=loss)
        return optax.apply_updates(at, updates), state

    at, state = start.z, solver.init(start.z)
    for _ in range(100):
        at, state = step(at, state)
    return {name: np.asarray(value) for name, value in at.items()}


beta = mode(two)["beta"]
print(beta)
print("==> two coef", beta.tolist())
print("==> two mean", mean.tolist())
print("==> two scale", scale.tolist())

W = mode(three)["W"]
print(W)
print("==> three coef", W.tolist())
print("==> three mean", [52])
print("==> three scale", [9])

gradient = jax.grad(lambda z: -dist.Bernoulli(logits=z).log_prob(jnp.array([1.0, 0.0, 1.0])).sum())
print(gradient(jnp.zeros(3)), gradient(jnp.full(3, 1e-9)))
print("==> zero gradient", gradient(jnp.zeros(3)).tolist())
print("==> zero beside", gradient(jnp.full(3, 1e-9)).tolist())
