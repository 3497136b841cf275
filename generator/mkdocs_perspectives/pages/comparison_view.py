"""What the comparisons page shows of each comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from mkdocs_perspectives.common import escape
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import Pair
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Persona

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
    """A comparison as it is shown."""

    id: str
    title: str
    answered: tuple[Persona, ...]
    unanswered: tuple[Persona, ...]
    pairs: tuple[Pair, ...]
    verdicts: tuple[Verdict, ...]


def comparisons_of(view: ScenarioView) -> Iterator[ComparisonView]:
    """The declared comparisons, or else the pairs of roles that differ most."""
    scenario = view.scenario
    for declared in scenario.comparisons:
        members = [scenario.persona(name) for name in declared.personas]
        yield _comparison(view, declared.id, escape(declared.title), members)
    if scenario.comparisons:
        return
    words = Words(scenario.language)
    worst: dict[tuple[str, str], None] = {}
    by_severity = sorted(view.comparison.pairs, key=lambda p: (-p.severity, -p.opposed))
    for pair in by_severity:
        worst.setdefault((pair.a, pair.b))
    for a, b in list(worst)[:FALLBACK_COMPARISONS]:
        first, second = scenario.persona(a), scenario.persona(b)
        title = words("pair_title", a=first.name, b=second.name)
        yield _comparison(view, Markup(f"{a}--{b}"), title, [first, second])  # noqa: S704


def _comparison(
    view: ScenarioView, comparison_id: str, title: Markup, members: Sequence[Persona]
) -> ComparisonView:
    answered = [p for p in members if p.id in view.answers]
    pairs = []
    verdicts = []
    for a, b in combinations(answered, 2):
        own = [view.pair(issue.id, a.id, b.id) for issue in view.scenario.issues]
        pairs += own
        verdicts.append(Verdict(a, b, sum(p.conflict for p in own), view.worst(a.id, b.id)))
    return ComparisonView(
        id=comparison_id,
        title=title,
        answered=tuple(answered),
        unanswered=tuple(p for p in members if p.id not in view.answers),
        pairs=tuple(pairs),
        verdicts=tuple(verdicts) if view.scenario.issues else (),
    )
