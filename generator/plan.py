"""Who would be asked, what it would take and cost, before anything is spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.build import Project
from generator.english import counted
from generator.errors import BudgetError
from generator.estimate import Estimator
from generator.price import price_of, shown_price, too_dear
from generator.record import SAMPLE_MODEL, Usage
from generator.run import cache_key
from generator.settings import Settings
from generator.survey import Entry

__all__ = ["Plan", "ScenarioPlan", "plan_json", "plan_of", "plan_text"]


@dataclass(frozen=True)
class ScenarioPlan:
    """What one scenario would take; ``stale`` are pairs of a persona's id and the reason.

    ``in_batch`` is what is being answered in a batch, as far as is noted; it is not asked.
    """

    scenario: str
    personas: int
    stale: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    cached: tuple[str, ...]
    in_batch: tuple[str, ...]
    requests: int
    usage: Usage
    price: float | None
    older_prompt: int
    other_model: int

    @property
    def current(self) -> int:
        return self.personas - len(self.stale) - len(self.missing)


@dataclass(frozen=True)
class Plan:
    """All scenarios. ``measured`` is on how many earlier answers the estimates rest."""

    model: str
    scenarios: tuple[ScenarioPlan, ...]
    measured: int
    usage: Usage
    price: float | None
    forbidden: BudgetError | None
    max_requests: int | None

    def total(self, name: str) -> int:
        """The sum of a count over all scenarios."""
        return sum(getattr(scenario, name) for scenario in self.scenarios)


def plan_of(project: Project, settings: Settings) -> Plan:
    """The plan of a project; no network. Tokens and prices are estimates."""
    cached, in_batch = _known(project.open_entries(), settings)
    estimator = Estimator(project.entries)
    groups = groupby(project.entries, key=lambda entry: entry.scenario)
    scenarios = tuple(
        _scenario(list(entries), cached, in_batch, estimator, settings) for _, entries in groups
    )
    asked = {e.scenario.language for e in project.open_entries()}
    usage = sum((s.usage for s in scenarios), Usage())
    requests = sum(s.requests for s in scenarios)
    price = price_of(settings.model, usage, requests)
    return Plan(
        model=settings.model.model,
        scenarios=scenarios,
        measured=min((estimator.records(language) for language in asked), default=0),
        usage=usage,
        price=price,
        forbidden=too_dear(settings.model, price, requests),
        max_requests=settings.model.max_requests,
    )


_Names = set[tuple[str, str]]


def _known(entries: Sequence[Entry], settings: Settings) -> tuple[_Names, _Names]:
    """The open entries whose answer the cache holds, and those that are in a batch."""
    if not (settings.cache_dir / "cache.db").exists():
        return set(), set()
    from generator.batch import waiting_in
    from generator.cache import AnswerCache

    with AnswerCache(settings.cache_dir) as cache:
        cached = {
            (entry.scenario.id, entry.persona.id)
            for entry in entries
            if cache.get(cache_key(entry.question, settings.model)) is not None
        }
        waiting = waiting_in(cache, entries, settings.model)
    return cached, {(entries[i].scenario.id, entries[i].persona.id) for i in waiting}


def _scenario(
    entries: list[Entry],
    cached: _Names,
    in_batch: _Names,
    estimator: Estimator,
    settings: Settings,
) -> ScenarioPlan:
    scenario = entries[0].scenario
    to_get = [entry for entry in entries if entry.state != "current"]
    from_cache = [e for e in to_get if (scenario.id, e.persona.id) in cached]
    waiting = [e for e in to_get if e not in from_cache and (scenario.id, e.persona.id) in in_batch]
    to_ask = [e for e in to_get if e not in from_cache and e not in waiting]
    usage = estimator.usage(to_ask)
    return ScenarioPlan(
        scenario=scenario.id,
        personas=len(entries),
        stale=tuple((e.persona.id, e.reason) for e in to_get if e.state == "stale"),
        missing=tuple(e.persona.id for e in to_get if e.state == "missing"),
        cached=tuple(e.persona.id for e in from_cache),
        in_batch=tuple(e.persona.id for e in waiting),
        requests=len(to_ask),
        usage=usage,
        price=price_of(settings.model, usage, len(to_ask)),
        older_prompt=sum(entry.older_prompt for entry in entries),
        other_model=sum(_other_model(entry, settings) for entry in entries),
    )


def _other_model(entry: Entry, settings: Settings) -> bool:
    """Whether a current answer came from another model; servers add a version to the name."""
    record = entry.record
    if record is None or record.model == SAMPLE_MODEL:
        return False
    return not record.model.casefold().startswith(settings.model.model.casefold())


_HEAD = (
    "scenario",
    "current",
    "stale",
    "missing",
    "cached",
    "requests",
    "tokens in",
    "tokens out",
    "price",
)


def plan_text(plan: Plan) -> str:
    """The plan for people: a table with a row per scenario with something to do, and why."""
    open_ones = [s for s in plan.scenarios if s.stale or s.missing]
    lines = []
    if open_ones:
        rows = [_row(s.scenario, [s], s.usage, s.price) for s in open_ones]
        if len(rows) > 1:
            rows.append(_row("together", open_ones, plan.usage, plan.price))
        lines += [*_table([_HEAD, *rows]), ""]
        for s in open_ones:
            lines += [f"  {s.scenario}/{persona}: {reason}" for persona, reason in s.stale]
            if s.missing:
                lines.append(f"  {s.scenario}, never asked: {', '.join(s.missing)}")
        lines.append("")
    if quiet := len(plan.scenarios) - len(open_ones):
        lines.append(f"{counted(quiet, 'scenario')} current throughout.")
    lines += _closing(plan)
    return "\n".join(lines)


def _closing(plan: Plan) -> list[str]:
    requests = plan.total("requests")
    if requests == 0:
        lines = ["Nobody would be asked."]
    else:
        lines = [
            f"To ask: {counted(requests, 'request')} to {plan.model}, about "
            f"{plan.usage.input_tokens:,} tokens in and {plan.usage.output_tokens:,} out, "
            f"{shown_price(plan.price)}.",
            f"Tokens are estimated from what {counted(plan.measured, 'earlier answer')} took."
            if plan.measured
            else "Tokens are estimated from the length of the texts; no earlier answer tells.",
        ]
    if waiting := sum(len(s.in_batch) for s in plan.scenarios):
        lines.append(f"{counted(waiting, 'answer')} in a batch: perspectives ask --batch")
    if plan.max_requests is not None and requests > plan.max_requests:
        lines.append(f"max_requests ({plan.max_requests}) would end the run early.")
    if plan.forbidden is not None:
        lines.append(str(plan.forbidden))
    if older := plan.total("older_prompt"):
        lines.append(f"{counted(older, 'answer')} asked for in an older wording; all stay current.")
    if other := plan.total("other_model"):
        lines.append(f"{counted(other, 'answer')} from another model; all stay current.")
    return lines


def _row(
    name: str, scenarios: list[ScenarioPlan], usage: Usage, price: float | None
) -> tuple[str, ...]:
    counts = [
        sum(s.current for s in scenarios),
        sum(len(s.stale) for s in scenarios),
        sum(len(s.missing) for s in scenarios),
        sum(len(s.cached) for s in scenarios),
        sum(s.requests for s in scenarios),
        usage.input_tokens,
        usage.output_tokens,
    ]
    return (name, *(f"{count:,}" for count in counts), "?" if price is None else shown_price(price))


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    """Rows in columns as wide as their widest cell, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan for machines; prices in US dollars, null where none is known."""
    return {
        "format": 1,
        "model": plan.model,
        "requests": plan.total("requests"),
        **_usage_json(plan.usage),
        "price": plan.price,
        "estimated_from": plan.measured,
        "older_prompt": plan.total("older_prompt"),
        "other_model": plan.total("other_model"),
        "scenarios": [
            {
                "scenario": s.scenario,
                "personas": s.personas,
                "current": s.current,
                "stale": [{"persona": p, "reason": reason} for p, reason in s.stale],
                "missing": list(s.missing),
                "cached": list(s.cached),
                "in_batch": list(s.in_batch),
                "requests": s.requests,
                **_usage_json(s.usage),
                "price": s.price,
            }
            for s in plan.scenarios
        ],
    }


def _usage_json(usage: Usage) -> dict[str, int]:
    return {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
