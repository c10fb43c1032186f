"""Formulas such as "prog ~ ses + write": from a frame to classes and columns, now and later.

The package formulaic evaluates both sides, and remembers levels and transformations. The left-hand
side is not coded into columns: its values are the classes.
"""

import ast
import warnings
from copy import deepcopy
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
from formulaic import Formula, ModelSpec
from formulaic.errors import DataMismatchWarning
from formulaic.utils.code import sanitize_variable_names
from formulaic.utils.stateful_transforms import stateful_eval

from softlogit.data.frames import Columns
from softlogit.data.intercept import INTERCEPT
from softlogit.errors import InputError
from softlogit.special import Array

# How warnings are treated is a matter of the whole process: one thread at a time changes it.
_WARNINGS = Lock()
# So many columns of a term are looked at: a factor of a thousand levels would take long.
ALONE = 4  # mutant: one more is no better
# By how much of its largest entry a column may differ: another order of the same sums.
ROUNDING = 1e-9  # mutant: no column lies between


@dataclass(frozen=True)
class Design:
    """The right-hand side of a formula, fixed by the data it was read with: from frames to columns.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"y": [0, 1], "x": [1.0, 2.0], "group": ["a", "b"]})
    >>> design, _ = read_formula("y ~ x + group", frame)
    >>> design(pd.DataFrame({"x": [5.0], "group": ["b"]}))
       (Intercept)    x  group[b]
    0          1.0  5.0         1
    """

    spec: Any

    def __call__(self, data: Any) -> pd.DataFrame:
        """The columns that it makes of a frame, if nothing is missing and no level is new."""
        columns = Columns(data)
        # formulaic writes to what it remembers, also where it then finds that the data do not fit.
        spec = self.spec.update(encoder_state=deepcopy(self.spec.encoder_state))
        with _WARNINGS, warnings.catch_warnings():
            warnings.simplefilter("error", DataMismatchWarning)
            with columns.explained("the data do not fit the formula"):
                made = columns.reader.get_model_matrix(spec, na_action="ignore")
        # The intercept has R's name; 'ses[T.middle]' of formulaic is 'ses[middle]'.
        names = [INTERCEPT if n == "Intercept" else n.replace("[T.", "[") for n in made.columns]
        return made.set_axis(names, axis=1)

    def variables(self, data: Any) -> dict[str, tuple[str, tuple[Any, ...]]]:
        """The frame's columns that it reads, each with the factor it stands in, and its levels.

        >>> import pandas as pd
        >>> frame = pd.DataFrame({"y": [0, 1], "x": [1.0, 2.0], "group": ["a", "b"]})
        >>> read_formula("y ~ x * group", frame)[0].variables(frame)
        {'x': ('x', ()), 'group': ('group', ('a', 'b'))}
        """
        found: dict[str, tuple[str, tuple[Any, ...]]] = {}
        for factor in (factor for term in self.spec.terms for factor in term.factors):
            levels = self.levels(factor.expr)
            for name in Columns(data).read_by(factor, self.spec):
                if name not in found or levels:
                    found[name] = factor.expr, levels
        return found

    def levels(self, factor: str) -> tuple[Any, ...]:
        """The levels of a factor that is coded in columns of 0 and 1; of any other none."""
        _, state = self.spec.encoder_state.get(factor, (None, {}))
        return tuple(state.get("categories", ()))


def read_formula(formula: str, data: Any) -> tuple[Design, Any]:
    """A formula's right-hand side, and the values that its left-hand side has in a frame."""
    text = str(formula).replace("as.factor(", "factor(")
    response, _, predictors = (part.strip() for part in text.partition("~"))
    if not response or not predictors:
        raise InputError(f"the formula {formula!r} must read 'response ~ predictors'.")
    columns = Columns(data)
    values = _response(response, columns)
    others = [name for name in columns if name not in columns.read]  # what a dot stands for
    with columns.explained(f"the formula {formula!r} cannot be read"):
        terms = Formula(predictors, _context={"__formulaic_variables_available__": others})
        made = columns.reader.get_model_matrix(terms, na_action="ignore")
        if not isinstance(made.model_spec, ModelSpec):
            raise ValueError("it has several parts; one is needed")
        matrix = made.to_numpy(dtype=float)
    design = Design(made.model_spec)
    _check_columns(made.model_spec)
    _check_rows_alone(design, columns.frame, matrix)
    return design, values


def _response(text: str, columns: Columns) -> Any:
    """The values of the left-hand side: a column, an expression, or counts of several of them."""
    if text in columns:
        with columns.explained(""):
            return columns[text]
    names: dict[str, str] = {}
    context = columns.context.with_layers({"factor": lambda labels: labels})
    with columns.explained(f"the response {text!r} is neither a column nor an expression in them"):
        python: str = sanitize_variable_names(text, context, names)
        whole: Any = ast.parse(python, mode="eval").body
        counts = isinstance(whole, ast.Call) and ast.unparse(whole.func) == "cbind"
        parts = {ast.unparse(part): part for part in (whole.args if counts else [whole])}
        parts |= {part.arg: part.value for part in (whole.keywords if counts else [])}
        values = {
            names.get(name, name): stateful_eval(ast.unparse(part), context, None, None, None)
            for name, part in parts.items()
        }
    for value in values.values():
        if getattr(value, "ndim", 0) != 1 or len(value) != len(columns.frame):
            raise InputError(
                f"the response {text!r} has not one value a row; a comparison is written with ==."
            )
    return columns.frame[[]].assign(**values) if counts else value


def _check_columns(spec: Any) -> None:
    """Raise an InputError for a term without columns, and for two columns of one name."""
    for term, places in spec.term_indices.items():
        if not places:
            raise InputError(
                f"{term} has the same value in every row, so it has no column beside the "
                "intercept; leave it out."
            )
    for name in spec.column_names:
        if spec.column_names.count(name) > 1:  # one of them would take the other's place
            raise InputError(f"the formula makes two columns {name!r}; rename that of the data.")


def _check_rows_alone(design: Design, frame: pd.DataFrame, made: Array) -> None:
    """Raise an InputError for x - x.mean() and the like: for predictions the other rows are others.

    The rows with the least and the most of each computed column are computed alone: whatever is
    compared or scaled with a summary of all rows shows in one of them.
    """
    rounding = ROUNDING * np.nan_to_num(np.abs(made), posinf=0).max(axis=0)
    for term, places in design.spec.term_indices.items():
        if any(factor.eval_method.value == "python" for factor in term.factors):
            columns = made[:, places[:ALONE]]
            for row in {*columns.argmin(axis=0).tolist(), *columns.argmax(axis=0).tolist()}:
                try:
                    alone = design(frame.iloc[[row]]).to_numpy(dtype=float)[0]
                except InputError:
                    alone = np.full(len(rounding), np.nan)
                if not np.isclose(alone, made[row], rtol=0, atol=rounding).all():
                    raise InputError(
                        f"{term} is another number for a row alone than among the others, so it "
                        "cannot be predicted with; use center(x), scale(x), or write the number."
                    )
