"""The pages of the whole site, assembled from the ``ScenarioSummary`` of each scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from markupsafe import Markup

from mkdocs_perspectives.common import Language, package_text
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import ENOUGH, Measured
from mkdocs_perspectives.pages.calibration_view import voice_views
from mkdocs_perspectives.pages.data_files import calibration_json, site_json
from mkdocs_perspectives.pages.page import Page
from mkdocs_perspectives.pages.rendering import how_to_read, render
from mkdocs_perspectives.pages.scenario_summary import ScenarioSummary
from mkdocs_perspectives.scenario import Persona, SharedPersona

__all__ = ["HOME", "SCRIPT", "SITE_DATA", "STYLE_SHEET", "site_pages"]

STYLE_SHEET = "assets/perspectives.css"
SCRIPT = "assets/perspectives.js"
SITE_DATA = "perspectives/index.json"

HOME = "index.md"
CALIBRATION = "calibration"

HOME_CARDS = 3
"""How many scenarios each of the home page's two lists shows."""

ROLE_SECTIONS = 20
"""How many scenarios the page of a shared role shows in full; the others get one line each."""


def site_pages(
    shared: Sequence[SharedPersona],
    summaries: Sequence[ScenarioSummary],
    words: Words,
    scenarios_folder: str,
    measured: Sequence[Measured] = (),
) -> Iterator[Page]:
    """The files of the whole site.

    Args:
        summaries: one per scenario, in order.
        words: those of the site, in the language of these pages and of the summaries.
        scenarios_folder: the folder of the scenarios, as shown to newcomers.
        measured: how far each voice was from people, where people were asked.
    """
    yield Page(STYLE_SHEET, partial(package_text, "pages/assets/perspectives.css"))
    yield Page(SCRIPT, partial(package_text, "pages/assets/perspectives.js"))
    yield _home_page(shared, summaries, words, scenarios_folder)
    yield _index_page(shared, summaries, words, scenarios_folder, calibrated=bool(measured))
    yield Page(SITE_DATA, partial(site_json, [s.data for s in summaries]))
    languages = {words.language, *(summary.language for summary in summaries)}
    for used in sorted(set(map(how_to_read, languages))):
        page = partial(render, "how-to-read.md.j2", words.of(used))
        yield Page(f"scenarios/how-to-read-{used}.md", page)
    if shared:
        yield from _role_pages(shared, summaries, words)
    if measured:
        yield from _calibration(summaries, words, measured)


def _calibration(
    summaries: Sequence[ScenarioSummary], words: Words, measured: Sequence[Measured]
) -> Iterator[Page]:
    make = partial(
        render,
        "calibration.md.j2",
        words,
        voices=list(voice_views(measured, summaries)),
        asked=[summary for summary in summaries if summary.observed],
        enough=ENOUGH,
    )
    yield Page(f"scenarios/{CALIBRATION}.md", make)
    yield Page(f"scenarios/{CALIBRATION}.json", partial(calibration_json, measured))


def _home_page(
    shared: Sequence[SharedPersona],
    summaries: Sequence[ScenarioSummary],
    words: Words,
    scenarios_folder: str,
) -> Page:
    # A variant is found by the scenario that it extends.
    summaries = [summary for summary in summaries if summary.variant is None]
    by_date = sorted(summaries, key=lambda summary: summary.asked_on, reverse=True)
    by_contest = sorted(summaries, key=lambda summary: -summary.contest)
    contested = [summary.contested for summary in by_contest if summary.contested]
    make = partial(
        render,
        "home.md.j2",
        words,
        newest=[summary.newest for summary in by_date[:HOME_CARDS]],
        contested=contested[:HOME_CARDS],
        roles=[(role.resolve(words.language), role.shown_in(words.language)) for role in shared],
        folder=scenarios_folder,
    )
    return Page(HOME, make)


@dataclass(frozen=True)
class _Filter:
    """By what scenarios are chosen: values, each with its text and the language of that.

    ``count`` says how many scenarios have a value.
    """

    name: str
    values: list[tuple[str, str, Language]]
    count: Counter[str] = field(default_factory=Counter)

    @property
    def options(self) -> list[tuple[str, str, Language]]:
        """The values that any scenario has."""
        return [entry for entry in self.values if self.count[entry[0]]]

    def narrows(self, scenarios: int) -> bool:
        """Whether any choice leaves some of so many scenarios out."""
        return any(self.count[value] < scenarios for value, _, _ in self.options)


def _index_page(
    shared: Sequence[SharedPersona],
    summaries: Sequence[ScenarioSummary],
    words: Words,
    scenarios_folder: str,
    *,
    calibrated: bool,
) -> Page:
    # A variant is found by the scenario that it extends.
    own = [summary for summary in summaries if summary.variant is None]
    own.sort(key=lambda summary: (summary.title.casefold(), summary.id))
    here = words.language
    filters = [
        _Filter("role", [(r.id, r.resolve(here).name, r.shown_in(here)) for r in shared]),
        _Filter(
            "language",
            [(tag, words.of(tag).name, tag) for tag in sorted({s.language for s in own})],
        ),
        _Filter("tag", _tags(summaries, here)),
    ]
    by_id = {summary.id: summary for summary in summaries}
    for summary in own:
        family = [summary, *(by_id[variant] for variant in summary.variants)]
        filters[0].count.update({role for one in family for role in one.personas})
        filters[1].count[summary.language] += 1
        filters[2].count.update({tag for one in family for tag in one.tags})
    make = partial(
        render,
        "index.md.j2",
        words,
        cards=[summary.card for summary in own],
        filters=[entry for entry in filters if entry.narrows(len(own))],
        folder=scenarios_folder,
        calibrated=calibrated,
    )
    return Page("scenarios/index.md", make)


def _tags(summaries: Sequence[ScenarioSummary], here: Language) -> list[tuple[str, str, Language]]:
    """The tags as options, each in the language of the scenarios that have it.

    Of several, that of the page is taken.
    """
    languages: dict[str, set[Language]] = {}
    for summary in summaries:
        for tag in summary.tags:
            languages.setdefault(tag, set()).add(summary.language)
    return [
        (tag, tag, next(iter(of)) if len(of) == 1 else here)
        for tag, of in sorted(languages.items())
    ]


@dataclass(frozen=True)
class _Role:
    """A shared role and its scenarios; those with the newest answers are shown in full.

    ``language`` is that of its own texts, ``asked_on`` the date of the newest answers in these
    scenarios, empty if there are none.
    """

    persona: Persona
    language: Language
    asked_on: str
    sections: tuple[Markup, ...]
    lines: tuple[Markup, ...]


def _role(role: SharedPersona, summaries: Sequence[ScenarioSummary], words: Words) -> _Role:
    asking = [summary for summary in summaries if role.id in summary.sections]
    # A variant is found by the scenario that it extends.
    own = [summary for summary in asking if summary.variant is None]
    by_date = sorted(own, key=lambda summary: summary.asked_on, reverse=True)
    newest = {summary.id for summary in by_date[:ROLE_SECTIONS]}
    return _Role(
        role.resolve(words.language),
        role.shown_in(words.language),
        max((summary.asked_on for summary in asking), default=""),
        tuple(summary.sections[role.id] for summary in asking if summary.id in newest),
        tuple(summary.lines[role.id] for summary in asking if summary.id not in newest),
    )


def _role_pages(
    shared: Sequence[SharedPersona], summaries: Sequence[ScenarioSummary], words: Words
) -> Iterator[Page]:
    roles = [_role(role, summaries, words) for role in shared]
    yield Page("personas/index.md", partial(render, "personas.md.j2", words, roles=roles))
    for role in roles:
        path = f"personas/{role.persona.id}.md"
        yield Page(path, partial(render, "role.md.j2", words, role=role, persona=role.persona))
