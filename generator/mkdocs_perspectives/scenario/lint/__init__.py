"""What weakens a scenario without being wrong: rules of thumb over an author's words.

Each rule has a name, by which a comment switches it off. English and Korean are judged by their
words; other languages by what needs none. ``run`` holds the rules together; what a language knows
is in a module of its own.
"""

from mkdocs_perspectives.scenario.lint.rules import RULES
from mkdocs_perspectives.scenario.lint.run import lint, lint_file
from mkdocs_perspectives.scenario.lint.statements import statement_fault

__all__ = ["RULES", "lint", "lint_file", "statement_fault"]
