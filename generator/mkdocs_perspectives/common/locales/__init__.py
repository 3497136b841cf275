"""The words of pages and messages, from one catalogue for each language.

A word is added to every catalogue beside this file; how it is looked up is in ``messages``.
"""

from mkdocs_perspectives.common.locales.messages import Words, catalogue

__all__ = ["Words", "catalogue"]
