"""What a run of questions did: who was answered, what it took, and what failed, why, what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field

from mkdocs_perspectives.answers import Entry, EntryKey
from mkdocs_perspectives.common import PerspectivesError, counted, shown_price
from mkdocs_perspectives.llm import Usage

__all__ = ["AskResult", "Failure", "failure_table"]


@dataclass(frozen=True)
class Failure:
    """A persona that was asked and is not answered: why, and what to do about it."""

    key: EntryKey
    reason: str
    remedy: str


@dataclass
class AskResult:
    """What a run did. ``entries`` are all that were given, with the new records in them."""

    entries: dict[EntryKey, Entry]
    answered: int = 0
    from_cache: int = 0
    requests: int = 0
    repaired: int = 0
    scaled: int = 0
    usage: Usage = field(default_factory=Usage)
    """Of every reply that came, also of those that could not be used."""
    price: float | None = 0.0
    """US dollars, where the price is known."""
    failures: list[Failure] = field(default_factory=list)
    waiting: dict[EntryKey, str] = field(default_factory=dict)
    """What is being answered in a batch, and since when."""
    stopped_by: PerspectivesError | None = None
    """Why the run was given up: the server refuses every request, answers cannot be kept, or
    they would cost too much."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> AskResult:
        """The result of a run that has done nothing yet."""
        return cls({entry.key: entry for entry in entries})

    def wanted(self, *, refresh: bool = False) -> bool:
        """Whether any answer is to be had: one that is not current, or all anew."""
        return any(refresh or entry.state != "current" for entry in self.entries.values())

    @property
    def complete(self) -> bool:
        """Whether every answer is there, and nothing was wrong."""
        return not (self.wanted() or self.waiting or self.stopped_by or self.failures)

    def summary(self) -> str:
        """One line: how many were asked and answered, and what that took."""
        parts = [f"{self.answered} answered by the model", f"{self.from_cache} from the cache"]
        if self.repaired:
            parts.append(f"{self.repaired} after a repair")
        if self.scaled:
            parts.append(f"{self.scaled} with shares scaled to 100")
        if self.failures:
            parts.append(f"{len(self.failures)} failed")
        usage = self.usage
        tokens = f"{usage.input_tokens} tokens in ({usage.cached_tokens} cached), "
        took = f"{counted(self.requests, 'request')}, {tokens}{usage.output_tokens} out"
        return f"{', '.join(parts)}; {took}, {shown_price(self.price)}."


def failure_table(failures: Iterable[Failure]) -> str:
    """What failed, why and what to do; roles that failed alike share a row of three lines."""
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
