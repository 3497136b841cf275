"""What is shown of a variant outside its own pages, as it is saved between builds."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.pages.variant_line import MoveLine, VariantLine

LATE = {"title": "Late", "extends": "tram", "change": "It comes later."}


def _line(favour: tuple[int, int], against: tuple[int, int]) -> MoveLine:
    return MoveLine("role-a", "Role a", "issue-1", "Issue 1", favour, against)


@pytest.mark.parametrize(
    ("favour", "against", "places", "way"),
    [
        # (100 + 20 - 60) / 2 and (100 + 50 - 30) / 2.
        ((20, 50), (60, 30), (30.0, 60.0), "up"),
        ((50, 20), (30, 60), (60.0, 30.0), "down"),
        # From neutral to both sides alike.
        ((10, 30), (10, 30), (50.0, 50.0), "apart"),
    ],
)
def test_where_an_arrow_begins_and_ends(
    favour: tuple[int, int], against: tuple[int, int], places: tuple[float, float], way: str
) -> None:
    line = _line(favour, against)
    assert (line.places, line.way) == (places, way)


def test_a_line_has_the_three_largest_moves_and_comes_back_from_json(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(5, 1))
    factory.write_scenario(tmp_path, "late", {**LATE, "tags": ["late"]})
    roles = [f"role-{x}" for x in "abcde"]
    stays = {role: {"issue-1": (20, 20, 20, 20, 20)} for role in roles}
    # From even shares, so many of the lowest 20 go to the highest point: 4 points each.
    moves = {role: {"issue-1": (20 - n, 20, 20, 20, 20 + n)} for n, role in enumerate(roles, 8)}
    factory.write_records(tmp_path, counts=stays)
    factory.write_records(tmp_path, counts=moves, only=("late",))
    late, tram = factory.views_of(tmp_path)
    (line,) = tram.variants
    assert (line.id, line.parent, line.title, line.tags) == ("late", "tram", "Late", ("late",))
    assert [(move.name, move.favour) for move in line.moves] == [
        ("Role e", (40, 52)),
        ("Role d", (40, 51)),
        ("Role c", (40, 50)),
    ]
    assert (line.compared, line.moved, round(line.size, 6)) == (True, 5, 0.48)
    assert VariantLine.from_json(json.loads(json.dumps(line.to_json()))) == line
    assert late.parent is not None
    assert late.parent.scenario.id == "tram"
