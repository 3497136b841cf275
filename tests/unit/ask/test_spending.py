"""What a run spends: counted from every reply, and the end that ``max_cost`` sets."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.ask import AskResult
from mkdocs_perspectives.ask.spending import Spending
from mkdocs_perspectives.common import BudgetError, ModelSettings
from mkdocs_perspectives.llm import Usage

# At $0.15 and $0.60 for a million tokens in and out, 0.15 + 0.30 = 45 cents.
USAGE = Usage(input_tokens=1_000_000, output_tokens=500_000)


def test_direct_and_batched_replies_are_priced_apart() -> None:
    result = AskResult({})
    spending = Spending(result, ModelSettings("gpt-4o-mini"))
    spending.add(USAGE, 10)
    assert result.price == pytest.approx(0.45)
    spending.add_batch(USAGE, 10)
    assert result.price == pytest.approx(0.45 + 0.225)
    assert result.usage == USAGE + USAGE
    assert result.stopped_by is None


def test_a_run_ends_where_it_has_cost_all_that_it_may() -> None:
    result = AskResult({})
    spending = Spending(result, ModelSettings("gpt-4o-mini", max_cost=0.5))
    spending.add(USAGE, 10)
    assert result.stopped_by is None
    spending.add(USAGE, 20)
    assert isinstance(result.stopped_by, BudgetError)
    assert "cost $0.9000, and max_cost is $0.5" in str(result.stopped_by)


def test_an_unknown_price_stays_unknown_and_ends_nothing() -> None:
    result = AskResult({})
    spending = Spending(result, ModelSettings("a-model-nobody-knows", max_cost=0.01))
    spending.add(USAGE, 10)
    assert (result.price, result.stopped_by) == (None, None)
