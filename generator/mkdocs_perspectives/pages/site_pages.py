"""The pages of the whole site, assembled from the ``ScenarioSummary`` of each scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
        template = f"how-to-read-{used}.md.j2"
        yield Page(f"scenarios/how-to-read-{used}.md", partial(render, template, words.of(used)))
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
    by_severity = sorted(summaries, key=lambda summary: -summary.severity)
    contested = [summary.contested for summary in by_severity if summary.contested]
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


def _index_page(
    shared: Sequence[SharedPersona],
    summaries: Sequence[ScenarioSummary],
    words: Words,
    scenarios_folder: str,
    *,
    calibrated: bool,
) -> Page:
    asked = {persona for summary in summaries for persona in summary.personas}
    here = words.language
    roles = [role for role in shared if role.id in asked]
    languages = sorted({summary.language for summary in summaries})
    # The value of each option, its text, and the language of that.
    filters: list[tuple[str, Markup, list[tuple[str, str, Language]]]] = [
        (
            "role",
            words("filter_role"),
            [(role.id, role.resolve(here).name, role.shown_in(here)) for role in roles],
        ),
        (
            "language",
            words("filter_language"),
            [(tag, words.of(tag).name, tag) for tag in languages],
        ),
        ("tag", words("filter_tag"), _tags(summaries, here)),
    ]
    make = partial(
        render,
        "index.md.j2",
        words,
        cards=[summary.card for summary in summaries if summary.variant is None],
        filters=[entry for entry in filters if len(entry[2]) > 1],
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

    ``language`` is that of its own texts.
    """

    persona: Persona
    language: Language
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
