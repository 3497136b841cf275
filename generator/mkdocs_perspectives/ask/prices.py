"""What tokens cost, from the price list bundled with genai-prices; uses no network."""

from __future__ import annotations

import logging

from mkdocs_perspectives.common import BudgetError, ModelSettings, counted, safe_line, shown_price
from mkdocs_perspectives.llm import Usage

__all__ = ["budget_error", "price_of"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_BATCH_FACTOR = 0.5
"""OpenAI's batch discount, used if the list has no batch price for the model."""


def price_of(
    settings: ModelSettings, usage: Usage, requests: int, *, batch: bool = False
) -> float | None:
    """The price of this many ``requests`` with this total ``usage``, in US dollars.

    None if the list does not have the model at this server, such as a self-hosted one. Long
    requests may cost more per token, so the price is that of the mean request times their number.

    Args:
        batch: whether they are sent through the Batch API. If the list has no batch price for a
            server other than OpenAI's, the result is the full price, an upper bound.
    """
    if requests == 0:
        return 0.0
    openai = settings.base_url is None
    where = {"provider_id": "openai"} if openai else {"provider_api_url": settings.shown_base_url}
    try:
        from genai_prices import Usage as Tokens
        from genai_prices import calc_price

        mean = Tokens(
            input_tokens=round(usage.input_tokens / requests),
            cache_read_tokens=round(min(usage.cached_tokens, usage.input_tokens) / requests),
            output_tokens=round(usage.output_tokens / requests),
        )
        price = float(calc_price(mean, settings.model, **where).total_price)
        if batch:
            context = {"processing": "batch"}
            listed = float(
                calc_price(mean, settings.model, price_context=context, **where).total_price
            )
            price = price * _BATCH_FACTOR if openai and listed == price else listed
    except (LookupError, ValueError):
        return None
    except Exception as error:  # An unreadable list must not cost an answer.
        log.debug("The price list cannot be read: %s", safe_line(f"{type(error).__name__} {error}"))
        return None
    return price * requests


def budget_error(
    settings: ModelSettings, price: float | None, questions: int
) -> BudgetError | None:
    """Why ``max_cost`` does not allow these questions at about this ``price``; None if it does."""
    limit = settings.max_cost
    if limit is None or questions == 0:
        return None
    if price is None:
        return BudgetError(
            f"max_cost is set, but the price of {settings.model!r} at this server is unknown, "
            "so no request is sent",
            "Remove max_cost and set max_requests instead.",
        )
    if price + settings.cost_before > limit:
        before = f" after {shown_price(settings.cost_before)}" if settings.cost_before else ""
        return BudgetError(
            f"{counted(questions, 'question')} would cost about {shown_price(price)}{before}, more "
            f"than max_cost (${limit:g}), so no request is sent",
            "Raise max_cost, or ask fewer roles: perspectives ask SCENARIO --persona ROLE",
        )
    return None
