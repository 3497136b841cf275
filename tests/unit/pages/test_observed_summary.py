"""The answers that are held against people's: the lead's, those of other voices, and their mean."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.compare import calibrate
from mkdocs_perspectives.pages.observed_summary import ObservedSummary, observed_summary


def _summary(root: Path, *, model: str = "m") -> ObservedSummary:
    data = factory.scenario(1, 1)
    data["issues"][0]["reversed"] = "No claim 1."
    factory.write_scenario(root, data=data)
    factory.write_observed(root, counts={"role-a": {"issue-1": [20, 20, 20, 20, 20]}})
    for voice, name, counts in (
        ("", model, (0, 0, 0, 0, 100)),
        ("gemma", "gemma-3", (0, 0, 40, 60, 0)),
        ("reversed", model, (0, 30, 20, 30, 20)),
    ):
        spreads = {"role-a": {"issue-1": counts}}
        factory.write_records(root, name, counts=spreads, voice=voice)
    (view,) = factory.views_of(root)
    summary = observed_summary(view)
    assert summary is not None
    return summary


def test_every_voice_and_the_mean_of_all_are_held_against_people(tmp_path: Path) -> None:
    points = {p.voice.voice: p for p in _summary(tmp_path).points}
    assert {voice: point.voice.model for voice, point in points.items()} == {
        "lead": "m",
        "gemma": "gemma-3",
        "reversed": "m",
        "mean": "gemma-3, m",
    }
    assert points["lead"].shares == (0, 0, 0, 0, 1)
    # Mirrored, since it is to the negated statement.
    assert points["reversed"].shares == (0.2, 0.3, 0.2, 0.3, 0)
    assert points["mean"].shares == pytest.approx((0.2 / 3, 0.1, 0.2, 0.3, 1 / 3))


def test_samples_have_no_mean(tmp_path: Path) -> None:
    voices = [p.voice.voice for p in _summary(tmp_path, model="sample").points]
    assert voices == ["lead", "gemma", "reversed"]


def test_the_lead_comes_first_and_the_mean_last(tmp_path: Path) -> None:
    measured = calibrate(_summary(tmp_path).points)
    assert [m.voice.voice for m in measured[::2]] == ["lead", "gemma", "reversed", "mean"]
    assert {m.voice.voice for m in measured[1::2]} == {"knows_nothing"}


def test_it_comes_back_from_json(tmp_path: Path) -> None:
    summary = _summary(tmp_path)
    assert ObservedSummary.from_json(summary.to_json()) == summary
