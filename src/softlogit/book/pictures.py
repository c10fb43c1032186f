"""A figure in the drawing that there is room for: MyST-NB keeps both, Sphinx writes them."""

from __future__ import annotations

import posixpath
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
        return [
            picture(
                "",
                *renderer.render_image(data),
                *renderer.render_image(replace(data, content=narrow)),
            )
        ]


def visit(translator: Any, node: picture) -> None:
    wide, narrow = node.children
    path = posixpath.join(translator.builder.imgpath, translator.builder.images[narrow["uri"]])
    translator.body.append(f'<picture><source media="{PHONE}" srcset="{path}">')
    wide.walkabout(translator)
    translator.body.append("</picture>")
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, Any]:
    app.add_node(picture, html=(visit, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
