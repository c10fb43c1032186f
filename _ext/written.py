"""Text that is written while the book is built, in Markdown as the pages are: a directive is replaced by what a function makes of it."""

import re

from sphinx.util.docutils import SphinxDirective

INDEXED = re.compile(r"\{index\}`!?([^`<]*?)(?: <[^`]*)?`")
NUMBERED = re.compile(r"^( *)(\$\$(?:(?!\$\$).)+\$\$) \((eq-[\w-]+)\)", re.MULTILINE | re.DOTALL)


def written_by(write):
    class Written(SphinxDirective):
        has_content, optional_arguments = True, 1

        def run(self):
            return self.parse_text_to_nodes(write(self))

    return Written


def elsewhere(text):
    """A page's text for another one: an equation is named once, so here its number is a link; an entry of the index leads to the first."""
    return INDEXED.sub(r"\1", NUMBERED.sub(r"\1:::{container} numbered-there\n\1\2\n\n\1{eq}`\3`\n\1:::", text))
