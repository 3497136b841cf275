"""What changed in the perspectives since a git revision, from real repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import factory
import pytest
from commands import Run, git
from mkdocs_perspectives.common import write_if_changed

FOR, AGAINST, NEUTRAL = (0, 0, 20, 40, 40), (40, 40, 20, 0, 0), (0, 0, 100, 0, 0)


def _commit(site: Path, message: str = "x") -> None:
    git(site, "add", "-A")
    git(site, "commit", "-q", "--allow-empty", "-m", message)


@pytest.fixture
def repository(site: Path) -> Path:
    """A site in git: three roles, two issues, everybody for the first and neutral on the second."""
    git(site, "init", "-q", "-b", "main")
    factory.write_scenario(site, data=factory.scenario(3, 2, comparisons=[]))
    _record(site, {})
    _commit(site)
    return site


def _record(site: Path, counts: dict[str, dict[str, tuple[int, ...]]], **more: Any) -> None:
    stances = {
        role: {"issue-1": FOR, "issue-2": NEUTRAL, **counts.get(role, {})}
        for role in ("role-a", "role-b", "role-c")
    }
    factory.write_records(site, counts=stances, **more)


def _json(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("perspectives", "diff", *arguments, "--format", "json")
    assert result.returncode == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_nothing_changed(repository: Path, run: Run) -> None:
    assert _json(run) == {"format": 1, "base": "HEAD", "min_change": 0.25, "scenarios": []}
    assert run("perspectives", "diff").stdout.startswith("No perspective has changed since HEAD")
    assert run("perspectives", "diff", "--exit-code").returncode == 0


def test_a_stance_that_moved(repository: Path, run: Run) -> None:
    _record(repository, {"role-c": {"issue-1": AGAINST}})
    (scenario,) = _json(run)["scenarios"]
    assert scenario["scenario"] == "tram"
    assert scenario["asked_again"] == ["role-c"]
    # (0, 0, 20, 40, 40) has mean 0.6 + 1.6 + 2.0 = 4.2; its mirror image 0.4 + 0.8 + 0.6 = 1.8.
    assert scenario["stances"] == [
        {
            "persona": "role-c",
            "issue": "issue-1",
            "voice": "lead",
            "mean": [4.2, 1.8],
            "for": [0.8, 0.0],
            "against": [0.0, 0.8],
        }
    ]
    # Excess 0.8 · 0.8 = 0.64 with each of the others; importance 1, 2 and 3 of the factory.
    appeared = scenario["conflicts"]["appeared"]
    assert [(c["a"], c["b"], c["rank"], c["opposed"]) for c in appeared] == [
        ("role-b", "role-c", 1, 0.64),
        ("role-a", "role-c", 2, 0.64),
    ]
    assert [c["severity"] for c in appeared] == [0.64 * 5 / 10, 0.64 * 4 / 10]
    lost = [{"issue": "issue-1", "side": "for", "share": 0.8}]
    assert scenario["common_ground"] == {"won": [], "lost": lost}
    text = run("perspectives", "diff").stdout
    assert "Role c on Issue 1: mean 4.20 ↓ 1.80, for 80 → 0, against 0 → 80" in text
    assert "appeared: Issue 1, Role b and Role c (64 of 100 pairs on opposite sides)" in text
    assert "lost: for Issue 1 (at least 80 of 100 in every role)" in text
    assert run("perspectives", "diff", "--exit-code").returncode == 1


def test_back_again_the_same_things_go(repository: Path, run: Run) -> None:
    _record(repository, {"role-c": {"issue-1": AGAINST}})
    _commit(repository)
    _record(repository, {})
    (scenario,) = _json(run)["scenarios"]
    assert len(scenario["conflicts"]["gone"]) == 2
    assert scenario["conflicts"]["appeared"] == []
    assert [ground["issue"] for ground in scenario["common_ground"]["won"]] == ["issue-1"]
    # And the two revisions against each other, whatever lies in the working tree.
    (forth,) = _json(run, "HEAD~1", "HEAD")["scenarios"]
    assert forth["stances"][0]["mean"] == [4.2, 1.8]
    (back,) = _json(run, "HEAD", "HEAD~1")["scenarios"]
    assert back["stances"][0]["mean"] == [1.8, 4.2]


def test_noise_is_counted_and_not_listed(repository: Path, run: Run) -> None:
    """The mean moves by 0.24; what counts as a move is tested in ``tests/unit/compare``."""
    _record(repository, {"role-a": {"issue-2": (0, 0, 76, 24, 0)}})
    (scenario,) = _json(run)["scenarios"]
    assert (scenario["stances"], scenario["below_min_change"]) == ([], 1)
    assert "1 moved by less than 0.25" in run("perspectives", "diff").stdout
    assert len(_json(run, "--min-change", "0")["scenarios"][0]["stances"]) == 1
    assert _json(run, "--min-change", "3.9")["scenarios"][0]["stances"] == []


def test_conflicts_that_overtake_one_another(repository: Path, run: Run) -> None:
    # Severities: excess 0.64 on issue 1 with importances 1, 2 and 3; on issue 2, where a is for it
    # and b against, 0.8 · 0.3 · (2 + 3) / 10 = 0.12, and then 0.8 · 0.8 · 0.5 = 0.32.
    against = (80, 0, 20, 0, 0)
    role_a = {"issue-1": against, "issue-2": FOR}
    _record(repository, {"role-a": role_a, "role-b": {"issue-2": (30, 0, 70, 0, 0)}})
    _commit(repository)
    appeared = _json(run, "HEAD~1")["scenarios"][0]["conflicts"]["appeared"]
    assert [(c["issue"], c["b"], c["severity"]) for c in appeared] == [
        ("issue-1", "role-c", 0.256),
        ("issue-1", "role-b", 0.192),
        ("issue-2", "role-b", 0.12),
    ]
    _record(repository, {"role-a": role_a, "role-b": {"issue-2": against}})
    (scenario,) = _json(run)["scenarios"]
    assert [(c["issue"], c["b"], c["rank"]) for c in scenario["conflicts"]["reordered"]] == [
        ("issue-2", "role-b", [3, 1]),
        ("issue-1", "role-c", [1, 2]),
        ("issue-1", "role-b", [2, 3]),
    ]
    assert "opposite sides): number 3 ↑ 1" in run("perspectives", "diff").stdout


def test_considerations_added_and_dropped(repository: Path, run: Run) -> None:
    file = repository / "scenarios/tram/answers/role-a.json"
    text = file.read_text("utf-8").replace("Point 1 of role-a", "A new point")
    file.write_text(text, "utf-8")
    (scenario,) = _json(run)["scenarios"]
    assert scenario["considerations"] == [
        {"persona": "role-a", "added": ["A new point"], "dropped": ["Point 1 of role-a"]}
    ]
    # Its own digest tells that nobody was asked.
    assert scenario["edited"] == ["role-a"]
    assert scenario["asked_again"] == []
    assert "Role a added: A new point" in run("perspectives", "diff").stdout


def test_roles_and_scenarios_that_come_and_go(repository: Path, run: Run) -> None:
    factory.write_scenario(repository, "bridge", factory.scenario(2, title="A bridge"))
    factory.write_records(repository, leave_out=("role-c",))
    (repository / "scenarios/tram/answers/role-c.json").unlink()
    bridge, tram = _json(run)["scenarios"]
    assert (bridge["scenario"], bridge["status"]) == ("bridge", "added")
    assert bridge["answered"] == ["role-a", "role-b"]
    assert (tram["status"], tram["gone"]) == ("changed", ["role-c"])
    assert "bridge: A bridge (new)" in run("perspectives", "diff").stdout
    git(repository, "rm", "-rqf", "scenarios/tram")
    statuses = {s["scenario"]: s["status"] for s in _json(run)["scenarios"]}
    assert statuses == {"bridge": "added", "tram": "removed"}


def test_accepted_records_are_reported(repository: Path, run: Run) -> None:
    file = repository / "scenarios/tram/scenario.yml"
    file.write_text(file.read_text("utf-8").replace("90 million", "91 million"), "utf-8")
    assert _json(run)["scenarios"] == []
    assert run("perspectives", "accept", "tram").returncode == 0
    (scenario,) = _json(run)["scenarios"]
    assert scenario["accepted"] == ["role-a", "role-b", "role-c"]
    assert scenario["asked_again"] == []


def test_a_comment_for_a_pull_request(repository: Path, run: Run) -> None:
    _record(repository, {"role-c": {"issue-1": AGAINST}})
    result = run("perspectives", "diff", "--format", "markdown")
    assert result.returncode == 0
    assert result.stdout.startswith("## What changed in the perspectives\n")
    assert "- **Stances**\n  - Role c on Issue 1: mean 4.20 ↓ 1.80" in result.stdout


def test_a_shallow_clone_says_what_to_fetch(repository: Path, run: Run, tmp_path: Path) -> None:
    git(repository, "branch", "feature")
    _commit(repository, "main goes on")
    git(repository, "checkout", "-q", "feature")
    _record(repository, {"role-c": {"issue-1": AGAINST}})
    _commit(repository)
    clone = tmp_path / "clone"
    git(
        *(tmp_path, "clone", "-q", "--depth=1", "--single-branch", "-b", "feature"),
        *(repository.as_uri(), str(clone)),
    )
    result = run("perspectives", "diff", "origin/main", cwd=clone)
    assert result.returncode == 2
    assert "unknown git revision 'origin/main'" in result.stderr
    fetch = result.stderr.strip().rpartition("fetch it first: ")[2].split()
    assert fetch[0] == "git"
    git(clone, *fetch[1:])
    result = run("perspectives", "diff", "origin/main", "--format", "json", cwd=clone)
    assert json.loads(result.stdout)["scenarios"][0]["asked_again"] == ["role-c"]


@pytest.mark.parametrize("base", ["nothing", "-x", "HEAD~9", "0123456789abcdef"])
def test_an_unknown_revision(repository: Path, run: Run, base: str) -> None:
    result = run("perspectives", "diff", "--", base)
    assert result.returncode == 2
    assert "unknown git revision" in result.stderr
    assert "git fetch" in result.stderr


def test_no_repository(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    result = run("perspectives", "diff", GIT_CEILING_DIRECTORIES=str(site.parent))
    assert result.returncode == 2
    assert "is not in a readable git repository" in result.stderr


def test_a_base_that_cannot_be_read(repository: Path, run: Run) -> None:
    file = repository / "scenarios/tram/scenario.yml"
    sound = file.read_text("utf-8")
    file.write_text("titel: x\n", "utf-8")
    _commit(repository)
    file.write_text(sound, "utf-8")
    result = run("perspectives", "diff", "HEAD")
    assert result.returncode == 2
    assert "the scenarios of HEAD cannot be read" in result.stderr
    assert "scenarios/tram/scenario.yml:1:1: unknown key 'titel'" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_scenario_that_did_not_change_is_not_read(repository: Path, run: Run) -> None:
    broken = repository / "scenarios/broken/scenario.yml"
    write_if_changed(broken, "titel: x\n", root=repository)
    _commit(repository)
    file = repository / "scenarios/tram/answers/role-a.json"
    file.write_text(file.read_text("utf-8").replace("Point 1", "Point one"), "utf-8")
    assert len(_json(run)["scenarios"]) == 1
