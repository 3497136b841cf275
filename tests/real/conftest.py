"""Real servers on loopback: a small model through llama.cpp, and a litellm proxy before it."""

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
from commands import ROOT, environment
from mkdocs_perspectives.scenario import load_library
from own_environment import own_environment
from real_model import PROXY_KEY

LITELLM = "litellm[proxy]==1.108.7"


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
        "general_settings": {"master_key": PROXY_KEY},
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
