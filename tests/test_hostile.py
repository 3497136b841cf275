"""Hostile text in every field: the built pages hold no element, attribute or link of its making."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import factory
import pytest
from conftest import Run
from test_markup import EXTENSIONS, HOSTILE

MKDOCS = f"""\
site_name: Site
theme: {{name: material}}
plugins: [search, tags, perspectives]
markdown_extensions: {json.dumps([e for e in EXTENSIONS if e != "toc"])}
"""
HARMLESS = "Harmless words"


class _Shape(HTMLParser):
    """What a page is made of: elements with the names of their attributes, links, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[f"{tag} {sorted(name for name, _ in attrs)}"] += 1
        self.links += [v or "" for name, v in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _hostile(value: Any, text: str, *, key: str = "") -> Any:
    """``value`` with every text replaced, but ids, numbers and languages kept."""
    if isinstance(value, dict):
        return {k: _hostile(v, text, key=k) for k, v in value.items()}
    if isinstance(value, list):
        return [_hostile(v, text, key=key) for v in value]
    kept = {"id", "language", "personas", "with", "issue", "tags"}
    return text if isinstance(value, str) and key not in kept else value


def _built(site: Path, run: Run, text: str) -> dict[str, _Shape]:
    """The pages of a site in whose every text field ``text`` stands."""
    factory.write_site(site, MKDOCS)
    comparisons = [{"id": "both", "title": "x", "personas": ["role-a", "role-b", "shared"]}]
    data = factory.scenario(2, 2, comparisons=comparisons)
    data["personas"][0] |= {"level": "x", "goals": ["x", "x"]}
    data["issues"][0]["scale"] = ["x"] * 5
    data = _hostile(data, text)
    data["personas"] = [_hostile(p, text) for p in data["personas"]] + ["shared"]
    shared = [{"id": "shared", **dict.fromkeys(("name", "description", "level"), text)}]
    (site / "scenarios").mkdir()
    (site / "scenarios" / "personas.yml").write_text(json.dumps(shared), "utf-8")
    factory.write_scenario(site, data=data)
    factory.write_records(site, model="m")
    for file in (site / "scenarios" / "tram" / "answers").iterdir():
        record = json.loads(file.read_text("utf-8"))
        record["answer"] = _hostile(record["answer"], text)
        record["model"] = text[:200]
        file.write_text(json.dumps(record), "utf-8")
    result = run("mkdocs", "build", "--strict")
    assert result.returncode == 0, result.stderr
    pages = (site / "site").rglob("*.html")
    return {f.relative_to(site).as_posix(): _Shape(f.read_text("utf-8")) for f in pages}


# Together, since what one field opens another may close; each build holds a dozen of them.
GROUPS = [" ".join(HOSTILE[i : i + 8]) for i in range(0, len(HOSTILE), 8)]
ALONE = [
    "# </title><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "- {: onclick=alert(1) }",
    '--8<-- "/etc/passwd"',
    "``` {.x onclick=alert(1)}",
    "[x]: javascript:alert(1)",
]


@pytest.mark.parametrize("text", GROUPS + ALONE)
def test_no_page_holds_what_the_templates_did_not_put_there(
    tmp_path: Path, run: Run, text: str
) -> None:
    def call(where: Path) -> Run:
        return lambda *a, **k: run(*a, **({"cwd": where} | k))

    plain, odd = tmp_path / "plain", tmp_path / "odd"
    expected = _built(plain, call(plain), HARMLESS)
    found = _built(odd, call(odd), text)
    assert found.keys() == expected.keys()
    squeezed = " ".join(text.split())
    shown = 0
    for name, page in found.items():
        assert page.elements == expected[name].elements, name
        assert len(page.links) == len(expected[name].links), name
        for link, other in zip(page.links, expected[name].links, strict=True):
            # Headings without an anchor of their own get one from their text.
            assert re.sub("#.*", "", link) == re.sub("#.*", "", other), name
        shown += squeezed in " ".join(" ".join(page.text).split())
    # The index, the scenario, three roles, comparisons, conflicts, and the shared role's two.
    assert shown >= 8
