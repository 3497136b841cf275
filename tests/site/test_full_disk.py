"""A disk that fills up while answers arrive: none of them is lost, and each can be brought back."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
from pathlib import Path

import factory
import pytest
from commands import Run, environment, tool, tree
from fake_server import FakeServer
from mkdocs_perspectives.answers import EntryKey, read_entries
from mkdocs_perspectives.ask import rescue
from mkdocs_perspectives.scenario import load_library

ROLES, AT_ONCE = 60, 8

FILL = """
mount -t tmpfs -o size={size}k tmpfs "$1" && cp -r "$2/." "$1" && cd "$1" || exit 99
"$4" ask
said=$?
cp -r "$1/." "$3"
exit $said
"""


def _may_mount() -> bool:
    return (
        subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not _may_mount(), reason="no right to mount a disk")
@pytest.mark.parametrize("size", [350, 420, 500])
def test_a_disk_that_is_really_full(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str], tmp_path: Path, size: int
) -> None:
    entry = f"perspectives: {{concurrency: {AT_ONCE}}}]"
    factory.write_site(site, factory.MKDOCS.replace("perspectives]", entry))
    factory.write_scenario(site, data=factory.scenario(ROLES))
    disk, after, elsewhere = (tmp_path / name for name in ("disk", "after", "elsewhere"))
    for folder in (disk, after, elsewhere):
        folder.mkdir()
    script = FILL.format(size=size)
    arguments = ["unshare", "-m", "sh", "-c", script, "sh", disk, site, after, tool("perspectives")]
    env = environment(**asking, TMPDIR=str(elsewhere))
    result = subprocess.run(
        list(map(str, arguments)), env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1, result.stderr
    assert "Stopped asking" in result.stderr
    assert "Traceback" not in result.stderr
    asked = server.count
    assert 0 < asked < ROLES
    assert " is lost" not in result.stderr
    recorded = set(tree(after / "scenarios/tram/answers"))
    rescued = {file.name for file in elsewhere.rglob("*.json")}
    assert rescued
    # What was said to be elsewhere is there, and lies as it would lie in the project.
    said = re.findall(
        r"^WARNING: tram/([\w-]+): its answer .* was saved in (\S+)\.", result.stderr, re.M
    )
    assert {f"{role}.json" for role, _ in said} == rescued
    for role, folder in said:
        assert Path(folder, "tram/answers", f"{role}.json").is_file()
    # Back where there is room, with what was put elsewhere copied in, nothing is asked twice.
    for folder in {folder for _, folder in said}:
        shutil.copytree(folder, after / "scenarios", dirs_exist_ok=True)
    entries = read_entries(load_library(after / "scenarios").scenarios, after / "scenarios")
    assert len([e for e in entries if e.state == "current"]) >= len(recorded | rescued)
    again = run("perspectives", "ask", cwd=after, **asking)
    assert again.returncode == 0, again.stderr
    assert server.count == ROLES


def test_an_answer_that_can_be_put_nowhere_is_named(
    site: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    factory.write_scenario(site, data=factory.scenario(2))
    factory.write_records(site)
    entries = read_entries(load_library(site / "scenarios").scenarios, site / "scenarios")
    monkeypatch.setattr(rescue, "_parents", lambda: iter([str(site / "nowhere"), "/dev/null"]))
    record = entries[0].record
    assert record is not None
    with caplog.at_level(logging.WARNING):
        rescue.Rescue().save(EntryKey("tram", "role-a"), record)
    (message,) = caplog.messages
    assert message.startswith("tram/role-a: its answer arrived, but cannot be written anywhere")


def test_the_next_place_is_tried_where_one_is_full(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    factory.write_scenario(site, data=factory.scenario(2))
    factory.write_records(site)
    entries = read_entries(load_library(site / "scenarios").scenarios, site / "scenarios")
    second = tmp_path / "second"
    second.mkdir()
    monkeypatch.setattr(rescue, "_parents", lambda: iter(["/proc", str(second)]))
    saved = rescue.Rescue()
    for entry in entries:
        assert entry.record is not None
        saved.save(entry.key, entry.record)
    # One folder for all of a run, in which each record is what it would have been.
    (folder,) = second.iterdir()
    answers = site / "scenarios/tram/answers"
    assert tree(folder / "tram/answers") == tree(answers)
    assert (
        json.loads((folder / "tram/answers/role-a.json").read_text("utf-8"))["persona"] == "role-a"
    )
