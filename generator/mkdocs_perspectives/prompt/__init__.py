"""What is asked: the messages, the schema of the answer, and the digests of a question.

A change of the wording raises ``PROMPT_VERSION``. Sending is done by ``llm``, reading replies by
``answers``.
"""

from mkdocs_perspectives.prompt.answer_schema import answer_schema, schema_of
from mkdocs_perspectives.prompt.digests import QUESTION_PARTS
from mkdocs_perspectives.prompt.draft_question import (
    ROLES,
    STATEMENTS,
    DraftWish,
    draft_messages,
    draft_schema,
)
from mkdocs_perspectives.prompt.messages import PROMPT_VERSION
from mkdocs_perspectives.prompt.questions import Digests, Question, questions_for
from mkdocs_perspectives.prompt.repair import REPAIR_QUOTE, repair_messages

__all__ = [
    "PROMPT_VERSION",
    "QUESTION_PARTS",
    "REPAIR_QUOTE",
    "ROLES",
    "STATEMENTS",
    "Digests",
    "DraftWish",
    "Question",
    "answer_schema",
    "draft_messages",
    "draft_schema",
    "questions_for",
    "repair_messages",
    "schema_of",
]
