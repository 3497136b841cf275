"""A site in whose every text field hostile text stands, each with a mark of its own.

So it can be found on the pages, and compared to the letter with what was put in; and the pages to
those of harmless text, of which they may differ in nothing but the text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import factory
from hostile_text import EXTENSIONS, HOSTILE
from mkdocs_perspectives.common import sha256

__all__ = ["ALONE", "GROUPS", "HARMLESS", "Place", "Shape", "check", "hostile_site", "squeeze"]

MKDOCS = f"""\
site_name: Site
theme: {{name: material}}
plugins: [search, tags, perspectives]
markdown_extensions: {json.dumps([e for e in EXTENSIONS if e != "toc"])}
"""
HARMLESS = "Harmless words"

# Together, since what one field opens another may close.
GROUPS = [" ".join(HOSTILE[i : i + 8]) for i in range(0, len(HOSTILE), 8)]
ALONE = [
    "# </title><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "- {: onclick=alert(1) }",
    '--8<-- "/etc/passwd"',
    "``` {.x onclick=alert(1)}",
    "[x]: javascript:alert(1)",
]

VARIANT = {"title": "x", "change": "x"}

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
    # The first sentence stands outside the fold that holds the others.
    data["situation"] = f"{_one_sentence(text)}\n\n{data['situation']}"
    data["personas"] = [filler.fill(p) for p in personas] + ["shared"]
    shared = [filler.fill({"id": "shared", "name": "x", "description": "x", "level": "x"})]
    (site / "scenarios").mkdir()
    (site / "scenarios" / "personas.yml").write_text(
        json.dumps(shared, ensure_ascii=False), "utf-8"
    )
    factory.write_scenario(site, data=data)
    factory.write_scenario(site, "variant", {**filler.fill(VARIANT), "extends": "tram"})
    factory.write_records(site, model="m")
    for file in sorted((site / "scenarios" / "tram" / "answers").iterdir()):
        record = json.loads(file.read_text("utf-8"))
        record["answer"] = filler.fill(record["answer"])
        record["model"] = f"m {text}"[:200]
        # People's answers are held against what was not edited by hand.
        record["answer_sha256"] = sha256(record["answer"])
        file.write_text(json.dumps(record), "utf-8")
        factory.edit_json(
            site / "scenarios/variant/answers" / file.name,
            lambda of_variant, record=record: of_variant.update(_moved(record)),
        )
    issues = {f"issue-{n}": [20, 30, 40] for n in (1, 2)}
    texts = dict.fromkeys(("source", "licence", "asked", "people", "changed"), "x")
    factory.write_observed(site, counts={"role-a": issues, "shared": issues}, **filler.fill(texts))
    return filler.marks


def _moved(record: dict[str, Any]) -> dict[str, Any]:
    """The same answer by the same model, with a stance that moved."""
    stances = record["answer"]["stances"]
    shares = dict(reversed(stances["issue-1"]["shares"].items()))
    moved = dict(zip(stances["issue-1"]["shares"], shares.values(), strict=True))
    answer = {
        **record["answer"],
        "stances": {**stances, "issue-1": {**stances["issue-1"], "shares": moved}},
    }
    return {"model": record["model"], "answer": answer, "answer_sha256": sha256(answer)}


def _one_sentence(text: str) -> str:
    return re.sub(r"(?<=[.!?…。！？])([\"'”’)\]]*)\s+", r"\1", squeeze(text))


class Shape(HTMLParser):
    """What a page is made of: elements with the names of their attributes, links, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.links: list[str] = []
        self.texts: list[str] = []
        self._text: list[str] = []
        self.feed(text)
        self.close()
        self.texts.append(squeeze(" ".join(self._text)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "bdi" and not attrs:
            # What sets letters that are read from right to left apart.
            return
        self.elements[f"{tag} {sorted(name for name, _ in attrs)}"] += 1
        self.links += [v or "" for name, v in attrs if name in {"href", "src", "action"}]
        self.texts += [squeeze(v) for name, v in attrs if v and name not in {"href", "id"}]

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def check(
    found: dict[str, Shape],
    expected: dict[str, Shape],
    marks: list[str],
    text: str,
    place: Place,
) -> None:
    assert found.keys() == expected.keys()
    shown = set()
    for name, page in found.items():
        assert page.elements == expected[name].elements, name
        assert len(page.links) == len(expected[name].links), name
        for link, other in zip(page.links, expected[name].links, strict=True):
            # Headings without an anchor of their own get one from their text.
            assert re.sub("#.*", "", link) == re.sub("#.*", "", other), name
        for mark, beside in _beside(page, text, place):
            if place == "before" and beside != squeeze(text):
                # Cards give a reason's first sentence alone.
                assert beside.startswith(_first_sentence(text)), (name, mark)
                continue
            assert beside == squeeze(text), (name, mark)
            shown.add(mark)
    # Whatever a reader may read in one place, each field is whole on some page.
    assert shown == set(marks)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?…。！？])[\"'”’)\]]*\s", squeeze(text))[0]


def _beside(page: Shape, text: str, place: Place) -> Iterator[tuple[str, str]]:
    """Every mark on a page, with as much text before or after it as was put there."""
    length = len(squeeze(text))
    for seen in page.texts:
        for mark in re.finditer(r"zq\d+q", seen):
            if place == "before":
                yield mark[0], seen[mark.end() + 1 : mark.end() + 1 + length]
            else:
                yield mark[0], seen[max(0, mark.start() - 1 - length) : mark.start() - 1]
