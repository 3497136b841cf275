"""Demonstrates the whole workflow with a real model in one command: ``make demo``.

A small real model behind its server on loopback answers one small scenario in a throw-away folder,
and the pages are built. No key and no account are needed. A role that such a model leaves
unanswered is shown as not answered, which is not a failure of the demonstration.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import real_model

_MKDOCS = """\
site_name: A demonstration
theme: {name: material, font: false}
use_directory_urls: false
plugins:
  - search
  - perspectives:
      model: smollm2-135m
      concurrency: 2
      timeout: 1200
      max_retries: 0
      max_output_tokens: 1500
      temperature: 0.3
      seed: 1
"""

_SCENARIO = """\
title: A four-day week
language: en
situation: |
  A software company of 80 people considers a four-day week at full pay, at first for half a year.
question: What does each role hope for and fear?
personas:
  - id: team-lead
    name: Team lead
    description: Leads six developers and answers for what they deliver on time.
  - id: support-agent
    name: Support agent
    description: Answers customers on weekdays and is measured by waiting time.
issues:
  - id: friday-off
    title: Friday off
    statement: Everybody should have Friday off.
"""


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="perspectives-demo-"))
    scenario = folder / "scenarios" / "four-day-week"
    scenario.mkdir(parents=True)
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(_MKDOCS, "utf-8")
    (scenario / "scenario.yml").write_text(_SCENARIO, "utf-8")

    _say(f"A scenario with two roles and one issue is in {folder}.")
    _say("Starting a model of 135 million parameters behind its server on this machine ...")
    server, base_url = _model(folder / "model.log")
    keyless = {
        k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "PERSPECTIVES_"))
    }
    environment = keyless | {
        "NO_MKDOCS_2_WARNING": "1",
        "OPENAI_API_KEY": real_model.KEY,
        "OPENAI_BASE_URL": base_url,
    }
    _say("Asking it; each role takes a minute or two here. A large model takes seconds.")
    begun = time.monotonic()
    try:
        asked = _run("perspectives", "ask", folder=folder, environment=environment)
    finally:
        server.terminate()
        server.wait()
    _say(f"The asking took {time.monotonic() - begun:.0f} seconds.")
    # The pages are built from the records alone.
    built = _run("mkdocs", "build", "-q", folder=folder, environment=keyless)
    answers = sorted(file.stem for file in (scenario / "answers").glob("*.json"))
    if asked not in (0, 1) or built:
        _say("The demonstration failed; the reason is shown above.")
        sys.exit(1)
    _say(f"Answered: {', '.join(answers) or 'no role'}. Not answered: {2 - len(answers)} of 2.")
    _say(f"The records:  {scenario / 'answers'}")
    _say(f"The page:     file://{folder / 'site/scenarios/four-day-week/index.html'}")
    _say(
        "A model of this size has no opinions worth reading, and often gives no usable "
        "answer: the point is to show how asking, recording and page generation work."
    )


def _model(log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the model's server as a process, logging to ``log``; returns it and its base URL."""
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [sys.executable, real_model.__file__], stdout=stream, stderr=subprocess.STDOUT
        )
    while server.poll() is None:
        if found := re.search(r"^http://\S+/v1$", log.read_text("utf-8", "replace"), re.MULTILINE):
            return server, found[0]
        time.sleep(0.2)
    sys.exit(f"The model's server did not start:\n{log.read_text('utf-8', 'replace')}")


def _run(program: str, *arguments: str, folder: Path, environment: dict[str, str]) -> int:
    """Run a console script of this environment in ``folder``; returns its exit status."""
    tool = str(Path(sys.executable).with_name(program))
    print(f"\n$ {program} {' '.join(arguments)}", flush=True)
    return subprocess.run([tool, *arguments], cwd=folder, env=environment, check=False).returncode


def _say(text: str) -> None:
    width = min(100, shutil.get_terminal_size().columns)
    print(
        "\n" + textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False),
        flush=True,
    )


if __name__ == "__main__":
    main()
