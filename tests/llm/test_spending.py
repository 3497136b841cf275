"""Tokens and prices: estimates compared with what a counting server received."""

from __future__ import annotations

import json
import re
from pathlib import Path

import factory
import pytest
from commands import Run
from fake_server import FakeServer


def _site(site: Path, options: str) -> None:
    plugins = f"plugins: [search, perspectives: {{{options}}}]"
    factory.write_site(site, factory.MKDOCS.replace("plugins: [search, perspectives]", plugins))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_estimate_is_near_what_is_then_used(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str], language: str
) -> None:
    """Learnt from a small scenario's records, tried on a larger one against a counting server."""
    factory.write_scenario(site, "small", factory.scenario(4, 2, language=language))
    assert run("perspectives", "ask", **asking).returncode == 0
    data = factory.scenario(8, 3, language=language, title="Another", situation="Long. " * 200)
    factory.write_scenario(site, "large", data)
    plan = json.loads(run("perspectives", "plan", "--json", **asking).stdout)
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


def test_a_build_that_would_cost_too_much_sends_nothing(
    site: Path, run: Run, server: FakeServer
) -> None:
    _site(site, "model: gpt-4o-mini, max_cost: 0.001")
    factory.write_scenario(site)
    message = r"6 questions would cost about \$0\.0\d+, more than max_cost \(\$0\.001\)"
    for command in (("perspectives", "ask"), ("mkdocs", "build", "--strict")):
        result = run(*command, OPENAI_API_KEY="sk-0123456789abcdef")
        assert result.returncode == 1
        assert re.search(message, result.stderr)
        assert "no request is sent" in result.stderr
        assert "Raise max_cost" in result.stderr
    assert re.search(message, run("perspectives", "plan").stdout)


def test_a_price_that_is_unknown_is_not_risked(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    _site(site, "model: gpt-4o-mini, max_cost: 5")
    factory.write_scenario(site)
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert "is unknown, so no request is sent" in result.stderr
    assert server.count == 0
    assert "is unknown, so no request is sent" in run("perspectives", "plan", **asking).stdout
