"""Finding the part of a text that is the answer."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.answers.answer_text import find_answer

KEYS = ("a", "b", "c")
ONE = '{"a": 1, "b": 1, "c": 1}'
TWO = '{"a": 2, "b": 2, "c": 2}'
LESS = '{"a": 3, "b": 3}'
LITTLE = '{"a": 4}'


@pytest.mark.parametrize(
    ("text", "thinking", "taken"),
    [
        (ONE, "", ONE),
        (f"{ONE} {TWO}", "", TWO),
        (f"{ONE} {LESS}", "", LESS),
        # Too little to be the answer, where there is one.
        (f"{ONE} {LITTLE}", "", ONE),
        (LITTLE, "", LITTLE),
        (f"{LITTLE} {{}}", "", LITTLE),
        (ONE, TWO, ONE),
        (f"<think>{TWO}</think> {ONE}", "", ONE),
        (f"{ONE} <think>{TWO}</think>", "", ONE),
        (f"<think>{TWO}</think> {LITTLE}", "", TWO),
        (f"<think>{ONE} {TWO}", "", TWO),
        ("", TWO, TWO),
        (f"{LITTLE}", TWO, TWO),
        ("Well.", f"So {TWO} it is.", TWO),
        (f"<think>{ONE}</think>", TWO, ONE),
        ('{"a": {"type": "x"}, "b": {"type": "x"}, "c": {"$ref": "x"}}', "", None),
        ('{"x": 1}', "", None),
        ("", "", None),
    ],
)
def test_the_last_whole_object_with_the_keys_is_taken(
    text: str, thinking: str, taken: str | None
) -> None:
    found = find_answer(text, thinking, KEYS, thoughts=True)
    assert (found and found.text) == taken
    assert found is None or not found.begun_anew


@pytest.mark.parametrize(
    ("text", "thinking", "taken"),
    [
        (f"<think>{ONE}</think> {TWO}", "", TWO),
        (f"<think>{ONE}", "", None),
        (f"<think>{ONE}</think>", "", None),
        ("", ONE, None),
    ],
)
def test_a_thought_is_a_draft_where_the_text_was_cut_off(
    text: str, thinking: str, taken: str | None
) -> None:
    found = find_answer(text, thinking, KEYS, thoughts=False)
    assert (found and found.text) == taken


@pytest.mark.parametrize(
    ("text", "begun_anew"),
    [
        (f'{ONE} No: {{"a": 2, "b"', True),
        (f'{ONE} No: {{"a": [', True),
        (f'{ONE} No: {{"a', True),
        ('{"a": 1, "b": 2', True),
        (f'<think>{ONE}</think> {{"a": 2', True),
        (f'{ONE} As in {{"x": 1', False),
        (f'{{"a": {{"x": 1, {ONE}', False),
    ],
)
def test_a_text_that_ends_in_another_object_has_begun_anew(text: str, begun_anew: bool) -> None:
    found = find_answer(text, "", KEYS, thoughts=True)
    assert found is not None
    assert found.begun_anew == begun_anew


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "f", "arguments": "{\\"a\\": 5, \\"b\\": 5, \\"c\\": 5}"}',
        ' "{\\"a\\": 5, \\"b\\": 5, \\"c\\": 5}"\n',
    ],
)
def test_an_answer_in_a_string_is_found(text: str) -> None:
    for content, thinking in ((text, ""), ("Well.", text)):
        found = find_answer(content, thinking, KEYS, thoughts=True)
        assert found is not None
        assert found.value == {"a": 5, "b": 5, "c": 5}
