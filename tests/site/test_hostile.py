"""Hostile text in every field: the built pages hold no element, attribute or link of its making.

What the pages are made of without MkDocs is tested in ``tests/unit/pages/test_rendering.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import command
from hostile_site import ALONE, GROUPS, HARMLESS, Shape, check, hostile_site


def _built(site: Path) -> dict[str, Shape]:
    """The pages as MkDocs, its theme and its plugins build them."""
    result = command("mkdocs", "build", "--strict", cwd=site)
    assert result.returncode == 0, result.stderr
    files = (site / "site").rglob("*.html")
    return {f.relative_to(site).as_posix(): Shape(f.read_text("utf-8")) for f in files}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shape]:
    site = tmp_path_factory.mktemp("harmless") / "site"
    hostile_site(site, HARMLESS, "after")
    return _built(site)


@pytest.mark.parametrize("text", GROUPS + ALONE)
def test_no_page_holds_what_the_templates_did_not_put_there(
    tmp_path: Path, harmless: dict[str, Shape], text: str
) -> None:
    site = tmp_path / "site"
    marks = hostile_site(site, text, "after")
    check(_built(site), harmless, marks, text, "after")
    # The theme puts what it finds into the page as it stands in the index.
    index = json.loads((site / "site/search/search_index.json").read_text("utf-8"))
    shown = [Shape(entry[key]) for entry in index["docs"] for key in ("title", "text")]
    assert {element for shape in shown for element in shape.elements} <= {
        f"{tag} []" for tag in ("p", "ul", "li", "ol", "code", "pre")
    }
    assert any(" ".join(text.split()) in shape.texts[-1] for shape in shown)
