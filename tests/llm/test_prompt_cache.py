"""Common prefixes of requests for the provider's prompt cache, and reports of cached tokens."""

from __future__ import annotations

import json
import re
from pathlib import Path

import factory
import pytest
from commands import Run
from fake_server import FakeServer


def _requests(server: FakeServer, skip: int = 0) -> list[bytes]:
    return [request.data for request in server.requests[skip:]]


@pytest.mark.parametrize("unsupported", [set(), {"json_schema"}, {"json_schema", "json_object"}])
def test_what_a_scenarios_requests_share_comes_first_and_is_the_same_to_the_byte(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str], unsupported: set[str]
) -> None:
    # One at a time, so that only the first question meets a form that the server does not know.
    options = "perspectives: {concurrency: 1, seed: 1}]"
    factory.write_site(site, factory.MKDOCS.replace("perspectives]", options))
    factory.write_scenario(site)
    server.unsupported = unsupported
    assert run("perspectives", "ask", **asking).returncode == 0
    sent = _requests(server, skip=len(unsupported))
    assert len(sent) == 6
    # The last message is the role's own, and all before it is shared.
    parts = [data.decode().rpartition(',{"role":"user","content":"# Role: Role ') for data in sent]
    (text,) = {shared for shared, _, _ in parts}
    assert [own[0] for _, _, own in parts] == list("abcdef")
    # Providers put the schema before the messages; here it is in the body's order as well.
    if unsupported:
        # In words, it ends the shared message.
        assert text.index("# Situation: ") < text.index("```json")
    else:
        assert text.index('"json_schema":') < text.index("# Situation: ")
    bodies = [json.loads(data) for data in sent]
    assert all([m["role"] for m in body["messages"]] == ["system", "user"] for body in bodies)


def test_two_scenarios_share_nothing_but_the_instructions(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    """As where both have the same situation and issues, and only their roles tell them apart."""
    factory.write_scenario(site)
    data = factory.scenario(2)
    data["personas"] = [factory.persona(name) for name in ("nurse", "driver")]
    factory.write_scenario(site, "bus", data)
    assert run("perspectives", "ask", **asking).returncode == 0
    roles = {
        tuple(body["response_format"]["json_schema"]["schema"]["properties"]["frictions"]["items"]
              ["properties"]["with"]["enum"])
        for body in map(json.loads, _requests(server))
    }  # fmt: skip
    assert roles == {("nurse", "driver"), tuple(f"role-{letter}" for letter in "abcdef")}


@pytest.mark.parametrize("reports", [True, False])
def test_cached_tokens_are_reported_by_the_server_and_never_assumed(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str], reports: bool
) -> None:
    factory.write_scenario(site)
    server.reports_cached = reports
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    reported = re.search(r"tokens in \((\d+) cached\)", result.stderr)
    assert reported is not None
    # The server has seen the shared message before for all but the first of six.
    shared = json.loads(server.requests[0].data)["messages"][0]["content"]
    expected = 5 * (len(shared) // 4) if reports else 0
    assert int(reported[1]) == expected
    records = (site / "scenarios/tram/answers").iterdir()
    kept = [json.loads(file.read_text("utf-8"))["usage"]["cached_tokens"] for file in records]
    assert sum(kept) == expected
