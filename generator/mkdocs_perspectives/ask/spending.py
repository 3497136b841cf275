"""What a run spends: tokens and price of its requests, and the limit set by ``max_cost``.

The usage of some requests is unknown: their reply timed out, was cut off, or did not report it.
They may be billed, so they are estimated and counted separately.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask.prices import price_of
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.ask.token_estimate import tokens_of
from mkdocs_perspectives.common import BudgetError, ModelSettings, counted, shown_price
from mkdocs_perspectives.llm import Ended, Usage

__all__ = ["Spending"]


class _Estimates(Protocol):
    """What guesses what requests take; an ``Estimator`` where answers are asked for."""

    def usage(self, entries: Iterable[Entry], /) -> Usage: ...


@dataclass
class _Sum:
    """A number of requests, and their tokens."""

    requests: int = 0
    usage: Usage = field(default_factory=Usage)

    def add(self, usage: Usage) -> None:
        self.requests += 1
        self.usage += usage


class Spending:
    """Counts what one run spends, in its ``result``."""

    def __init__(self, result: AskResult, settings: ModelSettings, estimator: _Estimates) -> None:
        self._result, self._settings, self._estimator = result, settings, estimator
        self._known, self._known_in_batches = _Sum(), _Sum()
        self._unknown, self._unknown_in_batches = _Sum(), _Sum()

    @property
    def stopped(self) -> bool:
        """Whether the run is given up, as by ``max_cost``."""
        return self._result.stopped_by is not None

    def add(self, ended: Ended, entry: Entry | None, beside: str = "") -> None:
        """Count a request that has ended; stop the run once ``max_cost`` is reached.

        Args:
            entry: the entry whose question it asked.
            beside: the texts that were sent in addition to the question.
        """
        self._result.fates[ended.fate] += 1
        self._add(ended, entry, beside, self._known, self._unknown)

    def add_batched(self, ended: Ended, entry: Entry | None, beside: str = "") -> None:
        """The same for a request in a batch; ``entry`` is None if it is no longer wanted."""
        self._add(ended, entry, beside, self._known_in_batches, self._unknown_in_batches)

    def _add(
        self, ended: Ended, entry: Entry | None, beside: str, known: _Sum, unknown: _Sum
    ) -> None:
        if ended.unknown:
            self._result.unknown[ended.fate] += 1
            asked = [] if entry is None else [entry]
            unknown.add(self._estimator.usage(asked) + Usage(input_tokens=tokens_of(beside)))
        elif ended.usage != Usage():
            known.add(ended.usage)
        self._count()

    def _count(self) -> None:
        result, limit = self._result, self._settings.max_cost
        price = self._price(self._known, self._known_in_batches)
        estimated = self._price(self._unknown, self._unknown_in_batches)
        if price is None or estimated is None:
            price = estimated = None
        # Tokens come last: a bar that looks meanwhile shows no price for what has none.
        result.price, result.estimated_price = price, estimated
        result.usage = self._known.usage + self._known_in_batches.usage
        result.estimated = self._unknown.usage + self._unknown_in_batches.usage
        if price is None or estimated is None:
            return
        before = self._settings.cost_before
        if limit is not None and before + price + estimated >= limit:
            cost, unknown = shown_price(before + price), ""
            if result.unknown:
                requests = counted(result.unknown.total(), "request")
                unknown = f", {requests} of unknown cost about {shown_price(estimated)} by estimate"
            result.stopped_by = result.stopped_by or BudgetError(
                f"the answers so far cost {cost}{unknown}, and max_cost is ${limit:g}",
                "Raise max_cost; recorded answers are not requested again.",
            )

    def _price(self, direct: _Sum, batched: _Sum) -> float | None:
        """The price of both together, in US dollars; None if unknown."""
        one = price_of(self._settings, direct.usage, direct.requests)
        other = price_of(self._settings, batched.usage, batched.requests, batch=True)
        return None if one is None or other is None else one + other
