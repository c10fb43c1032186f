"""A frame's columns as a formula reads them: any kind of frame, any name, nothing missing.

What a formula needs is asked of formulaic, which evaluates it: it reads the columns from here.
So this file and `formula` are imported by those who have a formula, and need formulaic.
"""

import re
from collections import UserDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import narwhals.stable.v1 as nw
import pandas as pd
from formulaic.materializers import PandasMaterializer
from formulaic.transforms import C
from formulaic.utils.layered_mapping import LayeredMapping
from formulaic.utils.stateful_transforms import stateful_eval

from softlogit.data.values import few
from softlogit.errors import InputError

# What is written in R, and what is written here.
ELSEWHERE = {
    "offset": "offsets are not fitted here: statsmodels' Logit and R's glm have them",
    "cut": "write the breaks out, as in C(np.digitize(x, [-1, 1]))",
    "ns": "natural splines are cr(x, df=3, constraints='center')",
    "ifelse": "write np.where(x > 0, 1, 0)",
    "sqrt": "write np.sqrt(x)",
    "relevel": "write C(g, contr.treatment('b'))",
    "pd": "make the column before, in the frame",
}


class Columns(UserDict[str, Any]):
    """A frame's columns, for formulaic to read; those that are read may have nothing missing."""

    def __init__(self, data: Any) -> None:
        self.frame, self.read = pandas_frame(data), dict[str, Any]()
        super().__init__({name: self.frame[name] for name in self.frame.columns})
        self.reader = PandasMaterializer(self.frame, context={"factor": C})
        self.context = self.reader.layered_context.with_layers(LayeredMapping(self, name="data"))
        self.reader.layered_context = self.context

    def __getitem__(self, name: str) -> Any:
        """A column without levels that do not occur (theirs would be zero), strings as objects."""
        column = self.read[name] = super().__getitem__(name)
        if hasattr(column, "cat"):
            return column.cat.remove_unused_categories()
        kind = getattr(getattr(column, "dtype", None), "kind", "f")  # of two columns none
        return column if kind in "biufcmM" else column.astype(object)

    def read_by(self, factor: Any, spec: Any) -> tuple[str, ...]:
        """The names of the columns that one factor of a formula reads."""
        if factor.expr in self:
            return (factor.expr,)
        stateful_eval(factor.expr, self.context, None, spec.transform_state, spec)
        return tuple(self.read)

    @contextmanager
    def explained(self, what: str) -> Iterator[None]:
        """What is wrong with the columns that were read, or else what formulaic ran into."""
        try:
            yield
        except Exception as error:  # whatever formulaic, or a function in the formula, runs into
            self._refuse_missing()
            raise InputError(self._explanation(error, what)) from None
        self._refuse_missing()

    def _refuse_missing(self) -> None:
        for name, column in self.read.items():
            if column.ndim != 1:
                raise InputError(f"the data have several columns {name!r}; rename them.")
            rows = column.isna().to_numpy().nonzero()[0]
            if rows.size:
                raise InputError(
                    f"the column {name!r} has missing values in {few(rows)}; drop or impute those "
                    "rows."
                )

    def _explanation(self, error: Exception, what: str) -> str:
        cause = error.__cause__ or error
        name = re.search(r"[`'](.*?)[`']", str(cause))
        if isinstance(cause, NameError) and name:
            if name[1] in ELSEWHERE:
                return f"a formula has no {name[1]!r}: {ELSEWHERE[name[1]]}."
            return f"the data have no column {name[1]!r}; they have {', '.join(self)}."
        levels = "".join(re.findall(r"\{.*\}", str(error)))
        if isinstance(error, Warning) and levels:
            return (
                f"the data have levels {levels} that the formula was not read with; they have no "
                "coefficients."
            )
        told = str(error) or type(error).__name__
        return f"{what}: {told.splitlines()[0]}"  # below it a picture in colours


def pandas_frame(data: Any) -> pd.DataFrame:
    """The frame as pandas', its columns' names as text."""
    if not nw.dependencies.is_pandas_dataframe(data):
        try:
            frame = nw.from_native(data, eager_only=True)
        except TypeError:
            kind = f"{type(data).__module__.split('.')[0]}.{type(data).__name__}"
            raise InputError(
                "a formula speaks of the columns of a frame in memory, of pandas, Polars or Arrow; "
                f"the data are a {kind}."
            ) from None
        # Their categories have no order of their own, so that the first level would be any.
        data = frame.with_columns(nw.selectors.categorical().cast(nw.String)).to_pandas()
    return data.set_axis(list(map(str, data.columns)), axis=1)
