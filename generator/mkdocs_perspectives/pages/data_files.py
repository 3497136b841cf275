"""The machine-readable files of the site: JSON and CSV, deterministic to the byte."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from mkdocs_perspectives.answers import Record
from mkdocs_perspectives.common import cldr_version
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Persona

__all__ = [
    "CSV_HEAD",
    "GENERATOR",
    "json_heads",
    "scenario_json",
    "site_entry",
    "site_json",
    "stances_csv",
]

GENERATOR = "perspectives"

CSV_HEAD = (
    *("scenario", "persona", "issue"),
    *("strongly_against", "against", "neither", "for", "strongly_for"),
    *("mean", "all_against", "all_for", "split", "importance"),
)


def json_heads(scenario_id: str) -> tuple[bytes, bytes]:
    """How generated JSON files begin: a scenario's, and the site's."""
    heads = ({"format": 1, "scenario": scenario_id}, {"format": 1, "generator": GENERATOR})
    own, site = (_one_entry_a_line(head).removesuffix("\n}\n").encode() for head in heads)
    return own + b",", site + b","


def scenario_json(view: ScenarioView) -> str:
    """``perspectives.json``: every number, and the answers."""
    scenario, numbers = view.scenario, view.comparison
    data = {
        "format": 1,
        "scenario": scenario.id,
        "title": scenario.title,
        "language": scenario.language,
        "personas": [_persona(p, view.records.get(p.id)) for p in scenario.personas],
        "stances": [
            {
                "persona": s.persona,
                "issue": s.issue,
                "shares": [_r(share) for share in s.shares],
                "mean": _r(s.mean),
                "against": _r(s.against),
                "for": _r(s.favour),
                "split": _r(s.split),
                "importance": s.importance,
            }
            for s in numbers.stances.values()
        ],
        "pairs": [
            {
                "issue": p.issue,
                "a": p.a,
                "b": p.b,
                "opposed": _r(p.opposed),
                "gap": _r(p.gap),
                "excess": _r(p.excess),
                "severity": _r(p.severity),
                "conflict": p.conflict,
            }
            for p in numbers.pairs
        ],
        "common_ground": [
            {"issue": g.issue, "side": g.side, "share": _r(g.share)} for g in numbers.common_ground
        ],
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
