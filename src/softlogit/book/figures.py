"""The look of the book's figures: one palette, sharp SVG, the same bytes at every build.

Each figure is drawn twice, for a page of a book and, with its panels below one another, for a
phone; `pictures` shows the one that there is room for. In a notebook the first is shown.
"""

from typing import Any

import font_source_sans_pro
import matplotlib as mpl
from cycler import cycler
from IPython import get_ipython
from IPython.core.pylabtools import print_figure
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import AutoLocator
from matplotlib_inline.backend_inline import set_matplotlib_formats

# The colours of the site (`_static/tokens.css`), legible as letters and told apart with every
# common form of colour blindness, on paper and in the dark, when a page turns them over. Classes
# are blue, vermilion and green, in their order; β, and each other pair of classes, is plum, and
# pairs are told apart by their dashes. What is no class and no pair is grey.
BLUE, VERMILION, GREEN, PLUM, GREY = "#1a68b8", "#b34700", "#27744f", "#641a6c", "#403c36"

# Inches: the text on a desktop and on a phone, and a panel there.
WIDE, NARROW, TALL = 7.0, 3.5, 2.5
TICKS = {"nbins": 4, "steps": [1, 2, 5, 10], "min_n_ticks": 3}

STYLE: dict[Any, Any] = {
    "figure.figsize": (WIDE, 3.2),
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "figure.constrained_layout.use": True,
    "axes.edgecolor": GREY,
    "axes.prop_cycle": cycler(color=[BLUE, VERMILION, GREEN, PLUM, GREY]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "font.family": "Source Sans Pro",
    "font.size": 11,
    "mathtext.fontset": "cm",  # the letters of the formulas
    "lines.linewidth": 2,
    "svg.hashsalt": "two columns, one vector",  # element ids would be random without it
}


def use_book_style() -> None:
    """Set Matplotlib up for a page of the book; call it once, in the page's first cell of code."""
    fontManager.addfont(font_source_sans_pro.font_files_ttf["SourceSansPro"])
    mpl.rcParams.update(STYLE)
    if (shell := get_ipython()) is not None:
        set_matplotlib_formats("svg")
        shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, drawings)


def drawings(figure: Figure) -> tuple[str, dict[str, str]]:
    """The figure as SVG and, as metadata, the narrow drawing of it."""
    for ax in figure.axes:
        thin_out_ticks(ax)
    wide = svg(figure)
    stack(figure)
    return wide, {"narrow": svg(figure)}


def svg(figure: Figure) -> str:
    return str(print_figure(figure, "svg", bbox_inches="tight", metadata={"Date": None}))


def thin_out_ticks(ax: Axes) -> None:
    """From three to five numbers along an axis, unless the page has chosen them."""
    for axis in (ax.xaxis, ax.yaxis):
        locator = axis.get_major_locator()
        if isinstance(locator, AutoLocator):
            locator.set_params(**TICKS)


def stack(figure: Figure) -> None:
    """Puts the panels below one another, column after column, on a sheet as narrow as a phone."""
    panels = figure.axes  # row after row, as `subplots` makes them
    sheet = panels[0].get_gridspec()
    rows, columns = sheet.get_geometry() if sheet else (1, 1)
    width, height = figure.get_size_inches() / (columns, rows)  # of a panel
    grid = figure.add_gridspec(rows * columns, 1)
    for i, ax in enumerate(panels):
        row, column = divmod(i, columns)
        ax.set_subplotspec(grid[column * rows + row])
        shared = panels[row * columns].yaxis.label  # with what the panels of a row may share
        if not ax.get_ylabel():
            ax.set_ylabel(shared.get_text(), color=shared.get_color())
        ax.tick_params(labelleft=True)
    if any(ax.get_aspect() != "auto" for ax in panels):
        height *= min(1, NARROW / width)
    elif TALL < height < 2 * TALL:
        height = TALL
    figure.set_size_inches(NARROW, rows * columns * height)
