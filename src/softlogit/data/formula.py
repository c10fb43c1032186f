"""Formulas such as "prog ~ ses + write": from a frame to classes and columns, and from new frames to the same columns again.

The package formulaic reads the right-hand side and remembers levels and transformations. The left-hand side is ours, because a
response is not coded into columns here: its values are the classes.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from softlogit.data.values import few
from softlogit.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# How warnings are treated is a matter of the whole process: one thread at a time changes it.
_WARNINGS = Lock()


@dataclass(frozen=True)
class Design:
    """The right-hand side of a formula, fixed by the data it was read with: a callable from frames to columns.

    >>> import pandas as pd
    >>> design, _ = read_formula("y ~ x + group", pd.DataFrame({"y": [0, 1], "x": [1.0, 2.0], "group": ["a", "b"]}))
    >>> design(pd.DataFrame({"x": [5.0], "group": ["b"]}))
       (Intercept)    x  group[b]
    0          1.0  5.0         1
    """

    spec: Any

    def __call__(self, data: Any) -> pd.DataFrame:
        """The columns that the formula makes of a frame.

        Raises: InputError for columns that are not there, missing values, and levels that the formula was not read with.
        """
        from formulaic.errors import DataMismatchWarning, FormulaicError  # type: ignore[import-untyped]

        _refuse_missing(self.spec.required_variables, data)
        with _WARNINGS, warnings.catch_warnings():
            warnings.simplefilter("error", DataMismatchWarning)
            try:
                columns = self.spec.get_model_matrix(
                    _without_unused_levels(data), na_action="ignore"
                )
            except DataMismatchWarning as warning:
                levels = "".join(re.findall(r"\{.*\}", str(warning)))
                raise InputError(
                    f"the data have levels {levels} that the formula was not read with; they have no coefficients."
                ) from None
            except FormulaicError as error:
                raise InputError(f"the data do not fit the formula: {error}") from None
        return columns.rename(columns=_feature_name)

    def variables(self) -> dict[str, tuple[str, tuple[Any, ...]]]:
        """The frame's columns that it reads, in its order, and of a category factor and levels.

        >>> import pandas as pd
        >>> frame = pd.DataFrame({"y": [0, 1], "x": [1.0, 2.0], "group": ["a", "b"]})
        >>> read_formula("y ~ x * group", frame)[0].variables()
        {'x': ('x', ()), 'group': ('group', ('a', 'b'))}
        """
        found: dict[str, tuple[str, tuple[Any, ...]]] = {}
        for factor in (factor for term in self.spec.terms for factor in term.factors):
            _, state = self.spec.encoder_state.get(str(factor), (None, {}))
            for name in sorted(self.spec.factor_variables[factor] & self.spec.required_variables):
                if name not in found or "categories" in state:
                    found[str(name)] = str(factor), tuple(state.get("categories", ()))
        return found


def read_formula(formula: str, data: Any) -> tuple[Design, Any]:
    """What a formula makes of a frame: its right-hand side as a Design, and the values of its left-hand side.

    Raises: InputError for a formula that is not 'response ~ predictors', or that the frame's columns do not fit.
    """
    from formulaic import Formula, ModelSpec

    response, _, predictors = (part.strip() for part in str(formula).partition("~"))
    if not response or not predictors:
        raise InputError(f"the formula {formula!r} must read 'response ~ predictors'.")
    try:
        terms = Formula(predictors)
        _refuse_missing(terms.required_variables, data)
        spec = terms.get_model_matrix(_without_unused_levels(data), na_action="ignore").model_spec
    except InputError:
        raise
    except Exception as error:  # whatever formulaic, or a function in the formula, runs into
        raise InputError(f"the formula {formula!r} cannot be read: {error}") from None
    if not isinstance(spec, ModelSpec):
        raise InputError(f"the formula {formula!r} has several parts; one is needed.")
    return Design(spec), _response(response, data)


def _response(text: str, data: Any) -> Any:
    """The values of the left-hand side: a column, counts of several columns, or an expression in the columns."""
    counts = re.fullmatch(r"cbind\((.*)\)", text)
    names = (
        [text]
        if text in data
        else [name.strip() for name in counts[1].split(",")]
        if counts
        else []
    )
    _refuse_missing(
        names or [name for name in data.columns if re.search(rf"\b{re.escape(str(name))}\b", text)],
        data,
    )
    if names:
        return data[names] if counts else data[text]
    try:
        values = data.eval(text)
    except Exception as error:  # whatever the expression runs into
        raise InputError(
            f"the response {text!r} is neither a column of the data nor an expression in them: {error}"
        ) from None
    if getattr(values, "ndim", 0) != 1:
        raise InputError(
            f"the response {text!r} has not one value a row; a comparison is written with ==."
        )
    return values


def _refuse_missing(names: Iterable[str], data: Any) -> None:
    if not hasattr(data, "iloc") or not hasattr(data, "columns") or hasattr(data, "compute"):
        kind = f"{type(data).__module__.split('.')[0]}.{type(data).__name__}"
        raise InputError(
            f"a formula speaks of the columns of a pandas frame; the data are a {kind}."
        )
    for name in sorted(names):
        found = list(data.columns).count(name)
        if found != 1:
            wrong = "several columns" if found else "no column"
            raise InputError(
                f"the data have {wrong} {name!r}; they have {', '.join(map(str, data.columns))}."
            )
        rows = data[name].isna().to_numpy().nonzero()[0]
        if rows.size:
            raise InputError(
                f"the column {name!r} has missing values in {few(rows)}; drop or impute those rows."
            )


def _without_unused_levels(data: Any) -> Any:
    """A frame whose Categoricals have only the levels that occur: a column for another one would be zero. Strings are plain ones."""
    columns = list(data.items())
    levels = {
        name: column.cat.remove_unused_categories()
        for name, column in columns
        if hasattr(column, "cat")
    }
    strings = {name: column.astype(object) for name, column in columns if column.dtype == "string"}
    return data.assign(**levels, **strings)


def _feature_name(name: str) -> str:
    """R's name for the intercept; 'ses[middle]' for formulaic's 'ses[T.middle]'."""
    return "(Intercept)" if name == "Intercept" else str(name).replace("[T.", "[")
