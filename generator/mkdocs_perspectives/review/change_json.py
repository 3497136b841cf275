"""The changes between two revisions as JSON; floats rounded to 6 digits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mkdocs_perspectives.compare import (
    AnswerChanges,
    CommonGround,
    Move,
    Ranked,
    ScenarioDiff,
    StanceNumbers,
    TierChange,
)

__all__ = ["diff_json"]


def diff_json(base: str, min_change: float, scenarios: Iterable[ScenarioDiff]) -> dict[str, Any]:
    """The changes as JSON; floats rounded to 6 digits, the strongest conflicts first."""
    return {
        "format": 1,
        "base": base,
        "min_change": min_change,
        "scenarios": [_scenario_json(scenario) for scenario in scenarios],
    }


def _scenario_json(s: ScenarioDiff) -> dict[str, Any]:
    return {
        "scenario": s.scenario.id,
        "status": s.status,
        **({"renamed_from": s.old_id} if s.old_id else {}),
        "extends": s.scenario.extends or None,
        "answered": list(s.answered),
        "asked_again": list(s.asked_again),
        "accepted": list(s.accepted),
        "edited": list(s.edited),
        "gone": list(s.gone),
        "stances": [
            *(_move_json(move, "lead") for move in s.moves),
            *(_move_json(move, changes.voice) for changes in s.voices for move in changes.moves),
        ],
        **({"voices": [_voice_json(changes) for changes in s.voices]} if s.voices else {}),
        "below_min_change": s.small,
        "conflicts": {
            "appeared": [_conflict_json(ranked) for ranked in s.appeared],
            "gone": [_conflict_json(ranked) for ranked in s.disappeared],
            "tier": [_tier_json(change) for change in s.tiers],
            "reordered": [_conflict_json(ranked) for ranked in s.reordered],
        },
        "common_ground": {
            "won": [_ground_json(ground) for ground in s.won],
            "lost": [_ground_json(ground) for ground in s.lost],
        },
        "considerations": [
            {"persona": r.persona, "added": list(r.added), "dropped": list(r.dropped)}
            for r in s.considerations
        ],
    }


def _move_json(move: Move, voice: str) -> dict[str, Any]:
    return {
        "persona": move.persona,
        "issue": move.issue,
        "voice": voice,
        "mean": _both(move, lambda stance: stance.mean),
        "for": _both(move, lambda stance: stance.favour),
        "against": _both(move, lambda stance: stance.against),
    }


def _voice_json(changes: AnswerChanges) -> dict[str, Any]:
    """The changes in another voice's answers, except moves, which are listed with the lead's."""
    return {
        "voice": changes.voice,
        "answered": list(changes.answered),
        "asked_again": list(changes.asked_again),
        "accepted": list(changes.accepted),
        "edited": list(changes.edited),
        "gone": list(changes.gone),
        "below_min_change": changes.small,
    }


def _both(move: Move, number: Callable[[StanceNumbers], float]) -> list[float]:
    return [round(number(move.old), 6), round(number(move.new), 6)]


def _conflict_json(ranked: Ranked) -> dict[str, Any]:
    pair = ranked.pair
    return {
        "issue": pair.issue,
        "a": pair.a,
        "b": pair.b,
        "rank": ranked.rank if ranked.old_rank is None else [ranked.old_rank, ranked.rank],
        "tier": pair.tier,
        "opposed": round(pair.opposed, 6),
        "severity": round(pair.severity, 6),
    }


def _tier_json(change: TierChange) -> dict[str, Any]:
    return {
        "issue": change.new.issue,
        "a": change.new.a,
        "b": change.new.b,
        "tier": [change.old.tier, change.new.tier],
        "opposed": [round(change.old.opposed, 6), round(change.new.opposed, 6)],
    }


def _ground_json(ground: CommonGround) -> dict[str, Any]:
    return {"issue": ground.issue, "side": ground.side, "share": round(ground.share, 6)}
