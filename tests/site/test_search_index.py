"""The theme's search index of generated pages: every text once, and what a site sets holds."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import factory
import markdown
import pytest
from commands import ROOT, Run

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
GENERATED = sorted(
    file
    for folder in ("scenarios", "personas")
    for file in (ROOT / "docs" / folder).rglob("*.md")
    if b"generated: perspectives" in file.read_bytes()
)
EXCLUDED = "data-search-exclude"


class _Exclusions(HTMLParser):
    """Elements that the theme would leave out wrongly, as it follows them by the tag's name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.count = 0
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        excluded = any(name == EXCLUDED for name, _ in attrs)
        self.count += excluded
        if excluded and any(name == "li" for name, _ in self.open):
            self.faults.append(f"<{tag}> is excluded inside a list item")
        if (tag, True) in self.open:
            self.faults.append(f"<{tag}> inside an excluded <{tag}>")
        if tag not in {"br", "img", "hr", "input", "link", "meta"}:
            self.open.append((tag, excluded))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass


def _exclusions(page: Path) -> _Exclusions:
    text = page.read_text("utf-8").split("\n---\n", 1)[1]
    return _Exclusions(markdown.markdown(text, extensions=EXTENSIONS))


@pytest.mark.parametrize("page", GENERATED, ids=lambda file: str(file.relative_to(ROOT / "docs")))
def test_nothing_is_excluded_in_a_way_that_the_theme_cannot_follow(page: Path) -> None:
    assert _exclusions(page).faults == []


def test_what_the_theme_cannot_follow_is_seen() -> None:
    assert _Exclusions(f"<div {EXCLUDED}><div>x</div></div>").faults
    assert _Exclusions(f"<ul><li><p {EXCLUDED}>x</p></li></ul>").faults
    assert not _Exclusions(f"<div><div {EXCLUDED}><p>x</p></div><div>y</div></div>").faults


def _index(site: Path) -> list[dict[str, str]]:
    docs: list[dict[str, str]] = json.loads(
        (site / "search" / "search_index.json").read_text("utf-8")
    )["docs"]
    return docs


def _plain(text: str) -> str:
    """The words of a text or of an entry, without marks of HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


SIDES = (("strongly_against", "against"), ("for", "strongly_for"))


def _texts(answer: dict) -> Iterator[tuple[str, str]]:  # type: ignore[type-arg]
    """Every text of an answer with the anchor of the section that holds it."""
    yield "_view", answer["summary"]
    for consideration in answer["considerations"]:
        yield "_considerations", consideration["title"]
        yield "_considerations", consideration["detail"]
    for issue, stance in answer["stances"].items():
        yield issue, stance["position"]
        yield issue, stance["reason"]
        sides = [sum(stance["shares"][key] for key in keys) for keys in SIDES]
        if stance.get("minority") and min(sides) >= 5:
            yield issue, stance["minority"]
    for number, friction in enumerate(answer["frictions"], 1):
        for key in ("my_side", "their_side", "why", "way_forward"):
            if friction[key] is not None:
                yield f"_friction-{number}", friction[key]
    for question in answer.get("open_questions", ()):
        yield "_open-questions", question
    yield "_would-change-mind", answer["would_change_mind"]


def test_every_text_of_an_answer_is_found_once_in_its_own_section(shipped: Path) -> None:
    entries = {doc["location"]: _plain(doc["text"]) for doc in _index(shipped)}
    everything = "\n".join(entries.values())
    searched = re.search(r"search_pages: \[(.*)\]", (ROOT / "mkdocs.yml").read_text("utf-8"))
    assert searched is not None
    folders = [ROOT / "scenarios" / name for name in searched[1].split(", ")]
    records = [record for folder in folders for record in sorted(folder.glob("answers/*.json"))]
    assert len(records) >= 20
    texts = [
        (f"scenarios/{record.parent.parent.name}/{record.stem}/#{anchor}", _plain(text))
        for record in records
        for anchor, text in _texts(json.loads(record.read_text("utf-8"))["answer"])
    ]
    # Two roles may say the same, which is then found twice.
    said = Counter(words for _, words in texts)
    found: Counter[bool] = Counter()
    for place, words in texts:
        assert words in entries[place], (place, words)
        # A title of two words may be said elsewhere as well.
        found[len(words) < 30 or everything.count(words) == said[words]] += 1
    assert found[False] == 0
    assert found[True] > 500


def test_what_only_counts_or_repeats_is_not_in_the_index(shipped: Path) -> None:
    for said in (
        "Strongly against",
        "of 100 pairs",
        "Of 100 people",
        "no model was asked",
        "100명",
    ):
        own = [doc for doc in _index(shipped) if said in _plain(doc["text"])]
        assert all("how-to-read" in doc["location"] or "guide" in doc["location"] for doc in own)
    titles = {_plain(doc["title"]) for doc in _index(shipped)}
    assert "Where it stands" not in titles
    folders = [doc["location"].rstrip("/").split("/")[-1] for doc in _index(shipped)]
    assert "comparisons" not in folders
    assert "conflicts" not in folders


def test_what_a_site_sets_for_its_search_holds(site: Path, run: Run) -> None:
    plugins = "plugins: [meta, search, perspectives]"
    factory.write_site(site, factory.MKDOCS.replace("plugins: [search, perspectives]", plugins))
    factory.write_scenario(site)
    factory.write_scenario(site, "bridge", factory.scenario(title="A bridge"))
    factory.write_records(site)
    hidden, boosted = site / "docs/scenarios/bridge", site / "docs/scenarios/tram"
    for folder, setting in ((hidden, "exclude: true"), (boosted, "boost: 3")):
        folder.mkdir(parents=True)
        (folder / ".meta.yml").write_text(f"search:\n  {setting}\n", "utf-8")
    assert run("mkdocs", "build", "--strict").returncode == 0
    docs = _index(site / "site")
    assert not [doc for doc in docs if doc["location"].startswith("scenarios/bridge/")]
    tram = [doc for doc in docs if doc["location"].startswith("scenarios/tram/")]
    assert len(tram) > 20
    assert {doc.get("boost") for doc in tram} == {3}


def test_a_scenario_counts_more_than_its_pages(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    late = {"title": "Later", "extends": "tram", "change": "It opens a year later."}
    factory.write_scenario(site, "late", late)
    factory.write_records(site)
    assert run("mkdocs", "build", "--strict").returncode == 0
    boosted = {doc["location"].split("#")[0] for doc in _index(site / "site") if "boost" in doc}
    assert boosted == {"scenarios/tram/"}


def test_search_pages_says_which_pages_are_found(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    factory.write_records(site)
    assert run("mkdocs", "build", "--strict").returncode == 0
    pages = sorted((site / "docs/scenarios").rglob("*.md"))
    written = {page: page.read_bytes() for page in pages}
    everywhere = {doc["location"].split("#")[0] for doc in _index(site / "site")}
    assert "scenarios/tram/role-a/" in everywhere

    option = "perspectives: {search_pages: scenarios}"
    (site / "mkdocs.yml").write_text(factory.MKDOCS.replace("perspectives]", f"{option}]"), "utf-8")
    result = run("mkdocs", "build", "--strict")
    assert result.returncode == 0, result.stderr
    found = {doc["location"].split("#")[0] for doc in _index(site / "site")}
    assert found == {"", "scenarios/tram/"}
    # It is no part of the committed pages.
    assert {page: page.read_bytes() for page in pages} == written


def test_search_pages_lists_scenarios_of_which_all_pages_are_found(site: Path, run: Run) -> None:
    option = "perspectives: {search_pages: [bridge]}"
    factory.write_site(site, factory.MKDOCS.replace("perspectives]", f"{option}]"))
    factory.write_scenario(site)
    factory.write_scenario(site, "bridge", factory.scenario(title="A bridge"))
    factory.write_records(site)
    result = run("mkdocs", "build", "--strict")
    assert result.returncode == 0, result.stderr
    found = {doc["location"].split("#")[0] for doc in _index(site / "site")}
    roles = {f"scenarios/bridge/role-{letter}/" for letter in "abcdef"}
    assert found == {"", "scenarios/tram/", "scenarios/bridge/", *roles}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("[brigde]", "search_pages in the configuration: no scenario 'brigde'."),
        ("most", "Expected all, scenarios, or a list of scenario ids, not 'most'."),
        ("[1]", "Expected all, scenarios, or a list of scenario ids, not [1]."),
    ],
)
def test_search_pages_that_name_nothing(site: Path, run: Run, value: str, says: str) -> None:
    option = f"perspectives: {{search_pages: {value}}}"
    factory.write_site(site, factory.MKDOCS.replace("perspectives]", f"{option}]"))
    factory.write_scenario(site)
    factory.write_records(site)
    result = run("mkdocs", "build", "--strict")
    assert result.returncode == 1
    assert says in result.stderr


def test_a_large_site_gets_one_hint_on_its_search(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    folder = site / "docs" / "scenarios" / "notes"
    folder.mkdir(parents=True)
    for number in range(1_000):
        (folder / f"note-{number}.md").write_text("x\n", "utf-8")
    option = "perspectives: {mode: auto}"
    (site / "mkdocs.yml").write_text(
        factory.MKDOCS.replace("theme: {name: material}", "theme: {name: mkdocs}").replace(
            "perspectives]", f"{option}]"
        ),
        "utf-8",
    )
    result = run("mkdocs", "build")
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("search_pages: scenarios") == 1
