"""Runs with batches, started like a user does, but with short waits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import commands
from commands import finished, tree
from fake_batches import FakeBatches
from faults import KEY

__all__ = ["run", "start"]

BATCH = ("perspectives", "ask", "--batch")

_RUN = """\
import sys
from mkdocs_perspectives.ask.batch import at_server, sending, waiting
from mkdocs_perspectives.llm import batch_api
waiting.POLL_FIRST = waiting.POLL_MOST = 0.05
batch_api.SETTLING = 0.2
{patches}
if sys.argv[1] == "mkdocs":
    from mkdocs.__main__ import cli as main
else:
    from mkdocs_perspectives.cli import main
main(sys.argv[2:], prog_name=sys.argv[1])
"""


def start(
    site: Path, server: FakeBatches, *arguments: str, patches: str = "", **env: str
) -> subprocess.Popen[str]:
    asking = {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY, **env}
    program = _RUN.format(patches=patches)
    return commands.start(sys.executable, "-c", program, *arguments, cwd=site, env=asking)


def run(
    site: Path, server: FakeBatches, *arguments: str, patches: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    result = finished(start(site, server, *(arguments or BATCH), patches=patches, **env))
    assert "Traceback" not in result.stderr
    assert KEY not in result.stdout + result.stderr
    assert not any(KEY.encode() in data for data in tree(site).values())
    return result
