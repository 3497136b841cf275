"""The changes between two revisions in words: as plain text, or as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_perspectives.common import escape
from mkdocs_perspectives.compare import CommonGround, Move, Ranked, ScenarioDiff

__all__ = ["review_markdown", "review_text"]


@dataclass(frozen=True)
class _Style:
    """How a heading, a list entry, something strong and a piece of data are written."""

    heading: Callable[[str], str]
    strong: Callable[[str], str]
    data: Callable[[str], str]


def _comment_data(text: str) -> str:
    """Data for a comment: where GitHub would notify people or link numbers, it must not."""
    invisible = "\u200b"
    return str(escape(text.replace("@", f"@{invisible}").replace("#", f"#{invisible}")))


_TEXT = _Style(lambda text: text, lambda text: text, lambda text: " ".join(text.split()))
_MARKDOWN = _Style(lambda text: f"### {text}\n", lambda text: f"**{text}**", _comment_data)


def review_text(base: str, scenarios: Sequence[ScenarioDiff], min_change: float) -> str:
    """For a terminal."""
    if not scenarios:
        return f"No perspective has changed since {base}."
    blocks = ["\n".join(_lines(s, _TEXT, min_change)) for s in scenarios]
    return "\n\n".join([f"What changed in the perspectives since {base}:", *blocks])


def review_markdown(base: str, scenarios: Sequence[ScenarioDiff], min_change: float) -> str:
    """For a comment on a pull request; every text of a model or author is escaped."""
    title = "## What changed in the perspectives"
    since = f"Compared with {_comment_data(base)}. Simulated: no real person said any of it."
    if not scenarios:
        return f"{title}\n\nNo perspective has changed.\n"
    blocks = ["\n".join(_lines(s, _MARKDOWN, min_change)) for s in scenarios]
    return "\n\n".join([title, since, *blocks]) + "\n"


def _lines(s: ScenarioDiff, style: _Style, min_change: float) -> Iterator[str]:
    added = {"added": " (new)", "removed": " (removed)"}.get(s.status, "")
    title = f"{s.scenario.id}: {style.data(s.scenario.title)}{added}"
    yield style.heading(title)
    yield from _personas(s, style)
    if s.moves or s.small:
        yield f"- {style.strong('Stances')}"
        yield from (f"  - {_move(move, s, style)}" for move in s.moves)
        if s.small:
            yield f"  - {s.small} moved by less than {min_change:g} scale points"
    if s.appeared or s.disappeared or s.reordered:
        yield f"- {style.strong('Conflicts')}"
        for ranked in s.appeared:
            yield f"  - appeared: {_conflict(ranked, s, style)}, now number {ranked.rank}"
        for ranked in s.disappeared:
            yield f"  - gone: {_conflict(ranked, s, style)}, was number {ranked.rank}"
        for ranked in s.reordered:
            arrow = "↑" if ranked.rank < (ranked.old_rank or 0) else "↓"
            moved = f"number {ranked.old_rank} {arrow} {ranked.rank}"
            yield f"  - {_conflict(ranked, s, style)}: {moved}"
    if s.won or s.lost:
        yield f"- {style.strong('Common ground')}"
        yield from (f"  - won: {_ground(ground, s, style)}" for ground in s.won)
        yield from (f"  - lost: {_ground(ground, s, style)}" for ground in s.lost)
    if s.considerations:
        yield f"- {style.strong('Considerations')}"
        for reviewed in s.considerations:
            for sign, titles in (("added", reviewed.added), ("dropped", reviewed.dropped)):
                if titles:
                    listed = "; ".join(style.data(title) for title in titles)
                    yield f"  - {_name(s, reviewed.persona, style)} {sign}: {listed}"


def _personas(s: ScenarioDiff, style: _Style) -> Iterator[str]:
    told = {
        "Answered for the first time": s.answered,
        "Asked anew": s.asked_again,
        "Accepted although the question changed": s.accepted,
        "Edited by hand": s.edited,
        "Gone": s.gone,
    }
    for what, personas in told.items():
        if personas:
            names = ", ".join(_name(s, persona, style) for persona in personas)
            yield f"- {style.strong(what)}: {names}"


def _move(move: Move, s: ScenarioDiff, style: _Style) -> str:
    change = move.new.mean - move.old.mean
    arrow = "↑" if change > 0.005 else "↓" if change < -0.005 else "↔"
    return (
        f"{_name(s, move.persona, style)} on {_issue(s, move.issue, style)}: "
        f"mean {move.old.mean:.2f} {arrow} {move.new.mean:.2f}, "
        f"for {move.old.favour * 100:.0f} → {move.new.favour * 100:.0f}, "
        f"against {move.old.against * 100:.0f} → {move.new.against * 100:.0f}"
    )


def _conflict(ranked: Ranked, s: ScenarioDiff, style: _Style) -> str:
    pair = ranked.pair
    roles = f"{_name(s, pair.a, style)} and {_name(s, pair.b, style)}"
    chance = f"{pair.opposed * 100:.0f} of 100 pairs on opposite sides"
    return f"{_issue(s, pair.issue, style)}, {roles} ({chance})"


def _ground(ground: CommonGround, s: ScenarioDiff, style: _Style) -> str:
    least = f"at least {ground.share * 100:.0f} of 100 in every role"
    return f"{ground.side} {_issue(s, ground.issue, style)} ({least})"


def _name(s: ScenarioDiff, persona_id: str, style: _Style) -> str:
    """A role's name; its id where the newer state does not have it."""
    names = {persona.id: persona.name for persona in s.scenario.personas}
    return style.data(names.get(persona_id, persona_id))


def _issue(s: ScenarioDiff, issue_id: str, style: _Style) -> str:
    titles = {issue.id: issue.title for issue in s.scenario.issues}
    return style.data(titles.get(issue_id, issue_id))
