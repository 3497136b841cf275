"""``perspectives export``: the file is there, whole, or there is an error that says why not."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from commands import Run, command
from hostile_site import ALONE, GROUPS, HARMLESS, Shape, hostile_site


def _site(site: Path) -> None:
    factory.write_scenario(site, data=factory.scenario(2, 1))
    factory.write_records(site)


def test_it_is_written_here_or_where_it_is_wanted_and_again(site: Path, run: Run) -> None:
    _site(site)
    result = run("perspectives", "export", "tram")
    assert (result.returncode, result.stdout, result.stderr) == (0, "Written: tram.html\n", "")
    assert run("perspectives", "export", "tram", "--output", "out/a.html").returncode == 0
    assert (site / "out/a.html").read_bytes() == (site / "tram.html").read_bytes()
    (site / "tram.html").write_text((site / "tram.html").read_text("utf-8") + "x", "utf-8")
    assert run("perspectives", "export", "tram").returncode == 0
    assert (site / "out/a.html").read_bytes() == (site / "tram.html").read_bytes()
    assert [file.name for file in site.glob("*.tmp")] == []


def test_what_is_missing_is_named_and_the_file_is_there(site: Path, run: Run) -> None:
    _site(site)
    (site / "scenarios/tram/answers/role-b.json").unlink()
    result = run("perspectives", "export", "tram")
    assert result.returncode == 1
    assert "Missing or stale:\n" in result.stderr
    assert "role-b" in result.stderr
    assert (site / "tram.html").is_file()


def test_no_file_of_somebody_else_is_overwritten(site: Path, run: Run) -> None:
    _site(site)
    (site / "tram.html").write_text("<p>mine</p>", "utf-8")
    result = run("perspectives", "export", "tram")
    assert result.returncode == 1
    assert "tram.html is there already and was not exported" in result.stderr
    assert (site / "tram.html").read_text("utf-8") == "<p>mine</p>"
    (site / "link.html").symlink_to(site / "elsewhere.html")
    assert run("perspectives", "export", "tram", "--output", "link.html").returncode == 1
    assert not (site / "elsewhere.html").exists()


def test_an_unknown_scenario_and_a_folder_are_wrong_use(site: Path, run: Run) -> None:
    _site(site)
    unknown = run("perspectives", "export", "trm")
    assert unknown.returncode == 2
    assert "unknown scenario 'trm'; known: tram" in unknown.stderr
    assert run("perspectives", "export", "tram", "--output", "docs").returncode == 2


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Shape:
    site = tmp_path_factory.mktemp("harmless") / "site"
    hostile_site(site, HARMLESS, "after")
    return _exported(site)


def _exported(site: Path) -> Shape:
    result = command("perspectives", "export", "tram", cwd=site)
    assert result.returncode in {0, 1}, result.stderr
    return Shape((site / "tram.html").read_text("utf-8"))


@pytest.mark.parametrize("text", [*GROUPS[:2], *ALONE])
def test_hostile_texts_are_texts(tmp_path: Path, harmless: Shape, text: str) -> None:
    site = tmp_path / "site"
    hostile_site(site, text, "after")
    found = _exported(site)
    assert found.elements == harmless.elements
    assert len(found.links) == len(harmless.links)
    assert {link for link in found.links if link[:1] not in {"#", "d"}} <= {
        link for link in harmless.links if link[:1] not in {"#", "d"}
    }
    assert any(" ".join(text.split()) in seen for seen in found.texts)
