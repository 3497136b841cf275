"""Compares a scenario's personas: computes every number that its pages and data files show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mkdocs_perspectives.answers import Answer
from mkdocs_perspectives.compare.measures import (
    COMMON_GROUND,
    Tier,
    against,
    excess,
    favour,
    gap,
    mean,
    opposed,
    severity,
    split,
    tier,
)
from mkdocs_perspectives.scenario import Scenario

__all__ = ["CommonGround", "Comparison", "Pair", "StanceNumbers", "common_ground", "compare"]


@dataclass(frozen=True, slots=True)
class StanceNumbers:
    """One persona on one issue; shares as fractions of 1 that sum to 1."""

    persona: str
    issue: str
    shares: tuple[float, ...]
    mean: float
    against: float
    favour: float
    split: float
    importance: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two personas on one issue, ``a`` before ``b`` in the scenario's order."""

    issue: str
    a: str
    b: str
    opposed: float
    gap: float
    excess: float
    severity: float
    tier: Tier

    @property
    def conflict(self) -> bool:
        return self.tier != "none"


@dataclass(frozen=True, slots=True)
class CommonGround:
    """An issue on which every role has the same majority; ``share`` is the smallest of these."""

    issue: str
    side: str
    share: float


@dataclass(frozen=True)
class Comparison:
    """All numbers of one scenario.

    ``stances`` by (persona, issue); ``pairs`` in the order of issues, then of personas;
    ``conflicts`` are the pairs in conflict, the strongest first: by tier, then by severity.
    """

    stances: dict[tuple[str, str], StanceNumbers]
    pairs: tuple[Pair, ...]
    conflicts: tuple[Pair, ...]
    common_ground: tuple[CommonGround, ...]


def compare(scenario: Scenario, answers: Mapping[str, Answer]) -> Comparison:
    """Compare the personas of ``scenario`` that have an answer in ``answers``, by persona id."""
    answered = [persona.id for persona in scenario.personas if persona.id in answers]
    stances = {
        (persona_id, issue.id): _numbers(persona_id, issue.id, answers[persona_id])
        for persona_id in answered
        for issue in scenario.issues
    }
    pairs = tuple(
        _pair(stances[a, issue.id], stances[b, issue.id])
        for issue in scenario.issues
        for i, a in enumerate(answered)
        for b in answered[i + 1 :]
    )
    conflicts = sorted(
        (pair for pair in pairs if pair.conflict),
        key=lambda pair: (pair.tier != "clear", -pair.severity),
    )
    return Comparison(
        stances=stances,
        pairs=pairs,
        conflicts=tuple(conflicts),
        common_ground=common_ground(
            {
                issue.id: [(s.favour, s.against) for p in answered if (s := stances[p, issue.id])]
                for issue in scenario.issues
            }
        ),
    )


def common_ground(
    by_issue: Mapping[str, Sequence[tuple[float, float]]],
) -> tuple[CommonGround, ...]:
    """The issues on which at least 0.6 of every role are on one side; needs two roles.

    Args:
        by_issue: the shares for and against in each role.
    """
    found = []
    for issue, roles in by_issue.items():
        if len(roles) < 2:
            continue
        sides = {"for": min(f for f, _ in roles), "against": min(a for _, a in roles)}
        for side, share in sides.items():
            if round(share, 9) >= COMMON_GROUND:
                found.append(CommonGround(issue, side, share))
    return tuple(found)


def _numbers(persona_id: str, issue_id: str, answer: Answer) -> StanceNumbers:
    stance = answer.stances[issue_id]
    p = tuple(count / 100 for count in stance.shares.counts())
    return StanceNumbers(
        persona=persona_id,
        issue=issue_id,
        shares=p,
        mean=mean(p),
        against=against(p),
        favour=favour(p),
        split=split(p),
        importance=stance.importance,
    )


def _pair(a: StanceNumbers, b: StanceNumbers) -> Pair:
    between = excess(a.shares, b.shares)
    return Pair(
        issue=a.issue,
        a=a.persona,
        b=b.persona,
        opposed=opposed(a.shares, b.shares),
        gap=gap(a.shares, b.shares),
        excess=between,
        severity=severity(between, a.importance, b.importance),
        tier=tier(between),
    )
