"""The plan as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mkdocs_perspectives.common import LEAD, Language, columns, counted, shown_price
from mkdocs_perspectives.common.locales import word_at_desk
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.pipeline.plan import Plan, ScenarioPlan

__all__ = ["plan_json", "plan_text"]

_HEAD = ("scenario", "current", "stale", "missing", "cached", "requests", "tokens", "price")
_CACHED = _HEAD.index("cached")


def plan_text(plan: Plan, language: Language = "en") -> str:
    """The plan for people: a table of the scenarios that are not fully current, and why.

    Args:
        language: that of the table, whose columns depend on it.
    """
    open_ones = [s for s in plan.scenarios if s.stale or s.missing or s.unwritten]
    lines = []
    if open_ones:
        rows = [_row(s.scenario, [s], s.usage, s.price) for s in open_ones]
        if len(rows) > 1:
            total = word_at_desk("total", language)
            rows.append(_row(total, open_ones, plan.usage, plan.price))
        table = [_HEAD, *rows]
        if not any(s.cached for s in open_ones):
            table = [(*row[:_CACHED], *row[_CACHED + 1 :]) for row in table]
        lines += [*_table(table, language), ""]
        for s in open_ones:
            lines += [f"  {line}" for line in _reasons(s)]
        lines.append("")
    if quiet := len(plan.scenarios) - len(open_ones):
        lines.append(f"{counted(quiet, 'scenario')} fully current.")
    lines += _closing(plan)
    lines += plan.notes
    if plan.voices:
        lines += ["", *_voices(plan.voices, language)]
    return "\n".join(lines)


def _voices(voices: Sequence[Plan], language: Language) -> Iterator[str]:
    """The other voices: a row for each, and why answers are stale."""
    rows = [(*_row(v.voice, v.scenarios, v.usage, v.price), v.model) for v in voices]
    yield from _table([("voice", *_HEAD[1:], "model"), *rows], language)
    for voice in voices:
        for s in voice.scenarios:
            yield from (f"  {s.scenario}/{who}/{voice.voice}: {why}" for who, why in s.stale)
        if voice.forbidden is not None:
            yield f"{voice.voice}: {voice.forbidden}"
    yield (
        "Other voices are asked on purpose only: perspectives ask --panel, or "
        "perspectives ask --voice ID."
    )


def _reasons(plan: ScenarioPlan) -> Iterator[str]:
    """Why a scenario is not fully current."""
    for persona, reason in plan.stale:
        yield f"{plan.scenario}/{persona}: {reason}"
    if plan.missing:
        yield f"{plan.scenario}, missing: {', '.join(plan.missing)}"
    if plan.unwritten:
        texts = counted(plan.unwritten, "text")
        yield f"{plan.scenario} is not finished: {texts} still to be written, so nobody is asked"


def _closing(plan: Plan) -> list[str]:
    requests = plan.total("requests")
    if requests == 0:
        lines = ["No request would be sent."]
    else:
        lines = [
            f"To send: {counted(requests, 'request')} to {plan.model}, about "
            f"{plan.usage.input_tokens:,} tokens in and {plan.usage.output_tokens:,} out, "
            f"{shown_price(plan.price)}.",
            f"Tokens are estimated from {counted(plan.measured, 'earlier answer')}."
            if plan.measured
            else "Tokens are estimated from the length of the texts, without earlier answers.",
        ]
    if waiting := sum(len(s.in_batch) for s in plan.scenarios):
        answers = counted(waiting, "answer")
        lines.append(f"{answers} in a batch; to wait for them: perspectives ask --batch")
    if plan.max_requests is not None and requests > plan.max_requests:
        lines.append(f"max_requests ({plan.max_requests}) would stop the run early.")
    if plan.forbidden is not None:
        lines.append(str(plan.forbidden))
    if older := plan.total("older_prompt"):
        lines.append(f"{counted(older, 'answer')} from an older prompt version; all stay current.")
    if other := plan.total("other_model"):
        lines.append(f"{counted(other, 'answer')} from another model; all stay current.")
    return lines


def _row(
    name: str, scenarios: Sequence[ScenarioPlan], usage: Usage, price: float | None
) -> tuple[str, ...]:
    counts = [
        sum(s.current for s in scenarios),
        sum(len(s.stale) for s in scenarios),
        sum(len(s.missing) for s in scenarios),
        sum(len(s.cached) for s in scenarios),
        sum(s.requests for s in scenarios),
        usage.input_tokens + usage.output_tokens,
    ]
    return (name, *(f"{count:,}" for count in counts), "?" if price is None else shown_price(price))


def _table(rows: Sequence[Sequence[str]], language: Language) -> list[str]:
    """Rows in columns as wide as their widest cell, numbers aligned right; the first are heads."""
    head, *others = rows
    rows = [[word_at_desk(name, language) for name in head], *others]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_aligned, range(len(widths)), row, widths)) for row in rows]


def _aligned(number: int, cell: str, width: int) -> str:
    blanks = " " * (width - columns(cell))
    return blanks + cell if number else cell + blanks


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as data; prices in US dollars, null where unknown."""
    data = {"format": 1, **_voice_json(plan)}
    if plan.voices:
        data["voices"] = [{"voice": voice.voice} | _voice_json(voice) for voice in plan.voices]
    return data


def _voice_json(plan: Plan) -> dict[str, Any]:
    return {
        "model": plan.model,
        "requests": plan.total("requests"),
        **_usage_json(plan.usage),
        "price": plan.price,
        "estimated_from": plan.measured,
        "older_prompt": plan.total("older_prompt"),
        "other_model": plan.total("other_model"),
        **({"notes": list(plan.notes)} if plan.voice == LEAD else {}),
        "scenarios": [
            {
                "scenario": s.scenario,
                "personas": s.personas,
                "current": s.current,
                "stale": [{"persona": p, "reason": reason} for p, reason in s.stale],
                "missing": list(s.missing),
                "cached": list(s.cached),
                "in_batch": list(s.in_batch),
                "unwritten": s.unwritten,
                "requests": s.requests,
                **_usage_json(s.usage),
                "price": s.price,
            }
            for s in plan.scenarios
        ],
    }


def _usage_json(usage: Usage) -> dict[str, int]:
    return {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
