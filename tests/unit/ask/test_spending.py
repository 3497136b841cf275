"""What a run spends, counted from every request, and the limit ``max_cost``."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask import AskResult, Estimator
from mkdocs_perspectives.ask.spending import Spending
from mkdocs_perspectives.common import BudgetError, ModelSettings
from mkdocs_perspectives.llm import Ended, Usage

# At $0.15 and $0.60 for a million tokens in and out, 0.15 + 0.30 = 45 cents.
USAGE = Usage(input_tokens=1_000_000, output_tokens=500_000)
REPLIED = Ended("replied", USAGE)


class _Fixed(Estimator):
    """Takes every question for the same."""

    def __init__(self) -> None:
        super().__init__(tuple)

    def usage(self, entries: object) -> Usage:
        return sum((USAGE for _ in entries), Usage())  # type: ignore[attr-defined]


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    factory.write_scenario(tmp_path, data=factory.scenario(1, 1))
    return factory.entries_of(tmp_path)[0]


def _spending(model: str = "gpt-4o-mini", max_cost: float | None = None) -> Spending:
    return Spending(AskResult({}), ModelSettings(model, max_cost=max_cost), _Fixed())


def test_direct_and_batched_replies_are_priced_separately(entry: Entry) -> None:
    spending = _spending()
    spending.add(REPLIED, entry)
    result = spending._result
    assert result.price == pytest.approx(0.45)
    spending.add_batched(REPLIED, entry)
    assert result.price == pytest.approx(0.45 + 0.225)
    assert result.usage == USAGE + USAGE
    assert (result.unknown.total(), result.estimated_price) == (0, 0)
    assert result.stopped_by is None


def test_unknown_usage_is_estimated_separately(entry: Entry) -> None:
    spending = _spending()
    result = spending._result
    for ended in (
        REPLIED,
        Ended("replied"),
        Ended("refused"),
        Ended("not delivered"),
        Ended("timed out"),
        Ended("timed out", USAGE),
        Ended("broken off"),
        Ended("interrupted"),
    ):
        spending.add(ended, entry)
    assert result.fates.total() == 8
    assert result.fates["timed out"] == 2
    # The gateway that gave up said what it took.
    assert result.usage == USAGE + USAGE
    assert result.price == pytest.approx(2 * 0.45)
    assert result.unknown == {"replied": 1, "timed out": 1, "broken off": 1, "interrupted": 1}
    assert result.estimated == USAGE + USAGE + USAGE + USAGE
    assert result.estimated_price == pytest.approx(4 * 0.45)


def test_unknown_usage_in_a_batch_costs_half(entry: Entry) -> None:
    spending = _spending()
    spending.add_batched(Ended("broken off"), entry)
    assert spending._result.estimated_price == pytest.approx(0.225)
    # For a question that is no longer wanted there is not even an estimate.
    spending.add_batched(Ended("broken off"), None)
    assert spending._result.unknown["broken off"] == 2
    assert spending._result.estimated_price == pytest.approx(0.225)


def test_what_is_sent_beside_the_question_counts(entry: Entry) -> None:
    spending = _spending()
    spending.add(Ended("timed out"), entry, beside="x" * 4000)
    # A token is about four characters.
    assert spending._result.estimated == USAGE + Usage(input_tokens=1000)


def test_a_run_ends_where_it_has_cost_all_that_it_may(entry: Entry) -> None:
    spending = _spending(max_cost=0.5)
    spending.add(REPLIED, entry)
    assert spending._result.stopped_by is None
    spending.add(REPLIED, entry)
    assert isinstance(spending._result.stopped_by, BudgetError)
    assert "answers so far cost $0.9000, and max_cost is $0.5" in str(spending._result.stopped_by)


def test_what_is_unknown_counts_towards_that_end(entry: Entry) -> None:
    spending = _spending(max_cost=1)
    for ended in (REPLIED, Ended("refused"), Ended("timed out")):
        spending.add(ended, entry)
        assert spending._result.stopped_by is None
    spending.add(Ended("broken off"), entry)
    assert (
        "the answers so far cost $0.4500, 2 requests of unknown cost about $0.9000 by estimate, "
        "and max_cost is $1"
    ) in str(spending._result.stopped_by)


def test_an_unknown_price_does_not_end_the_run(entry: Entry) -> None:
    spending = _spending("a-model-nobody-knows", max_cost=0.01)
    spending.add(Ended("timed out"), entry)
    spending.add(REPLIED, entry)
    result = spending._result
    assert (result.price, result.estimated_price, result.stopped_by) == (None, None, None)
    assert result.estimated == USAGE
