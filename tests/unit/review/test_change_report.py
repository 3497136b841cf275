"""The changes in words: for a terminal, and for a comment without notifications."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import ScenarioDiff, diff
from mkdocs_perspectives.review import review_markdown, review_text

FOR, AGAINST = (0, 0, 20, 40, 40), (40, 40, 20, 0, 0)


def _changed(tmp_path: Path, title: str = "Issue 1") -> list[ScenarioDiff]:
    """Three roles for the first issue, of which the last changes its mind."""
    states = []
    for name, last in (("before", FOR), ("after", AGAINST)):
        root = tmp_path / name
        data = factory.scenario(3, 1)
        data["issues"][0]["title"] = title
        factory.write_scenario(root, data=data)
        spreads = {role: {"issue-1": FOR} for role in ("role-a", "role-b")}
        factory.write_records(root, counts={**spreads, "role-c": {"issue-1": last}})
        states.append({entry.key: entry for entry in factory.entries_of(root)})
    return diff(*states)


def test_a_moved_stance_and_its_consequences(tmp_path: Path) -> None:
    text = review_text("HEAD", _changed(tmp_path), 0.25)
    assert text == (
        "What changed in the perspectives since HEAD:\n"
        "\n"
        "tram: A new tram line\n"
        "- Asked again: Role c\n"
        "- Stances\n"
        "  - Role c on Issue 1: mean 4.20 ↓ 1.80, for 80 → 0, against 0 → 80\n"
        "- Conflicts\n"
        "  - appeared: Issue 1, Role b and Role c (64 of 100 pairs on opposite sides), "
        "clear, now number 1\n"
        "  - appeared: Issue 1, Role a and Role c (64 of 100 pairs on opposite sides), "
        "clear, now number 2\n"
        "- Common ground\n"
        "  - lost: for Issue 1 (at least 80 of 100 in every role)"
    )


def test_nothing_changed() -> None:
    assert review_text("HEAD", [], 0.25) == "No perspective has changed since HEAD."
    assert review_markdown("HEAD", [], 0.25).endswith("No perspective has changed.\n")


def test_markdown_escapes_and_notifies_nobody(tmp_path: Path) -> None:
    title = "<img src=x> @octocat #1 [x](http://example.org) **b**"
    text = review_markdown("main@2", _changed(tmp_path, title), 0.25)
    for sign in ("<img", "@octocat", "&#64;octocat", "#1", "](http", "**b**", "main@"):
        assert sign not in text
    assert text.startswith("## What changed in the perspectives\n")
    assert "- **Stances**\n  - Role c on &lt;img" in text


@pytest.mark.parametrize("form", [review_text, review_markdown])
def test_scenarios_that_are_new_or_gone_are_marked(tmp_path: Path, form) -> None:  # type: ignore[no-untyped-def]
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    factory.write_records(tmp_path)
    state = {entry.key: entry for entry in factory.entries_of(tmp_path)}
    assert "tram: A new tram line (new)" in form("HEAD", diff({}, state), 0.25)
    assert "tram: A new tram line (removed, with 2 answers)" in form("HEAD", diff(state, {}), 0.25)


def test_markdown_is_in_the_language_of_the_site(tmp_path: Path) -> None:
    text = review_markdown("HEAD", _changed(tmp_path), 0.25, Words("ko"))
    assert text == (
        "## 관점에서 달라진 점\n"
        "\n"
        "HEAD와 비교했습니다. 시뮬레이션한 내용이며, 실제 사람이 한 말이 아닙니다.\n"
        "\n"
        "- **tram: A new tram line**: 다시 질문한 역할 1개, 0.25점 이상 달라진 입장 1개, "
        "새로 생긴 갈등 2건 및 의견이 모이거나 모이지 않게 된 쟁점 1개\n"
        "\n"
        "### tram: A new tram line\n"
        "\n"
        "- **다시 질문한 역할**: Role c\n"
        "- **입장**\n"
        "  - Role c, Issue 1: 평균 4.20 ↓ 1.80, 찬성 80 → 0, 반대 0 → 80\n"
        "- **갈등**\n"
        "  - 새로 생김: Issue 1, Role b와 Role c (100쌍 가운데 64쌍에서 맞섬), 뚜렷한 갈등, "
        "현재 1번째\n"
        "  - 새로 생김: Issue 1, Role a와 Role c (100쌍 가운데 64쌍에서 맞섬), 뚜렷한 갈등, "
        "현재 2번째\n"
        "- **의견이 모이는 쟁점**\n"
        "  - 모이지 않게 됨: Issue 1 찬성 (모든 역할에서 100명 가운데 적어도 80명)\n"
    )


def test_in_a_language_without_words_it_is_english_and_not_marked(tmp_path: Path) -> None:
    changes = _changed(tmp_path)
    english = review_markdown("HEAD", changes, 0.25)
    assert review_markdown("HEAD", changes, 0.25, Words("nl")) == english.replace(
        # Lists are as in Dutch.
        "1 role asked again, 1 stance moved by 0.25 or more, 2 conflicts appeared, and common",
        "1 role asked again, 1 stance moved by 0.25 or more, 2 conflicts appeared en common",
    )
    own = {"nl": {"review_stances": "Standpunten"}}
    assert "- **Standpunten**\n" in review_markdown("HEAD", changes, 0.25, Words("nl", own))


def test_names_from_the_right_stand_apart(tmp_path: Path) -> None:
    text = review_markdown("HEAD", _changed(tmp_path, "فتح"), 0.25)
    assert "Role c on <bdi>فتح</bdi>: mean" in text
