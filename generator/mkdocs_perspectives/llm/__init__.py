"""Communicates with a model's server: connections, chat completions, batches and their errors.

The only package that uses openai and httpx2. It does not depend on scenarios: messages and a schema
go in, text and usage come out. Import ``llm.model`` and ``llm.batch_api`` directly, since they
import openai, which takes a second.
"""

from mkdocs_perspectives.llm.error_replies import error_inside, reason_of
from mkdocs_perspectives.llm.events import Ended, Event, Fate, OnEvent, Retry, fate_of
from mkdocs_perspectives.llm.failures import (
    DoubtfulError,
    RequestError,
    RetryableError,
    StoppedError,
    UnsupportedError,
    alike,
)
from mkdocs_perspectives.llm.reply import Reply, cut_off, read_reply, text_of
from mkdocs_perspectives.llm.reply_body import parsed_body
from mkdocs_perspectives.llm.request_form import request_body
from mkdocs_perspectives.llm.schema_in_words import schema_in_words
from mkdocs_perspectives.llm.usage import Usage, usage_in, usage_of_error

__all__ = [
    "DoubtfulError",
    "Ended",
    "Event",
    "Fate",
    "OnEvent",
    "Reply",
    "RequestError",
    "Retry",
    "RetryableError",
    "StoppedError",
    "UnsupportedError",
    "Usage",
    "alike",
    "cut_off",
    "error_inside",
    "fate_of",
    "parsed_body",
    "read_reply",
    "reason_of",
    "request_body",
    "schema_in_words",
    "text_of",
    "usage_in",
    "usage_of_error",
]
