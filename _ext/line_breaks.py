"""Where a line may end: in long code after a bracket, in an address after its slashes, but not between "Theorem" and its number."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

SHORT = 24  # letters of code that stay together
NUMBERED = re.compile(r"[A-Z][a-z]+\.? [\d.]+")


def breakable(text, after):
    """The text with a place to break it after each of these letters."""
    first, *rest = re.split(rf"(?<=[{re.escape(after)}])(?=\w)", text)
    return [nodes.Text(first), *(node for part in rest for node in (nodes.raw("", "<wbr>", format="html"), nodes.Text(part)))]


class LineBreaks(SphinxPostTransform):
    default_priority = 950  # names in code have become links
    formats = ("html",)

    def run(self, **kwargs):
        for code in list(self.document.findall(nodes.literal)):
            if len(code.astext()) <= SHORT:
                code["classes"].append("unbroken")
            elif all(isinstance(child, nodes.Text) for child in code.children):
                code[:] = breakable(code.astext(), "(,=/")
        for link in self.document.findall(nodes.reference):
            for text in list(link.findall(nodes.Text)):
                if text.startswith("http"):
                    text.parent.replace(text, breakable(text, "/"))
                elif NUMBERED.fullmatch(text):
                    text.parent.replace(text, nodes.Text(text.replace(" ", "\N{NO-BREAK SPACE}")))


def setup(app):
    app.add_post_transform(LineBreaks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
