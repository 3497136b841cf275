"""A site of 30 pages adopts the tool as the guide says, and its workflows run in a shell."""

from __future__ import annotations

import shutil
import venv
from pathlib import Path

import pytest
from commands import ROOT, finished, git, start
from fake_server import FakeServer, Fault, Request, status
from workflows import Job, run_job

_MKDOCS = """\
site_name: Handbook
theme: {name: material, font: false}
plugins:
  - search
nav:
  - index.md
"""

_SCENARIO = """\
title: A canteen without meat
language: en
situation: The canteen is to serve no meat from January on.
question: What does each role hope for and fear?
personas:
  - {id: cook, name: Cook, description: Cooks 250 meals a day; measured by what is left over.}
  - {id: head, name: Head of department, description: Leads 30 people; measured by who stays.}
issues:
  - {id: one-day, title: One day, statement: There should be one day a week with meat.}
"""

_GH = """\
#!/bin/sh
echo "gh $*" >> "$GH_LOG"
[ "$1 $2" != "pr create" ] || exit "${GH_STATUS:-0}"
"""


@pytest.fixture(scope="module")
def adopter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository beside an environment of its own, as the guide's page on adopting leaves it."""
    home = tmp_path_factory.mktemp("adopter")
    venv.create(home / "venv", with_pip=True)
    site = home / "handbook"
    (site / "docs").mkdir(parents=True)
    pages = [f"chapter-{number // 10}/page-{number}.md" for number in range(29)]
    for page in ("index.md", *pages):
        (site / "docs" / page).parent.mkdir(exist_ok=True)
        (site / "docs" / page).write_text(f"# {page}\n\nText.\n", "utf-8")
    nav = "".join(f"  - Page {number}: {page}\n" for number, page in enumerate(pages))
    (site / "mkdocs.yml").write_text(_MKDOCS + nav, "utf-8")
    (site / ".gitignore").write_text("/site/\n", "utf-8")
    git(site, "init", "--quiet", "-b", "main")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "Handbook")
    _shell(site, f"pip install -q --disable-pip-version-check {ROOT}")
    _shell(site, "mkdocs build --strict -q")
    said = finished(start("bash", "-c", "perspectives init", cwd=site, env=_env(site))).stderr
    assert "under `plugins:`, the line   - perspectives" in said
    mkdocs = (site / "mkdocs.yml").read_text("utf-8")
    (site / "mkdocs.yml").write_text(
        mkdocs.replace("  - search\n", "  - search\n  - perspectives\n")
    )
    _shell(site, "echo /.cache/ >> .gitignore")
    (site / "scenarios/canteen").mkdir(parents=True)
    (site / "scenarios/canteen/scenario.yml").write_text(_SCENARIO, "utf-8")
    printed = _shell(site, "perspectives init --ci github")
    assert str(ROOT) in printed
    _shell(site, f"pip wheel -q --no-deps --wheel-dir vendor {ROOT}")
    _shell(site, "echo ./vendor/mkdocs_perspectives-0.1.0-py3-none-any.whl >> requirements.txt")
    _shell(site, "perspectives build || test $? -eq 1")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "Perspectives")
    return site


@pytest.fixture
def checkout(adopter: Path, tmp_path: Path) -> Path:
    """What a runner has: a checkout, and the network's place to push to."""
    git(tmp_path, "clone", "--quiet", "--bare", str(adopter), "origin")
    git(tmp_path, "clone", "--quiet", "origin", "checkout")
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(_GH, "utf-8")
    program.chmod(0o755)
    return tmp_path / "checkout"


def _env(site: Path) -> dict[str, str]:
    scripts = f"{site.parent / 'venv' / 'bin'}:/usr/bin:/bin"
    return {"PATH": scripts, "HOME": str(site.parent), "GITHUB_STEP_SUMMARY": "/dev/null"}


def _shell(folder: Path, line: str) -> str:
    result = finished(start("bash", "-c", line, cwd=folder, env=_env(folder)))
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def _run(adopter: Path, checkout: Path, workflow: str, job: str, **env: str) -> Job:
    """A job of one of the workflows, on a checkout; its `gh` is a stand-in that takes notes."""
    values = {
        "secrets.OPENAI_API_KEY": env.pop("KEY", ""),
        "vars.OPENAI_BASE_URL": env.pop("SERVER", ""),
        "vars.PERSPECTIVES_MODEL": "stand-in",
        "inputs.scenario": "",
        "inputs.batch && '--batch' || ''": "",
        "github.token": "token",
        "github.run_id": "7",
        "github.run_attempt": "1",
        "github.ref_name": "main",
        "github.repository": "o/r",
        "github.server_url": "https://example.org",
        "github.event.pull_request.number": "3",
    }
    base = _env(adopter)
    base |= {"PATH": f"{checkout.parent / 'bin'}:{base['PATH']}", "HOME": str(checkout.parent)}
    base["GITHUB_REPOSITORY"] = "o/r"
    base |= {"RUNNER_TEMP": str(checkout.parent), "GH_LOG": str(checkout.parent / "gh.log")}
    file = checkout / ".github" / "workflows" / f"perspectives-{workflow}.yml"
    return run_job(file, job, checkout, values, **(base | env))


def _proposed(adopter: Path, checkout: Path, **env: str) -> Job:
    """The job that proposes what the job that asked has left."""
    shutil.move(checkout / "change.patch", checkout.parent / "change.patch")
    shutil.rmtree(checkout)
    git(checkout.parent, "clone", "--quiet", "origin", "checkout")
    return _run(adopter, checkout, "ask", "propose", **env)


def test_what_is_asked_is_proposed_checked_and_published(
    adopter: Path, checkout: Path, server: FakeServer
) -> None:
    unanswered = _run(adopter, checkout, "pull-request", "check")
    assert unanswered.failed == "mkdocs build --strict"
    server.api_key = "right"
    asked = _run(adopter, checkout, "ask", "ask", KEY="right", SERVER=server.base_url)
    assert asked.failed is None
    assert _proposed(adopter, checkout).failed is None
    assert "gh pr create --base main --head answers-7-1" in _log(checkout)
    git(checkout, "switch", "--quiet", "main")
    git(checkout, "merge", "--quiet", "--no-ff", "-m", "Merge", "answers-7-1")
    assert _run(adopter, checkout, "pull-request", "check").failed is None
    compared = _run(adopter, checkout, "pull-request", "diff")
    assert compared.failed is None
    assert "Answered for the first time" in (checkout / "review.md").read_text("utf-8")
    assert _run(adopter, checkout, "pull-request", "comment").failed is None
    assert "gh api --method POST repos/o/r/issues/3/comments" in _log(checkout)
    assert _run(adopter, checkout, "site", "build").failed is None
    page = (checkout / "site/scenarios/canteen/index.html").read_text("utf-8")
    assert "A canteen without meat" in page
    assert (checkout / "site/chapter-2/page-28/index.html").exists()


def test_a_wrong_key_fails_and_loses_nothing(
    adopter: Path, checkout: Path, server: FakeServer
) -> None:
    server.api_key = "right"
    asked = _run(adopter, checkout, "ask", "ask", KEY="wrong", SERVER=server.base_url)
    assert asked.failed is not None
    assert "perspectives ask" in asked.failed
    assert "401" in asked.printed[asked.failed]
    assert _proposed(adopter, checkout).failed is None
    assert not (checkout.parent / "gh.log").exists()


def test_what_was_answered_is_proposed_where_others_failed(
    adopter: Path, checkout: Path, server: FakeServer
) -> None:
    def fault_for(request: Request) -> Fault | None:
        return status(400, "no") if request.role == "Cook" else None

    server.fault_for = fault_for
    asked = _run(adopter, checkout, "ask", "ask", KEY="k", SERVER=server.base_url)
    assert asked.failed is not None
    assert "perspectives ask" in asked.failed
    # The setting that lets a workflow open pull requests is off.
    proposed = _proposed(adopter, checkout, GH_STATUS="1")
    assert proposed.failed is not None
    (said,) = proposed.printed.values()
    assert "allow GitHub Actions to create pull requests" in said
    answered = git(checkout, "ls-tree", "-r", "--name-only", "answers-7-1", "scenarios")
    assert "answers/head.json" in answered
    assert "answers/cook.json" not in answered
    assert "answers-7-1" in git(checkout, "ls-remote", "origin")


def _log(checkout: Path) -> str:
    return (checkout.parent / "gh.log").read_text("utf-8")
