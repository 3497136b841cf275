"""The key of an answer in the cache: the digest of everything in the request for it."""

from __future__ import annotations

from mkdocs_perspectives.common import LEAD, ModelSettings, canonical_json, sha256_of_text
from mkdocs_perspectives.prompt import Question

__all__ = ["cache_key"]


def cache_key(question: Question, settings: ModelSettings) -> str:
    """The key of the first request for a question; repaired answers have it too."""
    request = {
        "base_url": settings.shown_base_url,
        "model": settings.model,
        "messages": question.messages,
        "parameters": settings.parameters(),
    }
    # The last keys in order. The schema, which is most of the text, was serialised once for the
    # whole scenario.
    rest = f',"schema":{question.schema_json}'
    if question.voice != LEAD:
        # So that another voice with the lead's model is asked again.
        rest += f',"voice":{canonical_json(question.voice)}'
    return sha256_of_text(canonical_json(request).removesuffix("}") + rest + "}")
