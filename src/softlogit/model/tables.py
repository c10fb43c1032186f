"""Tables: of estimates and their uncertainty, as R prints them, and of any numbers.

They are shown as text, as HTML in a notebook, and as a DataFrame. They hold numbers that are
already computed and know nothing of models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import scipy
from numpy.typing import ArrayLike

from softlogit.data.values import number, numbers, plain, wanted
from softlogit.errors import InputError
from softlogit.model.uncertainty import normal_quantile
from softlogit.special import Array

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class EstimateTable:
    """Estimates with their uncertainty, one a row: z, p and intervals follow from the two.

    Attributes:
        title: what is estimated.
        features: the names of the rows.
        estimate: a number a row.
        standard_error: in the same units; nan where none is known, and not shown if none is.
    """

    HEADINGS: ClassVar = ("Estimate", "Std. Error", "z value", "Pr(>|z|)")

    title: str
    features: tuple[str, ...]
    estimate: Array
    standard_error: Array

    def __post_init__(self) -> None:
        names = plain(self.features)
        estimate, error = numbers(self.estimate), numbers(self.standard_error)
        shapes = {None if column is None else column.shape for column in (estimate, error)}
        if shapes != {(len(names),)} or np.any(np.less(error, 0)):  # type: ignore[arg-type]
            raise InputError(
                "a table needs an estimate and a standard error, not negative, for each feature."
            )
        vars(self).update(features=tuple(map(str, names)), estimate=estimate, standard_error=error)

    @property
    def z(self) -> Array:
        """Estimates in standard errors."""
        return self.estimate / self.standard_error

    @property
    def p_value(self) -> Array:
        """Two-sided Wald p-values, from the normal distribution."""
        return 2 * scipy.special.ndtr(-np.abs(self.z))

    def interval(self, level: float = 0.95) -> Array:
        """Wald intervals, a row each and two columns: estimate ∓ quantile × standard error.

        >>> table = EstimateTable("a against b", ("x",), np.array([1.0]), np.array([0.5]))
        >>> table.interval().round(4)
        array([[0.02, 1.98]])

        Raises: InputError for a level outside (0, 1).
        """
        half = normal_quantile(level) * self.standard_error
        return np.column_stack([self.estimate - half, self.estimate + half])

    def to_frame(self) -> pd.DataFrame:
        """A pandas DataFrame, a row a feature."""
        import pandas as pd

        columns = self.estimate, self.standard_error, self.z, self.p_value
        return pd.DataFrame(dict(zip(self.HEADINGS, columns, strict=True)), index=self.features)

    def _cells(self) -> Sequence[Sequence[str]]:
        """Heads, and the rows as R prints them: a name, then numbers."""
        decimals = _decimals(np.concatenate([self.estimate, self.standard_error]))
        columns = self.features, self.estimate, self.standard_error, self.z, self.p_value
        rows = [("", *self.HEADINGS)] + [
            (name, _fixed(b, decimals), _fixed(s, decimals), f"{z:.3f}", _p_value(p))
            for name, b, s, z, p in zip(*columns, strict=True)
        ]
        return [row[:2] for row in rows] if np.isnan(self.standard_error).all() else rows

    def __repr__(self) -> str:
        return f"{self.title}:\n{_text(self._cells())}"

    def _repr_html_(self) -> str:
        (_, *heads), *rows = self._cells()
        return _html("coefficients", [("feature", *heads), *rows], caption=str(self.title))


@dataclass(frozen=True, eq=False, repr=False)
class CoefficientTable(EstimateTable):
    """A contrast of the coefficients, in log-odds per unit of each feature.

    Attributes:
        covariance: that of the estimates, square; None where none is known.
    """

    covariance: Array | None = None

    @property
    def odds_ratio(self) -> Array:
        """e^estimate: the factor by which the odds change with one unit of the feature."""
        return np.exp(self.estimate)


@dataclass(frozen=True, eq=False)
class Summary:
    """A table for each class but the pivot, and lines about the fit as a whole."""

    tables: Sequence[EstimateTable]
    notes: Sequence[str] = ()

    def __post_init__(self) -> None:
        for table in plain(self.tables) or [None]:
            wanted(table, EstimateTable, "a summary is of tables of estimates")
        vars(self).update(notes=tuple(map(str, plain(self.notes))))

    def to_frame(self) -> pd.DataFrame:
        """All tables below each other, the rows named by contrast and feature."""
        import pandas as pd

        return pd.concat(
            {table.title: table.to_frame() for table in self.tables}, names=["contrast", "feature"]
        )

    def __repr__(self) -> str:
        return "\n\n".join([*map(str, self.tables), "\n".join(self.notes)]).rstrip()

    def _repr_html_(self) -> str:
        notes = "".join(f"<div>{escape(note)}</div>" for note in self.notes)
        return "".join(table._repr_html_() for table in self.tables) + notes


@dataclass(frozen=True, eq=False)
class Table:
    """Cells under heads, as text and as HTML; `table` makes one of numbers."""

    cells: Sequence[Sequence[str]]
    styles: Sequence[str]

    def __post_init__(self) -> None:
        cells = [tuple(map(str, plain(row))) for row in plain(self.cells)]
        if {len(row) for row in cells} - {0} != {len(plain(self.styles))}:
            raise InputError("the rows of a table, and its styles, must be equally long.")
        vars(self).update(cells=cells, styles=tuple(map(str, plain(self.styles))))

    def __repr__(self) -> str:
        return _text(self.cells)

    def _repr_html_(self) -> str:
        return _html("numbers", self.cells, styles=self.styles)


def table(
    columns: Mapping[str, ArrayLike],
    *,
    rows: Sequence[object] | None = None,
    classes: Sequence[object] = (),
    decimals: int | None = None,
) -> Table:
    """Numbers to look at, with heads in the colours of the book when shown in a notebook.

    >>> table({"w₁": [0.5, 1.0], "w₂": [1.5, -0.5], "β": [-1.0, 1.5]}, rows=["1", "x₁"], decimals=2)
          w₁    w₂     β
    1   0.50  1.50 -1.00
    x₁  1.00 -0.50  1.50

    Args:
        columns: a mapping from names to numbers, or a DataFrame, which names its rows too.
        rows: the names of the rows; 1, 2, … if there are none.
        classes: columns with these names have the first, second and third colour, as those that
            end in ₁, ₂, ₃ have. A difference has the colour of β.
        decimals: as many as show four digits of the smallest number, and at most six, unless
            told. Integers and words stay as they are.

    Raises: InputError for columns that are not as long as the rows are many.
    """
    if not hasattr(columns, "items") or not len(columns):
        raise InputError("a table is made of columns with names: a dict, or a DataFrame.")
    entries = [np.ravel(column) for _, column in columns.items()]
    own = getattr(columns, "index", range(1, len(entries[0]) + 1))
    names = list(map(str, plain(own if rows is None else rows)))
    if any(len(column) != len(names) for column in entries):
        raise InputError("the columns of a table must be as long as its rows are many.")
    if decimals is None:
        real = [column for column in entries if column.dtype.kind == "f"]
        decimals = min(6, _decimals(np.concatenate([*real, []])))
    number(
        decimals, "decimals=", lambda n: n >= 0 and n.is_integer(), "a whole number, zero or more"
    )
    cells = [
        [_fixed(v, int(decimals)) if column.dtype.kind == "f" else str(v) for v in column]
        for column in entries
    ]
    heads, labels = list(map(str, columns)), list(map(str, plain(classes)))
    return Table(
        [("", *heads), *zip(names, *cells, strict=True)],
        ["", *(_style(head, labels) for head in heads)],
    )


def _style(name: str, classes: Sequence[str]) -> str:
    if name in classes:
        return f"class-{1 + classes.index(name)}"
    if any(sign in name for sign in ("β", " − ", " against ")):
        return "beta"
    return f"class-{1 + '₁₂₃'.index(name[-1])}" if name.endswith(("₁", "₂", "₃")) else ""


def _text(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines: names to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        " ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    )


def _html(
    kind: str, rows: Sequence[Sequence[str]], caption: str = "", styles: Sequence[str] = ()
) -> str:
    """Heads in the styles of their columns, and rows that begin with a name."""
    heads = "".join(
        f'<th scope="col" class="{style}">{escape(name)}</th>' if name else "<td></td>"
        for name, style in zip(rows[0], styles or [""] * len(rows[0]), strict=True)
    )
    body = ""
    for name, *cells in rows[1:]:
        row = "".join(f"<td>{escape(cell).replace('-', '−')}</td>" for cell in cells)
        body += f'<tr><th scope="row">{escape(name)}</th>{row}</tr>'
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = f"<thead><tr>{heads}</tr></thead>"
    return f'<table class="{kind}">{title}{head}<tbody>{body}</tbody></table>'


def _decimals(values: Array, digits: int = 4) -> int:
    """As many as show `digits` significant digits of the smallest number, as R's tables have."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    return max(0, digits - 1 - int(np.floor(np.log10(sizes.min())))) if sizes.size else digits


def _fixed(value: float, decimals: int) -> str:
    return f"{value:z.{decimals}f}" if decimals <= 9 else f"{value:.3e}"


def _p_value(p: float) -> str:
    """Three significant digits; below the smallest that rounding leaves meaningful, only that."""
    if p < 2e-16:
        return "<2e-16"
    return f"{p:.2e}" if p < 1e-4 else f"{p:.3g}"
