"""Tables: of coefficients and their uncertainty, as R prints them, and of any numbers; as text, as HTML in a notebook, as a DataFrame.

They hold numbers that are already computed and know nothing of models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from softlogit.errors import InputError
from softlogit.special import Array

if TYPE_CHECKING:
    import pandas as pd

HEADINGS = ("Estimate", "Std. Error", "z value", "Pr(>|z|)")


@dataclass(frozen=True, eq=False)
class CoefficientTable:
    """Estimates of one contrast, a number a feature, with their uncertainty.

    Attributes:
        title: what is set against what, such as "admit against reject".
        features: the names of the p rows.
        estimate: length p, in log-odds per unit of the feature.
        standard_error: length p, in the same units.
    """

    title: str
    features: tuple[str, ...]
    estimate: Array
    standard_error: Array

    def __post_init__(self) -> None:
        if not len(self.features) == len(self.estimate) == len(self.standard_error) or np.any(
            np.asarray(self.standard_error) < 0
        ):
            raise InputError(
                "a table needs an estimate and a standard error, not negative, for each feature."
            )

    @property
    def z(self) -> Array:
        """Estimates in standard errors."""
        return self.estimate / self.standard_error

    @property
    def p_value(self) -> Array:
        """Two-sided Wald p-values, from the normal distribution."""
        return np.asarray(2 * special.ndtr(-np.abs(self.z)))

    def interval(self, level: float = 0.95) -> Array:
        """Wald intervals, p × 2: estimate ∓ quantile × standard error.

        >>> table = CoefficientTable("a against b", ("x",), np.array([1.0]), np.array([0.5]))
        >>> table.interval().round(4)
        array([[0.02, 1.98]])

        Raises: InputError for a level outside (0, 1).
        """
        half = normal_quantile(level) * self.standard_error
        return np.column_stack([self.estimate - half, self.estimate + half])

    @property
    def odds_ratio(self) -> Array:
        """e^estimate: the factor by which the odds of the pair change with one unit of the feature."""
        return np.exp(self.estimate)

    def to_frame(self) -> pd.DataFrame:
        """A pandas DataFrame, a row a feature."""
        import pandas as pd

        return pd.DataFrame(
            dict(zip(HEADINGS, self._columns(), strict=True)), index=list(self.features)
        )

    def _columns(self) -> tuple[Array, ...]:
        return self.estimate, self.standard_error, self.z, self.p_value

    def cells(self) -> list[tuple[str, ...]]:
        """The rows as R prints them: a name, then four numbers."""
        decimals = _decimals(np.concatenate([self.estimate, self.standard_error]))
        return [
            (name, _fixed(b, decimals), _fixed(s, decimals), f"{z:.3f}", _p_value(p))
            for name, b, s, z, p in zip(self.features, *self._columns(), strict=True)
        ]

    def __str__(self) -> str:
        return f"{self.title}:\n{_text([('', *HEADINGS), *self.cells()])}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _html("coefficients", [("feature", *HEADINGS), *self.cells()], caption=self.title)


@dataclass(frozen=True, eq=False)
class Summary:
    """A coefficient table for each class but the pivot, and lines about the fit as a whole."""

    tables: Sequence[CoefficientTable]
    notes: Sequence[str] = ()

    def to_frame(self) -> pd.DataFrame:
        """All tables below each other, the rows named by contrast and feature."""
        import pandas as pd

        return pd.concat(
            {table.title: table.to_frame() for table in self.tables}, names=["contrast", "feature"]
        )

    def __str__(self) -> str:
        return "\n\n".join([*(str(table) for table in self.tables), "\n".join(self.notes)]).rstrip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        notes = "".join(f"<div>{escape(note)}</div>" for note in self.notes)
        return "".join(table._repr_html_() for table in self.tables) + notes


@dataclass(frozen=True, eq=False)
class Table:
    """Cells under heads, as text and as HTML; `table` makes one of numbers."""

    cells: Sequence[Sequence[str]]
    styles: Sequence[str]

    def __str__(self) -> str:
        return _text(self.cells)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _html("numbers", self.cells, styles=self.styles)


def table(
    columns: Mapping[str, ArrayLike],
    rows: Sequence[object] | None = None,
    classes: Sequence[object] = (),
    decimals: int | None = None,
) -> Table:
    """Numbers to look at, a row a feature and a column a class; in a notebook the heads have the colours of the book.

    The columns are a mapping from names to numbers, or a DataFrame, which brings the names of the rows. The colour of a class is
    that of the columns named after one of `classes`, in their order, or ending in ₁, ₂ or ₃; that of β has each difference.
    Unless told, there are as many decimals as show four digits of the smallest number, but at most six; integers and words
    stay as they are.

    >>> table({"w₁": [0.5, 1.0], "w₂": [1.5, -0.5], "β": [-1.0, 1.5]}, rows=["1", "x₁"], decimals=2)
          w₁    w₂     β
    1   0.50  1.50 -1.00
    x₁  1.00 -0.50  1.50

    Raises: InputError for columns that are not as long as the rows are many.
    """
    numbers = [np.asarray(column).ravel() for _, column in columns.items()]
    rows = getattr(columns, "index", range(1, len(numbers[0]) + 1)) if rows is None else rows
    if any(len(column) != len(rows) for column in numbers):
        raise InputError("the columns of a table must be as long as its rows are many.")
    real = [column for column in numbers if column.dtype.kind == "f"]
    digits = min(6, _decimals(np.concatenate([*real, []]))) if decimals is None else decimals
    cells = [
        map(str, rows),
        *(
            [_fixed(v, digits) if column.dtype.kind == "f" else str(v) for v in column]
            for column in numbers
        ),
    ]
    names = [str(name) for name in columns]
    return Table(
        [("", *names), *zip(*cells, strict=True)],
        ["", *(_style(name, [str(c) for c in classes]) for name in names)],
    )


def _style(name: str, classes: Sequence[str]) -> str:
    if name in classes:
        return f"class-{1 + classes.index(name)}"
    if any(sign in name for sign in ("β", " − ", " against ")):
        return "beta"
    return f"class-{1 + '₁₂₃'.index(name[-1])}" if name.endswith(("₁", "₂", "₃")) else ""


def normal_quantile(level: float) -> float:
    """How many standard errors an interval reaches to either side of the estimate: 1.96 for a level of 0.95."""
    if not (isinstance(level, Real) and 0 < level < 1):
        raise InputError(f"level= is {level!r}; it must be between 0 and 1, such as 0.95.")
    return float(special.ndtri((1 + level) / 2))


def _text(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines: names to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        " ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    )


def _html(
    kind: str, rows: Sequence[Sequence[str]], caption: str = "", styles: Sequence[str] = ("",) * 5
) -> str:
    """The first row as heads, with the styles of their columns, and the first cell of the others as a name."""
    heads = "".join(
        f'<th scope="col" class="{style}">{escape(name)}</th>' if name else "<td></td>"
        for name, style in zip(rows[0], styles, strict=True)
    )
    body = ""
    for name, *cells in rows[1:]:
        numbers = "".join(f"<td>{escape(cell).replace('-', '−')}</td>" for cell in cells)
        body += f'<tr><th scope="row">{escape(name)}</th>{numbers}</tr>'
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<table class="{kind}">{title}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def _decimals(numbers: Array, digits: int = 4) -> int:
    """As many decimals as show `digits` significant digits of the smallest number, as in R's coefficient tables."""
    sizes = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    return max(0, digits - 1 - int(np.floor(np.log10(sizes.min())))) if sizes.size else digits


def _fixed(number: float, decimals: int) -> str:
    return f"{number:z.{decimals}f}" if decimals <= 9 else f"{number:.3e}"


def _p_value(p: float) -> str:
    """Three significant digits; below the smallest that rounding leaves meaningful, only that."""
    if p < 2e-16:
        return "<2e-16"
    return f"{p:.2e}" if p < 1e-4 else f"{p:.3g}"
