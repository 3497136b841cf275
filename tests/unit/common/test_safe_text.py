"""Text from outside, as shown on a terminal: without the key, visible, and short."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.common import key_in, one_line, safe_line, without_key

KEY = "sk-0123456789abcdef"


def test_the_key_is_masked_before_anything_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", f"  {KEY}\n")
    assert key_in("OPENAI_API_KEY") == KEY
    assert without_key(f"a {KEY}b{KEY}") == "a ***b***"
    # Cut first, the first half of the key would be shown.
    text = "x" * 290 + KEY
    assert safe_line(text) == "x" * 290 + "***"
    assert safe_line(text, 20) == "x" * 17 + "..."


def test_a_placeholder_that_may_be_a_word_is_not_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    assert without_key("there is none") == "there is none"
    monkeypatch.setenv("OPENAI_API_KEY", " ")
    assert key_in("OPENAI_API_KEY") is None


def test_one_line_of_visible_characters() -> None:
    assert one_line("a\n\tb\x1b[31m \u202ec\x00  d") == "a b [31m c d"
