"""What is read from a chat completion: the model's text, wherever it stands, and how it ended.

The same whether it came by itself or as a line of a batch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mkdocs_perspectives.common import one_line, safe_line, without_key
from mkdocs_perspectives.llm.failures import RequestError, RetryableError
from mkdocs_perspectives.llm.usage import Usage, carrying, usage_in

__all__ = ["Ending", "Reply", "cut_off", "no_completion", "read_reply", "text_of"]

Ending = Literal["whole", "cut off", "filtered", "refused"]


@dataclass(frozen=True)
class Reply:
    """What the model said, and ``thinking`` what it thought before, where that is apart.

    ``ending`` is how the server says that it ended, ``usage`` that of all requests it took.
    """

    content: str
    thinking: str
    model: str
    ending: Ending
    refusal: str
    usage: Usage

    @property
    def cut_off(self) -> bool:
        """Whether it ends at a limit of its length."""
        return self.ending == "cut off"


def read_reply(data: Any, model: str) -> Reply:
    """A completion's parsed JSON as a reply; ``model`` is its name where the server gives none.

    An error that a server reports in a completion's place, with status 200, is to be looked for
    before: here it is no completion.

    Raises:
        RequestError: a filter left nothing of it.
        RetryableError: it is no chat completion.
        Both carry the usage that it reports nevertheless.
    """
    usage = usage_in(data)
    choice = _choice(data)
    message = choice.get("message")
    ending = _ending(choice)
    if not isinstance(message, dict):
        text = choice.get("text")
        message = {"content": text} if isinstance(text, str) else None
    if message is None and (ending == "filtered" or (not choice and _has_filtered(data))):
        raise carrying(_filtered(), usage)
    if message is None and ending == "whole":
        raise carrying(no_completion(), usage)
    message = message or {}
    said = _Said()
    said.add(message.get("content"))
    for call in _calls(message):
        said.add(call)
    for name in ("reasoning_content", "reasoning", "reasoning_details", "thinking"):
        said.add(message.get(name), thought=True)
    refusal = message.get("refusal")
    content = "".join(said.aloud)
    if ending == "whole" and not content.strip():
        native = _ending({"finish_reason": choice.get("native_finish_reason")})
        ending = "filtered" if _has_filtered(choice) else native
    return Reply(
        content=content,
        thinking="\n".join(said.silent),
        model=_label(data.get("model")) or model,
        ending=ending,
        refusal=refusal if isinstance(refusal, str) else " ".join(said.refused),
        usage=usage,
    )


def text_of(reply: Reply) -> str:
    """The reply's content, which may be cut off.

    Raises:
        RequestError: it was refused or filtered.
    """
    # Some servers put something beside every answer.
    if reply.ending == "refused" or (reply.refusal.strip() and "{" not in reply.content):
        said = safe_line(reply.refusal or reply.content, 200)
        raise RequestError(
            f"the model refused: {said or 'it does not say why'}",
            "Reword the scenario, or use another model.",
        )
    if reply.ending == "filtered":
        raise _filtered()
    return reply.content


def no_completion() -> RetryableError:
    """What is told of a reply that is anything but a chat completion."""
    return RetryableError(
        "the server's reply is no chat completion",
        "Check that the base URL is that of an OpenAI-compatible server (often .../v1).",
    )


def cut_off() -> RequestError:
    """What is told of a reply that ends at a limit before there is a whole answer."""
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
    """The first choice; RetryableError where there cannot be any."""
    choices = data.get("choices") if isinstance(data, dict) else None
    if isinstance(choices, list):
        return next((choice for choice in choices if isinstance(choice, dict)), {})
    if isinstance(data, dict) and _has_filtered(data):
        return {}
    raise carrying(no_completion(), usage_in(data))


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
    """How a choice ended, by any of the words that servers have for it."""
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
    """Whether filters report on something, and not that they let everything pass."""
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
    """The arguments of what the model called instead of answering, and what was parsed for us."""
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
"""What holds the text of a part, and what does so only in a part that says of which type it is."""


class _Said:
    """The texts of a message, put together from its parts."""

    def __init__(self) -> None:
        self.aloud: list[str] = []
        self.silent: list[str] = []
        self.refused: list[str] = []

    def add(self, part: Any, *, thought: bool = False) -> None:
        """Add a text, a part, or a list of them; what is an object of its own is JSON."""
        if isinstance(part, str):
            (self.silent if thought else self.aloud).append(part)
        elif isinstance(part, list):
            for inner in part:
                self.add(inner, thought=thought)
        elif isinstance(part, dict):
            self._add_object(part, thought=thought)

    def _add_object(self, part: Mapping[str, Any], *, thought: bool) -> None:
        kind = part["type"].lower() if isinstance(part.get("type"), str) else ""
        thought |= part.get("thought") is True or any(word in kind for word in _THOUGHTS)
        if isinstance(part.get("refusal"), str):
            self.refused.append(part["refusal"])
            return
        for name in _TEXTS if not kind else (*_TEXTS, *_TEXTS_OF_A_KIND):
            if isinstance(part.get(name), str | list | dict):
                self.add(part[name], thought=thought)
                return
        self.add(json.dumps(part, ensure_ascii=False), thought=thought)


def _label(value: object) -> str:
    """A model's name in one short line of visible characters.

    Some local servers name the model's file with its whole path, which is nobody's business.
    """
    name = one_line(str(value or ""))
    if re.match(r"/|[A-Za-z]:[\\/]", name):
        name = re.split(r"[\\/]", name)[-1]
    return without_key(name)[:200]
