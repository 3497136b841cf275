"""The words of the pages, from one catalogue per language.

A new word goes into every catalogue beside this file; ``messages`` looks words up.
"""

from mkdocs_perspectives.common.locales.messages import Words, catalogue

__all__ = ["Words", "catalogue"]
