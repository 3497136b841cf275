"""What a run spends: tokens and price of its replies, and the end that ``max_cost`` sets."""

from __future__ import annotations

from mkdocs_perspectives.ask.prices import price_of
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.common import BudgetError, ModelSettings, shown_price
from mkdocs_perspectives.llm import Usage

__all__ = ["Spending"]


class Spending:
    """Counts what one run spends, in its ``result``."""

    def __init__(self, result: AskResult, settings: ModelSettings) -> None:
        self._result, self._settings = result, settings
        self._direct = self._batched = Usage()
        self._requests = self._replies = 0

    def add(self, usage: Usage, requests: int) -> None:
        """Count what a reply used; end the run where it has cost all that it may.

        Args:
            requests: how many were sent so far in the run.
        """
        self._direct += usage
        self._requests = requests
        self._count()

    def add_batch(self, usage: Usage, replies: int) -> None:
        """The same of so many replies that arrived in a batch."""
        self._batched += usage
        self._replies += replies
        self._count()

    def _count(self) -> None:
        result, limit = self._result, self._settings.max_cost
        result.usage = self._direct + self._batched
        if result.price is not None:
            # Where it is not known once, it never is.
            direct = price_of(self._settings, self._direct, self._requests)
            batched = price_of(self._settings, self._batched, self._replies, batch=True)
            result.price = None if direct is None or batched is None else direct + batched
        if limit is None or result.price is None:
            return
        price = result.price + self._settings.cost_before
        if price >= limit:
            result.stopped_by = result.stopped_by or BudgetError(
                f"the answers so far cost {shown_price(price)}, and max_cost is ${limit:g}",
                "Raise max_cost; what is answered is not asked again.",
            )
