"""What the site's search is told of each generated page: what people look for, and no more.

One entry a page, of its title, summary, positions and themes, so that the index of ten thousand
pages stays under ten megabytes. Numbers, labels and what other pages say already are left out.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.scenario import Language, Library
from generator.view import ScenarioView

__all__ = ["SearchEntry", "search_entries"]


@dataclass(frozen=True)
class SearchEntry:
    """A page below ``docs/``; title and text are escaped HTML."""

    path: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


def search_entries(
    library: Library, views: Sequence[ScenarioView], language: Language
) -> Iterator[SearchEntry]:
    """One entry for each page of a scenario or a shared role that is worth finding.

    Args:
        language: that of the pages for the whole site.
    """
    for view in views:
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
                    f"{issue.title}: {answer.stances[issue.id].position}"
                    for issue in scenario.issues
                )
                themes = (friction.theme for friction in answer.frictions)
                said = [answer.summary, " ".join(positions), " · ".join(themes)]
            title = _text(f"{persona.name} · {scenario.title}")
            yield SearchEntry(f"{folder}/{persona.id}.md", title, _paragraphs(said))
    for shared in library.shared:
        role = shared.resolve(language)
        text = _paragraphs([role.description, *role.goals])
        yield SearchEntry(f"personas/{role.id}.md", _text(role.name), text)


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{_text(text)}</p>" for text in texts if text)


def _text(text: str) -> str:
    return html.escape(" ".join(text.split()), quote=False)
