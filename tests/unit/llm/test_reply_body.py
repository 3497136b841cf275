"""The body of a reply: how it is encoded, and event streams put together."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mkdocs_perspectives.llm.reply_body import parsed_body, usage_of_body
from mkdocs_perspectives.llm.usage import Usage

TEXT = '{"a": "é → 물류"}'
WESTERN = '{"a": "é ü – “so”"}'


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (TEXT.encode(), {"a": "é → 물류"}),
        (b"\xef\xbb\xbf" + TEXT.encode(), {"a": "é → 물류"}),
        (TEXT.encode("utf-16"), {"a": "é → 물류"}),
        (b"\r\n\t " + TEXT.encode() + b"\n", {"a": "é → 물류"}),
        (WESTERN.encode("cp1252"), {"a": "é ü – “so”"}),
        ('{"a": "caf\xe9"}'.encode("latin-1"), {"a": "café"}),
        ('{"a": "\x81\xe9"}'.encode("latin-1"), {"a": "\x81é"}),
        # A capital E with an accent and a no-break space would be a letter in UTF-8.
        ('{"a": "\xab\xa0\xc9\xa0\xbb \xe9"}'.encode("latin-1"), {"a": "\xab\xa0É\xa0\xbb é"}),
        (b'{"a": "x\ny"}', {"a": "x\ny"}),
        (b"[1, 2]", [1, 2]),
        (b': processing\n\n: processing\n\n{"a": 1}', {"a": 1}),
    ],
)
def test_a_body_is_read_in_whatever_it_is_encoded(content: bytes, value: Any) -> None:
    assert parsed_body(content) == value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b'{"a": ',
        b"data: [DONE]\n\n",
        b"\xff\xfe",
        # Damaged UTF-8: nobody knows what it was.
        '{"a": "물류 계획"}'.encode() + b"\xff",
        b"[" * 200_000,
    ],
)
def test_bodies_that_are_not_json(content: bytes) -> None:
    with pytest.raises(ValueError):
        parsed_body(content)


def _stream(*chunks: Any, end: str = "\n\n") -> bytes:
    lines = [f"data: {json.dumps(c) if c != '[DONE]' else c}{end}" for c in chunks]
    return "".join(lines).encode()


def _piece(finish: str | None = None, **delta: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}], "usage": None}


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\n"])
def test_an_event_stream_is_put_together(end: str) -> None:
    content = _stream(
        {"model": "m", "choices": [], "prompt_filter_results": [{"hate": {"filtered": False}}]},
        _piece(role="assistant", content=""),
        _piece(reasoning_content="I "),
        _piece(reasoning_content="think."),
        _piece(content='{"a"'),
        {"choices": [{"index": 1, "delta": {"content": "another choice"}}]},
        _piece(content=": 1}"),
        _piece("stop"),
        {"choices": [], "usage": {"prompt_tokens": 10, "completion_tokens": 5}},
        "[DONE]",
        end=end,
    )
    data = parsed_body(b"event: begin\n: a comment\n\n" + content)
    (choice,) = data["choices"]
    assert choice["message"]["content"] == '{"a": 1}'
    assert choice["message"]["reasoning_content"] == "I think."
    assert choice["finish_reason"] == "stop"
    assert data["usage"] == {"prompt_tokens": 10, "completion_tokens": 5}
    assert data["model"] == "m"


def test_a_call_in_pieces_is_put_together() -> None:
    pieces = [{"index": 0, "function": {"name": "f"}}, *(
        {"index": 0, "function": {"arguments": said}} for said in ('{"a"', ": 1}")
    )]  # fmt: skip
    data = parsed_body(_stream(*(_piece(tool_calls=[piece]) for piece in pieces)))
    (call,) = data["choices"][0]["message"]["tool_calls"]
    assert call["function"]["arguments"] == '{"a": 1}'


def test_a_stream_of_one_whole_completion() -> None:
    whole = {"choices": [{"message": {"content": "{}"}, "finish_reason": "length"}]}
    data = parsed_body(_stream(whole, "[DONE]"))
    assert data["choices"][0]["message"] == {"content": "{}"}
    assert data["choices"][0]["finish_reason"] == "length"


def test_a_filter_in_a_stream_leaves_no_choice() -> None:
    data = parsed_body(_stream({"choices": [], "prompt_filter_results": [{}]}, "[DONE]"))
    assert data == {"choices": [], "prompt_filter_results": [{}]}


@pytest.mark.parametrize(
    "content",
    [
        b'{"error": {"message": "no"}, "usage": {"prompt_tokens": 7, "completion_tokens": 3}}',
        b'[{"error": {"message": "no"}, "usage": {"prompt_tokens": 7, "completion_tokens": 3}}]',
        b'{"choices": [{"mess, "usage": {"prompt_tokens": 7, "completion_tokens": 3}}',
        b'{"usage": {"prompt_tokens": 7, "completion_tokens": 3}, "choices": [{"message": {"co',
        b'data: {"usage": {"prompt_tokens": 7, "completion_tokens": 3}}\n\n',
    ],
)
def test_usage_is_found_in_whatever_arrives(content: bytes) -> None:
    assert usage_of_body(content) == Usage(input_tokens=7, output_tokens=3)
    assert usage_of_body(b"<html>") == Usage()
