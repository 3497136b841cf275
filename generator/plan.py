"""Who would be asked, and about how many tokens, before anything is spent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.ask import cache_key
from generator.build import Project
from generator.digest import canonical_json
from generator.record import SAMPLE_MODEL
from generator.settings import Settings
from generator.survey import Entry

__all__ = ["Plan", "ScenarioPlan", "plan_json", "plan_of", "plan_text"]

# Tokens of an answer where no record tells: what answers of the asked form usually take.
_OUTPUT_BASE = 900
_OUTPUT_PER_ISSUE = 180


@dataclass(frozen=True)
class ScenarioPlan:
    """What one scenario would take. ``open`` are pairs of a persona's id and the reason."""

    scenario: str
    personas: int
    stale: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    cached: tuple[str, ...]
    requests: int
    input_tokens: int
    output_tokens: int
    older_prompt: int
    other_model: int


@dataclass(frozen=True)
class Plan:
    """All scenarios; ``estimated`` unless every output count comes from earlier usage."""

    model: str
    scenarios: tuple[ScenarioPlan, ...]

    def total(self, name: str) -> int:
        """The sum of a count over all scenarios."""
        return sum(getattr(scenario, name) for scenario in self.scenarios)


def plan_of(project: Project, settings: Settings) -> Plan:
    """The plan of a project; no network. Tokens are estimates."""
    cached = _cached(project.open_entries(), settings)
    groups = groupby(project.entries, key=lambda entry: entry.scenario)
    return Plan(
        model=settings.model.model,
        scenarios=tuple(_scenario(list(entries), cached, settings) for _, entries in groups),
    )


def _cached(entries: Iterable[Entry], settings: Settings) -> set[tuple[str, str]]:
    """The open entries whose answer the cache holds."""
    if not (settings.cache_dir / "cache.db").exists():
        return set()
    from generator.cache import AnswerCache

    with AnswerCache(settings.cache_dir) as cache:
        return {
            (entry.scenario.id, entry.persona.id)
            for entry in entries
            if cache.get(cache_key(entry.question, settings.model)) is not None
        }


def _scenario(
    entries: list[Entry], cached: set[tuple[str, str]], settings: Settings
) -> ScenarioPlan:
    scenario = entries[0].scenario
    to_get = [entry for entry in entries if entry.state != "current"]
    from_cache = [e for e in to_get if (scenario.id, e.persona.id) in cached]
    to_ask = [e for e in to_get if e not in from_cache]
    usages = [
        entry.record.usage
        for entry in entries
        if entry.record is not None and entry.record.usage.output_tokens
    ]
    output = _OUTPUT_BASE + _OUTPUT_PER_ISSUE * len(scenario.issues)
    if scenario.language == "ko":
        output = output * 3 // 2
    if usages:
        output = sum(usage.output_tokens for usage in usages) // len(usages)
    return ScenarioPlan(
        scenario=scenario.id,
        personas=len(entries),
        stale=tuple((e.persona.id, e.reason) for e in to_get if e.state == "stale"),
        missing=tuple(e.persona.id for e in to_get if e.state == "missing"),
        cached=tuple(e.persona.id for e in from_cache),
        requests=len(to_ask),
        input_tokens=sum(_input_tokens(entry) for entry in to_ask),
        output_tokens=output * len(to_ask),
        older_prompt=sum(entry.older_prompt for entry in entries),
        other_model=sum(_other_model(entry, settings) for entry in entries),
    )


def _other_model(entry: Entry, settings: Settings) -> bool:
    """Whether a current answer came from another model; servers add a version to the name."""
    record = entry.record
    if record is None or record.model == SAMPLE_MODEL:
        return False
    return not record.model.startswith(settings.model.model)


def _input_tokens(entry: Entry) -> int:
    """About how many tokens a question has: 4 characters of Latin text each, 1.5 of Hangul."""
    text = "".join(message["content"] for message in entry.question.messages)
    text += canonical_json(entry.question.schema)
    wide = sum(character > "\u02ff" for character in text)
    return round((len(text) - wide) / 4 + wide / 1.5)


def plan_text(plan: Plan) -> str:
    """The plan for people: a line per scenario with something to do, reasons below it."""
    lines = []
    for s in plan.scenarios:
        current = s.personas - len(s.stale) - len(s.missing)
        counts = f"{current} current, {len(s.stale)} stale, {len(s.missing)} missing"
        lines.append(f"{s.scenario}: {counts}")
        lines += [f"  {persona}: {reason}" for persona, reason in s.stale]
        lines += [f"  {persona}: never asked" for persona in s.missing]
        if s.cached:
            lines.append(f"  {len(s.cached)} of these come from the cache")
    lines.append(
        f"To ask: {plan.total('requests')} requests to {plan.model}, about "
        f"{plan.total('input_tokens'):,} tokens in and {plan.total('output_tokens'):,} out "
        "(an estimate)."
    )
    if older := plan.total("older_prompt"):
        lines.append(f"{older} answers were asked for in an older wording; they stay current.")
    if other := plan.total("other_model"):
        lines.append(f"{other} answers come from another model; they stay current.")
    return "\n".join(lines)


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan for machines."""
    return {
        "format": 1,
        "model": plan.model,
        "requests": plan.total("requests"),
        "input_tokens": plan.total("input_tokens"),
        "output_tokens": plan.total("output_tokens"),
        "older_prompt": plan.total("older_prompt"),
        "other_model": plan.total("other_model"),
        "scenarios": [
            {
                "scenario": s.scenario,
                "personas": s.personas,
                "stale": [{"persona": p, "reason": reason} for p, reason in s.stale],
                "missing": list(s.missing),
                "cached": list(s.cached),
                "requests": s.requests,
                "input_tokens": s.input_tokens,
                "output_tokens": s.output_tokens,
            }
            for s in plan.scenarios
        ],
    }
