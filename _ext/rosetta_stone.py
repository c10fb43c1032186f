"""The directive `{rosetta} tools`, `penalties` or `traps`: what rosetta/ writes of its records; and their names, for the search."""

import sys
from pathlib import Path

from explorable_numbers import NUMBERS
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from written import written_by

sys.path.append(str(Path(__file__).parent.parent))

from rosetta import page
from rosetta.presets import presets
from rosetta.records import synonyms

NUMBERS["converter"] = presets


class Names(SphinxPostTransform):
    """The search knows each tool and trap by all its names, as main entries of an index; the index itself is made before."""

    default_priority = 1

    def run(self, **kwargs):
        if self.env.docname.endswith("/rosetta-stone"):
            named = [(word, place) for word, places in synonyms().items() for place in places]
            self.document += addnodes.index(entries=[("single", word, place, "main", None) for word, place in named])


def setup(app):
    app.add_post_transform(Names)
    app.add_directive("rosetta", written_by(lambda directive: page.write(directive.arguments[0])))
