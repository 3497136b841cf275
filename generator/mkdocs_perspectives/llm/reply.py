"""Reads a chat completion: the model's text, wherever the server puts it, and how it ended.

Used for direct replies and for the lines of a batch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mkdocs_perspectives.common import one_line, safe_line, without_key
from mkdocs_perspectives.llm.failures import RequestError, RetryableError
from mkdocs_perspectives.llm.usage import Usage, usage_in, with_usage

__all__ = ["Ending", "Reply", "cut_off", "not_a_completion", "read_reply", "text_of"]

Ending = Literal["whole", "cut off", "filtered", "refused"]


@dataclass(frozen=True)
class Reply:
    """The text of the model, and its ``thinking`` if the server separates it.

    ``ending`` is how the text ended according to the server, ``usage`` that of all its requests.
    """

    content: str
    thinking: str
    model: str
    ending: Ending
    refusal: str
    usage: Usage

    @property
    def cut_off(self) -> bool:
        """Whether it was cut off at a length limit."""
        return self.ending == "cut off"


def read_reply(data: Any, model: str) -> Reply:
    """Read a completion's parsed JSON; ``model`` is the name to use if the server gives none.

    Errors reported with status 200 must be detected before; here they are not completions.

    Raises:
        RequestError: a filter removed all of it.
        RetryableError: it is not a chat completion.
        Both carry the usage that was reported.
    """
    usage = usage_in(data)
    choice = _choice(data)
    message = choice.get("message")
    ending = _ending(choice)
    if not isinstance(message, dict):
        text = choice.get("text")
        message = {"content": text} if isinstance(text, str) else None
    if message is None and (ending == "filtered" or (not choice and _has_filtered(data))):
        raise with_usage(_filtered(), usage)
    if message is None and ending == "whole":
        raise with_usage(not_a_completion(), usage)
    message = message or {}
    texts = _Texts()
    texts.add(message.get("content"))
    for call in _calls(message):
        texts.add(call)
    for name in ("reasoning_content", "reasoning", "reasoning_details", "thinking"):
        texts.add(message.get(name), thought=True)
    refusal = message.get("refusal")
    content = "".join(texts.content)
    if ending == "whole" and not content.strip():
        native = _ending({"finish_reason": choice.get("native_finish_reason")})
        ending = "filtered" if _has_filtered(choice) else native
    return Reply(
        content=content,
        thinking="\n".join(texts.thinking),
        model=_label(data.get("model")) or model,
        ending=ending,
        refusal=refusal if isinstance(refusal, str) else " ".join(texts.refusals),
        usage=usage,
    )


def text_of(reply: Reply) -> str:
    """The reply's content, which may be cut off.

    Raises:
        RequestError: it was refused or filtered.
    """
    # Some servers fill in a refusal beside every answer.
    if reply.ending == "refused" or (reply.refusal.strip() and "{" not in reply.content):
        said = safe_line(reply.refusal or reply.content, 200)
        raise RequestError(
            f"the model refused: {said or 'no reason given'}",
            "Reword the scenario, or use another model.",
        )
    if reply.ending == "filtered":
        raise _filtered()
    return reply.content


def not_a_completion() -> RetryableError:
    """The exception for a reply that is not a chat completion."""
    return RetryableError(
        "the server's reply is not a chat completion",
        "Check that the base URL belongs to an OpenAI-compatible server (often .../v1).",
    )


def cut_off() -> RequestError:
    """The exception for a reply that was cut off before the answer was complete."""
    return RequestError(
        "the answer was cut off at the model's or server's length limit",
        "Raise max_output_tokens or the server's context length, or shorten the scenario.",
    )


def _filtered() -> RequestError:
    return RequestError(
        "the server's content filter stopped the answer",
        "Reword the scenario, or use another model.",
    )


def _choice(data: Any) -> Mapping[str, Any]:
    """The first choice; RetryableError if the reply has no choices."""
    choices = data.get("choices") if isinstance(data, dict) else None
    if isinstance(choices, list):
        return next((choice for choice in choices if isinstance(choice, dict)), {})
    if isinstance(data, dict) and _has_filtered(data):
        return {}
    raise with_usage(not_a_completion(), usage_in(data))


_CUT = ("length", "maxtoken", "maxoutput", "maxnewtoken", "tokenlimit", "contextwindow", "truncat")
_FILTERS = (
    "filter",
    "safety",
    "prohibited",
    "block",
    "recitation",
    "spii",
    "moderat",
    "guardrail",
    "sensitive",
    "policy",
    "flagged",
    "harm",
    "unsafe",
)


def _ending(choice: Mapping[str, Any]) -> Ending:
    """How a choice ended, by any of the words that servers use for it."""
    given = choice.get("finish_reason") or choice.get("stop_reason") or choice.get("finishReason")
    reason = re.sub(r"[\W_]", "", str(given or "")).lower()
    if any(word in reason for word in _FILTERS):
        return "filtered"
    if "refus" in reason:
        return "refused"
    return "cut off" if any(word in reason for word in _CUT) else "whole"


_RESULTS = (
    "prompt_filter_results",
    "content_filter_results",
    "content_filter_result",
    "promptFeedback",
    "prompt_feedback",
)


def _has_filtered(holder: Mapping[str, Any]) -> bool:
    """Whether filters report that something was filtered, not only that they were applied."""
    results = [holder[name] for name in _RESULTS if holder.get(name)]
    verdicts = list(_verdicts(results))
    return bool(results) and (not verdicts or any(verdicts))


def _verdicts(value: Any) -> Iterator[bool]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("filtered", "blocked", "detected") and isinstance(inner, bool):
                yield inner
            else:
                yield from _verdicts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _verdicts(inner)


def _calls(message: Mapping[str, Any]) -> Iterator[Any]:
    """The arguments of functions that the model called instead of answering, and parsed content."""
    calls = message.get("tool_calls")
    called = [*calls] if isinstance(calls, list) else []
    for call in called:
        function = call.get("function", call) if isinstance(call, dict) else None
        if isinstance(function, dict):
            yield function.get("arguments") or function.get("input")
    function = message.get("function_call")
    if isinstance(function, dict):
        yield function.get("arguments")
    yield message.get("parsed")


_THOUGHTS = ("think", "thought", "reason")
_TEXTS = ("text", "value", "parts")
_TEXTS_OF_A_KIND = ("thinking", "reasoning", "content", "json", "input", "arguments")
"""Fields that hold the text of a part; the second group only in parts that name their type."""


class _Texts:
    """Collects the texts of a message from its parts."""

    def __init__(self) -> None:
        self.content: list[str] = []
        self.thinking: list[str] = []
        self.refusals: list[str] = []

    def add(self, part: Any, *, thought: bool = False) -> None:
        """Add a text, a part, or a list of them; other objects are added as JSON."""
        if isinstance(part, str):
            (self.thinking if thought else self.content).append(part)
        elif isinstance(part, list):
            for inner in part:
                self.add(inner, thought=thought)
        elif isinstance(part, dict):
            self._add_object(part, thought=thought)

    def _add_object(self, part: Mapping[str, Any], *, thought: bool) -> None:
        kind = part["type"].lower() if isinstance(part.get("type"), str) else ""
        thought |= part.get("thought") is True or any(word in kind for word in _THOUGHTS)
        if isinstance(part.get("refusal"), str):
            self.refusals.append(part["refusal"])
            return
        for name in _TEXTS if not kind else (*_TEXTS, *_TEXTS_OF_A_KIND):
            if isinstance(part.get(name), str | list | dict):
                self.add(part[name], thought=thought)
                return
        self.add(json.dumps(part, ensure_ascii=False), thought=thought)


def _label(value: object) -> str:
    """A model's name in one short line of visible characters.

    Some local servers give the full path of the model's file, which should not be published.
    """
    name = one_line(str(value or ""))
    if re.match(r"/|[A-Za-z]:[\\/]", name):
        name = re.split(r"[\\/]", name)[-1]
    return without_key(name)[:200]
