"""``perspectives plan``: who would be asked, and what that would cost."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from commands import Run

# The list price of gpt-4o-mini in US dollars per million tokens, as OpenAI publishes it.
IN, OUT = 0.15, 0.60


def _site(site: Path, options: str = "model: gpt-4o-mini") -> None:
    plugins = f"plugins: [search, perspectives: {{{options}}}]"
    factory.write_site(site, factory.MKDOCS.replace("plugins: [search, perspectives]", plugins))


def _plan(run: Run, **env: str) -> dict:  # type: ignore[type-arg]
    result = run("perspectives", "plan", "--json", **env)
    assert result.returncode == 0, result.stderr
    plan: dict = json.loads(result.stdout)  # type: ignore[type-arg]
    return plan


def test_the_plan_is_a_table_with_prices(site: Path, run: Run) -> None:
    _site(site)
    factory.write_scenario(site)
    factory.write_scenario(site, "bridge", factory.scenario(2))
    result = run("perspectives", "plan")
    head, bridge, tram, total = (line.split() for line in result.stdout.splitlines()[:4])
    assert head[0] == "scenario"
    assert [bridge[0], tram[0], total[0]] == ["bridge", "tram", "total"]
    assert total[4] == "8"
    plan = _plan(run)
    price = (plan["input_tokens"] * IN + plan["output_tokens"] * OUT) / 1e6
    assert plan["price"] == pytest.approx(price, rel=1e-3)
    assert f"${price:.4f}" in result.stdout
    assert "without earlier answers" in result.stdout
    assert "tram, missing: role-a, role-b" in result.stdout
    factory.write_records(site)
    assert "No request would be sent." in run("perspectives", "plan").stdout
    assert "2 scenarios fully current." in run("perspectives", "plan").stdout
