"""Scenarios that are not made again: whatever changes, pages are those of a build from nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import factory
import pytest
import yaml
from commands import tree
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.pipeline import read_project, unchanged, write_pages

NAMES = ("bridge", "ferry", "tram")


TOO_NEW = unchanged._TOO_NEW


@pytest.fixture(autouse=True)
def _trust_new_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test has just written are trusted, so that it need not wait."""
    monkeypatch.setattr(unchanged, "_TOO_NEW", 0)
    # Nor for the disk.
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def project(site: Path) -> Path:
    """A site of three scenarios, one in Korean, with a shared role and every answer."""
    role = {"id": "shared", "name": "Shared", "description": "Is asked everywhere."}
    (site / "scenarios").mkdir()
    (site / "scenarios/personas.yml").write_text(yaml.safe_dump([role]), "utf-8")
    for name in NAMES:
        data = factory.scenario(2, 1, title=f"A {name}", tags=[name])
        data["personas"].append("shared")
        data["language"] = "ko" if name == "ferry" else "en"
        factory.write_scenario(site, name, data)
    factory.write_records(site)
    return site


def _build(site: Path, **more: object) -> tuple[set[str], tuple[str, ...]]:
    """Build; which scenarios were read, and which pages were written."""
    settings = factory.settings_of(site, **more)
    read = read_project(settings, changed=True)
    return {s.id for s in read.library.scenarios}, write_pages(read, settings).written


def _from_nothing(site: Path, **more: object) -> dict[str, bytes]:
    """The pages that a build makes which has nothing to go by but the sources."""
    other = site.with_name("other")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(site, other, ignore=shutil.ignore_patterns(".cache"))
    _build(other, **more)
    return tree(other / "docs")


def test_what_did_not_change_is_neither_read_nor_written(project: Path) -> None:
    read, written = _build(project)
    assert read == set(NAMES)
    assert len(written) > 20
    before = tree(project / "docs")
    assert _build(project) == (set(), ())
    assert tree(project / "docs") == before


def _edit(file: Path, old: str, new: str) -> None:
    text, before = file.read_text("utf-8"), file.stat().st_ctime_ns
    assert old in text
    # The clock of a file system may stand still for some milliseconds.
    while file.stat().st_ctime_ns == before:
        file.write_text(text.replace(old, new, 1), "utf-8")


def _record(site: Path, name: str) -> Path:
    return site / "scenarios" / name / "answers/role-a.json"


def _add(site: Path) -> None:
    factory.write_scenario(site, "airport", factory.scenario(2, 1, title="An airport"))
    factory.write_records(site)


def _add_role(site: Path) -> None:
    file = site / "scenarios/personas.yml"
    assert "id: new" not in file.read_text("utf-8")
    _edit(file, "- ", "- {id: new, name: N, description: D.}\n- ")


EDITS: dict[str, Callable[[Path], object]] = {
    "title": lambda s: _edit(s / "scenarios/tram/scenario.yml", "A tram", "A tramway"),
    "comment": lambda s: _edit(s / "scenarios/tram/scenario.yml", "title:", "# x\ntitle:"),
    "answer": lambda s: _edit(_record(s, "tram"), "It knows", "It fears"),
    "same size": lambda s: _edit(_record(s, "tram"), "I see", "I saw"),
    "record gone": lambda s: _record(s, "ferry").unlink(),
    "page edited": lambda s: _edit(s / "docs/scenarios/tram/role-a.md", "I see", "I saw"),
    "page gone": lambda s: (s / "docs/scenarios/tram/conflicts.md").unlink(),
    "page by hand": lambda s: (s / "docs/scenarios/tram/notes.md").write_text("# Mine\n", "utf-8"),
    "old page": lambda s: shutil.copy(
        s / "docs/scenarios/tram/role-a.md", s / "docs/scenarios/tram/role-z.md"
    ),
    "index edited": lambda s: _edit(s / "docs/scenarios/index.md", "A tram", "A train"),
    "new scenario": _add,
    "scenario gone": lambda s: shutil.rmtree(s / "scenarios/bridge"),
    "shared role": lambda s: _edit(s / "scenarios/personas.yml", "everywhere", "often"),
    "new role": _add_role,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_after_any_edit_the_pages_are_those_of_a_build_from_nothing(
    project: Path, edit: Callable[[Path], object]
) -> None:
    _build(project)
    edit(project)
    expected = _from_nothing(project)
    for _ in range(2):
        _build(project)
        assert tree(project / "docs") == expected


def test_edits_one_after_another_in_any_order(project: Path) -> None:
    rng = random.Random(1)
    _build(project)
    for _ in range(2):
        edits = list(EDITS.values())
        rng.shuffle(edits)
        for edit in edits:
            try:
                edit(project)
            except (AssertionError, FileNotFoundError):
                continue  # It has been made already, or what it is about is gone.
            _build(project)
            assert tree(project / "docs") == _from_nothing(project)


def test_an_edit_touches_its_scenario_alone(project: Path) -> None:
    _build(project)
    EDITS["answer"](project)
    read, written = _build(project)
    assert read == {"tram"}
    assert all(path.startswith(("scenarios/tram/", "personas/", "index.md")) for path in written)


VARIANT = {"title": "A late tram", "extends": "tram", "change": "It comes later."}


@pytest.fixture
def family(project: Path) -> Path:
    """The same site with two variants of the tram, and all answers."""
    for name in ("late", "dear"):
        factory.write_scenario(project, name, {**VARIANT, "title": f"A {name} tram"})
    factory.write_records(project)
    return project


def _extend_bridge(site: Path) -> None:
    new = {**VARIANT, "extends": "bridge", "title": "A new bridge"}
    factory.write_scenario(site, "new-bridge", new)
    factory.write_records(site)


FAMILY_EDITS: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "answer of a variant": (
        lambda s: _edit(_record(s, "late"), "It knows", "It fears"),
        {"late", "tram"},
    ),
    "change": (
        lambda s: _edit(s / "scenarios/late/scenario.yml", "comes later", "comes soon"),
        {"late", "tram"},
    ),
    "answer of the parent": (lambda s: EDITS["answer"](s), {"dear", "late", "tram"}),
    "title of the parent": (lambda s: EDITS["title"](s), {"dear", "late", "tram"}),
    "variant gone": (lambda s: shutil.rmtree(s / "scenarios/late"), {"tram"}),
    "variant no more": (
        lambda s: factory.write_scenario(s, "late", factory.scenario(2, 1, title="Late")),
        {"late", "tram"},
    ),
    "variant of another": (
        lambda s: _edit(s / "scenarios/late/scenario.yml", "extends: tram", "extends: bridge"),
        {"late", "tram", "bridge"},
    ),
    "first variant": (_extend_bridge, {"bridge", "new-bridge"}),
    "page of a variant": (
        lambda s: (s / "docs/scenarios/late/conflicts.md").unlink(),
        {"late", "tram"},
    ),
    "record of a variant gone": (lambda s: _record(s, "dear").unlink(), {"dear", "tram"}),
}


@pytest.mark.parametrize(("edit", "expected"), FAMILY_EDITS.values(), ids=FAMILY_EDITS.keys())
def test_an_edit_touches_the_scenarios_that_show_what_was_edited(
    family: Path, edit: Callable[[Path], object], expected: set[str]
) -> None:
    _build(family)
    assert _build(family) == (set(), ())
    edit(family)
    read, _ = _build(family)
    assert read == expected
    pages = _from_nothing(family)
    assert tree(family / "docs") == pages
    _build(family)
    assert tree(family / "docs") == pages


def test_edits_of_a_family_one_after_another(family: Path) -> None:
    rng = random.Random(2)
    _build(family)
    edits = [edit for edit, _ in FAMILY_EDITS.values()]
    rng.shuffle(edits)
    for edit in edits:
        try:
            edit(family)
        except (AssertionError, FileNotFoundError):
            continue
        _build(family)
        assert tree(family / "docs") == _from_nothing(family)


def test_what_is_not_answered_is_looked_at_every_time(project: Path) -> None:
    _record(project, "ferry").unlink()
    for _ in range(2):
        read, _ = _build(project)
    assert read == {"ferry"}


def test_the_language_of_the_site_makes_all_anew(project: Path) -> None:
    _build(project)
    read, _ = _build(project, language="ko")
    assert read == set(NAMES)
    assert tree(project / "docs") == _from_nothing(project, language="ko")


def test_frozen_builds_go_by_the_sources_alone(project: Path) -> None:
    _build(project)
    file = project / ".cache/perspectives/pages.json"
    before = file.read_bytes()
    assert _build(project, mode="frozen") == (set(NAMES), ())
    assert file.read_bytes() == before
    shutil.rmtree(project / ".cache")
    _build(project, mode="frozen")
    assert not (project / ".cache").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"{}", b"[]", b"null", b'{"site": 1}', b"short", b"other"],
)
def test_a_damaged_file_is_no_loss(project: Path, content: bytes) -> None:
    _build(project)
    file = project / ".cache/perspectives/pages.json"
    if content == b"short":
        content = file.read_bytes()[:-10]
    elif content == b"other":
        data = json.loads(file.read_bytes())
        del data["scenarios"]["tram"]["summary"]["card"]
        content = json.dumps(data).encode()
    file.write_bytes(content)
    before = tree(project / "docs")
    read, written = _build(project)
    assert read == set(NAMES)
    assert written == ()
    assert tree(project / "docs") == before
    assert _build(project) == (set(), ())


def test_a_file_that_was_just_written_is_not_trusted(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems give times in steps of two seconds."""
    assert TOO_NEW >= 2e9
    # However long this machine takes, it is just now.
    monkeypatch.setattr(unchanged, "_TOO_NEW", 86_400_000_000_000)
    for _ in range(2):
        read, _ = _build(project)
        assert read == set(NAMES)


def test_a_change_that_keeps_size_and_time_is_seen(project: Path) -> None:
    _build(project)
    file = project / "scenarios/tram/scenario.yml"
    stat = file.stat()
    _edit(file, "A tram", "A trim")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert file.stat().st_mtime_ns == stat.st_mtime_ns
    assert _build(project)[0] == {"tram"}


def test_a_folder_that_cannot_be_written_is_no_fault(project: Path) -> None:
    (project / ".cache").write_text("a file where the folder should be", "utf-8")
    for _ in range(2):
        read, _ = _build(project)
        assert read == set(NAMES)


def test_shared_roles_that_cannot_be_read_are_reported_as_before(project: Path) -> None:
    _build(project)
    file = project / "scenarios/personas.yml"
    file.unlink()
    file.mkdir()
    with pytest.raises(InputError, match=r"scenarios/personas\.yml:1:1: the file cannot be read"):
        _build(project)


def test_links_that_lead_nowhere_hide_no_change(project: Path) -> None:
    """Editors leave such beside a file that is open."""
    (project / "docs/scenarios/tram").mkdir(parents=True)
    for folder in ("docs/scenarios/tram", "scenarios/tram/answers"):
        (project / folder / ".#role-a").symlink_to("somebody@somewhere.1")
    _build(project)
    assert _build(project) == (set(), ())
    (project / "docs/scenarios/tram/index.md").unlink()
    assert _build(project) == ({"tram"}, ("scenarios/tram/index.md",))
    _record(project, "tram").unlink()
    assert _build(project)[0] == {"tram"}


def test_no_pages_at_all_are_no_pages_as_they_were(project: Path) -> None:
    _build(project)
    shutil.rmtree(project / "docs/scenarios")
    assert _build(project)[0] == set(NAMES)
    assert tree(project / "docs") == _from_nothing(project)


def test_what_is_saved_while_pages_are_made_counts_next_time(project: Path) -> None:
    settings = factory.settings_of(project)
    read = read_project(settings, changed=True)
    EDITS["shared role"](project)
    write_pages(read, settings)
    assert len(read_project(settings, changed=True).open_entries()) == len(NAMES)


def test_a_first_page_that_somebody_writes_takes_the_place_of_ours(project: Path) -> None:
    (project / "docs/index.md").unlink()
    _build(project)
    assert (project / "docs/index.md").exists()
    (project / "docs/README.md").write_text("# Mine\n", "utf-8")
    _build(project)
    assert not (project / "docs/index.md").exists()
    assert (project / "docs/README.md").read_text("utf-8") == "# Mine\n"
