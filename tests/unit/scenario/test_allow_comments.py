"""Comments that switch rules off: beside, above, for all that is below, for the whole file."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import good, rules_in

NOTE = "# perspectives: allow"


def _file(root: Path) -> Path:
    """A scenario in which a role has no measure, and a statement two claims."""

    def edit(data: dict) -> None:  # type: ignore[type-arg]
        data["personas"][0]["description"] = "Drives the bus on six nights a week."
        data["issues"][0]["statement"] = "Fares should rise and bars should pay."

    assert rules_in(root, good("en", edit)) == ["no-measure", "two-claims"]
    return root / "scenarios/tram/scenario.yml"


def _left(root: Path, old: str, new: str) -> list[str]:
    file = _file(root)
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    return rules_in(root)


STATEMENT = "  statement: Fares should rise and bars should pay."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (STATEMENT, f"{STATEMENT} {NOTE} two-claims"),
        (STATEMENT, f"  {NOTE} two-claims\n{STATEMENT}"),
        (STATEMENT, f"  {NOTE} two-claims because the law says so\n  # Odd.\n{STATEMENT}"),
        (STATEMENT, f"  {NOTE} question,two-claims\n{STATEMENT}"),
        ("- id: every-night", f"{NOTE} two-claims\n- id: every-night"),
        ("- id: every-night", f"- id: every-night {NOTE} two-claims"),
        ("issues:", f"{NOTE} two-claims\nissues:"),
        ("issues:", f"issues:   {NOTE} two-claims"),
        ("title: A night bus", f"{NOTE} two-claims\n\ntitle: A night bus"),
    ],
)
def test_a_rule_is_switched_off(tmp_path: Path, old: str, new: str) -> None:
    assert _left(tmp_path, old, new) == ["no-measure"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (STATEMENT, f"  {NOTE} two-claims\n\n{STATEMENT}"),
        (STATEMENT, f"  {NOTE} question\n{STATEMENT}"),
        ("  title: Every night", f"  {NOTE} two-claims\n  title: Every night"),
        ("title: A night bus", f"title: A night bus {NOTE} two-claims"),
        ("personas:", f"personas: {NOTE} two-claims"),
    ],
)
def test_what_does_not_switch_it_off(tmp_path: Path, old: str, new: str) -> None:
    assert _left(tmp_path, old, new) == ["no-measure", "two-claims"]


def test_several_rules_for_a_whole_file(tmp_path: Path) -> None:
    head = f"# Ours.\n{NOTE} two-claims\n{NOTE} no-measure\ntitle: A night bus"
    assert _left(tmp_path, "title: A night bus", head) == []


def test_a_shared_role_has_its_comment_in_its_own_file(tmp_path: Path) -> None:
    shared = tmp_path / "scenarios/personas.yml"
    shared.parent.mkdir()
    text = "- id: neighbour\n  name: Neighbour\n  description: Lives above the stop and sleeps.\n"
    shared.write_text(text, "utf-8")
    data = good("en", lambda data: data["personas"].append("neighbour"))
    assert rules_in(tmp_path, data) == ["no-measure"]
    shared.write_text(f"{NOTE} no-measure\n{text}", "utf-8")
    assert rules_in(tmp_path) == []
