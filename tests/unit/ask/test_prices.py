"""Prices worked by hand, and the limit ``max_cost``."""

from __future__ import annotations

import pytest
from genai_prices import Usage as Tokens
from genai_prices import calc_price
from mkdocs_perspectives.ask.prices import budget_error, price_of
from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.llm import Usage

# The list price of gpt-4o-mini in US dollars per million tokens, as OpenAI publishes it.
IN, CACHED, OUT = 0.15, 0.075, 0.60


def test_a_price_worked_by_hand() -> None:
    usage = Usage(input_tokens=3_000_000, cached_tokens=1_000_000, output_tokens=500_000)
    price = price_of(ModelSettings("gpt-4o-mini"), usage, 1000)
    assert price == pytest.approx(2 * IN + 1 * CACHED + 0.5 * OUT)
    assert price_of(ModelSettings("gpt-4o-mini"), usage, 0) == 0
    assert price_of(ModelSettings("a-model-nobody-knows"), usage, 1) is None
    local = ModelSettings("gpt-4o-mini", base_url="http://127.0.0.1:8080/v1")
    assert price_of(local, usage, 1) is None


def test_many_short_requests_are_not_priced_as_one_long_one() -> None:
    """A more expensive tier for long requests must not apply to the sum of many short ones."""
    settings = ModelSettings("gpt-5.6-luna")
    one = Tokens(input_tokens=3000, output_tokens=2000)
    expected = float(calc_price(one, "gpt-5.6-luna", provider_id="openai").total_price)
    usage = Usage(input_tokens=3000 * 1000, output_tokens=2000 * 1000)
    assert price_of(settings, usage, 1000) == pytest.approx(1000 * expected)


def test_the_price_in_a_batch_is_half() -> None:
    usage = Usage(input_tokens=2_000_000, output_tokens=500_000)
    settings = ModelSettings("gpt-4o-mini")
    # $0.15 and $0.60 for a million tokens in and out.
    assert price_of(settings, usage, 1000) == pytest.approx(0.60)
    assert price_of(settings, usage, 1000, batch=True) == pytest.approx(0.30)
    elsewhere = ModelSettings("gpt-4o-mini", "http://localhost:1/v1")
    assert price_of(elsewhere, usage, 1000, batch=True) is None


@pytest.mark.parametrize(
    ("limit", "price", "questions", "message"),
    [
        (None, 9.0, 5, ""),
        (1.0, 1.0, 5, ""),
        (1.0, None, 0, ""),
        (1.0, 1.01, 5, "5 questions would cost about $1.01, more than max_cost ($1)"),
        (0.5, None, 1, "the price of 'm' at this server is unknown, so no request is sent"),
    ],
)
def test_what_max_cost_forbids(
    limit: float | None, price: float | None, questions: int, message: str
) -> None:
    error = budget_error(ModelSettings("m", max_cost=limit), price, questions)
    assert message in str(error or "")
    assert (error is None) == (message == "")
    assert error is None or error.remedy
