"""Runs the steps of a GitHub workflow in a shell, one by one, as a runner would.

Supports only what the workflows of this project use: steps with ``run`` and ``env``, and the
conditions that a step or job runs only after success, or always. Actions are left to the caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from commands import finished, start

__all__ = ["Job", "run_job"]


@dataclass(frozen=True)
class Job:
    """How a job went: what each step printed, by its command, and which failed first."""

    printed: dict[str, str]
    failed: str | None


def run_job(workflow: Path, name: str, folder: Path, values: dict[str, str], **env: str) -> Job:
    """Run the steps of a job in ``folder``.

    Args:
        values: what stands for ``${{ ... }}``, by what is between.
        env: the runner's environment.
    """
    data: Any = yaml.safe_load(workflow.read_text("utf-8"))
    job = data["jobs"][name]
    failed: str | None = None
    printed: dict[str, str] = {}
    for step in job["steps"]:
        if "run" not in step or (failed and step.get("if") != "always()"):
            continue
        own = {**job.get("env", {}), **step.get("env", {})}
        own = {key: _filled(str(value), values) for key, value in own.items()}
        words = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"])
        result = finished(start(*words, cwd=folder, env=env | own))
        printed[step["run"]] = result.stdout + result.stderr
        if result.returncode and not failed:
            failed = step["run"]
    return Job(printed, failed)


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)
