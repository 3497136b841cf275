"""The comparison of a scenario's roles: conflicts, common ground, and their order."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import Answer, parse_recorded
from mkdocs_perspectives.compare import Comparison, compare
from mkdocs_perspectives.scenario import Scenario


def _answer(of: Scenario, persona: str, counts: tuple[int, ...] | None = None) -> Answer:
    spreads = None if counts is None else {"issue-1": counts}
    return parse_recorded(factory.answer(of, persona, spreads), of)


def _compared(root: Path, counts: dict[str, tuple[int, ...]]) -> Comparison:
    """Roles with these shares on one issue."""
    factory.write_scenario(root, data=factory.scenario(len(counts), 1))
    of = factory.load(root)
    spreads = zip(of.personas, counts.values(), strict=True)
    return compare(of, {p.id: _answer(of, p.id, spread) for p, spread in spreads})


@pytest.mark.parametrize(
    ("a", "b", "conflict"),
    [
        # (0.4 - 0.2) · (0.45 - 0.2) = 0.05 is a conflict, 0.2 · 0.24 = 0.048 is none.
        ((10, 10, 40, 20, 20), (25, 20, 35, 10, 10), True),
        ((10, 10, 40, 20, 20), (24, 20, 36, 10, 10), False),
    ],
)
def test_conflict_begins_at_five_hundredths(
    tmp_path: Path, a: tuple[int, ...], b: tuple[int, ...], conflict: bool
) -> None:
    result = _compared(tmp_path, {"a": a, "b": b})
    assert [pair.conflict for pair in result.pairs] == [conflict]
    assert len(result.conflicts) == conflict


def test_common_ground_is_the_least_share_of_all_roles(tmp_path: Path) -> None:
    spreads = {"a": (5, 5, 30, 40, 20), "b": (0, 10, 15, 50, 25), "c": (20, 5, 5, 0, 70)}
    (ground,) = _compared(tmp_path, spreads).common_ground
    assert (ground.issue, ground.side, ground.share) == ("issue-1", "for", pytest.approx(0.6))
    spreads["a"] = (5, 5, 31, 39, 20)
    assert _compared(tmp_path, spreads).common_ground == ()


def test_common_ground_takes_two_roles(tmp_path: Path) -> None:
    everybody = (0, 0, 0, 0, 100)
    alone = _compared(tmp_path / "one", {"a": everybody})
    assert (alone.common_ground, alone.pairs, alone.conflicts) == ((), (), ())
    (ground,) = _compared(tmp_path / "two", {"a": everybody, "b": (0, 0, 20, 0, 80)}).common_ground
    assert (ground.side, ground.share) == ("for", 0.8)


def test_common_ground_may_be_against(tmp_path: Path) -> None:
    (ground,) = _compared(tmp_path, {"a": (40, 30, 30, 0, 0), "b": (0, 61, 0, 39, 0)}).common_ground
    assert (ground.side, ground.share) == ("against", pytest.approx(0.61))


def test_who_is_not_answered_is_left_out(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2))
    of = factory.load(tmp_path)
    answers = {p: _answer(of, p) for p in ("role-c", "role-a")}
    result = compare(of, answers)
    # In the scenario's order, whatever the order in which they were answered.
    assert list(result.stances) == [
        (persona, issue) for persona in ("role-a", "role-c") for issue in ("issue-1", "issue-2")
    ]
    assert [(p.issue, p.a, p.b) for p in result.pairs] == [
        ("issue-1", "role-a", "role-c"),
        ("issue-2", "role-a", "role-c"),
    ]


def test_clear_conflicts_come_before_slight_ones_that_matter_more(tmp_path: Path) -> None:
    """The factory's roles give the issue an importance of 1, 2 and so on, in their order."""
    spreads = {
        # Excess 0.4 · 0.4 = 0.16, severity 0.16 · 3 / 10 = 0.048; both neutral to the others.
        "a": (20, 0, 40, 0, 40),
        "b": (60, 0, 40, 0, 0),
        "c": (0, 0, 100, 0, 0),
        # Excess 0.3 · 0.3 = 0.09, severity 0.09 · 9 / 10 = 0.081.
        "d": (10, 0, 50, 0, 40),
        "e": (40, 0, 50, 0, 10),
    }
    result = _compared(tmp_path, spreads)
    found = [(p.a[-1], p.b[-1], p.tier, round(p.severity, 6)) for p in result.conflicts]
    assert ("a", "b", "clear", 0.048) in found
    assert ("d", "e", "slight", 0.081) in found
    assert found.index(("a", "b", "clear", 0.048)) < found.index(("d", "e", "slight", 0.081))
    for tier in ("clear", "slight"):
        severities = [severity for *_, message, severity in found if message == tier]
        assert severities == sorted(severities, reverse=True)
    assert [tier for *_, tier, _ in found] == sorted(tier for *_, tier, _ in found)


def test_conflicts_are_ordered_by_severity_and_pairs_by_issue_and_role(tmp_path: Path) -> None:
    spreads = {"a": (0, 0, 0, 50, 50), "b": (50, 50, 0, 0, 0), "c": (40, 20, 0, 20, 20)}
    result = _compared(tmp_path, spreads)
    assert [(p.a[-1], p.b[-1]) for p in result.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    # Importance is 1, 2 and 3: excess 1, 0.6·0.6 = 0.36, 0.4·0.4 = 0.16.
    assert [round(p.severity, 6) for p in result.conflicts] == [0.3, 0.144, 0.08]
