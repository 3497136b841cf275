"""The changes as JSON."""

from __future__ import annotations

from pathlib import Path

import factory
from mkdocs_perspectives.compare import diff
from mkdocs_perspectives.review import diff_json

FOR, AGAINST = (0, 0, 20, 40, 40), (40, 40, 20, 0, 0)


def test_a_stance_that_moved(tmp_path: Path) -> None:
    states = []
    for name, last in (("before", FOR), ("after", AGAINST)):
        factory.write_scenario(tmp_path / name, data=factory.scenario(2, 1))
        counts = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": last}}
        factory.write_records(tmp_path / name, counts=counts)
        states.append({entry.key: entry for entry in factory.entries_of(tmp_path / name)})
    data = diff_json("HEAD", 0.25, diff(*states))
    (scenario,) = data.pop("scenarios")
    assert data == {"format": 1, "base": "HEAD", "min_change": 0.25}
    # (0, 0, 20, 40, 40) has mean 0.6 + 1.6 + 2.0 = 4.2; its mirror image 0.4 + 0.8 + 0.6 = 1.8.
    # Excess 0.8 · 0.8 = 0.64; importance 1 and 2 of the factory.
    assert scenario == {
        "scenario": "tram",
        "status": "changed",
        "extends": None,
        "answered": [],
        "asked_again": ["role-b"],
        "accepted": [],
        "edited": [],
        "gone": [],
        "stances": [
            {
                "persona": "role-b",
                "issue": "issue-1",
                "voice": "lead",
                "mean": [4.2, 1.8],
                "for": [0.8, 0.0],
                "against": [0.0, 0.8],
            }
        ],
        "below_min_change": 0,
        "conflicts": {
            "appeared": [
                {
                    "issue": "issue-1",
                    "a": "role-a",
                    "b": "role-b",
                    "rank": 1,
                    "tier": "clear",
                    "opposed": 0.64,
                    "severity": 0.192,
                }
            ],
            "gone": [],
            "tier": [],
            "reordered": [],
        },
        "common_ground": {
            "won": [],
            "lost": [{"issue": "issue-1", "side": "for", "share": 0.8}],
        },
        "considerations": [],
    }
