"""Voices in batches: all batches are sent before waiting, and each voice collects its own."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import factory
import pytest
from batch_runs import run as _run
from batch_runs import start as _start
from commands import ends_before, finished, tree
from fake_batches import FakeBatches
from faults import KEY
from panels import KEY_OF_OTHER, OTHER_KEY, configured, panel

BATCH = ("perspectives", "ask", "--batch")
VOICES = (*BATCH, "--panel", "--voice", "reversed")


@pytest.fixture
def batches() -> Iterator[FakeBatches]:
    with FakeBatches(api_key=KEY) as server:
        yield server


@pytest.fixture
def other() -> Iterator[FakeBatches]:
    with FakeBatches(api_key=KEY_OF_OTHER) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, other: FakeBatches) -> Path:
    """A site of three roles with a panel of two voices."""
    site = tmp_path / "site"
    configured(site, model="model-a", panel=panel(other.base_url))
    factory.write_scenario(site, data=factory.scenario(3))
    return site


def _records(site: Path) -> list[str]:
    return sorted(tree(site / "scenarios/tram/answers"))


EVERYBODY = sorted(
    f"role-{role}/{voice}.json" for role in "abc" for voice in ("other", "repeat", "reversed")
)


def test_every_voice_is_answered_in_a_batch_of_its_own(
    site: Path, batches: FakeBatches, other: FakeBatches
) -> None:
    result = _run(site, batches, *VOICES, OTHER_API_KEY=KEY_OF_OTHER)
    assert result.returncode == 0, result.stderr
    assert (batches.sizes, other.sizes) == ([3, 3], [3])
    assert (batches.count, other.count) == (0, 0)
    assert _records(site) == EVERYBODY
    assert "3 roles: all answered by other, repeat, reversed." in result.stdout
    again = _run(site, batches, *VOICES, OTHER_API_KEY=KEY_OF_OTHER)
    assert again.returncode == 0, again.stderr
    assert (batches.sizes, other.sizes) == ([3, 3], [3])


def test_all_is_sent_before_anything_is_waited_for(
    site: Path, batches: FakeBatches, other: FakeBatches
) -> None:
    """The first voice's batch takes its time; the others are in progress meanwhile."""
    other.holding = True
    process = _start(site, batches, *VOICES, OTHER_API_KEY=KEY_OF_OTHER)
    assert not ends_before(process, lambda: batches.sizes == [3, 3])
    other.holding = False
    result = finished(process)
    assert result.returncode == 0, result.stderr
    assert _records(site) == EVERYBODY


def test_an_interrupted_wait_is_taken_up_by_each_voices_own_command(
    site: Path, batches: FakeBatches, other: FakeBatches
) -> None:
    batches.holding = other.holding = True
    process = _start(site, batches, *VOICES, OTHER_API_KEY=KEY_OF_OTHER)
    assert not ends_before(process, lambda: batches.sizes == [3, 3])
    process.send_signal(signal.SIGINT)
    result = finished(process)
    assert re.search("perspectives ask --voice (other|reversed) --batch", result.stderr)
    batches.holding = other.holding = False
    info = _run(site, batches, "perspectives", "cache", "info")
    assert "3 questions to model-b (the voice other) in a batch" in info.stdout
    # The lead's own run neither queries them nor takes up their answers.
    lead = _run(site, batches, "perspectives", "ask")
    assert lead.returncode == 0, lead.stderr
    assert "it is collected by `perspectives ask --voice other`" in lead.stderr
    assert _records(site) == ["role-a.json", "role-b.json", "role-c.json"]
    plan = json.loads(_run(site, batches, "perspectives", "plan", "--json").stdout)
    in_batch = {v["voice"]: v["scenarios"][0]["in_batch"] for v in plan["voices"]}
    assert {voice: len(of) for voice, of in in_batch.items()} == {
        "other": 3,
        "repeat": 3,
        "reversed": 3,
    }
    # Directly or in batches, a voice's next run collects what is ready and pays for nothing.
    rest = _run(
        site,
        batches,
        "perspectives",
        "ask",
        "--panel",
        "--voice",
        "reversed",
        OTHER_API_KEY=KEY_OF_OTHER,
    )
    assert rest.returncode == 0, rest.stderr
    assert (batches.sizes, other.sizes) == ([3, 3], [3])
    assert (batches.count, other.count) == (3, 0)
    assert [name for name in _records(site) if "/" in name] == EVERYBODY


def test_a_server_without_batches_costs_the_others_nothing(
    site: Path, batches: FakeBatches, other: FakeBatches
) -> None:
    wrong = {"OTHER_API_KEY": "sk-wrong-0123456789"}
    result = _run(site, batches, *VOICES, **wrong)
    assert result.returncode == 1
    assert f"Check the key in {OTHER_KEY}" in result.stderr
    assert [name for name in EVERYBODY if "other" not in name] == _records(site)
