"""The comment on a pull request: no change hides another, and what is cut is said."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import factory
import pytest
import yaml
from commands import ROOT, Run, tool
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.review.fitting import Part, fit

FOR, AGAINST = (0, 0, 20, 40, 40), (40, 40, 20, 0, 0)


def _git(folder: Path, *arguments: str, **env: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
    result = subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def _commit(site: Path, message: str = "x") -> None:
    _git(site, "add", "-A")
    _git(site, "commit", "-q", "--allow-empty", "-m", message)


def _counts(personas: int, issues: int, turned: int = 0) -> dict[str, dict[str, tuple[int, ...]]]:
    """Everybody for every issue, but for the first ``turned`` roles, who are against."""
    roles = [persona["id"] for persona in factory.scenario(personas)["personas"]]
    names = [f"issue-{i + 1}" for i in range(issues)]
    return {r: dict.fromkeys(names, AGAINST if i < turned else FOR) for i, r in enumerate(roles)}


@pytest.fixture
def repository(site: Path) -> Path:
    """A site in git with one scenario of 50 roles and 12 issues, and nine of three roles."""
    _git(site, "init", "-q", "-b", "main")
    factory.write_scenario(site, "large", factory.scenario(50, 12, title="Large"))
    for i in range(9):
        factory.write_scenario(site, f"small-{i}", factory.scenario(3, 2, title=f"Small {i}"))
    factory.write_records(site, counts=_counts(50, 12))
    _commit(site)
    return site


def test_a_large_change_hides_no_other(repository: Path, run: Run) -> None:
    factory.write_records(repository, counts=_counts(50, 12, turned=1))
    result = run("perspectives", "diff", "--format", "markdown")
    assert result.returncode == 0
    text = result.stdout
    assert 40_000 < len(text.encode()) <= 60_000
    lines = text.splitlines()
    # Role a is against all others, which gives 49 conflicts on each of 12 issues.
    assert "- **large: Large**: 1 role asked again, 12 stances moved by 0.25 or more, " in text
    assert "588 conflicts appeared" in text
    summaries = [line for line in lines if line.startswith("- **small-")]
    assert [re.sub(":.*", "", line) for line in summaries] == [f"- **small-{i}" for i in range(9)]
    # The details of the small ones are there as a whole, before those of the large one.
    headings = [line for line in lines if line.startswith("### ")]
    assert headings == [*(f"### small-{i}: Small {i}" for i in range(9)), "### large: Large"]
    for i in range(9):
        block = text.split(f"### small-{i}: ")[1].split("\n### ")[0]
        assert block.count("  - appeared: ") == 4
    shown = text.split("### large: ")[1].count("  - appeared: ")
    left = re.search(r"^- … and (\d+) more lines$", text, re.MULTILINE)
    assert left is not None
    # Of 588 conflicts, and "Common ground" with 12 issues below it, so many are left.
    assert shown + int(left[1]) == 588 + 1 + 12
    assert lines[-1].startswith(
        "**Not all of it is here; for the whole, run `perspectives diff` with the same revisions "
        "and without `--format`.** The details of 1 scenario are cut short"
    )
    whole = run("perspectives", "diff").stdout
    assert whole.count("  - appeared: ") == 588 + 9 * 4
    assert len(whole.encode()) > 60_000


def test_a_small_change_is_whole(repository: Path, run: Run) -> None:
    shutil.rmtree(repository / "scenarios/large")
    _commit(repository)
    factory.write_records(repository, counts=_counts(3, 2, turned=1))
    text = run("perspectives", "diff", "--format", "markdown").stdout
    assert "Not all of it" not in text
    assert text.count("\n### small-") == 9


def test_what_is_cut_is_said_however_much_it_is() -> None:
    parts = [
        Part(f"- **s{i}** " + "é" * 100, ("### h\n", *["- " + "é" * 50] * 99)) for i in range(999)
    ]
    text = fit("head", parts, 60_000, Words("en"))
    assert len(text.encode()) <= 60_000
    said = re.search(
        r"(\d+) scenarios more changed and are not listed above. The details of (\d+)", text
    )
    assert said is not None
    assert text.count("- **s") + int(said[1]) == 999
    assert int(said[2]) == 999


def test_one_long_part_leaves_the_others_whole() -> None:
    long = Part("- **long**", ("### long\n", *["- x" * 30] * 2000))
    short = [Part(f"- **s{i}**", (f"### s{i}\n", "- a", "- b")) for i in range(5)]
    text = fit("head", [long, *short], 10_000, Words("en"))
    assert 9_000 < len(text.encode()) <= 10_000
    assert [text.count(f"### s{i}\n\n- a\n- b\n") for i in range(5)] == [1] * 5
    assert text.index("### s4") < text.index("### long")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("GH-123 and gh-4", "GH-&#8203;123 and gh-&#8203;4"),
        ("@octocat", "&#64;&#8203;octocat"),
        ("o/r#1", "o/r&#35;&#8203;1"),
        ("High-5", "High-5"),
    ],
)
def test_no_notifications_and_no_links(site: Path, run: Run, title: str, shown: str) -> None:
    _git(site, "init", "-q", "-b", "main")
    factory.write_scenario(site, "gh-7", data=factory.scenario(2, 1, title=title))
    _commit(site)
    factory.write_records(site)
    text = run("perspectives", "diff", "--format", "markdown").stdout
    assert f"- **gh-&#8203;7: {shown}**" in text
    assert f"### gh-&#8203;7: {shown}\n" in text


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_fails_where_a_command_before_a_pipe_does(file: Path, tmp_path: Path) -> None:
    workflow = yaml.safe_load(file.read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job.get("steps", ())]
    piped = [step["run"] for step in steps if re.search(r"(?<!\|)\|(?!\|)", step.get("run", ""))]
    if piped:
        assert workflow["defaults"] == {"run": {"shell": "bash"}}
    # As GitHub runs a step with this shell, with a program that fails.
    program = tmp_path / ".venv/bin/perspectives"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho partly\nexit 2\n", "utf-8")
    program.chmod(0o755)
    for script in (script for script in piped if ".venv/bin/perspectives" in script):
        result = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=tmp_path,
            env={"GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
        )
        assert result.returncode == 2


def test_the_shell_of_a_pipe_is_looked_at() -> None:
    """The workflows that print changes are among those above."""
    assert any("perspectives diff" in file.read_text("utf-8") for file in WORKFLOWS)


# Git as people use it.


@pytest.fixture
def small(site: Path) -> Path:
    """A site in git with one scenario of three roles and two issues."""
    _git(site, "init", "-q", "-b", "main")
    (site / ".gitignore").write_text(".cache/\nsite/\n", "utf-8")
    factory.write_scenario(site, data=factory.scenario(3, 2))
    factory.write_records(site, counts=_counts(3, 2))
    _commit(site)
    return site


def _json(run: Run, *arguments: str, **more: object) -> dict[str, object]:
    result = run("perspectives", "diff", *arguments, "--format", "json", **more)
    assert result.returncode == 0, result.stderr
    found: dict[str, object] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("linked", [False, True], ids=["checkout", "linked worktree"])
def test_in_a_hook(small: Path, tmp_path: Path, linked: bool) -> None:
    """Git tells a hook of the repository it runs for; the scenarios lie in the worktree."""
    out = tmp_path / "said.json"
    hook = small / ".git/hooks/pre-commit"
    hook.write_text(
        f"#!/bin/sh\nenv | grep ^GIT_ > {tmp_path}/env\n"
        f"exec {tool('perspectives')} diff --format json > {out} 2>&1\n",
        "utf-8",
    )
    hook.chmod(0o755)
    worktree = small
    if linked:
        worktree = tmp_path / "linked"
        _git(small, "worktree", "add", "-q", str(worktree))
    factory.write_records(worktree, counts=_counts(3, 2, turned=1))
    _git(worktree, "commit", "-q", "-a", "-m", "y", NO_MKDOCS_2_WARNING="1")
    assert ("GIT_DIR" in (tmp_path / "env").read_text()) or not linked
    (scenario,) = json.loads(out.read_text("utf-8"))["scenarios"]
    assert scenario["status"] == "changed"
    assert scenario["asked_again"] == ["role-a"]


def test_a_repository_that_only_the_environment_names(
    small: Path, run: Run, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.git"
    shutil.move(small / ".git", elsewhere)
    factory.write_records(small, counts=_counts(3, 2, turned=1))
    named = {"GIT_DIR": str(elsewhere), "GIT_WORK_TREE": str(small)}
    (scenario,) = _json(run, **named, GIT_CEILING_DIRECTORIES=str(small.parent))["scenarios"]
    assert scenario["asked_again"] == ["role-a"]


@pytest.mark.parametrize(
    ("base", "told"),
    [
        (
            "v1...main",
            "Give the two revisions separately: perspectives diff $(git merge-base v1 main) main",
        ),
        ("v1..main", "Give the two revisions separately: perspectives diff v1 main"),
        ("v1..", "Give the two revisions separately: perspectives diff v1 HEAD"),
        ("", "the revision is empty"),
        (" ", "the revision is empty"),
        ("mian", "Check its name (git branch --all, git tag), or fetch it"),
        ("HEAD:scenarios", "Check its name"),
    ],
)
def test_an_invalid_base_gets_specific_advice(small: Path, run: Run, base: str, told: str) -> None:
    _git(small, "tag", "v1")
    result = run("perspectives", "diff", "--", base)
    assert result.returncode == 2
    assert told in result.stderr
    assert "shallow" not in result.stderr


def test_a_repository_without_commits(site: Path, run: Run) -> None:
    _git(site, "init", "-q", "-b", "main")
    factory.write_scenario(site)
    result = run("perspectives", "diff")
    assert result.returncode == 2
    assert "the repository has no commit yet" in result.stderr
    assert "shallow" not in result.stderr


def test_a_renamed_scenario_is_shown_as_renamed(small: Path, run: Run) -> None:
    (small / "scenarios/tram").rename(small / "scenarios/light-rail")
    result = run("perspectives", "diff").stdout.splitlines()
    assert result[2:] == ["light-rail: A new tram line (renamed, was tram)"]
    (scenario,) = _json(run)["scenarios"]
    assert (scenario["scenario"], scenario["status"]) == ("light-rail", "renamed")
    assert scenario["renamed_from"] == "tram"
    assert scenario["conflicts"] == {
        "appeared": [],
        "gone": [],
        "tier": [],
        "reordered": [],
    }
    text = run("perspectives", "diff", "--format", "markdown").stdout
    assert "- **light-rail: A new tram line (renamed, was tram)**\n" in text


def test_changes_in_a_renamed_scenario_are_reported(small: Path, run: Run) -> None:
    (small / "scenarios/tram").rename(small / "scenarios/light-rail")
    factory.write_records(small, counts=_counts(3, 2, turned=1))
    (scenario,) = _json(run)["scenarios"]
    assert scenario["renamed_from"] == "tram"
    assert scenario["asked_again"] == ["role-a"]
    assert len(scenario["conflicts"]["appeared"]) == 4


def test_a_renamed_scenario_without_answers(small: Path, run: Run) -> None:
    shutil.rmtree(small / "scenarios/tram/answers")
    _commit(small)
    (small / "scenarios/tram").rename(small / "scenarios/light-rail")
    (scenario,) = _json(run)["scenarios"]
    assert scenario["renamed_from"] == "tram"


def test_one_that_has_gone_and_another_that_has_come(small: Path, run: Run) -> None:
    shutil.rmtree(small / "scenarios/tram")
    factory.write_scenario(small, "other", data=factory.scenario(3, 2, title="Other"))
    factory.write_records(small, counts=_counts(3, 2, turned=2))
    found = _json(run)["scenarios"]
    assert [(s["scenario"], s["status"]) for s in found] == [
        ("other", "added"),
        ("tram", "removed"),
    ]
    assert "renamed_from" not in found[0]


def test_a_removed_scenario_takes_one_line(small: Path, run: Run) -> None:
    factory.write_records(small, counts=_counts(3, 2, turned=1))
    _commit(small)
    shutil.rmtree(small / "scenarios/tram")
    told = run("perspectives", "diff").stdout.splitlines()
    assert told[2:] == ["tram: A new tram line (removed, with 3 answers)"]
    text = run("perspectives", "diff", "--format", "markdown").stdout
    assert text.count("tram") == 2  # its id and a word of its title
    assert "appeared" not in text
    assert "gone" not in text


def test_ranks_that_changed_as_others_did_are_counted(site: Path, run: Run) -> None:
    # Of 6 roles, a is against the first issue and b against the second: 5 conflicts each, by the
    # importances of the factory. With c against the second issue too, those of c and the four that
    # are for it are new, and push others down.
    _git(site, "init", "-q", "-b", "main")
    factory.write_scenario(site, data=factory.scenario(6, 2))
    roles = [f"role-{letter}" for letter in "abcdef"]
    counts = {role: {"issue-1": FOR, "issue-2": FOR} for role in roles}
    counts["role-a"]["issue-1"] = counts["role-b"]["issue-2"] = AGAINST
    factory.write_records(site, counts=counts)
    _commit(site)
    # b is less decidedly against now: its conflicts lose severity and are overtaken.
    counts["role-b"]["issue-2"] = (10, 40, 50, 0, 0)
    factory.write_records(site, counts=counts)
    told = run("perspectives", "diff").stdout
    moved = [line for line in told.splitlines() if re.search(r"number \d+ [↑↓] \d+$", line)]
    assert moved
    assert all("Role b" in line for line in moved)
    assert re.search(r"^  - \d+ other conflicts? changed in rank alone$", told, re.MULTILINE)
    reordered = _json(run)["scenarios"][0]["conflicts"]["reordered"]
    others = [c for c in reordered if "role-b" not in (c["a"], c["b"]) or c["issue"] == "issue-1"]
    assert f"  - {len(others)} other conflict" in told
    assert len(moved) + len(others) == len(reordered)


def test_a_blob_without_end_is_one_error(small: Path, run: Run) -> None:
    file = small / "scenarios/tram/answers/role-a.json"
    sound = file.read_bytes()
    with file.open("wb") as stream:
        stream.truncate(300_000_000)
    _commit(small)
    file.write_bytes(sound)
    result = run("perspectives", "diff")
    assert result.returncode == 2
    assert (
        "tram/answers/role-a.json:1:1: the record cannot be read: is larger than" in result.stderr
    )


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/urandom"])
def test_a_link_that_never_ends_is_one_error(small: Path, run: Run, target: str) -> None:
    file = small / "scenarios/tram/answers/role-a.json"
    file.unlink()
    file.symlink_to(target)
    result = run("perspectives", "diff")
    assert result.returncode == 2
    assert "it is a device or a pipe" in result.stderr
