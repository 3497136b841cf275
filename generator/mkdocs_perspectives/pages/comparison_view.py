"""What the pages of comparisons show: the declared ones, and any two roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from markupsafe import Markup

from mkdocs_perspectives.compare import Pair
from mkdocs_perspectives.pages.limits import Limits
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Comparison, Issue, Persona

__all__ = [
    "ANY_TWO_ROLES",
    "ComparisonView",
    "Verdict",
    "any_two",
    "any_two_of",
    "comparison_of",
    "side_by_side",
    "strongest_pairs",
]

ANY_TWO_ROLES = 12
"""Among so many roles any two can be chosen, without a script too; their pairs are on one page."""


@dataclass(frozen=True)
class Verdict:
    """Two roles: the number of their conflicts, and the strongest."""

    a: Persona
    b: Persona
    count: int
    strongest: Pair | None


@dataclass(frozen=True)
class ComparisonView:
    """Some roles of a scenario beside one another.

    ``issues`` are those on which they are in conflict, the strongest first, and then the others, as
    many as there is room for. ``strongest`` is the strongest conflict on each by its id, and
    ``count`` the number of conflicts. ``verdicts`` has one entry for each two roles; of more than
    there is room for, of ``pairs``, the strongest conflicts are there.
    """

    answered: tuple[Persona, ...]
    unanswered: tuple[Persona, ...]
    issues: tuple[Issue, ...]
    strongest: dict[str, Pair]
    count: dict[str, int]
    verdicts: tuple[Verdict, ...]
    pairs: int


def comparison_of(view: ScenarioView, declared: Comparison, limits: Limits) -> ComparisonView:
    """A declared comparison; the order of its roles is that of the declaration."""
    return _beside(view, [view.scenario.persona(name) for name in declared.personas], limits)


def any_two_of(view: ScenarioView, limits: Limits) -> ComparisonView | None:
    """The roles of which any two can be chosen; None where there are fewer than two or too many."""
    if 2 <= len(view.answered) <= ANY_TWO_ROLES and view.scenario.issues:
        return _beside(view, view.answered, limits)
    return None


def _beside(view: ScenarioView, roles: Sequence[Persona], limits: Limits) -> ComparisonView:
    answered = [persona for persona in roles if persona.id in view.answers]
    ids = {persona.id for persona in answered}
    strongest: dict[str, Pair] = {}
    count: dict[str, int] = {}
    # The strongest first.
    for pair in view.comparison.conflicts:
        if pair.a in ids and pair.b in ids:
            strongest.setdefault(pair.issue, pair)
            count[pair.issue] = count.get(pair.issue, 0) + 1
    by_conflict = dict.fromkeys([*strongest, *(issue.id for issue in view.issues_by_conflict)])
    room = max(1, limits.cards // max(1, len(answered)))
    verdicts = list(_verdicts(view, answered))
    return ComparisonView(
        answered=tuple(answered),
        unanswered=tuple(persona for persona in roles if persona.id not in view.answers),
        issues=tuple(view.scenario.issue(name) for name in list(by_conflict)[:room]),
        strongest=strongest,
        count=count,
        verdicts=tuple(_strongest_first(view, verdicts)[: limits.pairs]),
        pairs=len(verdicts),
    )


def _verdicts(view: ScenarioView, roles: Sequence[Persona]) -> Iterator[Verdict]:
    for a, b in combinations(roles, 2):
        yield Verdict(a, b, view.between(a.id, b.id), view.strongest(a.id, b.id))


def _strongest_first(view: ScenarioView, verdicts: Sequence[Verdict]) -> list[Verdict]:
    rank = {pair: number for number, pair in enumerate(view.comparison.conflicts)}
    return sorted(verdicts, key=lambda v: rank[v.strongest] if v.strongest else len(rank))


def strongest_pairs(view: ScenarioView, most: int) -> list[Verdict]:
    """So many of the pairs of roles that are in conflict, the strongest first."""
    persona = view.scenario.persona
    return [
        Verdict(
            persona(strongest.a),
            persona(strongest.b),
            view.between(strongest.a, strongest.b),
            strongest,
        )
        for strongest in islice(view.strongest_of_pairs, most)
    ]


def side_by_side(view: ScenarioView, pair: Pair) -> Markup:
    """Where the two roles of a pair are beside each other, from the scenario's folder."""
    listed = len(view.answered) <= ANY_TWO_ROLES or any(
        {strongest.a, strongest.b} == {pair.a, pair.b}
        for strongest in islice(view.strongest_of_pairs, Limits.strongest)
    )
    anchor = f"#{any_two(pair.a, pair.b)}" if listed else ""
    return Markup(f"comparisons/index.md{anchor}")  # noqa: S704 - of checked ids


def any_two(a: str, b: str) -> Markup:
    """The anchor of two roles, by their ids, in either order.

    Ids contain no underscore, so it cannot be the anchor of a comparison.
    """
    first, second = sorted((a, b))
    return Markup(f"any_two--{first}--{second}")  # noqa: S704 - of checked ids
