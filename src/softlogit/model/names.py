"""From names to matrices: classes to a contrast A, features and levels to one from the left, L."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softlogit import contrasts
from softlogit.data.checks import check_matrix, feature_names
from softlogit.data.response import check_classes
from softlogit.data.values import Label, plain, wanted
from softlogit.errors import ClassError, InputError
from softlogit.model.uncertainty import Uncertainty
from softlogit.special import Array


@dataclass(frozen=True, eq=False)
class Named:
    """W, p × K, and what its rows and columns are called."""

    W: Array
    classes: tuple[Label, ...]
    features: tuple[str, ...]
    _: KW_ONLY
    uncertainty: Uncertainty | None = None
    design: Any = None  # of a formula its `Design`

    def __post_init__(self) -> None:
        """Whoever makes a model gets the same checks, and a W that nobody can change afterwards."""
        W = check_matrix(self.W, "W").copy()
        W.setflags(write=False)
        K = W.shape[1]
        classes = check_classes(self.classes, K, f"W has {K} columns, one a class")
        wanted(self.uncertainty, Uncertainty | None, "uncertainty= is what with_covariance makes")
        wanted(self.design, Callable | None, "design= is what fit_formula makes")
        vars(self).update(W=W, classes=classes, features=feature_names(W.T, self.features))

    @property
    def n_classes(self) -> int:
        """The number of classes, K."""
        return len(self.classes)

    def _pair(self, a: Label, against: Label) -> Array:
        k, j = place(self.classes, a), place(self.classes, against)
        if k == j:
            raise ClassError(
                f"the log-odds of {a!r} against itself are zero; name two of {self.classes}."
            )
        return contrasts.pair(self.n_classes, k, j)

    def _pivot(self, label: Label | None) -> Array:
        return contrasts.pivot(self.n_classes, 0 if label is None else place(self.classes, label))

    def _left(self, left: Any) -> tuple[Array | None, tuple[str, ...]]:
        """The matrix L of a contrast from the left, and the names of its rows."""
        if left is None:
            return None, self.features
        if isinstance(left, Mapping):
            pairs = [(name, *plain(levels)) for name, levels in left.items()]
            if not pairs or any(len(pair) != 3 for pair in pairs):
                raise InputError(f"left= is {left}; it needs two levels of each variable.")
            told = tuple(f"{name}: {a} against {b}" for name, a, b in pairs)
            return np.array([self._level(v, a) - self._level(v, b) for v, a, b in pairs]), told
        names = () if hasattr(left, "columns") else plain([left] if isinstance(left, str) else left)
        if names and all(isinstance(name, str) for name in names):
            return np.eye(len(self.W))[self._rows(names)], names
        L = check_matrix(left, "left=")
        if L.shape[1] != len(self.W):
            raise InputError(f"left= needs {len(self.W)} columns, one for each of {self.features}.")
        return L, contrasts.names(L.T, self.features)

    def _level(self, factor: str, level: Any) -> Array:
        """What the level adds to a row of X, length p: a 1 in its column, nothing for the first."""
        levels: Sequence[Any] = self.design.levels(factor) if self.design else ()
        name = f"{factor}[{level}]"
        if level not in levels or (name not in self.features and level != levels[0]):
            raise InputError(
                f"{factor!r} is coded in no level {level!r} against a first one here; give left= "
                "as a matrix: the difference of two rows of design_matrix."
            )
        return np.array([feature == name for feature in self.features], dtype=float)

    def _rows(self, features: str | Sequence[str]) -> list[int]:
        """The places of one feature or several among the model's."""
        names = (features,) if isinstance(features, str) else plain(features)
        for name in names:
            if not isinstance(name, str) or name not in self.features:
                raise InputError(
                    f"there is no feature {name!r}; the model's features are {self.features}."
                )
        if len(set(names)) < len(names):
            raise InputError(
                f"features must be one feature or several different ones; here they are {names}."
            )
        return [self.features.index(name) for name in names]


def place(labels: tuple[Label, ...], label: Label) -> int:
    """Where a class stands among the model's.

    Raises: ClassError for what is none of them.
    """
    try:
        return labels.index(label)
    except Exception:  # an array or a missing value has no answer to ==
        raise ClassError(f"there is no class {label!r}; the classes are {labels}.") from None


def label_array(classes: tuple[Label, ...]) -> NDArray[Any]:
    """The labels as an array. NumPy by itself makes strings of mixed labels, a table of tuples."""
    kinds = {type(label) for label in classes}
    if len(kinds) == 1 and tuple not in kinds:
        return np.array(classes)
    return np.fromiter(classes, dtype=object)
