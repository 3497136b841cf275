"""A folder or module of the user's own that is called like a part of ours does no harm."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import factory
import pytest
from commands import command, module

TRAP = "raise SystemExit('this is the module of somebody else')\n"

COMMANDS: dict[str, Callable[[Path], subprocess.CompletedProcess[str]]] = {
    "python -m mkdocs build": lambda site: module("mkdocs", "build", "--strict", cwd=site),
    "python -m mkdocs_perspectives check": lambda site: module(
        "mkdocs_perspectives", "check", cwd=site
    ),
    "PYTHONPATH=. perspectives check": lambda site: command(
        "perspectives", "check", cwd=site, PYTHONPATH="."
    ),
    "PYTHONPATH=. mkdocs build": lambda site: command(
        "mkdocs", "build", "--strict", cwd=site, PYTHONPATH="."
    ),
}


@pytest.mark.parametrize("form", ["generator/__init__.py", "generator.py", "perspectives.py"])
@pytest.mark.parametrize("words", COMMANDS)
def test_a_module_of_the_users_own(site: Path, form: str, words: str) -> None:
    factory.write_scenario(site, data=factory.scenario(1, 1))
    factory.write_records(site)
    own = site / form
    own.parent.mkdir(exist_ok=True)
    own.write_text(TRAP, "utf-8")
    result = COMMANDS[words](site)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    if words.endswith("check"):
        assert result.stdout.startswith("1 scenario with 1 role: no errors, ")
    else:
        assert (site / "site/scenarios/tram/role-a/index.html").exists()
    assert own.read_text("utf-8") == TRAP
