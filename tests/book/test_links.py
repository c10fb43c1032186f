"""Labels are unique over the whole book, and whatever a page refers to exists."""

from collections import defaultdict

import pytest
from contract import accept
from pages import beside, book, labels, page_names, references
from samples import markdown, page

from tests.conftest import ROOT


def label_complaints(pages):
    defined = defaultdict(list)
    for each in pages:
        for label, cell in labels(each):
            defined[label].append(cell)
    for label, cells in defined.items():
        if len(cells) > 1:
            yield f"{cells[1]}: the label {label} is taken: {cells[0]}"


def link_complaints(pages):
    names = {each.name for each in pages}
    defined = {label for each in pages for label, _ in labels(each)}
    for each in pages:
        for reference in references(each):
            if not reference.role.startswith("cite") and not leads_somewhere(each, reference, names, defined):
                yield f"{reference.cell}: {reference.role} to {reference.target}, which is nowhere in the book"


def leads_somewhere(page, reference, names, defined):
    path, _, fragment = reference.target.partition("#")
    if fragment and fragment not in defined:
        return False
    if reference.role not in ("link", "doc"):
        return reference.target in defined
    name = beside(page, path.removesuffix(".ipynb").removesuffix(".md"))
    a_label_or_file = reference.role == "link" and (path in defined or (ROOT / beside(page, path)).is_file())
    return not path or name in names or a_label_or_file


def orphans(names, root):
    for path in sorted((root / "chapters").rglob("*")):
        relative = path.relative_to(root).with_suffix("").as_posix()
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if path.suffix in (".ipynb", ".md") and not hidden and relative not in names:
            yield f"{path.relative_to(root)}: is not in _toc.yml"


def test_labels_are_unique():
    accept(label_complaints(book()))


def test_links_lead_somewhere():
    accept(link_complaints(book()))


def test_every_page_is_in_the_contents():
    accept(orphans(page_names(), ROOT))


TARGETS = page(
    markdown("(a-section)=\n## Section\n\n$$\nx\n$$ (eq-x)\n\n:::{prf:theorem} T\n:label: thm-x\n:::\n", id="targets"),
    name="chapters/one/targets",
)


@pytest.mark.parametrize(
    "text",
    [
        "{ref}`words <a-section>`",
        "{eq}`eq-x` and {prf:ref}`thm-x`",
        "{doc}`../one/targets`",
        "{doc}`/chapters/one/targets`",
        "[](../one/targets.ipynb), [](../one/targets.ipynb#eq-x), [the page](../one/targets), [x](#thm-x), [x](thm-x)",
        "[the web](https://example.org), `[no link](in code)`, $[0, 1](x)$",
        "```python\n[no](link)\n```",
    ],
)
def test_sound_links_pass(text):
    accept(link_complaints([TARGETS, page(markdown(text), name="chapters/two/links")]))


@pytest.mark.parametrize(
    "text",
    [
        "{ref}`no-section`",
        "{eq}`eq-y`",
        "{numref}`fig-y`",
        "{prf:ref}`Theorem <thm-y>`",
        "{doc}`targets`",
        "[](targets.ipynb)",
        "[](#eq-y)",
        "[](../one/targets.ipynb#eq-y)",
        "```python\n1 + 1\n```\n[after a block of code](nowhere)",
    ],
)
def test_a_broken_link_is_found(text):
    found = list(link_complaints([TARGETS, page(markdown(text), name="chapters/two/links")]))
    assert len(found) == 1
    assert found[0].startswith("chapters/two/links.ipynb, cell words: ")


def test_a_label_taken_twice_is_found():
    (found,) = label_complaints([TARGETS, page(markdown("$$\ny\n$$ (eq-x)"))])
    assert found == "chapters/part/sample.ipynb, cell words: the label eq-x is taken: chapters/one/targets.ipynb, cell targets"


def test_a_page_outside_the_contents_is_found(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "forgotten.ipynb").touch()
    assert list(orphans(["chapters/kept"], tmp_path)) == ["chapters/forgotten.ipynb: is not in _toc.yml"]
