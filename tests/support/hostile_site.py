"""A site in whose every text field hostile text stands, each with a mark of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import factory
from hostile_text import EXTENSIONS

MKDOCS = f"""\
site_name: Site
theme: {{name: material}}
plugins: [search, tags, perspectives]
markdown_extensions: {json.dumps([e for e in EXTENSIONS if e != "toc"])}
"""
Place = Literal["before", "after"]
"""Where a field's mark stands, so that the text itself meets the field's end or its start."""


def squeeze(text: str) -> str:
    return " ".join(text.split())


class _Filler:
    """Puts the text into every field, each with its own mark; ``marks`` are those given out."""

    def __init__(self, text: str, place: Place) -> None:
        self.text, self.place = text, place
        self.marks: list[str] = []

    def fill(self, value: Any, key: str = "") -> Any:
        """``value`` with every text replaced, but ids, numbers and languages kept."""
        if isinstance(value, dict):
            return {k: self.fill(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.fill(v, key) for v in value]
        kept = {"id", "language", "personas", "with", "issue", "tags"}
        return self.marked() if isinstance(value, str) and key not in kept else value

    def marked(self) -> str:
        mark = f"zq{len(self.marks)}q"
        self.marks.append(mark)
        return f"{mark} {self.text}" if self.place == "before" else f"{self.text} {mark}"

    def expected(self) -> str:
        return squeeze(self.text)


def hostile_site(site: Path, text: str, place: Place) -> list[str]:
    """Write a site in whose every text field ``text`` stands; the marks of its fields."""
    factory.write_site(site, MKDOCS)
    filler = _Filler(text, place)
    comparisons = [{"id": "both", "title": "x", "personas": ["role-a", "role-b", "shared"]}]
    data = factory.scenario(2, 2, comparisons=comparisons)
    data["personas"][0] |= {"level": "x", "goals": ["x", "x"]}
    data["issues"][0]["scale"] = ["x"] * 5
    personas = data.pop("personas")
    data = filler.fill(data)
    data["personas"] = [filler.fill(p) for p in personas] + ["shared"]
    shared = [filler.fill({"id": "shared", "name": "x", "description": "x", "level": "x"})]
    (site / "scenarios").mkdir()
    (site / "scenarios" / "personas.yml").write_text(
        json.dumps(shared, ensure_ascii=False), "utf-8"
    )
    factory.write_scenario(site, data=data)
    factory.write_records(site, model="m")
    for file in sorted((site / "scenarios" / "tram" / "answers").iterdir()):
        record = json.loads(file.read_text("utf-8"))
        record["answer"] = filler.fill(record["answer"])
        record["model"] = f"m {text}"[:200]
        file.write_text(json.dumps(record), "utf-8")
    return filler.marks
