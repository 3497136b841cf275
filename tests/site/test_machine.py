"""A full disk, folders that cannot be written, damaged files, links that lead elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import factory
import pytest
from commands import Run, command, tree
from fake_server import FakeServer


@pytest.fixture
def tram(site: Path) -> Path:
    return factory.write_scenario(site)


def _limited(
    site: Path, name: str, *arguments: str, largest_file: int | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a command that may write no file beyond a size, and has no power over permissions."""

    prefix = []
    if largest_file is not None:
        prefix += ["prlimit", f"--fsize={largest_file}"]
        # It must not leave half of its own compiled modules for the others to stumble over.
        env["PYTHONDONTWRITEBYTECODE"] = "1"
    if os.geteuid() == 0:
        # Permissions do not bind root, which test machines often run as, unless it lets go of that.
        prefix += ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    return command(name, *arguments, cwd=site, prefix=prefix, **env)


def test_a_disk_that_is_full_before_anybody_is_asked(
    site: Path, tram: Path, server: FakeServer, asking: dict[str, str]
) -> None:
    result = _limited(site, "perspectives", "ask", largest_file=1000, **asking)
    assert result.returncode == 1
    assert "Check the disk's space" in result.stderr
    assert "Traceback" not in result.stderr
    assert server.count == 0


def test_a_disk_that_fills_up_while_asking(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    factory.write_site(
        site, factory.MKDOCS.replace("perspectives]", "perspectives: {concurrency: 2}]")
    )
    factory.write_scenario(site, data=factory.scenario(40))
    result = _limited(site, "perspectives", "ask", largest_file=250_000, **asking)
    assert result.returncode == 1
    assert result.stderr.count("Stopped asking") == 1
    assert "Check the disk's space" in result.stderr
    assert "Traceback" not in result.stderr
    # Nobody is asked whose answer could not be kept, but for the two that were under way.
    asked = server.count
    kept = len(tree(site / "scenarios/tram/answers"))
    assert 0 < kept < 40
    assert kept >= asked - 2
    assert run("perspectives", "ask", **asking).returncode == 0
    assert server.count == 40 + asked - kept


@pytest.mark.parametrize("name", ["perspectives", "mkdocs"])
def test_docs_that_cannot_be_written(site: Path, tram: Path, run: Run, name: str) -> None:
    factory.write_records(site)
    before = tree(site)
    docs = site / "docs"
    docs.chmod(0o555)
    try:
        result = _limited(site, name, "build")
    finally:
        docs.chmod(0o755)
    assert result.returncode == 1
    assert "docs/" in result.stderr
    assert "Permission denied" in result.stderr
    assert "Check the disk's space and the folder's permissions" in result.stderr
    assert "Traceback" not in result.stderr
    assert tree(site) == before
    assert run(name, "build").returncode == 0


def test_answers_that_cannot_be_written_are_in_the_cache(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    tram.parent.chmod(0o555)
    try:
        result = _limited(site, "perspectives", "ask", **asking)
    finally:
        tram.parent.chmod(0o755)
    assert result.returncode == 1
    assert "Stopped asking" in result.stderr
    assert "answers" in result.stderr
    assert "Permission denied" in result.stderr
    asked = server.count
    assert run("perspectives", "ask", **asking).returncode == 0
    assert server.count == max(asked, 6)


@pytest.mark.parametrize(
    "how",
    [
        "read-only folder",
        "folder in place of the database",
        "file",
        "damaged in a read-only folder",
    ],
)
def test_a_cache_that_sqlite_cannot_use(
    site: Path, tram: Path, server: FakeServer, asking: dict[str, str], how: str
) -> None:
    cache = site / ".cache" / "perspectives"
    cache.parent.mkdir()
    if how == "file":
        cache.write_text("no folder", "utf-8")
    else:
        cache.mkdir()
    if how == "folder in place of the database":
        (cache / "cache.db").mkdir()
    if how.startswith("damaged"):
        (cache / ".gitignore").write_text("*\n", "utf-8")
        (cache / "cache.db").write_bytes(b"this is no database")
    if how.endswith("read-only folder"):
        cache.chmod(0o555)
    result = _limited(site, "perspectives", "ask", **asking)
    cache.chmod(0o755)
    assert result.returncode == 1
    assert ".cache/perspectives" in result.stderr
    assert "`cache_dir`" in result.stderr
    assert "Traceback" not in result.stderr
    # What cannot be kept is not asked for.
    assert server.count == 0


def test_a_corrupted_cache_is_set_aside_and_the_build_continues(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    assert run("perspectives", "ask", **asking).returncode == 0
    cache = site / ".cache" / "perspectives" / "cache.db"
    shutil.rmtree(site / "scenarios" / "tram" / "answers")
    damaged = bytearray(cache.read_bytes())
    damaged[100:] = b"\x5a" * (len(damaged) - 100)
    cache.write_bytes(damaged)
    result = run("mkdocs", "build", **asking)
    assert result.returncode == 0
    assert "is damaged" in result.stderr
    (aside,) = cache.parent.glob("damaged-*-cache.db")
    assert aside.read_bytes() == damaged
    assert len(tree(site / "scenarios/tram/answers")) == 6
    assert server.count == 12


def test_an_invalid_record_is_reported_with_its_place(site: Path, tram: Path, run: Run) -> None:
    """Every other fault is tried in ``tests/unit/answers/test_record.py``."""
    factory.write_records(site)
    file = site / "scenarios/tram/answers/role-a.json"
    text = file.read_text("utf-8")
    text = text[: len(text) // 2]
    file.write_text(text, "utf-8")
    for words in (("perspectives", "check"), ("mkdocs", "build")):
        result = run(*words)
        assert result.returncode == 1
        line = text.count("\n") + 1
        assert f"tram/answers/role-a.json:{line}:" in result.stderr
        assert "the record is not valid JSON" in result.stderr
        assert "Restore it from git, or delete it" in result.stderr
        assert "Traceback" not in result.stderr
    assert file.read_text("utf-8") == text
    assert not (site / "docs" / "scenarios").exists()


# Links and paths.


def _outside(site: Path) -> Path:
    outside = site.parent / "outside"
    outside.mkdir()
    (outside / "precious.md").write_text("precious\n", "utf-8")
    return outside


@pytest.mark.parametrize(
    "link", ["docs/scenarios", "docs/scenarios/tram", "docs/personas", "docs/assets"]
)
def test_a_folder_that_is_a_link_out_of_docs(site: Path, tram: Path, run: Run, link: str) -> None:
    (site / "scenarios" / "personas.yml").write_text(
        "[{id: shared, name: Shared, description: Shared.}]", "utf-8"
    )
    factory.write_records(site)
    outside = _outside(site)
    (site / link).parent.mkdir(parents=True, exist_ok=True)
    (site / link).symlink_to(outside, target_is_directory=True)
    result = run("perspectives", "build")
    assert result.returncode == 1
    assert "symbolic link" in result.stderr
    assert tree(outside) == {"precious.md": b"precious\n"}


@pytest.mark.parametrize("target", ["precious.md", "new.md"])
def test_a_page_that_is_a_link(site: Path, tram: Path, run: Run, target: str) -> None:
    factory.write_records(site)
    outside = _outside(site)
    assert run("perspectives", "build").returncode == 0
    page = site / "docs/scenarios/tram/index.md"
    page.unlink()
    page.symlink_to(outside / target)
    result = run("perspectives", "build")
    assert result.returncode == 1
    assert "symbolic link" in result.stderr
    assert tree(outside) == {"precious.md": b"precious\n"}


def test_a_generated_page_behind_a_link_is_not_deleted(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    assert run("perspectives", "build").returncode == 0
    outside = site.parent / "elsewhere"
    shutil.copytree(site / "docs/scenarios/tram", outside)
    kept = tree(outside)
    (site / "docs/scenarios/old").symlink_to(outside, target_is_directory=True)
    assert run("perspectives", "build").returncode == 0
    assert tree(outside) == kept


def test_answers_behind_a_link_are_not_written(
    site: Path, tram: Path, run: Run, asking: dict[str, str]
) -> None:
    outside = _outside(site)
    (tram.parent / "answers").symlink_to(outside, target_is_directory=True)
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert "symbolic link" in result.stderr
    assert tree(outside) == {"precious.md": b"precious\n"}


@pytest.mark.parametrize("name", ["../up", "/etc", "a\x00b"])
def test_an_id_that_would_be_a_path_is_refused(site: Path, run: Run, name: str) -> None:
    data = factory.scenario(2)
    data["personas"][0]["id"] = name
    factory.write_scenario(site, data=data)
    before = tree(site)
    result = run("perspectives", "build")
    assert result.returncode == 1
    assert "scenarios/tram/scenario.yml:" in result.stderr
    assert tree(site) == before
