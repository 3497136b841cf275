"""Reading a completion: where its text is, and how it ended."""

from __future__ import annotations

from typing import Any

import pytest
from mkdocs_perspectives.llm import (
    Reply,
    RequestError,
    RetryableError,
    Usage,
    read_reply,
    text_of,
    usage_of_error,
)

KEY = "sk-test-0123456789abcdef"


def _reply(message: Any, reason: Any = "stop", **choice: Any) -> Reply:
    return read_reply({"choices": [{"message": message, "finish_reason": reason, **choice}]}, "m")


@pytest.mark.parametrize(
    ("message", "content", "thinking"),
    [
        ({"content": "{}"}, "{}", ""),
        ({"content": None}, "", ""),
        ({"role": "assistant"}, "", ""),
        ({"content": [{"type": "text", "text": "{"}, {"type": "text", "text": "}"}]}, "{}", ""),
        ({"content": ["{", "}"]}, "{}", ""),
        ({"content": [{"text": "{}"}]}, "{}", ""),
        ({"content": [{"type": "output_text", "text": "{}", "annotations": []}]}, "{}", ""),
        ({"content": [{"type": "text", "text": {"value": "{}"}}]}, "{}", ""),
        ({"content": [{"type": "thinking", "thinking": "so"}, {"text": "{}"}]}, "{}", "so"),
        (
            {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "so"}]}]},
            "",
            "so",
        ),
        ({"content": [{"type": "reasoning", "summary": []}, {"text": "{}"}]}, "{}", None),
        ({"content": {"parts": [{"text": "so", "thought": True}, {"text": "{}"}]}}, "{}", "so"),
        ({"content": {"type": "text", "text": "{}"}}, "{}", ""),
        ({"content": {"summary": "é"}}, '{"summary": "é"}', ""),
        ({"content": [{"summary": 1}]}, '{"summary": 1}', ""),
        ({"content": {"type": "view", "summary": 1}}, '{"type": "view", "summary": 1}', ""),
        ({"content": None, "reasoning_content": "{}"}, "", "{}"),
        ({"content": "", "reasoning": "{}"}, "", "{}"),
        (
            {"content": "", "reasoning_details": [{"type": "reasoning.text", "text": "so"}]},
            "",
            "so",
        ),
        ({"content": None, "tool_calls": [{"function": {"arguments": "{}"}}]}, "{}", ""),
        ({"content": None, "tool_calls": [{"function": {"arguments": {"a": 1}}}]}, '{"a": 1}', ""),
        ({"content": None, "tool_calls": [{"type": "x"}, None, 1]}, "", ""),
        ({"content": None, "function_call": {"arguments": "{}"}}, "{}", ""),
        ({"content": [{"type": "tool_use", "input": {"a": 1}}]}, '{"a": 1}', ""),
        ({"content": None, "parsed": {"a": 1}}, '{"a": 1}', ""),
        ({"content": 5}, "", ""),
    ],
)
def test_where_the_text_is(message: Any, content: str, thinking: str | None) -> None:
    reply = _reply(message)
    assert reply.content == content
    assert thinking is None or reply.thinking == thinking
    assert reply.ending == "whole"


def test_a_completion_of_the_old_kind() -> None:
    data = {"choices": [{"text": "{}", "finish_reason": "stop"}], "model": "/srv/models/m.gguf"}
    reply = read_reply(data, "m")
    assert (reply.content, reply.model) == ("{}", "m.gguf")


@pytest.mark.parametrize(
    ("reason", "ending"),
    [
        ("stop", "whole"),
        ("STOP", "whole"),
        (None, "whole"),
        ("", "whole"),
        ("tool_calls", "whole"),
        ("end_turn", "whole"),
        ("stop_sequence", "whole"),
        ("eos", "whole"),
        (5, "whole"),
        ("length", "cut off"),
        ("MAX_TOKENS", "cut off"),
        ("max_tokens", "cut off"),
        ("max_output_tokens", "cut off"),
        ("FinishReason.MAX_TOKENS", "cut off"),
        ("model_length", "cut off"),
        ("model_context_window_exceeded", "cut off"),
        ({"type": "length"}, "cut off"),
        ("content_filter", "filtered"),
        ("content_filter: hate", "filtered"),
        ("ContentFilter", "filtered"),
        ("SAFETY", "filtered"),
        ("PROHIBITED_CONTENT", "filtered"),
        ("BLOCKLIST", "filtered"),
        ("RECITATION", "filtered"),
        ("SPII", "filtered"),
        ("IMAGE_SAFETY", "filtered"),
        ("guardrail_intervened", "filtered"),
        ("moderation", "filtered"),
        ("sensitive", "filtered"),
        ("refusal", "refused"),
    ],
)
def test_how_it_ended(reason: Any, ending: str) -> None:
    assert _reply({"content": "x"}, reason).ending == ending


def test_a_reply_that_was_filtered_or_refused_has_no_text() -> None:
    for reply, reported in (
        (_reply({"content": '{"a": 1}'}, "SAFETY"), "content filter"),
        (_reply({"content": None, "refusal": "I cannot."}), "refused: I cannot."),
        (_reply({"content": [{"type": "refusal", "refusal": "No."}]}), "refused: No."),
        (_reply({"content": "I cannot."}, "refusal"), "refused: I cannot."),
        (_reply({"content": None}, "refusal"), "no reason given"),
        (_reply({"content": ""}, native_finish_reason="SAFETY"), "content filter"),
        (
            _reply({"content": None}, content_filter_results={"hate": {"filtered": True}}),
            "content filter",
        ),
    ):
        with pytest.raises(RequestError, match=reported):
            text_of(reply)


def test_text_beside_an_answer_is_not_a_refusal() -> None:
    passed = {"hate": {"filtered": False, "severity": "safe"}}
    for reply in (
        _reply({"content": '{"a": 1}', "refusal": "null"}),
        _reply({"content": '{"a": 1}', "refusal": False}),
        _reply({"content": '{"a": 1}'}, content_filter_results=passed),
    ):
        assert text_of(reply) == '{"a": 1}'
    assert text_of(_reply({"content": None}, content_filter_results=passed)) == ""
    # What was found did not keep the answer back.
    found = {"jailbreak": {"detected": True, "filtered": False}}
    assert text_of(_reply({"content": "{}"}, content_filter_results=found)) == "{}"


def test_a_refusal_is_masked_before_it_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    # Cut first, half of the key would be left at the end.
    reply = _reply({"content": None, "refusal": "x" * 190 + KEY})
    with pytest.raises(RequestError) as caught:
        text_of(reply)
    assert "sk-" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "reported"),
    [
        ({"choices": [], "prompt_filter_results": [{"content_filter_results": {}}]}, "filter"),
        (
            {
                "choices": [],
                "prompt_filter_results": [
                    {"content_filter_results": {"violence": {"filtered": True}}}
                ],
            },
            "filter",
        ),
        ({"promptFeedback": {"blockReason": "SAFETY"}}, "filter"),
        ({"choices": [{"finish_reason": "PROHIBITED_CONTENT"}]}, "filter"),
        ({"choices": [{"message": None, "finish_reason": "content_filter"}]}, "filter"),
    ],
)
def test_a_filter_without_any_answer_is_reported(data: Any, reported: str) -> None:
    usage = {"usage": {"prompt_tokens": 70, "completion_tokens": 0}}
    with pytest.raises(RequestError, match=reported) as caught:
        read_reply(data | usage, "m")
    assert usage_of_error(caught.value) == Usage(input_tokens=70)


@pytest.mark.parametrize(
    "data",
    [
        [1, 2],
        None,
        {},
        {"choices": None},
        {"choices": {}},
        {"choices": []},
        {"choices": [None]},
        {"choices": [{}]},
        {"choices": [{"message": None}]},
        {"choices": [{"message": "x"}]},
        {"choices": [], "prompt_filter_results": [{"hate": {"filtered": False}}]},
    ],
)
def test_replies_that_are_not_completions(data: Any) -> None:
    if isinstance(data, dict):
        data = data | {"usage": {"prompt_tokens": 70, "completion_tokens": 7}}
    with pytest.raises(RetryableError, match="not a chat completion") as caught:
        read_reply(data, "m")
    used = Usage(input_tokens=70, output_tokens=7) if isinstance(data, dict) else Usage()
    assert usage_of_error(caught.value) == used


def test_a_message_that_is_missing_where_it_was_cut_off_is_cut_off() -> None:
    reply = read_reply({"choices": [{"finish_reason": "MAX_TOKENS"}]}, "m")
    assert reply.cut_off
    assert reply.content == ""
