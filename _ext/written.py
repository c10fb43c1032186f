"""What is written from other sources while the book is built, in Markdown as they are: a function's text in the place of a directive."""

from exercise_list import exercises
from sphinx.util.docutils import SphinxDirective
from theorem_tests import theorems

from rosetta import page


def written_by(write):
    class Written(SphinxDirective):
        has_content, optional_arguments = True, 1

        def run(self):
            return self.parse_text_to_nodes("\n".join(write(self)))

    return Written


def setup(app):
    app.add_directive("exercises-and-solutions", written_by(exercises))
    app.add_directive("rosetta", written_by(lambda directive: [page.write(directive.arguments[0])]))
    app.add_directive("theorems-and-tests", written_by(theorems))
