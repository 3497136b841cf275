"""The command line, with a module for each command.

Commands translate arguments and print results; what they do is in ``pipeline`` and below.
"""

from mkdocs_perspectives.cli.main import main

__all__ = ["main"]
