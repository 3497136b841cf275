"""What the site's search is told of each generated page: what people look for, and no more.

One entry a page, of its title, summary, positions and themes, so that the index of ten thousand
pages stays under ten megabytes. Numbers, labels and what other pages say already are left out.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_perspectives.common import Language
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import SharedPersona

__all__ = ["SearchEntry", "role_entries", "scenario_entries"]


@dataclass(frozen=True)
class SearchEntry:
    """A page below ``docs/``; title and text are escaped HTML."""

    path: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


def scenario_entries(view: ScenarioView) -> Iterator[SearchEntry]:
    """One entry for each page of a scenario that is worth finding."""
    scenario = view.scenario
    folder = f"scenarios/{scenario.id}"
    # The rest of the situation is what the roles go on to speak of.
    opening = scenario.situation.split("\n\n")[0]
    issues = (f"{issue.title}: {issue.statement}" for issue in scenario.issues)
    about = [opening, scenario.question, " ".join(issues)]
    title = _text(scenario.title)
    yield SearchEntry(f"{folder}/index.md", title, _paragraphs(about), scenario.tags)
    for persona in scenario.personas:
        answer = view.answers.get(persona.id)
        said = [persona.description]
        if answer is not None:
            positions = (
                f"{issue.title}: {answer.stances[issue.id].position}" for issue in scenario.issues
            )
            themes = (friction.theme for friction in answer.frictions)
            said = [answer.summary, " ".join(positions), " · ".join(themes)]
        title = _text(f"{persona.name} · {scenario.title}")
        yield SearchEntry(f"{folder}/{persona.id}.md", title, _paragraphs(said))


def role_entries(shared: Iterable[SharedPersona], language: Language) -> Iterator[SearchEntry]:
    """One entry for the page of each shared role, in the ``language`` of the whole site."""
    for persona in shared:
        role = persona.resolve(language)
        text = _paragraphs([role.description, *role.goals])
        yield SearchEntry(f"personas/{role.id}.md", _text(role.name), text)


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{_text(text)}</p>" for text in texts if text)


def _text(text: str) -> str:
    return html.escape(" ".join(text.split()), quote=False)
