"""What the book consists of: the pages that _toc.yml names, in their order, and all on which the results of their code depend."""

import ast
import json
import re
from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

INDEXED = re.compile(r"\{index\}`!?([^`<]*?)(?: <[^`]*)?`")
NUMBERED = re.compile(r"^( *)(\$\$(?:(?!\$\$).)+\$\$) \((eq-[\w-]+)\)", re.MULTILINE | re.DOTALL)
READ = re.compile(r'"\.\./\.\./([\w./-]+)"')  # how the code of a page, in chapters/part/, names a file that it reads
BLOCK = re.compile(r"^:::\{([\w:-]+)\} *(.*)\n:label: (.*)\n((?s:.*?))^:::$", re.MULTILINE)


def contents(root):
    """The names of the pages, sections of sections included, each with the caption of the part that it opens, or ""."""
    toc = parse_toc_yaml(Path(root, "_toc.yml"))
    captions = {str(part.items[0]): part.caption or "" for part in toc.root.subtrees}
    return {name: captions.get(name, "") for name in toc}


def notebooks(root):
    """The pages that are notebooks: name and path."""
    return {name: path for name in contents(root) if (path := Path(root, f"{name}.ipynb")).exists()}


def cells(path, kind):
    """The texts of a notebook's cells of this kind, "code" or "markdown"."""
    return ["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"] if cell["cell_type"] == kind]


def blocks(root, *kinds):
    """The labelled blocks of the directives named, in their order: page, title, label, and the text as another page may show it."""
    for page, path in notebooks(root).items():
        for kind, title, label, text in (block for cell in cells(path, "markdown") for block in BLOCK.findall(cell)):
            if kind in kinds:
                yield page, title, label, elsewhere(text)


def elsewhere(text):
    """An equation is named once, so on another page its number is a link; an entry of the index leads to the first place."""
    return INDEXED.sub(r"\1", NUMBERED.sub(r"\1:::{container} numbered-there\n\1\2\n\n\1{eq}`\3`\n\1:::", text))


def files_read(root):
    """The files that pages read, apart from the library's."""
    return {Path(root, name) for path in notebooks(root).values() for cell in cells(path, "code") for name in READ.findall(cell)}


class Code(ast.NodeTransformer):
    """What a page that runs a module can tell of it: comments and docstrings may change."""

    def visit_Expr(self, node):
        return None if isinstance(node.value, ast.Constant) else node


def behind_the_results(root):
    """For each file on which the results of the pages depend, that of it which matters."""
    library = {path for path in Path(root, "src").glob("[!.]*/**/*") if path.is_file() and path.suffix != ".pyc"}
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in library | files_read(root)}
    return {name: ast.dump(Code().visit(ast.parse(text))).encode() if name.endswith(".py") else text for name, text in found.items()}
