"""The result of a run: which roles were answered, what it cost, and what failed and why."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import get_args

from mkdocs_perspectives.answers import Entry, EntryKey
from mkdocs_perspectives.common import PerspectivesError, counted, shown_price
from mkdocs_perspectives.llm import Fate, Usage

__all__ = ["AskResult", "Failure", "failure_table"]


@dataclass(frozen=True)
class Failure:
    """A persona that could not be answered: why, and what to do about it."""

    key: EntryKey
    reason: str
    remedy: str


@dataclass
class AskResult:
    """What a run did. ``entries`` are all given entries, updated with the new records."""

    entries: dict[EntryKey, Entry]
    answered: int = 0
    from_cache: int = 0
    requests: int = 0
    repaired: int = 0
    scaled: int = 0
    fates: Counter[Fate] = field(default_factory=Counter)
    """How the direct requests ended."""
    usage: Usage = field(default_factory=Usage)
    """The usage reported by all replies, including unusable ones."""
    price: float | None = 0.0
    """What that costs in US dollars; None if the price is unknown."""
    unknown: Counter[Fate] = field(default_factory=Counter)
    """How those requests ended that reported no usage, but may be billed."""
    estimated: Usage = field(default_factory=Usage)
    """The estimated usage of those."""
    estimated_price: float | None = 0.0
    expected_price: float | None = 0.0
    """The estimated price of the questions sent in batches."""
    failures: list[Failure] = field(default_factory=list)
    waiting: dict[EntryKey, str] = field(default_factory=dict)
    """The questions in a batch in progress, and since when."""
    stopped_by: PerspectivesError | None = None
    """Why the run was given up: the server refuses every request, answers cannot be recorded, or
    they would cost too much."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> AskResult:
        """The result of a run that has done nothing yet."""
        return cls({entry.key: entry for entry in entries})

    def wanted(self, *, refresh: bool = False) -> bool:
        """Whether any answer is needed: one that is not current, or with ``refresh`` any."""
        return any(refresh or entry.state != "current" for entry in self.entries.values())

    @property
    def complete(self) -> bool:
        """Whether every answer is current, and nothing went wrong."""
        return not (self.wanted() or self.waiting or self.stopped_by or self.failures)

    def spent(self) -> str:
        """What was spent so far, in a few words; empty if nothing was."""
        parts = []
        if tokens := self.usage.input_tokens + self.usage.output_tokens:
            parts.append(f"{tokens:,} tokens")
            if self.price is not None:
                parts.append(shown_price(self.price))
        if self.unknown:
            about = f" (about {shown_price(self.estimated_price)})" if self.estimated_price else ""
            parts.append(f"{counted(self.unknown.total(), 'request')} unknown{about}")
        return ", ".join(parts)

    def summary(self) -> str:
        """One line: how many answers arrived, and what they cost."""
        parts = [f"{self.answered} answered by the model", f"{self.from_cache} from the cache"]
        if self.repaired:
            parts.append(f"{self.repaired} after a repair")
        if self.scaled:
            parts.append(f"{self.scaled} with shares scaled to 100")
        if self.failures:
            parts.append(f"{len(self.failures)} failed")
        return f"{', '.join(parts)}; {self.account()}"

    def account(self) -> str:
        """How many requests were sent and what they took, as the end of a sentence."""
        usage = self.usage
        parts = (
            f"{counted(self.requests, 'request')}{self._ends()}",
            f"{usage.input_tokens} tokens in ({usage.cached_tokens} cached)",
            f"{usage.output_tokens} out",
            shown_price(self.price),
        )
        return f"{', '.join(parts)}."

    def _ends(self) -> str:
        """How the requests ended, unless all were replied to."""
        if self.fates.keys() <= {"replied"}:
            return ""
        return f" ({_listed(self.fates, replied='replied to')})"

    def unknown_costs(self) -> str:
        """One line on the requests whose cost is unknown; empty if there are none."""
        if not self.unknown:
            return ""
        number, estimated = self.unknown.total(), self.estimated
        ends = _listed(self.unknown, replied="without a report")
        cost = ""
        if self.price is not None and self.estimated_price is not None:
            together = shown_price(self.price + self.estimated_price)
            cost = f", {shown_price(self.estimated_price)}; with the rest, {together}"
        return (
            f"The usage of {counted(number, 'request')} is unknown ({ends}) and may "
            f"be billed: by estimate about {estimated.input_tokens} tokens in, "
            f"{estimated.output_tokens} out{cost}."
        )


def _listed(fates: Counter[Fate], *, replied: str) -> str:
    named: tuple[Fate, ...] = get_args(Fate)
    return ", ".join(
        f"{fates[fate]} {replied if fate == 'replied' else fate}" for fate in named if fates[fate]
    )


def failure_table(failures: Iterable[Failure]) -> str:
    """What failed, why, and what to do; roles that failed alike share a row of three lines."""
    alike: dict[tuple[str, str], list[str]] = {}
    for f in failures:
        alike.setdefault((f.reason, f.remedy), []).append(str(f.key))
    rows = []
    for (reason, remedy), names in sorted(alike.items(), key=lambda row: sorted(row[1])):
        failed = textwrap.fill(", ".join(sorted(names)), 88, break_on_hyphens=False)
        rows.append(
            f"  failed: {textwrap.indent(failed, ' ' * 10).strip()}\n"
            f"  why:    {reason}\n"
            f"  to do:  {remedy}"
        )
    return "\n\n".join(rows)
