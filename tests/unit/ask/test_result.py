"""The result of a run: its summary, and the table of failures."""

from __future__ import annotations

from pathlib import Path

import factory
from mkdocs_perspectives.answers import EntryKey
from mkdocs_perspectives.ask import AskResult, Failure, failure_table
from mkdocs_perspectives.llm import Usage


def test_only_answers_that_are_not_current_are_wanted_unless_refreshed(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    assert AskResult.of(factory.entries_of(tmp_path)).wanted()
    factory.write_records(tmp_path)
    result = AskResult.of(factory.entries_of(tmp_path))
    assert not result.wanted()
    assert result.wanted(refresh=True)


def test_the_summary_has_answers_requests_and_costs() -> None:
    result = AskResult({}, answered=3, from_cache=2, requests=1, price=None)
    result.usage = Usage(input_tokens=10, cached_tokens=4, output_tokens=5)
    assert result.summary() == (
        "3 answered by the model, 2 from the cache; 1 request, 10 tokens in (4 cached), 5 out, "
        "price unknown."
    )
    result.repaired, result.scaled, result.price = 1, 2, 0.5
    result.failures = [Failure(EntryKey("s", "p"), "why", "what")]
    assert result.summary().startswith(
        "3 answered by the model, 2 from the cache, 1 after a repair, 2 with shares scaled to 100, "
        "1 failed; "
    )
    assert result.summary().endswith("5 out, $0.5000.")


def test_the_summary_lists_requests_without_a_reply() -> None:
    result = AskResult({}, answered=2, requests=2)
    result.fates.update({"replied": 2})
    assert "; 2 requests, " in result.summary()
    result.requests = 9
    result.fates.update({"interrupted": 1, "timed out": 2, "refused": 3, "broken off": 1})
    assert (
        "; 9 requests (2 replied to, 3 refused, 2 timed out, 1 broken off, 1 interrupted), "
    ) in result.summary()


def test_unknown_costs_get_their_own_line() -> None:
    result = AskResult({}, price=0.5)
    assert result.unknown_costs() == ""
    result.unknown.update({"timed out": 2, "replied": 1})
    result.estimated = Usage(input_tokens=300, output_tokens=60)
    result.estimated_price = 0.25
    assert result.unknown_costs() == (
        "The usage of 3 requests is unknown (1 without a report, 2 timed out) and may be billed: "
        "by estimate about 300 tokens in, 60 out, $0.2500; with the rest, $0.7500."
    )
    result.price = result.estimated_price = None
    assert result.unknown_costs().endswith("by estimate about 300 tokens in, 60 out.")


def test_what_was_spent_so_far_in_a_few_words() -> None:
    result = AskResult({})
    assert result.spent() == ""
    result.usage, result.price = Usage(input_tokens=1200, output_tokens=34), 0.5
    assert result.spent() == "1,234 tokens, $0.5000"
    result.unknown.update({"timed out": 2})
    result.estimated_price = 0.25
    assert result.spent() == "1,234 tokens, $0.5000, 2 requests unknown (about $0.2500)"
    result.price = result.estimated_price = None
    assert result.spent() == "1,234 tokens, 2 requests unknown"


def test_roles_that_failed_alike_share_a_row() -> None:
    failures = [
        Failure(EntryKey("b", "z"), "It broke.", "Mend it."),
        Failure(EntryKey("b", "y"), "It was refused.", "Ask otherwise."),
        Failure(EntryKey("a", "x"), "It broke.", "Mend it."),
    ]
    assert failure_table(failures) == (
        "  failed: a/x, b/z\n  why:    It broke.\n  to do:  Mend it.\n"
        "\n"
        "  failed: b/y\n  why:    It was refused.\n  to do:  Ask otherwise."
    )


def test_long_lists_of_names_are_broken_between_names() -> None:
    failures = [Failure(EntryKey("a-scenario", f"a-role-{n:02}"), "w", "t") for n in range(20)]
    lines = failure_table(failures).splitlines()
    assert all(len(line) <= 100 for line in lines)
    names = " ".join(lines[:-2]).replace("failed:", "").replace(",", "").split()
    assert names == [f"a-scenario/a-role-{n:02}" for n in range(20)]
