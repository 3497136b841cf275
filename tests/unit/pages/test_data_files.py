"""JSON and CSV: every number as an independent calculation gives it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import factory
import pytest

POINTS = ("strongly_against", "against", "neither", "for", "strongly_for")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    factory.write_scenario(tmp_path, data=factory.scenario(5, 4, tags=["a"]))
    factory.write_records(tmp_path)
    return factory.pages_of(tmp_path)


@pytest.fixture
def data(files: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["scenarios/tram/perspectives.json"])
    return found


def _shares(data: dict[str, Any], row: dict[str, Any], persona: str) -> list[float]:
    stance = data["answers"][row[persona]]["stances"][row["issue"]]
    return [stance["shares"][point] / 100 for point in POINTS]


def test_stances(data: dict[str, Any]) -> None:
    assert len(data["stances"]) == 20
    for row in data["stances"]:
        p = _shares(data, row, "persona")
        people = [k for k in range(1, 6) for _ in range(round(p[k - 1] * 100))]
        assert row["shares"] == pytest.approx(p)
        assert row["mean"] == pytest.approx(sum(people) / 100)
        assert row["for"] == pytest.approx(sum(k > 3 for k in people) / 100)
        assert row["against"] == pytest.approx(sum(k < 3 for k in people) / 100)
        stance = data["answers"][row["persona"]]["stances"][row["issue"]]
        assert row["importance"] == stance["importance"]
        nothing_yet = {
            "voices": [],
            "mean_of_voices": None,
            "models_disagree": False,
            "depends_on_wording": None,
            "observed": None,
        }
        assert {key: row[key] for key in nothing_yet} == nothing_yet


def test_the_keys_and_their_order(data: dict[str, Any]) -> None:
    assert data["format"] == 2
    assert list(data) == [
        *("format", "scenario", "title", "language", "extends", "personas", "stances", "pairs"),
        *("common_ground", "bands", "answers"),
    ]
    assert data["extends"] is None
    assert data["bands"] == {"opposed": 0.15, "for": 0.2, "from": "borrowed"}


def _clash(p: list[float], q: list[float]) -> float:
    return sum(p[i] * q[j] for i in range(5) for j in range(5) if (i - 2) * (j - 2) < 0)


def test_pairs(data: dict[str, Any]) -> None:
    assert len(data["pairs"]) == 10 * 4
    importance = {(s["persona"], s["issue"]): s["importance"] for s in data["stances"]}
    for row in data["pairs"]:
        a, b = _shares(data, row, "a"), _shares(data, row, "b")
        excess = _clash(a, b) - (_clash(a, a) + _clash(b, b)) / 2
        weight = (importance[row["a"], row["issue"]] + importance[row["b"], row["issue"]]) / 10
        assert row["opposed"] == pytest.approx(_clash(a, b), abs=1e-6)
        assert row["excess"] == pytest.approx(excess, abs=1e-6)
        assert row["severity"] == pytest.approx(max(0, excess) * weight, abs=1e-6)
        assert row["conflict"] == (excess > 0.05 - 1e-9)
        clear = excess > 0.12 - 1e-9
        assert row["tier"] == ("clear" if clear else "slight" if row["conflict"] else "none")
        assert row["observed"] is None


def test_the_table_has_the_same_numbers_and_nothing_but_ids_and_numbers(
    files: dict[str, str], data: dict[str, Any]
) -> None:
    rows = list(csv.DictReader(io.StringIO(files["scenarios/tram/stances.csv"])))
    assert len(rows) == len(data["stances"])
    for row, stance in zip(rows, data["stances"], strict=True):
        assert row["scenario"] == "tram"
        assert (row["persona"], row["issue"]) == (stance["persona"], stance["issue"])
        assert [float(row[point]) for point in POINTS] == stance["shares"]
        for column, key in (("mean", "mean"), ("all_for", "for"), ("all_against", "against")):
            assert float(row[column]) == stance[key]


def test_the_index_says_where_everything_lies(files: dict[str, str]) -> None:
    index = json.loads(files["perspectives/index.json"])
    assert index["format"] == 1
    assert index["scenarios"] == [
        {
            "scenario": "tram",
            "title": "A new tram line",
            "language": "en",
            "extends": None,
            "variants": [],
            "tags": ["a"],
            "personas": 5,
            "answered": 5,
            "issues": 4,
            "asked_on": "2026-11-01",
            "page": "../scenarios/tram/",
            "data": "../scenarios/tram/perspectives.json",
            "stances": "../scenarios/tram/stances.csv",
        }
    ]


def test_what_is_not_there_is_empty(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 0))
    data = json.loads(factory.pages_of(tmp_path)["scenarios/tram/perspectives.json"])
    assert (data["stances"], data["pairs"], data["common_ground"]) == ([], [], [])
    assert data["answers"] == {}
    (first, _) = data["personas"]
    assert first == {
        "id": "role-a",
        "name": "Role a",
        "model": None,
        "asked_on": None,
        "answered": False,
    }
