"""Plans, prices and ceilings: what is told beforehand against what was then used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import factory
import pytest
from commands import Run
from fake_server import FakeServer
from genai_prices import Usage as Tokens
from genai_prices import calc_price
from mkdocs_perspectives.ask.prices import price_of
from mkdocs_perspectives.common import ModelSettings, shown_price
from mkdocs_perspectives.llm import Usage

# The list price of gpt-4o-mini in US dollars per million tokens, as OpenAI publishes it.
IN, CACHED, OUT = 0.15, 0.075, 0.60


def _site(site: Path, options: str = "model: gpt-4o-mini") -> None:
    plugins = f"plugins: [search, perspectives: {{{options}}}]"
    factory.write_site(site, factory.MKDOCS.replace("plugins: [search, perspectives]", plugins))


def test_a_price_worked_by_hand() -> None:
    usage = Usage(input_tokens=3_000_000, cached_tokens=1_000_000, output_tokens=500_000)
    price = price_of(ModelSettings("gpt-4o-mini"), usage, 1000)
    assert price == pytest.approx(2 * IN + 1 * CACHED + 0.5 * OUT)
    assert price_of(ModelSettings("gpt-4o-mini"), usage, 0) == 0
    assert price_of(ModelSettings("a-model-nobody-knows"), usage, 1) is None
    local = ModelSettings("gpt-4o-mini", base_url="http://127.0.0.1:8080/v1")
    assert price_of(local, usage, 1) is None


def test_many_short_requests_are_not_priced_as_one_long_one() -> None:
    """A list with a dearer tier above some length must not be met by a sum over requests."""
    settings = ModelSettings("gpt-5.6-luna")
    one = Tokens(input_tokens=3000, output_tokens=2000)
    expected = float(calc_price(one, "gpt-5.6-luna", provider_id="openai").total_price)
    usage = Usage(input_tokens=3000 * 1000, output_tokens=2000 * 1000)
    assert price_of(settings, usage, 1000) == pytest.approx(1000 * expected)


def test_prices_for_people() -> None:
    assert [shown_price(p) for p in (None, 0.0, 0.00123, 0.5, 1.234)] == [
        "price unknown",
        "$0.00",
        "$0.0012",
        "$0.5000",
        "$1.23",
    ]


def _plan(run: Run, **env: str) -> dict:  # type: ignore[type-arg]
    result = run("perspectives", "plan", "--json", **env)
    assert result.returncode == 0, result.stderr
    plan: dict = json.loads(result.stdout)  # type: ignore[type-arg]
    return plan


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_estimate_is_near_what_is_then_used(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str], language: str
) -> None:
    """Learnt from a small scenario's records, tried on a larger one against a counting server."""
    factory.write_scenario(site, "small", factory.scenario(4, 2, language=language))
    assert run("perspectives", "ask", **asking).returncode == 0
    data = factory.scenario(8, 3, language=language, title="Another", situation="Long. " * 200)
    factory.write_scenario(site, "large", data)
    plan = _plan(run, **asking)
    assert plan["requests"] == 8
    assert plan["estimated_from"] == 4
    before = len(server.requests)
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    assert len(server.requests) - before == 8
    records = (site / "scenarios" / "large" / "answers").iterdir()
    usages = [json.loads(file.read_text("utf-8"))["usage"] for file in records]
    for name in ("input_tokens", "output_tokens"):
        used = sum(usage[name] for usage in usages)
        assert plan[name] == pytest.approx(used, rel=0.2), name


def test_the_plan_is_a_table_with_prices(site: Path, run: Run) -> None:
    _site(site)
    factory.write_scenario(site)
    factory.write_scenario(site, "bridge", factory.scenario(2))
    result = run("perspectives", "plan")
    head, bridge, tram, together = (line.split() for line in result.stdout.splitlines()[:4])
    assert head[0] == "scenario"
    assert [bridge[0], tram[0], together[0]] == ["bridge", "tram", "together"]
    assert together[5] == "8"
    plan = _plan(run)
    price = (plan["input_tokens"] * IN + plan["output_tokens"] * OUT) / 1e6
    assert plan["price"] == pytest.approx(price, rel=1e-3)
    assert f"${price:.3f}" in result.stdout
    assert "no earlier answer tells" in result.stdout
    assert "tram, missing: role-a, role-b" in result.stdout
    factory.write_records(site)
    assert "Nobody would be asked." in run("perspectives", "plan").stdout
    assert "2 scenarios current throughout." in run("perspectives", "plan").stdout


def test_a_build_that_would_cost_too_much_asks_nobody(
    site: Path, run: Run, server: FakeServer
) -> None:
    _site(site, "model: gpt-4o-mini, max_cost: 0.001")
    factory.write_scenario(site)
    told = r"6 questions would cost about \$0\.0\d+, more than max_cost \(\$0\.001\)"
    for command in (("perspectives", "ask"), ("mkdocs", "build", "--strict")):
        result = run(*command, OPENAI_API_KEY="sk-0123456789abcdef")
        assert result.returncode == 1
        assert re.search(told, result.stderr)
        assert "nobody is asked" in result.stderr
        assert "Raise max_cost" in result.stderr
    assert re.search(told, run("perspectives", "plan").stdout)


def test_a_price_that_is_unknown_is_not_risked(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    _site(site, "model: gpt-4o-mini, max_cost: 5")
    factory.write_scenario(site)
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert "is unknown, so nobody is asked" in result.stderr
    assert server.count == 0
    assert "is unknown, so nobody is asked" in run("perspectives", "plan", **asking).stdout
