"""The words of pages and of reviews, from one catalogue per language.

A new word goes into ``en.yml`` and ``ko.yml`` beside this file; a site adds catalogues of its own.
``messages`` holds what a catalogue may say, ``words`` looks words up, ``faults`` says what is wrong
with a catalogue. What is said to authors is elsewhere: ``desk`` has it in the language of the site.
"""

from mkdocs_perspectives.common.locales.desk import (
    as_logged,
    error_at_desk,
    log_at_desk,
    problem_at_desk,
    said_at_desk,
    word_at_desk,
)
from mkdocs_perspectives.common.locales.faults import MessageFault, message_fault
from mkdocs_perspectives.common.locales.messages import (
    OPTIONAL,
    Catalogue,
    Plural,
    catalogue,
    gaps,
    message_of,
    plural_forms,
    shipped_languages,
)
from mkdocs_perspectives.common.locales.words import Words

__all__ = [
    "OPTIONAL",
    "Catalogue",
    "MessageFault",
    "Plural",
    "Words",
    "as_logged",
    "catalogue",
    "error_at_desk",
    "gaps",
    "log_at_desk",
    "message_fault",
    "message_of",
    "plural_forms",
    "problem_at_desk",
    "said_at_desk",
    "shipped_languages",
    "word_at_desk",
]
