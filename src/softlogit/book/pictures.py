"""A figure in the drawing that there is room for: MyST-NB keeps both, Sphinx writes them."""

import posixpath
import re
from dataclasses import replace
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer

SVG = "image/svg+xml"
PHONE = "screen and (max-width: 480px)"


class picture(nodes.General, nodes.Element):  # a class of docutils: small letters
    """Two images, the wide one first."""


class Pictures(MimeRenderPlugin):
    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        narrow = data.output_metadata.get(SVG, {}).get("narrow")
        if data.mime_type != SVG or narrow is None:
            return None
        drawings = data, replace(data, content=narrow)
        images = [image for drawing in drawings for image in renderer.render_image(drawing)]
        return [picture("", *images, sizes=[size(drawing.string) for drawing in drawings])]


def size(svg: str) -> str:
    """What a browser must be told for it to leave room for a drawing that has not arrived."""
    (points, *_) = re.findall(r'width="([\d.]+)pt" height="([\d.]+)pt"', svg)
    width, height = (round(float(number) * 4 / 3) for number in points)
    return f'width="{width}" height="{height}"'


def visit(translator: Any, node: picture) -> None:
    wide, narrow = node.children
    path = posixpath.join(translator.builder.imgpath, translator.builder.images[narrow["uri"]])
    as_printed, on_phones = node["sizes"]
    translator.body.append(f'<picture><source media="{PHONE}" srcset="{path}" {on_phones}>')
    start = len(translator.body)
    wide.walkabout(translator)
    translator.body[start] = translator.body[start].replace("<img ", f"<img {as_printed} ", 1)
    translator.body.append("</picture>")
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, Any]:
    app.add_node(picture, html=(visit, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
