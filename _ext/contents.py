"""What the book consists of: the pages that _toc.yml names, in their order, and all on which the results of their code depend."""

import ast
import json
import re
from modulefinder import ModuleFinder
from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

READ = re.compile(r'"\.\./\.\./([\w./-]+)"')  # how the code of a page, in chapters/part/, names a file that it reads
BLOCK = re.compile(r"^:::\{([\w:-]+)\} *(.*)\n:label: (.*)\n((?s:.*?))^:::$", re.MULTILINE)
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def contents(root):
    """The names of the pages, sections of sections included, each with the caption of the part that it opens, or ""."""
    toc = parse_toc_yaml(Path(root, "_toc.yml"))
    captions = {str(part.items[0]): part.caption or "" for part in toc.root.subtrees}
    return {name: captions.get(name, "") for name in toc}


def notebooks(root):
    """The paths of the pages that are notebooks."""
    return [path for name in contents(root) if (path := Path(root, f"{name}.ipynb")).exists()]


def cells(path, kind):
    """The texts of a notebook's cells of this kind, "code" or "markdown"."""
    return ["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"] if cell["cell_type"] == kind]


def blocks(root, *kinds):
    """The labelled blocks of the directives named, in their order: page, title, label, text."""
    for path in notebooks(root):
        for kind, *block in (block for cell in cells(path, "markdown") for block in BLOCK.findall(cell)):
            if kind in kinds:
                yield path.relative_to(root).with_suffix("").as_posix(), *block


def code(root):
    """That of all pages."""
    return "\n".join(cell for page in notebooks(root) for cell in cells(page, "code"))


def files_read(root):
    """The files that pages read, apart from the library's."""
    return {Path(root, name) for name in READ.findall(code(root))}


def modules_used(root):
    """The modules of the library that some page imports, and those that they import in their turn."""
    finder = ModuleFinder([str(Path(root, "src"))])
    finder.scan_code(compile(code(root), "the pages", "exec"), finder.add_module("pages"))
    return {Path(module.__file__) for module in finder.modules.values() if module.__file__}


def without_docstrings(path):
    """The code of a module, as far as a page that runs it can tell: comments and docstrings may change."""
    tree = ast.parse(path.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    return ast.dump(tree).encode()


def behind_the_results(root):
    """For each file on which the results of the pages depend, that of it which matters."""
    data = {path for path in Path(root, "src").glob("[!.]*/**/*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    found = {path: path.read_bytes() for path in data | files_read(root)}
    found |= {path: without_docstrings(path) for path in modules_used(root)}
    return {path.relative_to(root).as_posix(): content for path, content in found.items()}
