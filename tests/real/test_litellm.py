"""The whole way through a real proxy that people use: litellm, on loopback, before a real model."""

from __future__ import annotations

import json
import re
from pathlib import Path

import factory
from commands import Run, tree
from panels import configured as _options
from real_model import PROXY_KEY as KEY

ROLES = 100


def test_the_real_model_answers_through_the_proxy_or_is_reported(
    site: Path, run: Run, proxy: str
) -> None:
    limits = {"max_output_tokens": 1500, "temperature": 0.3, "seed": 1}
    _options(site, model="small", timeout=86_400, max_retries=0, **limits)
    factory.write_scenario(site, data=factory.scenario(1, 1))
    result = run("perspectives", "ask", OPENAI_BASE_URL=proxy, OPENAI_API_KEY=KEY)
    assert "Traceback" not in result.stderr
    answered = list((site / "scenarios/tram/answers").glob("*.json"))
    assert result.returncode == (0 if answered else 1), result.stderr
    if answered:
        record = json.loads(answered[0].read_text("utf-8"))
        assert sum(record["answer"]["stances"]["issue-1"]["shares"].values()) == 100
        assert record["usage"]["output_tokens"] > 0
    else:
        assert "tram/role-a" in result.stderr
        assert "1 role not answered" in result.stderr
    built = run("mkdocs", "build")
    assert built.returncode == 0, built.stderr
    assert KEY not in result.stderr + built.stderr


def test_a_hundred_roles_are_answered_once_each(site: Path, run: Run, proxy: str) -> None:
    _options(site, model="fixed")
    factory.write_scenario(site, data=factory.scenario(ROLES, 1))
    asking = {"OPENAI_BASE_URL": proxy, "OPENAI_API_KEY": KEY}
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    assert f"{ROLES} answered by the model, 0 from the cache; {ROLES} requests" in result.stderr
    records = tree(site / "scenarios/tram/answers")
    assert len(records) == ROLES
    # The proxy's mock replies say 10 tokens in and 20 out of each.
    assert f"{ROLES * 10} tokens in (0 cached), {ROLES * 20} out" in result.stderr
    again = run("perspectives", "ask", **asking)
    assert again.returncode == 0, again.stderr
    assert tree(site / "scenarios/tram/answers") == records


def test_a_wrong_key_ends_the_run(site: Path, run: Run, proxy: str) -> None:
    _options(site, model="fixed", concurrency=4)
    factory.write_scenario(site, data=factory.scenario(30, 1))
    result = run("perspectives", "ask", OPENAI_BASE_URL=proxy, OPENAI_API_KEY="sk-wrong-key-000")
    assert result.returncode == 1
    assert "OPENAI_API_KEY" in result.stderr
    assert "sk-wrong-key-000" not in result.stderr
    _ended_early(result.stderr)


def test_a_model_that_the_proxy_does_not_have_ends_the_run(
    site: Path, run: Run, proxy: str
) -> None:
    _options(site, model="no-such-model", concurrency=4)
    factory.write_scenario(site, data=factory.scenario(30, 1))
    result = run("perspectives", "ask", OPENAI_BASE_URL=proxy, OPENAI_API_KEY=KEY)
    assert result.returncode == 1
    assert "Invalid model name" in result.stderr
    assert "PERSPECTIVES_MODEL" in result.stderr
    _ended_early(result.stderr)


def _ended_early(log: str) -> None:
    """A few requests were enough to find out what every one of 30 would have met."""
    assert "Traceback" not in log
    requests = re.search(r"(\d+) requests", log)
    assert requests is None or int(requests[1]) <= 8, log
