"""The whole way through a real proxy that people use: litellm, on loopback, before a real model."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import factory
import pytest
import real_model
import yaml
from commands import ROOT, Run, environment, tree
from mkdocs_perspectives.scenario import load_library
from own_environment import own_environment

LITELLM = "litellm[proxy]==1.108.7"
KEY = "sk-proxy-0123456789abcdef"
ROLES = 100


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _answer(folder: Path) -> str:
    """One answer that every role may give: it expects no friction with anybody."""
    factory.write_scenario(folder, data=factory.scenario(2, 1))
    (scenario,) = load_library(folder / "scenarios").scenarios
    return json.dumps(factory.answer(scenario, "role-a") | {"frictions": []})


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of the small real model."""
    log = tmp_path_factory.mktemp("model") / "log.txt"
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/support/real_model.py")],
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        while not (found := re.search(r"^http://\S+/v1$", log.read_text("utf-8"), re.MULTILINE)):
            assert server.poll() is None, log.read_text("utf-8", "replace")
            time.sleep(0.2)
        yield found[0]
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def proxy(model: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of the proxy, which serves the models ``small`` and ``fixed``."""
    folder = tmp_path_factory.mktemp("proxy")
    small = {"model": "openai/smollm2", "api_base": model, "api_key": real_model.KEY}
    small |= {"timeout": 86_400, "max_retries": 0}
    fixed = {"model": "openai/fixed", "api_key": "none", "mock_response": _answer(folder)}
    data: dict[str, Any] = {
        "model_list": [
            {"model_name": "small", "litellm_params": small},
            {"model_name": "fixed", "litellm_params": fixed},
        ],
        "general_settings": {"master_key": KEY},
        "litellm_settings": {"num_retries": 0, "telemetry": False},
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(data), "utf-8")
    port = _free_port()
    program = own_environment("litellm", LITELLM) / "litellm"
    log = folder / "log.txt"
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [program, "--config", "config.yaml", "--host", "127.0.0.1", "--port", str(port)],
            cwd=folder,
            # Nothing is fetched: the prices are those that it brings along.
            env=environment(LITELLM_LOCAL_MODEL_COST_MAP="True"),
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        while not _listens(port):
            assert server.poll() is None, log.read_text("utf-8", "replace")
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _listens(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/liveliness", timeout=10):
            return True
    except OSError:
        return False


def _options(site: Path, **options: object) -> None:
    plugin = yaml.safe_dump(options, default_flow_style=True, width=10**6).strip()
    factory.write_site(site, factory.MKDOCS.replace("perspectives]", f"perspectives: {plugin}]"))


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
