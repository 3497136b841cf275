"""The request to repair an answer: the question, what came, and what is wrong with it."""

from __future__ import annotations

from mkdocs_perspectives.prompt import REPAIR_QUOTE, repair_messages


def test_the_fault_is_named_below_what_came() -> None:
    asked = ({"role": "system", "content": "shared"}, {"role": "user", "content": "own"})
    *first, quoted, told = repair_messages(asked, "x" * (REPAIR_QUOTE + 1), "summary is missing")
    assert tuple(first) == asked
    assert quoted == {"role": "assistant", "content": "x" * REPAIR_QUOTE}
    assert told["role"] == "user"
    assert "cannot be used: summary is missing." in told["content"]
