"""Citations by author and year in round brackets: (McFadden, 1974), or McFadden (1974) with `{cite:t}`."""

from functools import partial

from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

ROUND = BracketStyle(left="(", right=")")
STYLE = partial(AuthorYearReferenceStyle, bracket_parenthetical=ROUND, bracket_textual=ROUND)


def setup(app):
    register_plugin("sphinxcontrib.bibtex.style.referencing", "author_year_round", STYLE)
