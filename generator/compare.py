"""The numbers that compare roles: pure functions of shares.

Throughout, ``p`` is one persona's distribution on one issue: five fractions of 1 for the scale
points 1 (strongly against) to 5 (strongly for), 3 being neutral. X and Y are independent draws
from the distributions of personas A and B: two people picked at random, one from each role. The
definitions follow from elementary probability; ``excess`` is what remains of ``opposed`` when the
disagreement inside the two roles is taken out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.answer import Answer
from generator.scenario import Scenario

__all__ = [
    "COMMON_GROUND",
    "CONFLICT",
    "CommonGround",
    "Comparison",
    "Pair",
    "StanceNumbers",
    "against",
    "common_ground",
    "compare",
    "excess",
    "favour",
    "gap",
    "mean",
    "opposed",
    "severity",
    "split",
]

CONFLICT = 0.05
"""From this excess on, a pair of roles is in conflict over an issue."""

COMMON_GROUND = 0.6
"""From this share in every role on, an issue is common ground."""

Shares = Sequence[float]


def mean(p: Shares) -> float:
    """Where the role stands: the sum of k times p_k; 1 to 5.

    (0.1, 0.2, 0.3, 0.4, 0) gives 0.1 + 0.4 + 0.9 + 1.6 = 3.0.
    """
    return sum(k * share for k, share in enumerate(p, 1))


def against(p: Shares) -> float:
    """The share that is against or strongly against; 0 to 1.

    (0.1, 0.2, 0.3, 0.4, 0) gives 0.1 + 0.2 = 0.3.
    """
    return p[0] + p[1]


def favour(p: Shares) -> float:
    """The share that is for or strongly for; 0 to 1.

    (0.1, 0.2, 0.3, 0.4, 0) gives 0.4 + 0 = 0.4.
    """
    return p[3] + p[4]


def split(p: Shares) -> float:
    """The chance that two people of the same role are on opposite sides; 0 to 0.5.

    It is ``opposed(p, p)``. (0.1, 0.2, 0.3, 0.4, 0) gives 2 · 0.4 · 0.3 = 0.24.
    """
    return 2 * favour(p) * against(p)


def opposed(a: Shares, b: Shares) -> float:
    """The chance that one of A and one of B are on opposite sides; 0 to 1, symmetric.

    a = (0, 0.2, 0.2, 0.6, 0) and b = (0.5, 0.1, 0.1, 0.3, 0) give
    0.6 · 0.6 + 0.2 · 0.3 = 0.42.
    """
    return favour(a) * against(b) + against(a) * favour(b)


def gap(a: Shares, b: Shares) -> float:
    """How much more B is in favour than A, in scale points: mean(b) - mean(a); -4 to 4.

    a = (0, 0.2, 0.2, 0.6, 0) has mean 3.4, b = (0.5, 0.1, 0.1, 0.3, 0) has 2.2: -1.2.
    """
    return mean(b) - mean(a)


def excess(a: Shares, b: Shares) -> float:
    """How much more often A and B are on opposite sides than two people of one role.

    ``opposed(a, b) - (split(a) + split(b)) / 2``, which is
    (for_a - for_b) · (against_b - against_a); -0.25 to 1, symmetric, 0 for equal distributions.
    a = (0, 0.2, 0.2, 0.6, 0) and b = (0.5, 0.1, 0.1, 0.3, 0) give 0.3 · 0.4 = 0.12,
    and so do 0.42 - (0.24 + 0.36) / 2.
    """
    return (favour(a) - favour(b)) * (against(b) - against(a))


def severity(excess_ab: float, importance_a: int, importance_b: int) -> float:
    """The order in which conflicts are listed; 0 to 1.

    An excess of 0.12 between roles to whom the issue matters 5 and 3 gives 0.12 · 8 / 10 = 0.096.
    """
    return max(0.0, excess_ab) * (importance_a + importance_b) / 10


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

    @property
    def conflict(self) -> bool:
        # Rounded: 0.05 must count as 0.05 although its factors are no exact binary fractions.
        return round(self.excess, 9) >= CONFLICT


@dataclass(frozen=True, slots=True)
class CommonGround:
    """An issue on which every role has the same majority; ``share`` is the least one."""

    issue: str
    side: str
    share: float


@dataclass(frozen=True)
class Comparison:
    """All numbers of one scenario.

    ``stances`` by (persona, issue); ``pairs`` in the order of issues, then of personas;
    ``conflicts`` are the pairs in conflict, the most severe first.
    """

    stances: dict[tuple[str, str], StanceNumbers]
    pairs: tuple[Pair, ...]
    conflicts: tuple[Pair, ...]
    common_ground: tuple[CommonGround, ...]


def compare(scenario: Scenario, answers: Mapping[str, Answer]) -> Comparison:
    """Compare the personas of ``scenario`` that have an answer, by persona id, in ``answers``."""
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
    conflicts = sorted((pair for pair in pairs if pair.conflict), key=lambda p: -p.severity)
    return Comparison(
        stances=stances,
        pairs=pairs,
        conflicts=tuple(conflicts),
        common_ground=common_ground(
            {issue.id: [stances[p, issue.id] for p in answered] for issue in scenario.issues}
        ),
    )


def common_ground(by_issue: Mapping[str, Sequence[StanceNumbers]]) -> tuple[CommonGround, ...]:
    """The issues on which at least 0.6 of every role, of two roles or more, are on one side."""
    found = []
    for issue, stances in by_issue.items():
        if len(stances) < 2:
            continue
        sides = {
            "for": min(stance.favour for stance in stances),
            "against": min(stance.against for stance in stances),
        }
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
    )
