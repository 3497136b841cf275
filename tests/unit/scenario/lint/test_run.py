"""All rules together: the order of warnings, and scenarios in which there is nothing to find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from commands import ROOT
from drafts import good, rules_in, warnings_in


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_good_scenario_gets_no_warning(tmp_path: Path, language: str) -> None:
    assert warnings_in(tmp_path, good(language)) == []


def test_the_shipped_scenarios_get_no_warning() -> None:
    assert warnings_in(ROOT) == []


def test_warnings_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["issues"][0]["statement"] = "Why?"
        data["personas"][1]["description"] = "Drinks."
        data["situation"] = "Soon."

    warnings = warnings_in(tmp_path, good("en", edit))
    assert [w.rule for w in warnings] == ["short-text", "short-text", "question"]
    for warning in warnings:
        first, *more = str(warning).splitlines()
        assert first.startswith("scenarios/tram/scenario.yml:")
        assert first.endswith(f"[{warning.rule}]")
        assert all(line.startswith("  ") for line in more)


def test_what_is_still_to_be_written_is_not_judged(tmp_path: Path) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["situation"] = data["personas"][0]["description"] = "TODO"
        data["issues"][0].update(title="TODO", statement="TODO?")
        data["issues"][1].update(title="TODO", statement="TODO")

    assert set(rules_in(tmp_path, good("en", edit))) == {"unwritten"}
