"""Changes between two states: moved stances, and what appeared or disappeared."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.answers import Entry, EntryKey
from mkdocs_perspectives.compare import ScenarioDiff, StanceNumbers, diff, shift
from mkdocs_perspectives.compare.measures import mean

DISTRIBUTIONS = (
    st.tuples(*[st.integers(0, 100)] * 5)
    .filter(any)
    .map(lambda counts: tuple(count / sum(counts) for count in counts))
)


def _stance(shares: tuple[float, ...]) -> StanceNumbers:
    return StanceNumbers("a", "i", shares, mean(shares), 0, 0, 0, 1)


def test_shifts_worked_by_hand() -> None:
    def of(a: tuple[int, ...], b: tuple[int, ...]) -> float:
        return shift(*(_stance(tuple(count / 100 for count in p)) for p in (a, b)))

    assert of((100, 0, 0, 0, 0), (0, 0, 0, 0, 100)) == 4
    assert of((0, 0, 100, 0, 0), (50, 0, 0, 0, 50)) == 2
    assert of((0, 0, 20, 40, 40), (40, 40, 20, 0, 0)) == pytest.approx(2.4)
    assert of((0, 0, 20, 40, 40), (0, 0, 20, 40, 40)) == 0


@given(DISTRIBUTIONS, DISTRIBUTIONS)
def test_a_shift_is_at_least_that_of_the_mean(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    far = shift(_stance(a), _stance(b))
    assert abs(mean(a) - mean(b)) <= far + 1e-9
    assert 0 <= far <= 4 + 1e-9
    assert far == pytest.approx(shift(_stance(b), _stance(a)))


FOR, NEUTRAL = (0, 0, 20, 40, 40), (0, 0, 100, 0, 0)


def _state(root: Path, counts: dict[str, dict[str, tuple[int, ...]]]) -> dict[EntryKey, Entry]:
    """Three roles, for the first of two issues and neutral on the second but for ``counts``."""
    factory.write_scenario(root, data=factory.scenario(3, 2))
    roles = ("role-a", "role-b", "role-c")
    spreads = {r: {"issue-1": FOR, "issue-2": NEUTRAL, **counts.get(r, {})} for r in roles}
    factory.write_records(root, counts=spreads)
    return {entry.key: entry for entry in factory.entries_of(root)}


def _changed(
    tmp_path: Path, counts: dict[str, dict[str, tuple[int, ...]]], min_change: float = 0.25
) -> ScenarioDiff:
    before, after = _state(tmp_path / "before", {}), _state(tmp_path / "after", counts)
    (found,) = diff(before, after, min_change)
    return found


def test_nothing_changed(tmp_path: Path) -> None:
    assert diff(_state(tmp_path / "a", {}), _state(tmp_path / "b", {})) == []


@pytest.mark.parametrize(
    ("shares", "moved"),
    [
        # The mean moves by 0.24, by 0.25, and not at all while the role falls apart.
        ((0, 4, 92, 0, 4), 0.12),
        ((0, 0, 76, 24, 0), 0.24),
        ((0, 0, 75, 25, 0), 0.25),
        ((50, 0, 0, 0, 50), 2),
    ],
)
def test_what_moved_by_less_than_is_asked_for_is_counted_and_not_listed(
    tmp_path: Path, shares: tuple[int, ...], moved: float
) -> None:
    found = _changed(tmp_path, {"role-a": {"issue-2": shares}})
    assert (len(found.moves), found.small) == ((1, 0) if moved >= 0.25 else (0, 1))
    (move,) = _changed(tmp_path, {"role-a": {"issue-2": shares}}, 0).moves
    assert (move.persona, move.issue) == ("role-a", "issue-2")
    assert shift(move.old, move.new) == pytest.approx(moved)


def test_conflicts_and_common_ground_come_and_go(tmp_path: Path) -> None:
    found = _changed(tmp_path, {"role-c": {"issue-1": (40, 40, 20, 0, 0)}})
    # Excess 0.8 · 0.8 = 0.64 with both others; importance 1, 2 and 3 of the factory.
    assert [(c.pair.a, c.pair.b, c.rank) for c in found.appeared] == [
        ("role-b", "role-c", 1),
        ("role-a", "role-c", 2),
    ]
    assert [(g.issue, g.side, g.share) for g in found.lost] == [("issue-1", "for", 0.8)]
    assert (found.disappeared, found.reordered, found.won) == ((), (), ())
    before, after = _state(tmp_path / "before", {}), _state(tmp_path / "after", {})
    assert diff(before, after) == []
    (back,) = diff(_state(tmp_path / "after", {"role-c": {"issue-1": NEUTRAL}}), before)
    assert [g.issue for g in back.won] == ["issue-1"]


def test_scenarios_and_roles_come_and_go(tmp_path: Path) -> None:
    state = _state(tmp_path, {})
    (added,) = diff({}, state)
    assert (added.status, added.answered) == ("added", ("role-a", "role-b", "role-c"))
    (removed,) = diff(state, {})
    assert (removed.status, removed.gone) == ("removed", ("role-a", "role-b", "role-c"))
    fewer = {key: entry for key, entry in state.items() if key.persona != "role-b"}
    (changed,) = diff(state, fewer)
    assert (changed.status, changed.gone, changed.asked_again) == ("changed", ("role-b",), ())
