"""What is asked, exactly as it is sent: the messages and the schema of an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.common import LEAD, ModelSettings
from mkdocs_perspectives.llm import request_body
from mkdocs_perspectives.prompt import PROMPT_VERSION

__all__ = ["question_json", "question_text"]


def question_json(entries: Sequence[Entry], settings: ModelSettings) -> dict[str, Any]:
    """The bodies of the first requests, in the strictest form, which servers may refuse."""
    return {
        "format": 1,
        "prompt": PROMPT_VERSION,
        "requests": [
            {
                "scenario": entry.scenario.id,
                "persona": entry.persona.id,
                **({"voice": entry.voice} if entry.voice != LEAD else {}),
                "body": request_body(settings, entry.question.messages, entry.question.schema),
            }
            for entry in entries
        ],
    }


def question_text(entries: Sequence[Entry]) -> str:
    """The messages and the schema of one scenario's roles; what they share stands there once."""
    first = entries[0].question
    shared, *_ = first.messages
    parts = [_part(f"system message, the same for all roles (prompt {PROMPT_VERSION})", shared)]
    for entry in entries:
        _, *own = entry.question.messages
        parts += [_part(f"user message of {entry.key}", message) for message in own]
    schema = json.dumps(first.schema, ensure_ascii=False, indent=2)
    parts.append(f"--- schema of the answer, the same for all roles\n\n{schema}\n")
    return "\n".join(parts)


def _part(title: str, message: dict[str, str]) -> str:
    return f"--- {title}\n\n{message['content']}"
