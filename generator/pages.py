"""Which pages there are: pure functions of scenarios and answers, the same to the byte every time.

A scenario's own pages need that scenario alone; those of the whole site are put together from one
``Summary`` of each, so that a change of one scenario leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

from markupsafe import Markup

from generator.bundled import bundled
from generator.compare import Pair
from generator.finding import scenario_entries
from generator.machine import scenario_json, site_entry, site_json, stances_csv
from generator.markup import escape
from generator.render import render
from generator.scenario import Language, Library, Persona, SharedPersona
from generator.summary import Summary
from generator.view import ScenarioView
from generator.words import Words

__all__ = [
    "HOME",
    "MARK",
    "SCRIPT",
    "STYLE_SHEET",
    "Page",
    "all_pages",
    "scenario_pages",
    "site_pages",
    "summary_of",
]

MARK = "generated: perspectives"
"""The line of front matter by which a generated page is known; only such pages are deleted."""

STYLE_SHEET = "assets/perspectives.css"
SCRIPT = "assets/perspectives.js"

HOME = "index.md"
HOME_CARDS = 3
"""So many of the newest and of the most contested scenarios are on the home page."""

ROLE_SECTIONS = 20
"""So many scenarios are shown in full on the page of a shared role, the others in a line."""

FALLBACK_COMPARISONS = 3
"""So many pairs of roles are compared where the scenario declares no comparison."""


@dataclass(frozen=True)
class Page:
    """A file below ``docs/``: its path with forward slashes, and what makes its content."""

    path: str
    make: Callable[[], str]

    @property
    def content(self) -> str:
        """Made when it is asked for, so that all pages of a large site never fill the memory."""
        return self.make()


@dataclass(frozen=True)
class Verdict:
    """Two roles of a comparison: over how many issues they are in conflict, and the worst."""

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


def all_pages(
    library: Library, views: Sequence[ScenarioView], language: Language, scenarios_folder: str
) -> Iterator[Page]:
    """Every generated file; see ``site_pages`` for the arguments."""
    for view in views:
        yield from scenario_pages(view, scenarios_folder)
    summaries = [summary_of(view, language) for view in views]
    yield from site_pages(library.shared, summaries, language, scenarios_folder)


def site_pages(
    shared: Sequence[SharedPersona],
    summaries: Sequence[Summary],
    language: Language,
    scenarios_folder: str,
) -> Iterator[Page]:
    """The files of the whole site.

    Args:
        summaries: one for each scenario, in order.
        language: that of the pages for the whole site, and of the summaries.
        scenarios_folder: where scenarios are written, as a page tells newcomers.
    """
    yield Page(STYLE_SHEET, partial(bundled, "templates/perspectives.css"))
    yield Page(SCRIPT, partial(bundled, "templates/perspectives.js"))
    yield _home_page(shared, summaries, language, scenarios_folder)
    yield _index_page(shared, summaries, language, scenarios_folder)
    yield Page("perspectives/index.json", partial(site_json, [s.data for s in summaries]))
    for used in sorted({language, *(s.language for s in summaries)}):
        template = f"how-to-read-{used}.md.j2"
        yield Page(f"scenarios/how-to-read-{used}.md", partial(render, template, used))
    if shared:
        yield from _role_pages(shared, summaries, language)


def summary_of(view: ScenarioView, language: Language) -> Summary:
    """What the pages of the whole site, in ``language``, show of one scenario."""
    scenario, conflicts = view.scenario, view.comparison.conflicts
    shared = [persona for persona in scenario.personas if persona.shared]

    def part(template: str, **values: Any) -> Markup:
        text = render(template, language, view=view, **values)
        return Markup(text.rstrip("\n"))  # noqa: S704 - the templates have escaped it

    return Summary(
        id=scenario.id,
        language=scenario.language,
        tags=scenario.tags,
        personas=tuple(persona.id for persona in scenario.personas),
        asked_on=view.dates[-1] if view.dates else "",
        severity=conflicts[0].severity if conflicts else 0.0,
        card=part("card.md.j2"),
        newest=part("card-newest.md.j2"),
        contested=part("card-contested.md.j2") if conflicts else Markup(""),
        sections={p.id: part("role-section.md.j2", persona=p) for p in shared},
        lines={p.id: part("role-line.md.j2", persona=p) for p in shared},
        data=site_entry(view),
        search=tuple(scenario_entries(view)),
    )


def scenario_pages(view: ScenarioView, scenarios_folder: str) -> Iterator[Page]:
    """The files of one scenario."""
    scenario = view.scenario
    folder = f"scenarios/{scenario.id}"

    def filled(template: str, **values: Any) -> str:
        shared = {
            "view": view,
            "scenario": scenario,
            "answered": view.answered,
            "folder": scenarios_folder,
        }
        return render(template, scenario.language, **shared, **values)

    def page(name: str, template: str, **values: Any) -> Page:
        return Page(f"{folder}/{name}.md", partial(filled, template, **values))

    def comparisons() -> str:
        return filled("comparisons.md.j2", comparisons=list(_comparisons(view)))

    yield page("index", "scenario.md.j2")
    around = (None, *scenario.personas, None)
    for previous, persona, following in zip(around, scenario.personas, around[2:], strict=False):
        record = view.records.get(persona.id)
        yield page(
            persona.id,
            "persona.md.j2",
            persona=persona,
            previous=previous,
            following=following,
            record=record,
            answer=record.answer if record else None,
            record_path=f"{scenarios_folder}/{scenario.id}/answers/{persona.id}.json",
        )
    yield Page(f"{folder}/comparisons.md", comparisons)
    yield page("conflicts", "conflicts.md.j2")
    yield Page(f"{folder}/perspectives.json", partial(scenario_json, view))
    yield Page(f"{folder}/stances.csv", partial(stances_csv, view))


def _home_page(
    shared: Sequence[SharedPersona],
    summaries: Sequence[Summary],
    language: Language,
    scenarios_folder: str,
) -> Page:
    by_date = sorted(summaries, key=lambda summary: summary.asked_on, reverse=True)
    by_severity = sorted(summaries, key=lambda summary: -summary.severity)
    contested = [summary.contested for summary in by_severity if summary.contested]
    make = partial(
        render,
        "home.md.j2",
        language,
        newest=[summary.newest for summary in by_date[:HOME_CARDS]],
        contested=contested[:HOME_CARDS],
        roles=[role.resolve(language) for role in shared],
        folder=scenarios_folder,
    )
    return Page(HOME, make)


def _index_page(
    shared: Sequence[SharedPersona],
    summaries: Sequence[Summary],
    language: Language,
    scenarios_folder: str,
) -> Page:
    words = Words(language)
    asked = {persona for summary in summaries for persona in summary.personas}
    roles = [role.resolve(language) for role in shared if role.id in asked]
    languages = sorted({summary.language for summary in summaries})
    tags = sorted({tag for summary in summaries for tag in summary.tags})
    filters: list[tuple[str, Markup, list[tuple[str, str]]]] = [
        ("role", words("filter_role"), [(role.id, role.name) for role in roles]),
        ("language", words("filter_language"), [(n, words(f"language_{n}")) for n in languages]),
        ("tag", words("filter_tag"), [(tag, tag) for tag in tags]),
    ]
    make = partial(
        render,
        "index.md.j2",
        language,
        cards=[summary.card for summary in summaries],
        filters=[entry for entry in filters if len(entry[2]) > 1],
        folder=scenarios_folder,
    )
    return Page("scenarios/index.md", make)


@dataclass(frozen=True)
class _Role:
    """A shared role and the scenarios that ask it, those asked last in full."""

    persona: Persona
    sections: tuple[Markup, ...]
    lines: tuple[Markup, ...]


def _role(role: SharedPersona, summaries: Sequence[Summary], language: Language) -> _Role:
    asking = [summary for summary in summaries if role.id in summary.sections]
    by_date = sorted(asking, key=lambda summary: summary.asked_on, reverse=True)
    newest = {summary.id for summary in by_date[:ROLE_SECTIONS]}
    return _Role(
        role.resolve(language),
        tuple(summary.sections[role.id] for summary in asking if summary.id in newest),
        tuple(summary.lines[role.id] for summary in asking if summary.id not in newest),
    )


def _role_pages(
    shared: Sequence[SharedPersona], summaries: Sequence[Summary], language: Language
) -> Iterator[Page]:
    roles = [_role(role, summaries, language) for role in shared]
    yield Page("personas/index.md", partial(render, "personas.md.j2", language, roles=roles))
    for role in roles:
        path = f"personas/{role.persona.id}.md"
        yield Page(path, partial(render, "role.md.j2", language, role=role, persona=role.persona))


def _comparisons(view: ScenarioView) -> Iterator[ComparisonView]:
    """The declared comparisons, or else the pairs of roles that clash most."""
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
