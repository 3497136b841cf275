"""Chat completions: the request in its three forms, and what is read from a reply."""

from __future__ import annotations

from typing import Any

import pytest
from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.llm import (
    RequestError,
    RetryableError,
    Usage,
    read_reply,
    request_body,
    text_of,
)
from mkdocs_perspectives.llm.chat_completion import LEVELS

ASKED = [{"role": "system", "content": "Shared."}, {"role": "user", "content": "Own."}]
SCHEMA = {"type": "object", "properties": {"z": {}, "a": {}}}
SETTINGS = ModelSettings("m", temperature=0.5)


def test_the_schema_goes_with_the_request() -> None:
    assert request_body(SETTINGS, ASKED, SCHEMA) == {
        "model": "m",
        "temperature": 0.5,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "perspective", "strict": True, "schema": SCHEMA},
        },
        "messages": ASKED,
    }


@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_server_that_takes_no_schema_is_told_it_in_the_shared_message(level: str) -> None:
    body = request_body(SETTINGS, ASKED, SCHEMA, level)
    expected = {"type": "json_object"} if level == "json_object" else None
    assert body.get("response_format") == expected
    first, second = body["messages"]
    assert second == ASKED[1]
    assert first["content"].startswith("Shared.\nAnswer with the JSON object alone")
    # In the order of writing, as reasons come before the numbers.
    assert '{"type":"object","properties":{"z":{},"a":{}}}' in first["content"]


def _completion(**changes: Any) -> dict[str, Any]:
    message = {"content": "{}", "refusal": None} | changes.pop("message", {})
    choice = {"message": message, "finish_reason": "stop"} | changes.pop("choice", {})
    return {"model": "m-1", "choices": [choice]} | changes


def test_a_reply_and_its_usage() -> None:
    usage = {
        "prompt_tokens": 10,
        "completion_tokens": 5,
        "prompt_tokens_details": {"cached_tokens": 4},
    }
    reply = read_reply(_completion(usage=usage), "m")
    assert (reply.content, reply.model, reply.finish_reason) == ("{}", "m-1", "stop")
    assert reply.usage == Usage(input_tokens=10, cached_tokens=4, output_tokens=5)
    assert text_of(reply) == "{}"


@pytest.mark.parametrize("usage", [None, [], {"prompt_tokens": -1}, {"completion_tokens": "5"}])
def test_a_usage_that_is_none_counts_nothing(usage: Any) -> None:
    assert read_reply(_completion(usage=usage), "m").usage == Usage()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (None, "asked"),
        ("", "asked"),
        ("/home/me/models/small.gguf", "small.gguf"),
        ("C:\\models\\small.gguf", "small.gguf"),
        ("org/small\x1b[31m", "org/small [31m"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_models_name_is_short_and_nobodys_path(given: Any, shown: str) -> None:
    assert read_reply(_completion(model=given), "asked").model == shown


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {},
        {"choices": []},
        {"choices": {}},
        {"choices": [{"message": None}]},
        {"choices": [None]},
        _completion(message={"content": ["x"]}),
        _completion(message={"refusal": 1}),
    ],
)
def test_what_is_no_completion_may_be_one_next_time(data: Any) -> None:
    with pytest.raises(RetryableError, match="no chat completion"):
        read_reply(data, "m")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"message": {"refusal": "I  cannot\ndo that."}}, "refused: I cannot do that."),
        ({"choice": {"finish_reason": "content_filter"}}, "filter"),
        ({"choice": {"finish_reason": "length"}}, "cut off"),
    ],
)
def test_a_reply_that_is_no_whole_answer(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(RequestError, match=told) as caught:
        text_of(read_reply(_completion(**changes), "m"))
    assert caught.value.remedy
