"""The calibration page: what it says of each voice, and what it leaves unsaid."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import numpy as np
import pytest

ISSUES = 12
KEYS = (
    *("voice", "model", "prompt", "issues", "tv", "tv_by_chance", "for_error", "opposed_error"),
    *("flags", "direction_right", "worth", "bands"),
)


def _asked(
    root: Path, issues: int = ISSUES, noise: float = 0.1, model: str = "m-1"
) -> dict[str, str]:
    """Pages of a site whose answers are people's, more or less."""
    random = np.random.default_rng(4)
    people, simulated = {}, {}
    for role in ("role-a", "role-b", "role-c"):
        people[role], simulated[role] = {}, {}
        for i in range(issues):
            truth = random.dirichlet([1, 2, 2, 2, 1])
            guess = (1 - noise) * truth + noise * random.dirichlet([1, 1, 1, 1, 1])
            counts = np.floor(guess * 100).astype(int)
            counts[2] += 100 - counts.sum()
            name = f"issue-{i + 1}"
            people[role][name] = [int(n) for n in random.multinomial(400, truth)]
            simulated[role][name] = tuple(int(n) for n in counts)
    factory.write_scenario(root, data=factory.scenario(3, issues))
    factory.write_records(root, model, counts=simulated)
    factory.write_observed(root, counts=people)
    return factory.pages_of(root)


def test_a_model_that_comes_close(tmp_path: Path) -> None:
    pages = _asked(tmp_path)
    page = pages["scenarios/calibration.md"]
    data = json.loads(pages["scenarios/calibration.json"])
    assert list(data) == ["format", "voices"]
    lead, nothing = data["voices"]
    assert tuple(lead) == tuple(nothing) == KEYS
    assert (lead["voice"], nothing["voice"]) == ("lead", "knows_nothing")
    assert (nothing["worth"], nothing["bands"]) == (None, None)
    n, low, high = lead["worth"].values()
    assert f"**About as good as asking {n:.0f} people of each role**" in page
    assert f"between {low:.0f} and {high:.0f}." in page
    assert list(lead["bands"]) == ["opposed", "for"]
    bands = [round(100 * band + 1e-9) for band in lead["bands"].values()]
    assert (
        f"was off by up to {bands[0]} of 100, the share of people who are for by up to {bands[1]}"
        in page
    )
    assert page.count("{ .psp-dot") == 3 * ISSUES
    assert "may have been among the texts" in page
    assert "[How far from people](calibration.md)" in pages["scenarios/index.md"]


def test_fewer_than_ten_issues_give_a_table_and_nothing_else(tmp_path: Path) -> None:
    pages = _asked(tmp_path, issues=9)
    page = pages["scenarios/calibration.md"]
    assert "People were asked on fewer than 10 issues." in page
    assert "| Issues on which people were asked (their number) | 9 | 9 |" in page
    assert "psp-dot" not in page
    assert "**" not in page
    lead = json.loads(pages["scenarios/calibration.json"])["voices"][0]
    assert (lead["worth"], lead["bands"]) == (None, None)
    assert lead["tv"] < 0.2


def test_samples_are_shown_and_calibrate_nothing(tmp_path: Path) -> None:
    pages = _asked(tmp_path, model="sample")
    page = pages["scenarios/calibration.md"]
    assert "## Written samples" in page
    assert "how far off other numbers may be is not taken from them" in page
    assert "four times in five" not in page
    lead = json.loads(pages["scenarios/calibration.json"])["voices"][0]
    assert lead["worth"] is not None
    assert lead["bands"] is None


@pytest.mark.parametrize(
    ("worth", "said"),
    [
        (
            (12.4, 9.0, 20.6),
            "asking 12 people of each role**, nineteen times in twenty between 9 and 21.",
        ),
        (
            (12.4, 9.0, None),
            "asking 12 people of each role**, nineteen times in twenty at least 9.",
        ),
        ((12.4, 12.4, 12.4), "asking 12 people of each role.**"),
        ((1.2, 1.0, 1.4), "asking 1 person of each role"),
        ((None, 40.0, None), "**No worse than a survey of this size.**"),
    ],
)
def test_worth_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth: tuple[float | None, ...], said: str
) -> None:
    from mkdocs_perspectives.compare import Worth, calibration

    monkeypatch.setattr(calibration, "worth", lambda _: Worth(*worth))
    assert said in _asked(tmp_path)["scenarios/calibration.md"]
