"""In the tables that code displays, a minus sign is a minus sign: pandas writes a hyphen, which is shorter than the plus and the digits."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

NEGATIVE = re.compile(r"(<td[^>]*>\s*)-(?=[\d.])")


class MinusSigns(SphinxPostTransform):
    default_priority = 900  # after one form of each output has been chosen

    def run(self, **kwargs):
        for output in self.document.findall(nodes.raw):
            if output["format"] == "html" and "<td" in output.astext():
                output.children = [nodes.Text(NEGATIVE.sub(r"\1−", output.astext()))]


def setup(app):
    app.add_post_transform(MinusSigns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
