"""Dense of Keras, here on JAX: one sigmoid, a softmax over the classes, and a sigmoid for each class."""

import os

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np
import pandas as pd

print("==> version", keras.__version__)

keras.config.set_floatx("float64")
admissions = pd.read_csv("admissions.csv")
mean, scale = np.array([588, 3.4]), np.array([116, 0.38])
Z, y = (admissions[["gre", "gpa"]].to_numpy() - mean) / scale, admissions["admit"].to_numpy()


def trained(Z, y, units, activation, loss, **settings):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.layers.Dense(units, activation=activation, **settings)])
    model.compile(optimizer=keras.optimizers.SGD(2.0), loss=loss)
    model.fit(Z, y, batch_size=len(Z), epochs=400, verbose=0)
    return [np.asarray(w) for w in model.layers[0].get_weights()]


def report(case, kernel, bias, mean, scale):
    print(kernel, bias, sep="\n")
    print("==>", case, "coef", kernel.tolist())
    print("==>", case, "intercept", bias.tolist())
    print("==>", case, "mean", np.asarray(mean).tolist())
    print("==>", case, "scale", np.asarray(scale).tolist())


report("two", *trained(Z, y, 1, "sigmoid", "binary_crossentropy"), mean, scale)
report("pair", *trained(Z, y, 2, "softmax", "sparse_categorical_crossentropy"), mean, scale)
report("pair-sigmoids", *trained(Z, np.eye(2)[y], 2, "sigmoid", "binary_crossentropy"), mean, scale)

hsbdemo = pd.read_csv("hsbdemo.csv")
classes, codes = np.unique(hsbdemo["prog"], return_inverse=True)
write = (hsbdemo[["write"]].to_numpy() - 52) / 9
report("three", *trained(write, codes, 3, "softmax", "sparse_categorical_crossentropy"), [52], [9])

penalty = {"kernel_regularizer": keras.regularizers.L2(0.01)}
report("three-ridge", *trained(write, codes, 3, "softmax", "sparse_categorical_crossentropy", **penalty), [52], [9])
