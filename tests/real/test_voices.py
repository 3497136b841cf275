"""Voices at two real servers in one run: a small model through llama.cpp and through litellm."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import fake_server as fake
import real_model
from commands import Run
from fake_server import FakeServer
from panels import configured
from real_model import PROXY_KEY


def test_two_real_servers_and_one_that_dies(site: Path, run: Run, model: str, proxy: str) -> None:
    """One role, one issue; each voice answers or is reported, and costs the others nothing.

    The one that dies is asked about a second role, and has answered about the first.
    """
    with FakeServer() as dying:
        configured(
            site,
            model="lead",
            panel=[
                {"id": "dying", "model": "m", "base_url": dying.base_url},
                {"id": "llama", "model": "m", "base_url": model, "api_key_env": "LLAMA_KEY"},
                {"id": "litellm", "model": "small", "base_url": proxy, "api_key_env": "PROXY_KEY"},
            ],
            concurrency=1,
            timeout=86_400,
            max_retries=0,
            max_output_tokens=1500,
            temperature=0.3,
            seed=1,
        )
        factory.write_scenario(site, data=factory.scenario(2, 1))
        factory.write_records(site)
        for voice in ("llama", "litellm"):
            factory.write_records(site, leave_out=("role-a",), voice=voice)

        def die(_: fake.Request) -> fake.Fault | None:
            if len(dying.requests) == 1:
                return None
            dying.die()
            return fake.hang()

        dying.fault_for = die
        keys = {"LLAMA_KEY": real_model.KEY, "PROXY_KEY": PROXY_KEY}
        result = run("perspectives", "ask", "--panel", **keys)
    assert "Traceback" not in result.stderr
    assert result.returncode == 1
    recorded = sorted(site.glob("scenarios/tram/answers/*/dying.json"))
    assert len(recorded) == 1
    assert "Answers by dying: 1 answered by the model" in result.stderr
    assert "1 role not answered by dying" in result.stderr
    answers = site / "scenarios/tram/answers/role-a"
    for voice in ("llama", "litellm"):
        record = answers / f"{voice}.json"
        if record.exists():
            data = json.loads(record.read_text("utf-8"))
            assert sum(data["answer"]["stances"]["issue-1"]["shares"].values()) == 100
            assert data["usage"]["output_tokens"] > 0
            assert f"Answers by {voice}: 1 answered by the model" in result.stderr
        else:
            assert f"1 role not answered by {voice}" in result.stderr
            assert f"tram/role-a/{voice}" in result.stderr
    assert not any(key in result.stderr for key in keys.values())
    assert run("mkdocs", "build", "--strict", PERSPECTIVES_MODE="frozen").returncode == 0
