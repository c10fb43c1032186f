"""The directive `{exercises-and-solutions}`: every exercise of the book, chapter by chapter, with links to it and to its solution."""

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective


class ExercisesHere(nodes.General, nodes.Element):
    pass


class ExercisesAndSolutions(SphinxDirective):
    has_content = True  # lines as "ex-by-hand: easy, 5 minutes, by hand"

    def run(self):
        return [ExercisesHere(asked=dict(line.split(": ") for line in self.content))]


class ListExercises(SphinxPostTransform):
    default_priority = 1  # before references are resolved: exercises bring their own

    def run(self, **kwargs):
        for placeholder in list(self.document.findall(ExercisesHere)):
            chapters = ((page, solved_exercises(self.env, page)) for page in self.env.toctree_includes[self.env.config.root_doc])
            asked = placeholder["asked"]
            placeholder.replace_self([part for page, pairs in chapters if pairs for part in self.chapter(page, pairs, asked)])

    def chapter(self, page, pairs, asked):
        doctree = self.env.get_doctree(page)
        title = [child.deepcopy() for child in self.env.titles[page]]  # with its formulas, which a reference to the page would not keep
        address = self.app.builder.get_relative_uri(self.env.docname, page)
        yield nodes.paragraph("", "", nodes.reference("", "", *title, internal=True, refuri=address), classes=["exercises-of"])
        items = nodes.bullet_list()
        for exercise, solution in pairs:
            original = next(node for node in doctree.findall(nodes.Element) if exercise in node.get("ids", []))
            first, *more = reusable_copy(original.next_node(nodes.section), self.env).children
            number = link(self.env, "std", "ref", exercise, nodes.inline("", exercise, classes=["xref", "std", "std-ref"]))
            solved = link(self.env, "std", "ref", solution, nodes.inline("", "Solution"), explicit=True)
            words = asked.get(exercise, "")
            mark = nodes.inline("", f" ({words})", classes=["asked"])
            question = nodes.paragraph("", "", number, mark, nodes.Text(". "), *first.children)
            items += nodes.list_item("", question, *more, nodes.paragraph("", "", solved), classes=["exercise-listed", *kinds(words)])
        yield items


def kinds(words):
    """Those that the form above the list knows (`_static/reference.css`): easy, short, by-hand."""
    return ["short" if part in ("5 minutes", "10 minutes") else part.replace(" ", "-") for part in words.split(", ")]


def solved_exercises(env, page):
    """The labels of a page's exercises, each with that of its solution, in the order of the page."""
    registry = [(label, entry) for label, entry in env.sphinx_exercise_registry.items() if entry["docname"] == page]
    solutions = {entry["node"]["target_label"]: label for label, entry in registry if entry["type"].startswith("solution")}
    return [(label, solutions[label]) for label, entry in registry if entry["type"].startswith("exercise") and label in solutions]


def reusable_copy(original, env):
    """A copy for the page that is written, without what may be there once only: ids and the anchors of equations."""
    home = env.app.builder.get_relative_uri(env.docname, env.path2doc(original.document["source"]))
    copy = original.deepcopy()
    for node in copy.findall(nodes.Element):
        if isinstance(node, nodes.math_block) and node["number"]:
            numbers = env.toc_fignumbers[node["docname"]]["displaymath"]
            node["number_there"] = ".".join(map(str, numbers[node["ids"][0]]))
            node["number"] = node["label"] = None
        node["ids"] = []
        if isinstance(node, nodes.reference) and "refid" in node:
            node["refuri"] = f"{home}#{node.attributes.pop('refid')}"
        if isinstance(node, addnodes.pending_xref):
            node["refdoc"] = env.docname
    for target in list(copy.findall(nodes.target)):
        target.parent.remove(target)
    return copy


def link(env, domain, kind, target, content, explicit=False):
    """A reference from the page that is written, as its source would have it."""
    return addnodes.pending_xref(
        "", content, refdomain=domain, reftype=kind, reftarget=target, refdoc=env.docname, refexplicit=explicit, refwarn=True
    )


def setup(app):
    app.add_node(ExercisesHere)
    app.add_directive("exercises-and-solutions", ExercisesAndSolutions)
    app.add_post_transform(ListExercises)
