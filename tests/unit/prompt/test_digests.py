"""Digests: exactly what bears on a question makes its answer stale, today and after an upgrade."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import pytest
from commands import ROOT
from mkdocs_perspectives.prompt import QUESTION_PARTS, questions_for
from mkdocs_perspectives.scenario import load_library

PINNED = {
    "new-electric-car": {
        "scenario": "3872ccd89faef7647fc6daca2c17b08c03190a41c34628874366f811413e3dd6",
        "issues": "eecb9a6ffa50c61bf22ef387c3f94bd561b369a99453b7cbc71935a46b827021",
        "persona": "a7708a00e9a64b9bd8aa6d9396067afdb88009a870498cefe9a605490dd837f7",
        "counterparts": "c3e749e4d7571807e7cd2f2498d4ec6be784d14090cd58d4c59d00e425961029",
    },
    "saturday-surgery": {
        "scenario": "ad0148ce7e224eb7b5559efe6997e43308b47361462181010730703e105052de",
        "issues": "afa68232db1ed95bf433a16616c995356ef84482ed19a30393a13320c0514495",
        "persona": "58e8fcfaed8210a9e42c85acf7b68a8b3d1842a7c4b31414dcf6ffa3a7f5335f",
        "counterparts": "a30aba2e9bd5f79db6d49eef0efa899c73a044e4b5b18fa63b642ec8fe1dcd1f",
    },
}


def test_digests_never_change() -> None:
    """Were they to, every answer that anybody has recorded would have to be paid for again."""
    scenarios = {s.id: s for s in load_library(ROOT / "tests/format_1/scenarios").scenarios}
    found = {}
    for name in PINNED:
        question = questions_for(scenarios[name])[0]
        found[name] = question.digests | {"counterparts": question.format_1}
    assert found == PINNED


def test_what_a_variant_changes_is_digested_in_variants_alone(tmp_path: Path) -> None:
    """Computed here by hand, so that the digests of variants never change either."""
    factory.write_scenario(tmp_path)
    late = {"title": "Late", "extends": "tram", "change": "It comes later."}
    factory.write_scenario(tmp_path, "late", late)
    found = {
        scenario.id: questions_for(scenario)[0].digests["scenario"]
        for scenario in load_library(tmp_path / "scenarios").scenarios
    }
    texts = {key: factory.scenario()[key] for key in ("title", "situation", "question", "language")}
    expected = {"tram": texts, "late": texts | {"title": "Late", "change": "It comes later."}}
    for name, asked in expected.items():
        canonical = json.dumps(asked, sort_keys=True, separators=(",", ":"))
        assert found[name] == hashlib.sha256(canonical.encode()).hexdigest(), name


def _changed(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> dict[str, str]:
    """Which parts of whose questions a change of a scenario bears on: letters of roles by part."""
    data = factory.scenario(3, 2, tags=["a"])
    digests = []
    for edit in (lambda _: None, change):
        edit(data)
        factory.write_scenario(tmp_path, data=data)
        questions = questions_for(factory.load(tmp_path))
        digests.append({q.persona_id: q.digests for q in questions})
    before, after = digests
    parts = {
        part: "".join(
            role[-1]
            for role in before
            if role in after and before[role].get(part) != after[role].get(part)
        )
        for part in QUESTION_PARTS
    }
    return {part: roles for part, roles in parts.items() if roles}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d.update(title="x"), {"scenario": "abc"}),
        (lambda d: d.update(situation="x"), {"scenario": "abc"}),
        (lambda d: d.update(question="x?"), {"scenario": "abc"}),
        (lambda d: d["issues"][0].update(statement="x"), {"issues": "abc"}),
        (lambda d: d["issues"].reverse(), {"issues": "abc"}),
        # A description is nobody else's business, a name is that of the counterparts as well.
        (lambda d: d["personas"][0].update(description="x"), {"persona": "a"}),
        (lambda d: d["personas"][0].update(goals=["x"]), {"persona": "a"}),
        (lambda d: d["personas"][0].update(name="x"), {"persona": "a", "counterparts": "bc"}),
        # Whether a role that came or went makes an answer stale is for the records to say.
        (lambda d: d["personas"].pop(), {"counterparts": "ab"}),
        # What nobody is asked about.
        (lambda d: d.update(tags=["b"]), {}),
        (lambda d: d["personas"].reverse(), {}),
    ],
)
def test_what_a_change_makes_stale(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], expected: dict[str, str]
) -> None:
    assert _changed(tmp_path, change) == expected
