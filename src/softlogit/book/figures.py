"""The look of the book's figures: one palette, sharp SVG, the same bytes at every build, right on light and dark pages."""

from typing import Any

import matplotlib as mpl
from cycler import cycler
from IPython import get_ipython
from matplotlib_inline.backend_inline import set_matplotlib_formats

# Okabe and Ito's colours without yellow, which fails on white: told apart with every common form of colour blindness (Wong 2011).
# The grey is dark enough to be told from green and purple when a page in the dark turns it over.
BLUE, ORANGE, GREEN, PURPLE, SKY, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#545454"

STYLE: dict[Any, Any] = {
    "figure.figsize": (7.0, 3.2),
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "figure.constrained_layout.use": True,
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, PURPLE, SKY, GREY]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "font.size": 11,
    "lines.linewidth": 2,
    "svg.hashsalt": "two columns, one vector",  # element ids would be random without it
}


def use_book_style() -> None:
    """Set Matplotlib up for a page of the book; call it once, in the page's first cell of code."""
    mpl.rcParams.update(STYLE)
    if get_ipython() is not None:
        set_matplotlib_formats("svg", metadata={"Date": None})
