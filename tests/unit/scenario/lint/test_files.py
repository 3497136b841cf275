"""What is wrong with a file as it is written: cut-off texts, comments that do nothing.

More cut-off texts are in ``tests/unit/scenario/test_yaml_remedies.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import good, warnings_in


def _with(root: Path, old: str, new: str) -> list[str]:
    warnings_in(root, good("en"))
    file = root / "scenarios/tram/scenario.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return [str(warning) for warning in warnings_in(root)]


@pytest.mark.parametrize("new", ["Bus #7", "Night #1 bus", "A night bus #soon"])
def test_a_title_that_a_comment_cuts_off(tmp_path: Path, new: str) -> None:
    (warning,) = _with(tmp_path, "A night bus", new)
    assert f"'{new}'" in warning
    assert "[cut-off]" in warning


@pytest.mark.parametrize(
    "new",
    ["'Bus #7'", "Bus#7", "Bus 7  # perspectives: allow cut-off", "'A # b'  # the old name"],
)
def test_titles_that_are_whole(tmp_path: Path, new: str) -> None:
    assert _with(tmp_path, "A night bus", new) == []


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("# perspectives: allow two-claim", "there is no rule 'two-claim'"),
        ("# perspectives: allow question, quiet", "there is no rule 'quiet'"),
        ("# perspectives: alow question", "this comment switches nothing off"),
        ("#perspectives:question", "this comment switches nothing off"),
    ],
)
def test_a_comment_that_switches_nothing_off(tmp_path: Path, comment: str, told: str) -> None:
    (warning,) = _with(tmp_path, "personas:\n", f"{comment}\npersonas:\n")
    assert told in warning
    assert "[unknown-rule]" in warning
    assert comment in warning


@pytest.mark.parametrize(
    "comment",
    ["# perspectives: allow question", "# Our perspectives differ", "# perspectives allow nothing"],
)
def test_comments_that_are_well(tmp_path: Path, comment: str) -> None:
    assert _with(tmp_path, "personas:\n", f"{comment}\npersonas:\n") == []
