"""The machine-readable files of the site: JSON and CSV, deterministic to the byte."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from mkdocs_perspectives.answers import Record
from mkdocs_perspectives.common import cldr_version
from mkdocs_perspectives.compare import (
    Measured,
    ObservedNumbers,
    ObservedStance,
    Pair,
    StanceNumbers,
)
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Persona

__all__ = [
    "CALIBRATION_HEAD",
    "CSV_HEAD",
    "GENERATOR",
    "calibration_json",
    "json_heads",
    "scenario_json",
    "site_entry",
    "site_json",
    "stances_csv",
]

GENERATOR = "perspectives"

FORMAT = 2
"""The format of ``perspectives.json``."""

CSV_HEAD = (
    *("scenario", "persona", "issue"),
    *("strongly_against", "against", "neither", "for", "strongly_for"),
    *("mean", "all_against", "all_for", "split", "importance"),
)


CALIBRATION_HEAD = b'{\n  "format": 1,\n  "voices": ['
"""How ``calibration.json`` begins."""


def json_heads(scenario_id: str) -> tuple[bytes, ...]:
    """How generated JSON files begin: a scenario's, as now and as before, and the site's."""
    heads = (
        {"format": FORMAT, "scenario": scenario_id},
        {"format": 1, "scenario": scenario_id},
        {"format": 1, "generator": GENERATOR},
    )
    return tuple(_one_entry_a_line(head).removesuffix("\n}\n").encode() + b"," for head in heads)


def scenario_json(view: ScenarioView) -> str:
    """``perspectives.json``: every number, and the answers."""
    scenario, numbers = view.scenario, view.comparison
    data = {
        "format": FORMAT,
        "scenario": scenario.id,
        "title": scenario.title,
        "language": scenario.language,
        "extends": scenario.extends or None,
        "personas": [_persona(p, view.records.get(p.id)) for p in scenario.personas],
        "stances": [_stance(stance, view) for stance in numbers.stances.values()],
        "pairs": [_pair(pair, view.people) for pair in numbers.pairs],
        "common_ground": [
            {"issue": g.issue, "side": g.side, "share": _r(g.share)} for g in numbers.common_ground
        ],
        "bands": {
            "opposed": _r(view.bands.opposed),
            "for": _r(view.bands.favour),
            "from": view.bands.source,
        },
        "answers": {persona: answer.to_json() for persona, answer in view.answers.items()},
    }
    return _one_entry_a_line(data)


def _persona(persona: Persona, record: Record | None) -> dict[str, Any]:
    return {
        "id": persona.id,
        "name": persona.name,
        "model": record.model if record else None,
        "asked_on": record.asked_on if record else None,
        "answered": record is not None,
    }


def _stance(s: StanceNumbers, view: ScenarioView) -> dict[str, Any]:
    observed = view.people.stances.get((s.persona, s.issue)) if view.people else None
    check = view.other_voices.checks.get((s.persona, s.issue))
    records = view.other_voices.records(s.persona)
    return {
        "persona": s.persona,
        "issue": s.issue,
        "shares": [_r(share) for share in s.shares],
        "mean": _r(s.mean),
        "against": _r(s.against),
        "for": _r(s.favour),
        "split": _r(s.split),
        "importance": s.importance,
        "voices": [
            {"voice": voice, "model": records[voice].model, "shares": [_r(p) for p in shares]}
            for voice, shares in (check.shares if check else {}).items()
        ],
        "mean_of_voices": [_r(p) for p in check.mean] if check else None,
        "models_disagree": check is not None and check.models_disagree,
        "depends_on_wording": check.depends_on_wording if check else None,
        "observed": _observed(observed) if observed else None,
    }


def _observed(o: ObservedStance) -> dict[str, Any]:
    """What people answered; ``for_error`` is simulated minus observed."""
    return {
        "shares": [_r(share) for share in o.cell.shares] if o.cell.shares else None,
        "n": int(o.cell.n) if o.cell.n.is_integer() else _r(o.cell.n),
        "tv": _r_or_none(o.tv),
        "tv_by_chance": _r_or_none(o.tv_by_chance),
        "for_error": _r_or_none(o.for_error),
    }


def _pair(p: Pair, people: ObservedNumbers | None) -> dict[str, Any]:
    observed = people.pair(p.issue, p.a, p.b) if people else None
    return {
        "issue": p.issue,
        "a": p.a,
        "b": p.b,
        "opposed": _r(p.opposed),
        "gap": _r(p.gap),
        "excess": _r(p.excess),
        "severity": _r(p.severity),
        "tier": p.tier,
        "conflict": p.conflict,
        "observed": {"opposed": _r(observed.opposed), "excess": _r(observed.excess)}
        if observed
        else None,
    }


def calibration_json(measured: Sequence[Measured]) -> str:
    """``scenarios/calibration.json``: how far each voice was from people."""
    return _one_entry_a_line({"format": 1, "voices": [_measured(m) for m in measured]})


def _measured(m: Measured) -> dict[str, Any]:
    worth = m.worth
    return {
        "voice": m.voice.voice,
        "model": m.voice.model,
        "prompt": m.voice.prompt,
        "issues": m.issues,
        "tv": _r_or_none(m.tv),
        "tv_by_chance": _r_or_none(m.tv_by_chance),
        "for_error": _r_or_none(m.for_error),
        "opposed_error": _r_or_none(m.opposed_error),
        "flags": {"right": m.flags.right, "wrong": m.flags.wrong, "missed": m.flags.missed},
        "direction_right": m.direction_right,
        "worth": {
            "n": _r_or_none(worth.n),
            "low": _r_or_none(worth.low),
            "high": _r_or_none(worth.high),
        }
        if worth
        else None,
        "bands": {"opposed": _r(m.bands.opposed), "for": _r(m.bands.favour)} if m.bands else None,
    }


def _r_or_none(value: float | None) -> float | None:
    return None if value is None else _r(value)


def _r(value: float) -> float:
    # Adding 0.0 turns a rounded -0.0 into 0.0.
    return round(value, 6) + 0.0


def _one_entry_a_line(data: dict[str, Any]) -> str:
    """JSON with one list or mapping entry per line: small diffs in a small file."""
    parts = []
    for key, value in data.items():
        if isinstance(value, list) and value:
            body = ",\n".join("    " + _compact(entry) for entry in value)
            text = f"[\n{body}\n  ]"
        elif isinstance(value, dict) and value:
            entries = (f"    {_compact(k)}: {_compact(entry)}" for k, entry in value.items())
            text = "{\n" + ",\n".join(entries) + "\n  }"
        else:
            text = _compact(value)
        parts.append(f"  {_compact(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def site_entry(view: ScenarioView) -> dict[str, Any]:
    """A scenario in ``perspectives/index.json``: what it is, and where its data are."""
    scenario = view.scenario
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "language": scenario.language,
        "extends": scenario.extends or None,
        "variants": [variant.id for variant in view.variants],
        "tags": list(scenario.tags),
        "personas": len(scenario.personas),
        "answered": len(view.answers),
        "issues": len(scenario.issues),
        "asked_on": view.dates[-1] if view.dates else None,
        "page": f"../scenarios/{scenario.id}/",
        "data": f"../scenarios/{scenario.id}/perspectives.json",
        "stances": f"../scenarios/{scenario.id}/stances.csv",
    }


def site_json(entries: Sequence[dict[str, Any]]) -> str:
    """``perspectives/index.json``: the ``site_entry`` of every scenario.

    ``cldr`` is the version of the data on languages that the pages were made with.
    """
    head = {"format": 1, "generator": GENERATOR, "cldr": cldr_version()}
    return _one_entry_a_line({**head, "scenarios": list(entries)})


def stances_csv(view: ScenarioView) -> str:
    """``stances.csv``: a row per persona and issue; shares are fractions of 1.

    Only ids and numbers, so that a spreadsheet cannot mistake a text for a formula.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_HEAD)
    for s in view.comparison.stances.values():
        numbers = (*s.shares, s.mean, s.against, s.favour, s.split)
        row = (view.scenario.id, s.persona, s.issue, *map(_r, numbers), s.importance)
        writer.writerow(row)
    return text.getvalue()
