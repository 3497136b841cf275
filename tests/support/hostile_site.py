"""A site with hostile text in every text field, each with a unique mark.

By its mark, the text is found on the pages and compared exactly with the original; and the pages
must not differ from those with harmless text in anything but the text.
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

# In groups, since one text may close what another opens.
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
"""Where the mark of a field is, so that the text itself is at the field's end or start."""


def squeeze(text: str) -> str:
    return " ".join(text.split())


class _Filler:
    """Replaces every field with the text and a unique mark; ``marks`` are those used."""

    def __init__(self, text: str, place: Place) -> None:
        self.text, self.place = text, place
        self.marks: list[str] = []

    def fill(self, value: Any, key: str = "") -> Any:
        """``value`` with every text replaced, except ids, numbers and languages."""
        if isinstance(value, dict):
            return {k: self.fill(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.fill(v, key) for v in value]
        unchanged = {"id", "language", "personas", "with", "issue", "tags"}
        return self.marked() if isinstance(value, str) and key not in unchanged else value

    def marked(self) -> str:
        mark = f"zq{len(self.marks)}q"
        self.marks.append(mark)
        return f"{mark} {self.text}" if self.place == "before" else f"{self.text} {mark}"


def hostile_site(site: Path, text: str, place: Place) -> list[str]:
    """Write a site with ``text`` in every text field; returns the marks of the fields."""
    factory.write_site(site, MKDOCS)
    filler = _Filler(text, place)
    comparisons = [{"id": "both", "title": "x", "personas": ["role-a", "role-b", "shared"]}]
    data = factory.scenario(2, 2, comparisons=comparisons)
    data["personas"][0] |= {"level": "x", "goals": ["x", "x"]}
    data["issues"][0]["scale"] = ["x"] * 5
    personas = data.pop("personas")
    data = filler.fill(data)
    # The first sentence is shown outside the collapsed rest.
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
        # People's answers are only compared with answers that were not edited by hand.
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
    """The same answer from the same model, with one stance moved."""
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
    """The structure of a page: elements with their attribute names, links, and texts."""

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
            # Isolates right-to-left text.
            return
        self.elements[f"{tag} {sorted(name for name, _ in attrs)}"] += 1
        self.links += [v or "" for name, v in attrs if name in {"href", "src", "action"}]
        self.texts += [squeeze(v) for name, v in attrs if v and name not in {"href", "id"}]

    def handle_data(self, data: str) -> None:
        # A style sheet escapes text in its own way, and is tested by itself.
        if self.cdata_elem != "style":
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
            # The anchors of headings are derived from their text by default.
            assert re.sub("#.*", "", link) == re.sub("#.*", "", other), name
        for mark, beside in _beside(page, text, place):
            if place == "before" and beside != squeeze(text):
                # Cards show only the first sentence of a reason.
                assert beside.startswith(_first_sentence(text)), (name, mark)
                continue
            assert beside == squeeze(text), (name, mark)
            shown.add(mark)
    # Each field is shown completely on some page.
    assert shown == set(marks)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?…。！？])[\"'”’)\]]*\s", squeeze(text))[0]


def _beside(page: Shape, text: str, place: Place) -> Iterator[tuple[str, str]]:
    """Every mark on a page, with the text of the expected length before or after it."""
    length = len(squeeze(text))
    for seen in page.texts:
        for mark in re.finditer(r"zq\d+q", seen):
            if place == "before":
                yield mark[0], seen[mark.end() + 1 : mark.end() + 1 + length]
            else:
                yield mark[0], seen[max(0, mark.start() - 1 - length) : mark.start() - 1]
