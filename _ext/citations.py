"""Citations by author and year in round brackets: (McFadden, 1974), or McFadden (1974) with `{cite:t}`.

The works are listed by author and year; question 17196 comes before question 121155.
"""

import re
from dataclasses import dataclass, field

from pybtex.plugin import register_plugin as register_in_pybtex
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.sorting.author_year_title import SortingStyle
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle


def round_brackets():
    return BracketStyle(left="(", right=")")


@dataclass
class AuthorYearRound(AuthorYearReferenceStyle):
    bracket_parenthetical: BracketStyle = field(default_factory=round_brackets)
    bracket_textual: BracketStyle = field(default_factory=round_brackets)
    bracket_author: BracketStyle = field(default_factory=round_brackets)
    bracket_label: BracketStyle = field(default_factory=round_brackets)
    bracket_year: BracketStyle = field(default_factory=round_brackets)


class ByAuthorYearNumber(SortingStyle):
    def persons_key(self, persons):
        return re.sub(r"\d+", lambda number: number[0].zfill(12), super().persons_key(persons))


class ListStyle(PlainStyle):
    default_sorting_style = "author_year_number"


def setup(app):
    register_in_pybtex("pybtex.style.sorting", "author_year_number", ByAuthorYearNumber)
    register_in_pybtex("pybtex.style.formatting", "by_author_year_number", ListStyle)
    register_plugin("sphinxcontrib.bibtex.style.referencing", "author_year_round", AuthorYearRound)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
