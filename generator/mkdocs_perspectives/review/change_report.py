"""Reports the changes between two revisions as plain text, or Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from mkdocs_perspectives.common import isolated, safe_line
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import AnswerChanges, CommonGround, Move, Pair, ScenarioDiff
from mkdocs_perspectives.review.fitting import Part, fit

__all__ = ["LARGEST_COMMENT", "review_markdown", "review_text"]

LARGEST_COMMENT = 60_000
"""Maximum size of a comment in bytes; GitHub accepts 65,536 characters."""

_LONGEST = 200
"""Maximum length of a text of a model or author; longer ones are cut."""


@dataclass(frozen=True)
class _Style:
    """The words of a report, and how headings, emphasis and data are formatted."""

    words: Words
    heading: Callable[[str], str]
    strong: Callable[[str], str]
    data: Callable[[str], Markup]


def _text_data(text: str) -> Markup:
    return Markup(safe_line(text, _LONGEST))  # noqa: S704 - for a terminal, so not escaped


# Where GitHub would notify people or link numbers; an invisible character prevents that.
_REFERENCE = re.compile(r"(&#64;|&#35;|\bgh-(?=\d))", re.IGNORECASE)


def _comment_data(text: str) -> Markup:
    """Data for a comment, in which GitHub must not notify people or link numbers."""
    shown = str(isolated(safe_line(text, _LONGEST)))
    return Markup(_REFERENCE.sub(r"\1&#8203;", shown))  # noqa: S704 - escaped


_TEXT = _Style(Words("en"), lambda text: text, lambda text: text, _text_data)


def _markdown(words: Words) -> _Style:
    plain = words.without_marks()
    return _Style(plain, lambda text: f"### {text}\n", lambda text: f"**{text}**", _comment_data)


def review_text(base: str, scenarios: Sequence[ScenarioDiff], min_change: float) -> str:
    """The report for a terminal, in English, and never cut."""
    if not scenarios:
        return f"No perspective has changed since {base}."
    blocks = ["\n".join(_lines(s, _TEXT, min_change)) for s in scenarios]
    return "\n\n".join([f"What changed in the perspectives since {base}:", *blocks])


def review_markdown(
    base: str,
    scenarios: Sequence[ScenarioDiff],
    min_change: float,
    words: Words = _TEXT.words,
    *,
    largest: int = LARGEST_COMMENT,
) -> str:
    """The report for a comment on a pull request; every text of a model or author is escaped.

    A line for every scenario comes first, then the details, the shortest first, and finally what
    was cut and where the whole report is.

    Args:
        words: the words of the site's language.
        largest: the maximum size in bytes, 2,000 or more.
    """
    style = _markdown(words)
    say = style.words
    title = f"## {say('review_title')}"
    if not scenarios:
        return f"{title}\n\n{say('review_nothing')}\n"
    parts = [
        Part(_summary(s, style, min_change), _details(s, style, min_change)) for s in scenarios
    ]
    since = say("review_since", base=_comment_data(base))
    return fit(f"{title}\n\n{since}", parts, largest, say)


def _heading(s: ScenarioDiff, style: _Style) -> str:
    say = style.words
    name = f"{style.data(s.scenario.id)}: {style.data(s.scenario.title)}"
    if s.scenario.extends:
        name += f", {say('review_variant_of', name=style.data(s.scenario.extends))}"
    if s.status == "added":
        return f"{name} ({say('review_new')})"
    if s.status == "removed":
        return f"{name} ({say('review_removed', n=len(s.gone))})"
    if s.status == "renamed":
        return f"{name} ({say('review_renamed', name=style.data(s.old_id or ''))})"
    return name


def _summary(s: ScenarioDiff, style: _Style, min_change: float) -> str:
    """The changes in a scenario, as one line of a list."""
    counts = {
        "review_n_answered": len(s.answered),
        "review_n_asked_again": len(s.asked_again),
        "review_n_accepted": len(s.accepted),
        "review_n_edited": len(s.edited),
    }
    if s.status != "removed":
        counts |= {
            "review_n_gone": len(s.gone),
            "review_n_moved": len(s.moves),
            "review_n_appeared": len(s.appeared),
            "review_n_disappeared": len(s.disappeared),
            "review_n_clear": sum(change.new.tier == "clear" for change in s.tiers),
            "review_n_slight": sum(change.new.tier == "slight" for change in s.tiers),
            "review_n_ground": len(s.won) + len(s.lost),
        }
    least = {"least": Decimal(f"{min_change:g}")}
    parts = [
        style.words(key, n=n, **(least if key == "review_n_moved" else {}))
        for key, n in counts.items()
        if n
    ]
    parts += [style.words("review_n_voice", voice=style.data(v.voice)) for v in s.voices]
    return f"- **{_heading(s, style)}**" + (
        f"{style.words.colon} {style.words.listed(parts)}" if parts else ""
    )


def _details(s: ScenarioDiff, style: _Style, min_change: float) -> tuple[str, ...]:
    """The details of a scenario in Markdown; empty if the summary has said everything."""
    heading, *rest = _lines(s, style, min_change)
    return (heading, *rest) if rest else ()


def _lines(s: ScenarioDiff, style: _Style, min_change: float) -> Iterator[str]:
    say = style.words
    yield style.heading(_heading(s, style))
    if s.status == "removed":
        return
    yield from _personas(s, s, style)
    if s.moves or s.small:
        yield f"- {style.strong(say('review_stances'))}"
        yield from _moves(s, s, style, min_change)
    yield from _conflicts(s, style)
    if s.won or s.lost:
        yield f"- {style.strong(say('common_ground'))}"
        for key, grounds in (("review_won", s.won), ("review_lost", s.lost)):
            yield from (f"  - {say(key, ground=_ground(g, s, style))}" for g in grounds)
    if s.considerations:
        yield f"- {style.strong(say('review_considerations'))}"
        for reviewed in s.considerations:
            role = _name(s, reviewed.persona, style)
            for key, titles in (
                ("review_added", reviewed.added),
                ("review_dropped", reviewed.dropped),
            ):
                if titles:
                    listed = Markup("; ").join(style.data(title) for title in titles)
                    yield f"  - {say(key, role=role, titles=listed)}"
    yield from _voices(s, style, min_change)


def _conflicts(s: ScenarioDiff, style: _Style) -> Iterator[str]:
    say = style.words
    if s.appeared or s.disappeared or s.tiers or s.reordered:
        yield f"- {style.strong(say('review_conflicts'))}"
    for key, conflicts in (("review_appeared", s.appeared), ("review_disappeared", s.disappeared)):
        for ranked in conflicts:
            conflict, tier = _conflict(ranked.pair, s, style), say(f"review_{ranked.pair.tier}")
            yield f"  - {say(key, conflict=conflict, tier=tier, rank=ranked.rank)}"
    for change in s.tiers:
        old, new = (say(f"review_{pair.tier}") for pair in (change.old, change.new))
        conflict = _conflict(change.new, s, style)
        yield f"  - {say('review_tier', conflict=conflict, old=old, new=new)}"
    for ranked in s.reordered:
        if not ranked.alone:
            arrow = "↑" if ranked.rank < (ranked.old_rank or 0) else "↓"
            ranks = {"old": ranked.old_rank, "arrow": arrow, "new": ranked.rank}
            conflict = _conflict(ranked.pair, s, style)
            yield f"  - {say('review_reordered', conflict=conflict, **ranks)}"
    if alone := sum(ranked.alone for ranked in s.reordered):
        yield f"  - {say('review_rank_alone', n=alone)}"


def _personas(
    changes: ScenarioDiff | AnswerChanges, s: ScenarioDiff, style: _Style
) -> Iterator[str]:
    say = style.words
    groups = {
        say("review_answered"): changes.answered,
        say("review_asked_again"): changes.asked_again,
        say("review_accepted"): changes.accepted,
        say("review_edited"): changes.edited,
        say("review_gone"): changes.gone,
    }
    for what, personas in groups.items():
        if personas:
            names = say.listed(_name(s, persona, style) for persona in personas)
            yield f"- {style.strong(what)}{say.colon} {names}"


def _voices(s: ScenarioDiff, style: _Style, min_change: float) -> Iterator[str]:
    """The changes in the answers of voices other than the lead."""
    for changes in s.voices:
        yield f"- {style.strong(style.words('review_voice'))} {style.data(changes.voice)}"
        yield from (f"  {line}" for line in _personas(changes, s, style))
        yield from _moves(changes, s, style, min_change)


def _moves(
    changes: ScenarioDiff | AnswerChanges, s: ScenarioDiff, style: _Style, min_change: float
) -> Iterator[str]:
    yield from (f"  - {_move(move, s, style)}" for move in changes.moves)
    if changes.small:
        least = Decimal(f"{min_change:g}")
        yield f"  - {style.words('review_small', n=changes.small, least=least)}"


def _move(move: Move, s: ScenarioDiff, style: _Style) -> str:
    change = move.new.mean - move.old.mean
    return style.words(
        "review_move",
        role=_name(s, move.persona, style),
        issue=_issue(s, move.issue, style),
        old=Decimal(f"{move.old.mean:.2f}"),
        arrow="↑" if change > 0.005 else "↓" if change < -0.005 else "↔",
        new=Decimal(f"{move.new.mean:.2f}"),
        for_old=f"{move.old.favour * 100:.0f}",
        for_new=f"{move.new.favour * 100:.0f}",
        against_old=f"{move.old.against * 100:.0f}",
        against_new=f"{move.new.against * 100:.0f}",
    )


def _conflict(pair: Pair, s: ScenarioDiff, style: _Style) -> Markup:
    return style.words(
        "review_conflict",
        issue=_issue(s, pair.issue, style),
        a=_name(s, pair.a, style),
        b=_name(s, pair.b, style),
        opposed=f"{pair.opposed * 100:.0f}",
    )


def _ground(ground: CommonGround, s: ScenarioDiff, style: _Style) -> Markup:
    return style.words(
        "review_ground_for" if ground.side == "for" else "review_ground_against",
        issue=_issue(s, ground.issue, style),
        share=f"{ground.share * 100:.0f}",
    )


def _name(s: ScenarioDiff, persona_id: str, style: _Style) -> Markup:
    """A role's name, or its id if the newer state does not have it."""
    names = {persona.id: persona.name for persona in s.scenario.personas}
    return style.data(names.get(persona_id, persona_id))


def _issue(s: ScenarioDiff, issue_id: str, style: _Style) -> Markup:
    titles = {issue.id: issue.title for issue in s.scenario.issues}
    return style.data(titles.get(issue_id, issue_id))
