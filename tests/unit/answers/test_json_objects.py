"""JSON objects in a model's text: which are found, how they are read, and how long it takes."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.answers.json_objects import Doubled, NoNumber, quoted, scan

KEYS = ("summary", "stances")


def _values(text: str, *, thought: bool = False) -> list[dict[str, Any]]:
    return [found.value for found in scan(text, KEYS).objects if found.thought == thought]


def _only(inner: str) -> Any:
    """What ``inner`` is read as, where it is the value of a key."""
    (found,) = _values(f'{{"summary": {inner}}}')
    return found["summary"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"summary": 1}', [{"summary": 1}]),
        ('Like {this}, or {"that": 1}: {"summary": 1} So {be it}.', [{"summary": 1}]),
        ('{"summary": 1} No: {"summary": 2}', [{"summary": 1}, {"summary": 2}]),
        # The inner one ends first.
        ('{"answer": {"summary": 1}}', [{"summary": 1}]),
        ('[{"summary": 1}]', [{"summary": 1}]),
        ('{"summary": {"summary": 1}}', [{"summary": 1}, {"summary": {"summary": 1}}]),
        # What is broken may hold what is whole.
        ('{"answer": {"summary": 1}, oops', [{"summary": 1}]),
        ('He said "use { here: {"summary": 1}', [{"summary": 1}]),
        ('{"unclosed: {"summary": 1}', [{"summary": 1}]),
        ('\ufeff```json\n{"summary": 1}\n```', [{"summary": 1}]),
        ('{"SUMMARY": 1}', [{"SUMMARY": 1}]),
        ('{"other": 1}', []),
        ('{"summary": 1', []),
        ('{"summary" 1}', []),
        ('{"summary": 1 2}', []),
        ('{"summary": [1}', []),
        ('{,"summary": 1}', []),
        ('{"summary": ,}', []),
        ("{'summary': 1}", []),
        ("", []),
    ],
)
def test_whole_objects_are_found(text: str, expected: list[dict[str, Any]]) -> None:
    assert _values(text) == expected


@pytest.mark.parametrize(
    ("text", "outside", "inside"),
    [
        ('<think>{"summary": 1}</think>{"summary": 2}', [2], [1]),
        ('<think>{"summary": 1}', [], [1]),
        ('{"summary": 1}</think>{"summary": 2}', [2], [1]),
        ('{"summary": 1}<think>{"summary": 2}</think>', [1], [2]),
        ('<Thinking>{"summary": 1}</Thinking>{"summary": 2}', [2], [1]),
        ('[THINK]{"summary": 1}[/THINK]{"summary": 2}', [2], [1]),
        ('◁think▷{"summary": 1}◁/think▷{"summary": 2}', [2], [1]),
        ('<|START_THINKING|>{"summary": 1}<|END_THINKING|>{"summary": 2}', [2], [1]),
        ('<|begin_of_thought|>{"summary": 1}<|end_of_thought|>{"summary": 2}', [2], [1]),
        ('<think budget="9">{"summary": 1}</think>{"summary": 2}', [2], [1]),
        ('<seed:think>{"summary": 1}</seed:think>{"summary": 2}', [2], [1]),
        ('[Analysis] {"summary": 1} <thinker>', [1], []),
        # Within a text they mean nothing.
        ('{"summary": "I <think> so."} {"stances": "</think>"}', ["I <think> so."], []),
    ],
)
def test_thoughts_are_marked(text: str, outside: list[Any], inside: list[Any]) -> None:
    assert [v["summary"] for v in _values(text) if "summary" in v] == outside
    assert [v["summary"] for v in _values(text, thought=True)] == inside


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('"a\nb\tc"', "a\nb\tc"),
        (r'"\u00e9 \ud83d\ude00 \" \\ \/ \n"', 'é 😀 " \\ / \n'),
        (r'"it\'s \$5 \d \u12"', r"it's $5 \d \u12"),
        ("[1, 2,]", [1, 2]),
        ('{"a": 1,}', {"a": 1}),
        ("1 // so many\n", 1),
        ("/* so many */ 1", 1),
        ("[1, 2 // two\n, 3]", [1, 2, 3]),
        ("33.3", Decimal("33.3")),
        ("-0.5e1", Decimal("-5")),
        ("+35", 35),
        ("035", 35),
        (".5", Decimal("0.5")),
        ("35%", "35%"),
        ("true", True),
        ("None", None),
        ("NaN", NoNumber()),
        ("-Infinity", NoNumber()),
        ("9" * 100, NoNumber()),
        ('"", "summary": ""', ""),
        ('1, "summary": 2', Doubled()),
        ('1, "summary": true', Doubled()),
        ('[{"a": 1}], "summary": [{"a": 1}]', [{"a": 1}]),
        ('[{"a": 1}], "summary": [{"a": 2}]', Doubled()),
    ],
)
def test_unambiguous_values_are_read_and_others_are_marked(inner: str, expected: Any) -> None:
    value = _only(inner)
    assert value == expected
    assert isinstance(value, bool) == isinstance(expected, bool)


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ('{"summary": "I thi', 0),
        ('Well, {"summary": "x", "stances": {"a": ', 6),
        ('{"sum', 0),
        ('{"summary"', 0),
        ('{"summary": 1, "stances" ', 0),
        ('{"summary": -', 0),
        ('{"summary": tru', 0),
        ('{"summary": [1, fal', 0),
        ('{"summary": "x" y', -1),
        ('{"summary": 1} {"stances": [', 15),
        ('{"summary": 1} As in {"a": 1', -1),
        ('{"summary": 1', 0),
        ('{"summary": 1 2', -1),
        ('{"summary": 1}', -1),
    ],
)
def test_where_the_text_breaks_off(text: str, begun: int) -> None:
    assert scan(text, KEYS).begun == begun


def test_wherever_the_text_breaks_off() -> None:
    value = {"a": [1, -2.5e3, True, None, "x"], "b c": {"d": '\\ " \n é'}, "e": {}}
    for text in (json.dumps({"summary": value}), json.dumps({"summary": value}, indent=1)):
        # From the first letter of the first key on.
        for end in range(text.index("s") + 1, len(text)):
            assert scan(text[:end], KEYS).begun == 0, text[:end]
            assert scan(f"So: {text[:end]}", KEYS).begun == 4, text[:end]
        assert scan(text, KEYS).begun == -1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1,]}', {"a": [1]}),
        (" [1, 2] ", [1, 2]),
        ("[]", []),
        ("{}", {}),
        ('{"a": 1} or so', None),
        ('{"a": 1}, "b": {}', None),
        ("[1", None),
        ("a few", None),
        ("5", None),
        ("", None),
    ],
)
def test_an_object_in_a_string(text: str, value: Any) -> None:
    assert quoted(text) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 1]), st.booleans())
def test_what_is_json_is_read_as_json_is(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps({"summary": value}, indent=indent, ensure_ascii=ascii_only)
    assert _values(text)[-1] == json.loads(text)


ANSWER = '{"summary": "x", "stances": {}}'


@pytest.mark.parametrize(
    "piece",
    ['{', '{"', '{"a":', '{"a":1}', '{"a":[', '{"a":"', '{"\\"', "{//", "{/*", "{//{\n",
     '{"summary":', '{"summary":1}', '<think>{"summary":1}', "{ ", '"', '{",":'],
)  # fmt: skip
def test_a_megabyte_of_anything_takes_a_bounded_time(piece: str) -> None:
    before = time.process_time()
    found = scan(piece * (1_000_000 // len(piece)) + "\n" + ANSWER, KEYS)
    # A tenth of it on a quiet machine; what is quadratic would take hours.
    assert time.process_time() - before < 20
    if piece not in ('"', '{"a":"'):
        assert found.objects[-1].value == {"summary": "x", "stances": {}}
