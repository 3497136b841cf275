"""The Markdown pages: pure functions of scenarios and answers, the same to the byte every time."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import jinja2
from markupsafe import Markup

from generator.bundled import bundled
from generator.compare import Pair, StanceNumbers
from generator.machine import scenario_json, site_json, stances_csv
from generator.markup import block, escape, flow, front_matter_text, lines, sentences
from generator.record import SAMPLE_MODEL, Record
from generator.scenario import Language, Library, Persona, Scenario, SharedPersona
from generator.view import ScenarioView
from generator.words import Words

__all__ = ["HOME", "MARK", "SCRIPT", "STYLE_SHEET", "Page", "all_pages"]

MARK = "generated: perspectives"
"""The line of front matter by which a generated page is known; only such pages are deleted."""

STYLE_SHEET = "assets/perspectives.css"
SCRIPT = "assets/perspectives.js"

HOME = "index.md"
HOME_CARDS = 3
"""So many of the newest and of the most contested scenarios are on the home page."""

FALLBACK_COMPARISONS = 3
"""So many pairs of roles are compared where the scenario declares no comparison."""


@dataclass(frozen=True)
class Page:
    """A file below ``docs/``: its path with forward slashes, and its content."""

    path: str
    content: str


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
    """Every generated file.

    Args:
        language: that of the pages for the whole site.
        scenarios_folder: where scenarios are written, as a page tells newcomers.
    """
    yield Page(STYLE_SHEET, bundled("templates/perspectives.css"))
    yield Page(SCRIPT, bundled("templates/perspectives.js"))
    yield _home_page(library, views, language, scenarios_folder)
    yield _index_page(library, views, language, scenarios_folder)
    yield Page("perspectives/index.json", site_json(views))
    for used in sorted({language, *(view.scenario.language for view in views)}):
        yield Page(f"scenarios/how-to-read-{used}.md", _render(f"how-to-read-{used}.md.j2", used))
    for view in views:
        yield from scenario_pages(view, scenarios_folder)
    if library.shared:
        yield from _role_pages(library.shared, views, language)


def scenario_pages(view: ScenarioView, scenarios_folder: str) -> Iterator[Page]:
    """The files of one scenario."""
    scenario = view.scenario
    folder = f"scenarios/{scenario.id}"
    answered = [p for p in scenario.personas if p.id in view.answers]

    def render(template: str, **values: Any) -> str:
        shared = {
            "view": view,
            "scenario": scenario,
            "answered": answered,
            "folder": scenarios_folder,
        }
        return _render(template, scenario.language, **shared, **values)

    yield Page(f"{folder}/index.md", render("scenario.md.j2"))
    around = (None, *scenario.personas, None)
    for previous, persona, following in zip(around, scenario.personas, around[2:], strict=False):
        record = view.records.get(persona.id)
        content = render(
            "persona.md.j2",
            persona=persona,
            previous=previous,
            following=following,
            record=record,
            answer=record.answer if record else None,
            record_path=f"{scenarios_folder}/{scenario.id}/answers/{persona.id}.json",
        )
        yield Page(f"{folder}/{persona.id}.md", content)
    comparisons = list(_comparisons(view))
    yield Page(f"{folder}/comparisons.md", render("comparisons.md.j2", comparisons=comparisons))
    yield Page(f"{folder}/conflicts.md", render("conflicts.md.j2"))
    yield Page(f"{folder}/perspectives.json", scenario_json(view))
    yield Page(f"{folder}/stances.csv", stances_csv(view))


def _home_page(
    library: Library, views: Sequence[ScenarioView], language: Language, scenarios_folder: str
) -> Page:
    by_date = sorted(views, key=lambda view: view.dates[-1:], reverse=True)
    by_severity = sorted(
        (view for view in views if view.comparison.conflicts),
        key=lambda view: -view.comparison.conflicts[0].severity,
    )
    content = _render(
        "home.md.j2",
        language,
        views=views,
        newest=by_date[:HOME_CARDS],
        contested=by_severity[:HOME_CARDS],
        roles=[role.resolve(language) for role in library.shared],
        folder=scenarios_folder,
    )
    return Page(HOME, content)


def _index_page(
    library: Library, views: Sequence[ScenarioView], language: Language, scenarios_folder: str
) -> Page:
    words = Words(language)
    asked = {persona.id for view in views for persona in view.scenario.personas}
    roles = [role.resolve(language) for role in library.shared if role.id in asked]
    languages = sorted({view.scenario.language for view in views})
    tags = sorted({tag for view in views for tag in view.scenario.tags})
    filters: list[tuple[str, Markup, list[tuple[str, str]]]] = [
        ("role", words("filter_role"), [(role.id, role.name) for role in roles]),
        ("language", words("filter_language"), [(n, words(f"language_{n}")) for n in languages]),
        ("tag", words("filter_tag"), [(tag, tag) for tag in tags]),
    ]
    content = _render(
        "index.md.j2",
        language,
        views=views,
        filters=[entry for entry in filters if len(entry[2]) > 1],
        folder=scenarios_folder,
    )
    return Page("scenarios/index.md", content)


@dataclass(frozen=True)
class _Role:
    persona: Persona
    views: tuple[ScenarioView, ...]


def _role_pages(
    shared: Sequence[SharedPersona], views: Sequence[ScenarioView], language: Language
) -> Iterator[Page]:
    asked: dict[str, list[ScenarioView]] = {}
    for view in views:
        for persona in view.scenario.personas:
            if persona.shared:
                asked.setdefault(persona.id, []).append(view)
    roles = [_Role(role.resolve(language), tuple(asked.get(role.id, ()))) for role in shared]
    yield Page("personas/index.md", _render("personas.md.j2", language, roles=roles))
    for role in roles:
        content = _render("role.md.j2", language, persona=role.persona, views=role.views)
        yield Page(f"personas/{role.persona.id}.md", content)


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


# What templates use to show numbers and find anchors.


def hundred(fraction: float) -> int:
    """A fraction of 1 as a whole number of 100, halves up."""
    return int(fraction * 100 + 0.5 + 1e-9)


def one_digit(value: float) -> str:
    """A number with one digit after the point, halves up."""
    tenths = int(value * 10 + 0.5 + 1e-9)
    return f"{tenths // 10}.{tenths % 10}"


def inside(view: ScenarioView, pair: Pair) -> int:
    """Of 100 pairs within one role, how many are on opposite sides: the mean of the two."""
    stances = view.comparison.stances
    return hundred((stances[pair.a, pair.issue].split + stances[pair.b, pair.issue].split) / 2)


def more_in_favour(view: ScenarioView, pair: Pair) -> Persona | None:
    """The role that is more in favour, or None where the gap would show as 0.0."""
    if one_digit(abs(pair.gap)) == "0.0":
        return None
    return view.scenario.persona(pair.b if pair.gap > 0 else pair.a)


def anchor(pair: Pair) -> Markup:
    """The anchor of a conflict on the conflicts page; ids hold no double hyphen."""
    # Ids have been checked to be words joined by hyphens, so there is nothing to escape.
    return Markup(f"{pair.issue}--{pair.a}--{pair.b}")  # noqa: S704


def place(view: ScenarioView, pair: Pair) -> Markup:
    """Where the conflicts page shows a conflict: its section, or the table of the rest."""
    return anchor(pair) if view.in_full(pair) else Markup("more")


def any_two(a: Persona, b: Persona) -> Markup:
    """The anchor of a choice of two roles on the comparisons page, whichever comes first.

    Ids hold no underscore, so no comparison's anchors are like it.
    """
    first, second = sorted((a.id, b.id))
    return Markup(f"any_two--{first}--{second}")  # noqa: S704 - of checked ids


def title_in(name: object, scenario: Scenario) -> str:
    """The title of a page of a scenario, which alone would say the same in many scenarios."""
    return f"{name} · {scenario.title}"


def shade(stance: StanceNumbers) -> int:
    """Which of seven colours a stance has, from 1 (against) over 4 (neutral) to 7 (for)."""
    return max(1, min(7, int((stance.mean - 1) / 4 * 7 + 1e-9) + 1))


def heat(pair: Pair) -> int:
    """Which of five colours a conflict has, from 1 (mild) to 5 (severe)."""
    return max(1, min(5, int(pair.severity * 10 + 1e-9) + 1))


def distribution(scale: Sequence[str], counts: Sequence[int]) -> Markup:
    """Five shares in words, from strongly against to strongly for."""
    return _distribution(tuple(scale), tuple(counts))


# Stands on several pages of a scenario.
@functools.lru_cache(maxsize=1024)
def _distribution(scale: Sequence[str], counts: Sequence[int]) -> Markup:
    # A number and its label stay on one line.
    parts = (
        f"{count}\N{NO-BREAK SPACE}{escape(label)}"
        for label, count in zip(scale, counts, strict=True)
    )
    return Markup(" · ").join(map(Markup, parts))


def widths(counts: Sequence[int]) -> Markup:
    """Five shares for the style sheet, which draws them as a bar; the last is what remains."""
    return Markup(";".join(f"--p{k}:{count}" for k, count in enumerate(counts[:4], 1)))  # noqa: S704


def first_sentence(text: str) -> str:
    return sentences(text)[0]


def _finalize(value: Any) -> Any:
    """What every ``{{ ... }}`` goes through: only ``Markup`` is taken to be escaped already."""
    return value if isinstance(value, Markup) else escape(value)


@functools.cache
def _environment() -> jinja2.Environment:
    helpers: tuple[Callable[..., Any], ...] = (
        anchor,
        any_two,
        distribution,
        first_sentence,
        heat,
        hundred,
        inside,
        more_in_favour,
        one_digit,
        place,
        shade,
        title_in,
        widths,
    )
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("generator"),
        autoescape=True,
        finalize=_finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update({helper.__name__: helper for helper in helpers})
    environment.globals["sample"] = SAMPLE_MODEL
    environment.filters["block"] = block
    environment.filters["flow"] = flow
    environment.filters["lines"] = lines
    environment.filters["front_matter"] = front_matter_text
    return environment


def _render(template: str, language: Language, **values: Any) -> str:
    words = Words(language)
    scenario: Scenario | None = values.get("scenario")

    def stance(persona: Persona, issue: Any) -> StanceNumbers:
        numbers: StanceNumbers = values["view"].comparison.stances[persona.id, issue.id]
        return numbers

    def stale_parts(record: Record) -> Markup:
        names = [words(f"part_{part}") for part in record.stale_parts]
        return words("list_separator").join(names)

    def asked_about_each_other(pair: Pair) -> bool:
        return scenario is not None and any(c.id == pair.b for c in scenario.counterparts(pair.a))

    text = (
        _environment()
        .get_template(template)
        .render(
            **values,
            w=words,
            language=language,
            stance=stance,
            stale_parts=stale_parts,
            asked_about_each_other=asked_about_each_other,
            words_of=Words,
        )
    )
    # Templates may leave blank lines where a part is not there; pages have one at the most.
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
