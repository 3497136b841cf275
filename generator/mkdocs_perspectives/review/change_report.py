"""The changes between two revisions in words: as plain text, or as Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_perspectives.common import counted, escape, safe_line
from mkdocs_perspectives.compare import AnswerChanges, CommonGround, Move, Pair, ScenarioDiff
from mkdocs_perspectives.review.fitting import Part, fit

__all__ = ["LARGEST_COMMENT", "review_markdown", "review_text"]

LARGEST_COMMENT = 60_000
"""Bytes of a comment; GitHub takes 65,536 characters."""

_LONGEST = 200
"""Characters of a text of a model or author; longer ones are cut."""


@dataclass(frozen=True)
class _Style:
    """How a heading, a list entry, something strong and a piece of data are written."""

    heading: Callable[[str], str]
    strong: Callable[[str], str]
    data: Callable[[str], str]


def _text_data(text: str) -> str:
    return safe_line(text, _LONGEST)


# Where GitHub would notify people or link numbers; a sign that is not seen keeps it from that.
_REFERENCE = re.compile(r"(&#64;|&#35;|\bgh-(?=\d))", re.IGNORECASE)


def _comment_data(text: str) -> str:
    """Data for a comment: where GitHub would notify people or link numbers, it must not."""
    return _REFERENCE.sub(r"\1&#8203;", str(escape(safe_line(text, _LONGEST))))


_TEXT = _Style(lambda text: text, lambda text: text, _text_data)
_MARKDOWN = _Style(lambda text: f"### {text}\n", lambda text: f"**{text}**", _comment_data)


def review_text(base: str, scenarios: Sequence[ScenarioDiff], min_change: float) -> str:
    """For a terminal; the whole, however long."""
    if not scenarios:
        return f"No perspective has changed since {base}."
    blocks = ["\n".join(_lines(s, _TEXT, min_change)) for s in scenarios]
    return "\n\n".join([f"What changed in the perspectives since {base}:", *blocks])


def review_markdown(
    base: str,
    scenarios: Sequence[ScenarioDiff],
    min_change: float,
    *,
    largest: int = LARGEST_COMMENT,
) -> str:
    """For a comment on a pull request; every text of a model or author is escaped.

    A line for every scenario comes first, then the details, the least first, and last what was
    cut and where the whole is.

    Args:
        largest: how many bytes it may have, 2,000 or more.
    """
    title = "## What changed in the perspectives"
    since = f"Compared with {_comment_data(base)}. Simulated: no real person said any of it."
    if not scenarios:
        return f"{title}\n\nNo perspective has changed.\n"
    parts = [Part(_summary(s, min_change), _details(s, min_change)) for s in scenarios]
    whole = "the whole: `perspectives diff` with the same revisions, without `--format`"
    return fit(f"{title}\n\n{since}", parts, largest, whole)


def _heading(s: ScenarioDiff, style: _Style) -> str:
    came = {
        "added": " (new)",
        "removed": f" (removed, with {counted(len(s.gone), 'answer')})",
        "renamed": f" (renamed, was {style.data(s.old_id or '')})",
    }
    of = f", a variant of {style.data(s.scenario.extends)}" if s.scenario.extends else ""
    title = style.data(s.scenario.title)
    return f"{style.data(s.scenario.id)}: {title}{of}{came.get(s.status, '')}"


def _summary(s: ScenarioDiff, min_change: float) -> str:
    """What changed in a scenario, in one line of a list."""
    counts = {
        "answered for the first time": len(s.answered),
        "asked again": len(s.asked_again),
        "accepted": len(s.accepted),
        "edited by hand": len(s.edited),
        "gone": len(s.gone) if s.status != "removed" else 0,
    }
    told = [f"{counted(n, 'role')} {what}" for what, n in counts.items() if n]
    if s.status != "removed":
        if s.moves:
            told.append(f"{counted(len(s.moves), 'stance')} moved by {min_change:g} or more")
        conflicts = {
            "appeared": len(s.appeared),
            "gone": len(s.disappeared),
            "now clear": sum(change.new.tier == "clear" for change in s.tiers),
            "now slight": sum(change.new.tier == "slight" for change in s.tiers),
        }
        told += [f"{counted(n, 'conflict')} {what}" for what, n in conflicts.items() if n]
        if ground := len(s.won) + len(s.lost):
            told.append(f"common ground won or lost on {counted(ground, 'issue')}")
        told += [f"{changes.voice}'s answers changed" for changes in s.voices]
    return f"- **{_heading(s, _MARKDOWN)}**" + (f": {', '.join(told)}" if told else "")


def _details(s: ScenarioDiff, min_change: float) -> tuple[str, ...]:
    """What Markdown says of a scenario below its summary; nothing where that has said it all."""
    heading, *rest = _lines(s, _MARKDOWN, min_change)
    return (heading, *rest) if rest else ()


def _lines(s: ScenarioDiff, style: _Style, min_change: float) -> Iterator[str]:
    yield style.heading(_heading(s, style))
    if s.status == "removed":
        return
    yield from _personas(s, s, style)
    if s.moves or s.small:
        yield f"- {style.strong('Stances')}"
        yield from _moves(s, s, style, min_change)
    yield from _conflicts(s, style)
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
    yield from _voices(s, style, min_change)


def _conflicts(s: ScenarioDiff, style: _Style) -> Iterator[str]:
    if s.appeared or s.disappeared or s.tiers or s.reordered:
        yield f"- {style.strong('Conflicts')}"
    for ranked in s.appeared:
        told = f"{ranked.pair.tier}, now number {ranked.rank}"
        yield f"  - appeared: {_conflict(ranked.pair, s, style)}, {told}"
    for ranked in s.disappeared:
        told = f"was {ranked.pair.tier} and number {ranked.rank}"
        yield f"  - gone: {_conflict(ranked.pair, s, style)}, {told}"
    for change in s.tiers:
        yield f"  - now {change.new.tier}: {_conflict(change.new, s, style)}, was {change.old.tier}"
    for ranked in s.reordered:
        if not ranked.alone:
            arrow = "↑" if ranked.rank < (ranked.old_rank or 0) else "↓"
            moved = f"number {ranked.old_rank} {arrow} {ranked.rank}"
            yield f"  - {_conflict(ranked.pair, s, style)}: {moved}"
    if alone := sum(ranked.alone for ranked in s.reordered):
        yield f"  - {counted(alone, 'other conflict')} changed in rank alone"


def _personas(
    changes: ScenarioDiff | AnswerChanges, s: ScenarioDiff, style: _Style
) -> Iterator[str]:
    told = {
        "Answered for the first time": changes.answered,
        "Asked again": changes.asked_again,
        "Accepted although the question changed": changes.accepted,
        "Edited by hand": changes.edited,
        "Gone": changes.gone,
    }
    for what, personas in told.items():
        if personas:
            names = ", ".join(_name(s, persona, style) for persona in personas)
            yield f"- {style.strong(what)}: {names}"


def _voices(s: ScenarioDiff, style: _Style, min_change: float) -> Iterator[str]:
    """What changed in the answers of other voices than the lead."""
    for changes in s.voices:
        yield f"- {style.strong('The voice')} {style.data(changes.voice)}"
        yield from (f"  {line}" for line in _personas(changes, s, style))
        yield from _moves(changes, s, style, min_change)


def _moves(
    changes: ScenarioDiff | AnswerChanges, s: ScenarioDiff, style: _Style, min_change: float
) -> Iterator[str]:
    yield from (f"  - {_move(move, s, style)}" for move in changes.moves)
    if changes.small:
        yield f"  - {changes.small} moved by less than {min_change:g} scale points"


def _move(move: Move, s: ScenarioDiff, style: _Style) -> str:
    change = move.new.mean - move.old.mean
    arrow = "↑" if change > 0.005 else "↓" if change < -0.005 else "↔"
    return (
        f"{_name(s, move.persona, style)} on {_issue(s, move.issue, style)}: "
        f"mean {move.old.mean:.2f} {arrow} {move.new.mean:.2f}, "
        f"for {move.old.favour * 100:.0f} → {move.new.favour * 100:.0f}, "
        f"against {move.old.against * 100:.0f} → {move.new.against * 100:.0f}"
    )


def _conflict(pair: Pair, s: ScenarioDiff, style: _Style) -> str:
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
