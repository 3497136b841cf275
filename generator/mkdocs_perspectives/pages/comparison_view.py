"""What the comparisons page shows of each comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from mkdocs_perspectives.common import escape
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import Pair
from mkdocs_perspectives.pages.limits import Limits
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Issue, Persona

__all__ = ["ComparisonView", "Verdict", "comparisons_of"]

FALLBACK_COMPARISONS = 3
"""How many pairs of roles are compared if the scenario declares no comparison."""


@dataclass(frozen=True)
class Verdict:
    """Two roles of a comparison: the number of their conflicts, and the strongest."""

    a: Persona
    b: Persona
    count: int
    worst: Pair | None


@dataclass(frozen=True)
class ComparisonView:
    """A comparison as it is shown.

    ``issues`` are those on which its roles clash most, in the scenario's order, as many as there is
    room for; ``pairs`` has the pairs on each by its id, and ``verdicts`` one entry for each two
    roles. Of more than ``pairs_shown`` of ``pairs_of`` pairs, those that clash most are there.
    """

    id: str
    title: str
    answered: tuple[Persona, ...]
    unanswered: tuple[Persona, ...]
    issues: tuple[Issue, ...]
    pairs: dict[str, tuple[Pair, ...]]
    pairs_of: int
    pairs_shown: int
    verdicts: tuple[Verdict, ...]


def comparisons_of(view: ScenarioView, words: Words, limits: Limits) -> Iterator[ComparisonView]:
    """The declared comparisons, or else the pairs of roles that differ most."""
    scenario = view.scenario
    cards = limits.cards // max(1, len(scenario.comparisons))
    for declared in scenario.comparisons:
        members = [scenario.persona(name) for name in declared.personas]
        title = escape(declared.title)
        yield _comparison(view, declared.id, title, members, cards, limits.pairs)
    if scenario.comparisons:
        return
    worst: dict[tuple[str, str], None] = {}
    by_severity = sorted(view.comparison.pairs, key=_severest_first)
    for pair in by_severity:
        worst.setdefault((pair.a, pair.b))
    for a, b in list(worst)[:FALLBACK_COMPARISONS]:
        first, second = scenario.persona(a), scenario.persona(b)
        title = words("pair_title", a=first.name, b=second.name)
        name = Markup(f"{a}--{b}")  # noqa: S704 - of checked ids
        yield _comparison(view, name, title, [first, second], limits.cards, limits.pairs)


def _severest_first(pair: Pair) -> tuple[float, float]:
    """What pairs are sorted by: the most severe first, and then the most opposed."""
    return -pair.severity, -pair.opposed


def _comparison(
    view: ScenarioView,
    comparison_id: str,
    title: Markup,
    members: Sequence[Persona],
    cards: int,
    most_pairs: int,
) -> ComparisonView:
    answered = [p for p in members if p.id in view.answers]
    both = list(combinations(answered, 2))
    on = {
        issue.id: [view.pair(issue.id, a.id, b.id) for a, b in both]
        for issue in view.scenario.issues
    }
    verdicts = []
    for number, (a, b) in enumerate(both):
        count = sum(pairs[number].conflict for pairs in on.values())
        verdicts.append(Verdict(a, b, count, view.worst(a.id, b.id)))
    if len(both) > most_pairs:
        on = {issue: _most_severe(pairs, most_pairs) for issue, pairs in on.items()}
        worst_first = sorted(
            verdicts, key=lambda v: (-v.worst.severity if v.worst else 0.0, -v.count)
        )
        verdicts = [verdict for verdict in verdicts if verdict in worst_first[:most_pairs]]
    issues = view.scenario.issues
    room = max(1, cards // max(1, len(answered)))
    if len(issues) > room and both:
        severity = {i.id: max(pair.severity for pair in on[i.id]) for i in issues}
        first = {i.id for i in sorted(issues, key=lambda i: -severity[i.id])[:room]}
        issues = tuple(issue for issue in issues if issue.id in first)
    return ComparisonView(
        id=comparison_id,
        title=title,
        answered=tuple(answered),
        unanswered=tuple(p for p in members if p.id not in view.answers),
        issues=issues,
        pairs={issue.id: tuple(on[issue.id]) for issue in issues},
        pairs_of=len(both),
        pairs_shown=min(len(both), most_pairs),
        verdicts=tuple(verdicts) if issues else (),
    )


def _most_severe(pairs: Sequence[Pair], most: int) -> list[Pair]:
    """So many of the pairs, those that clash most, in the order in which they were."""
    chosen = set(sorted(range(len(pairs)), key=lambda i: _severest_first(pairs[i]))[:most])
    return [pair for i, pair in enumerate(pairs) if i in chosen]
