"""Citations by author and year in round brackets: (McFadden, 1974), or McFadden (1974) with `{cite:t}`."""

from functools import partial

from pybtex.backends.plaintext import Backend as PlainText
from pybtex.plugin import register_plugin as register_in_pybtex
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

ROUND = BracketStyle(left="(", right=")")
STYLE = partial(AuthorYearReferenceStyle, bracket_parenthetical=ROUND, bracket_textual=ROUND)


def setup(app):
    register_in_pybtex("pybtex.backends", "plaintext", PlainText, force=True)  # or all packages are searched for it at each citation
    register_plugin("sphinxcontrib.bibtex.style.referencing", "author_year_round", STYLE)
