"""When failures of a few roles mean that all would fail."""

from __future__ import annotations

from mkdocs_perspectives.answers import EntryKey
from mkdocs_perspectives.ask.doubts import Doubts
from mkdocs_perspectives.llm import DoubtfulError

REFUSED = DoubtfulError("the server said 17 no", "Ask it why.")
REST = DoubtfulError("wait 1200 seconds", "Wait.", roles=2, after_answers=True)


def key(scenario: int, role: int) -> EntryKey:
    return EntryKey(f"scenario-{scenario}", f"role-{role}")


def test_three_roles_alike_end_the_run() -> None:
    doubts = Doubts(1)
    assert doubts.failed(key(1, 1), REFUSED) is None
    assert doubts.failed(key(1, 1), REFUSED) is None
    assert doubts.failed(key(1, 2), REFUSED) is None
    # Numbers and ids differ from reply to reply.
    error = doubts.failed(key(1, 3), DoubtfulError("the server said 23 no", "Ask it why."))
    assert error is not None
    assert error.message == "the server said 23 no (3 roles in a row)"
    assert error.remedy == "Ask it why."


def test_other_words_are_another_cause() -> None:
    doubts = Doubts(1)
    for number, word in enumerate("abcdef"):
        assert doubts.failed(key(1, number), DoubtfulError(f"said {word}", "")) is None


def test_roles_of_one_scenario_are_not_all() -> None:
    doubts = Doubts(2)
    for role in range(5):
        assert doubts.failed(key(1, role), REFUSED) is None
    assert doubts.scenarios() == {"scenario-1"}
    assert doubts.failed(key(2, 1), REFUSED) is not None


def test_an_answer_shows_that_it_is_theirs_alone() -> None:
    doubts = Doubts(1)
    doubts.failed(key(1, 1), REFUSED)
    doubts.failed(key(1, 2), REFUSED)
    doubts.answered()
    assert doubts.scenarios() == set()
    assert all(doubts.failed(key(1, role), REFUSED) is None for role in range(9))


def test_a_long_wait_affects_all_roles_even_after_answers() -> None:
    doubts = Doubts(3)
    doubts.answered()
    assert doubts.failed(key(1, 1), REST) is None
    doubts.answered()
    assert doubts.failed(key(1, 2), REST) is None
    assert doubts.failed(key(1, 3), REST) is not None
