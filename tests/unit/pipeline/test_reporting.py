"""What a run's log says at its end: what was done, what is missing, what failed and why."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.ask import AskResult, Failure
from mkdocs_perspectives.common import ServerError, Settings
from mkdocs_perspectives.pipeline import report


def _told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.levelname, record.getMessage()) for record in caplog.records]


@pytest.fixture
def result(site: Path) -> AskResult:
    factory.write_scenario(site, data=factory.scenario(3, 1))
    return AskResult.of(factory.entries_of(site))


def test_nothing_to_say(
    site: Path, settings: Settings, result: AskResult, caplog: pytest.LogCaptureFixture
) -> None:
    factory.write_records(site)
    report(AskResult.of(factory.entries_of(site)), settings)
    assert _told(caplog) == []


def test_each_role_is_reported_once(
    settings: Settings, result: AskResult, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    failed, waiting, missing = result.entries
    result.requests = 1
    result.failures = [Failure(failed, "It broke.", "Mend it.")]
    result.waiting = {waiting: "2026-11-01 10:00 UTC"}
    report(result, settings)
    done, open_ones, in_batch, failures = _told(caplog)
    assert done[0] == "INFO"
    assert done[1].startswith("Answers: 0 answered by the model")
    assert open_ones[0] == "WARNING"
    assert open_ones[1].startswith("There is no API key: set OPENAI_API_KEY")
    assert in_batch == (
        "WARNING",
        "1 answer in a batch since 2026-11-01 10:00 UTC: tram/role-b. To get them:\n"
        "  perspectives ask --batch",
    )
    assert failures[1].startswith("1 role not answered:\n\n  failed: tram/role-a\n")
    assert missing.persona == "role-c"


def test_why_asking_was_given_up_is_a_warning(
    settings: Settings, result: AskResult, caplog: pytest.LogCaptureFixture
) -> None:
    result.stopped_by = ServerError("The server said no.", "Ask another.")
    report(result, settings)
    (told,) = _told(caplog)
    assert told == (
        "WARNING",
        "Stopped asking: The server said no.\n  Ask another.\n\n"
        "  This left 3 roles without a current answer. Once it is solved, ask again:\n"
        "    perspectives ask tram  (all 3 roles)",
    )
