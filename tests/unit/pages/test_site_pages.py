"""The pages of the whole site: the newest, the strongest conflicts, and roles across scenarios."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import factory
import pytest

FOR = (0, 5, 10, 40, 45)
AGAINST = (45, 40, 10, 5, 0)


def _shared(root: Path) -> None:
    (root / "scenarios").mkdir()
    (root / "scenarios" / "personas.yml").write_text(
        "- {id: planner, name: Planner, description: Plans.}\n"
        "- {id: idle, name: Idle, description: Is never asked.}\n",
        "utf-8",
    )


def _with_planner(roles: int, **more: Any) -> dict[str, Any]:
    data = factory.scenario(roles, 1, **more)
    data["personas"].append("planner")
    return data


def test_shared_roles_show_their_stances_across_scenarios(tmp_path: Path) -> None:
    _shared(tmp_path)
    factory.write_scenario(tmp_path, "bus", _with_planner(2, title="A bus"))
    factory.write_scenario(tmp_path, "tram", _with_planner(2))
    counts = {
        "planner": {"issue-1": (2, 3, 10, 40, 45)},
        "role-a": {"issue-1": (30, 33, 10, 20, 7)},
    }
    factory.write_records(tmp_path, counts=counts)
    pages = factory.pages_of(tmp_path)
    page = pages["personas/planner.md"]
    # 0.85 · 0.63 + 0.05 · 0.27; 2 · 0.85 · 0.05 and 2 · 0.27 · 0.63, this role's first.
    assert (
        "Clear conflict: about 55 of 100 pairs on opposite sides; 9 inside this role, "
        "34 inside the other" in page
    )
    assert "### A bus { #bus }" in page
    assert "### A new tram line { #tram }" in page
    assert "[85 : 5](../scenarios/bus/planner.md#issue-1)" in page
    assert (
        "- [Issue 1](../scenarios/bus/conflicts.md#issue-1--role-a--planner) with Role a<br>\n"
        "  Clear conflict: about 55 of 100 pairs on opposite sides; 9 inside this role, "
        "34 inside the other\n"
    ) in page
    assert "No scenario includes this role yet." in pages["personas/idle.md"]


def test_of_many_scenarios_a_role_shows_the_newest_in_full_and_names_the_others(
    tmp_path: Path,
) -> None:
    _shared(tmp_path)
    names = [f"s-{number:02}" for number in range(1, 23)]
    for name in names:
        language = "ko" if name == "s-07" else "en"
        data = _with_planner(1, title=f"Case {name}", language=language)
        factory.write_scenario(tmp_path, name, data)
    # The 23rd scenario, "tram", is the last by name of those with the newest answers.
    factory.write_scenario(tmp_path, "tram", _with_planner(1))
    factory.write_records(tmp_path)
    for name in ("s-05", "s-07"):
        for file in (tmp_path / "scenarios" / name / "answers").iterdir():
            file.write_text(file.read_text("utf-8").replace("2026-11-01", "2026-10-31"), "utf-8")
    (tmp_path / "scenarios/tram/answers/planner.json").unlink()
    pages = factory.pages_of(tmp_path)
    shown, further = pages["personas/planner.md"].split(
        "### Other scenarios { #_further data-search-exclude }"
    )
    assert "The 20 scenarios with the newest answers" in further
    in_full = re.findall(r"^### Case (.*) \{", shown, re.MULTILINE)
    assert in_full == [name for name in names if name not in ("s-05", "s-07")]
    assert [line for line in further.splitlines() if line.startswith("- ")] == [
        "- [Case s-05](../scenarios/s-05/planner.md)",
        "- [Case s-07](../scenarios/s-07/planner.md){ lang=ko }",
        "- [A new tram line](../scenarios/tram/planner.md) *Not answered yet.*",
    ]
    assert "*Scenarios: 23 · 2026-11-01*" in pages["personas/index.md"]


def test_the_home_page_shows_the_newest_and_the_strongest_conflicts(tmp_path: Path) -> None:
    for number in range(1, 6):
        name = f"s-{number}"
        factory.write_scenario(tmp_path, name, factory.scenario(2, 1, title=f"Case {name}"))
    apart = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": AGAINST}}
    factory.write_records(tmp_path, counts={role: {"issue-1": FOR} for role in apart})
    for name, date in (("s-2", "2026-11-03"), ("s-4", "2026-11-02")):
        for file in (tmp_path / "scenarios" / name / "answers").iterdir():
            file.write_text(file.read_text("utf-8").replace("2026-11-01", date), "utf-8")
    quiet = factory.pages_of(tmp_path)["index.md"]
    assert re.findall(r"scenarios/(s-\d)/index\.md", quiet) == ["s-2", "s-4", "s-1"]
    factory.write_records(tmp_path, counts=apart)
    contested = factory.pages_of(tmp_path)["index.md"]
    assert len(re.findall(r"scenarios/(s-\d)/", contested)) > 3


def test_no_scenarios_is_a_page_that_says_how_to_start(tmp_path: Path) -> None:
    pages = factory.pages_of(tmp_path)
    assert "There are no scenarios yet" in pages["scenarios/index.md"]
    assert [path for path in pages if path.startswith("personas/")] == []


@pytest.mark.parametrize(("language", "title"), [("en", "# Scenarios"), ("ko", "# 시나리오")])
def test_the_pages_of_the_site_speak_its_language(
    tmp_path: Path, language: str, title: str
) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(1, 1))
    pages = factory.pages_of(tmp_path, language)  # type: ignore[arg-type]
    assert title in pages["scenarios/index.md"].splitlines()
    # An explanation in each language that is there.
    found = {path for path in pages if "how-to-read" in path}
    assert found == {f"scenarios/how-to-read-{name}.md" for name in {"en", language}}


def test_shared_roles_in_another_language_than_the_site_say_so(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    roles = (
        "- {id: planner, name: {ko: 기획자, ar: مخطط}, description: {ko: 세웁니다., ar: يخطط.}}\n"
        "- {id: buyer, name: Buyer, description: Buys., goals: [Low stock]}\n"
    )
    (tmp_path / "scenarios/personas.yml").write_text(roles, "utf-8")
    data = factory.scenario(1, 1, language="ko")
    data["personas"] += ["planner", "buyer"]
    factory.write_scenario(tmp_path, data=data)
    factory.write_scenario(tmp_path, "bus", factory.scenario(1, 1))
    factory.write_records(tmp_path)
    german, arabic = (factory.pages_of(tmp_path, language) for language in ("de", "ar"))
    # Of no text the language is known that is the same in all.
    assert "- [Buyer](personas/buyer.md)" in german["index.md"]
    for page in ("index.md", "personas/index.md"):
        assert "[<bdi lang=ko>기획자</bdi>](" in german[page]
        assert "[<bdi>مخطط</bdi>](" in arabic[page]
    assert "# <bdi lang=ko>기획자</bdi>\n" in german["personas/planner.md"]
    assert "<div lang=ko markdown>\n\n세웁니다.\n\n</div>" in german["personas/planner.md"]
    assert '<option value="planner" lang=ko>기획자 (1)</option>' in german["scenarios/index.md"]
    assert '<option value="planner">مخطط (1)</option>' in arabic["scenarios/index.md"]
    assert 'title: "기획자"' in german["personas/planner.md"]


def test_a_role_in_a_scenario_of_another_language_is_reported_of_in_that_language(
    tmp_path: Path,
) -> None:
    """No line of the page is in two languages."""
    _shared(tmp_path)
    factory.write_scenario(tmp_path, "tram", _with_planner(2, language="ko"))
    counts = {"planner": {"issue-1": FOR}, "role-a": {"issue-1": AGAINST}}
    factory.write_records(tmp_path, counts=counts)
    page = factory.pages_of(tmp_path)["personas/planner.md"]
    assert (
        "conflicts.md#issue-1--role-a--planner) 상대: Role a<br>\n"
        "  뚜렷한 갈등: 100쌍 가운데 약 73쌍이 맞섬, 각 역할 안에서는 9쌍\n  { lang=ko }\n"
    ) in page


def test_a_tag_is_in_the_language_of_its_scenarios(tmp_path: Path) -> None:
    for language, tags in (("ko", ["출시", "KPI"]), ("en", ["launch", "KPI"])):
        data = factory.scenario(1, 1) | {"language": language, "tags": tags}
        factory.write_scenario(tmp_path, f"in-{language}", data)
    index = factory.pages_of(tmp_path)["scenarios/index.md"]
    assert '<option value="출시" lang=ko>' in index
    assert '<option value="launch">' in index
    # Of both languages, so it may be in that of the page.
    assert '<option value="KPI">' in index
