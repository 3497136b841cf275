"""Decides whether failures of a few roles mean that all requests of the run would fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from mkdocs_perspectives.answers import EntryKey
from mkdocs_perspectives.common import ServerError
from mkdocs_perspectives.llm import DoubtfulError, alike

__all__ = ["Doubts"]


class Doubts:
    """Counts the roles of one run that failed for reasons that may affect all roles.

    Not every error text of a server is known. But if several roles fail alike, from two scenarios
    if the run has as many, and none is answered, further requests are pointless.

    Args:
        scenarios: the number of scenarios in the run, 1 or more.
    """

    def __init__(self, scenarios: int) -> None:
        self._needed = min(2, scenarios)
        self._answered = False
        self._failed: defaultdict[str, set[EntryKey]] = defaultdict(set)

    def answered(self) -> None:
        """A reply has arrived for some role."""
        self._answered = True
        self._failed.clear()

    def failed(self, key: EntryKey, error: DoubtfulError) -> ServerError | None:
        """Count a failed role; the error that ends the run, if enough roles failed alike."""
        keys = self._failed[alike(error.message)]
        keys.add(key)
        if len(keys) < error.roles or (self._answered and not error.after_answers):
            return None
        if len(self.scenarios(keys)) < self._needed and not error.after_answers:
            return None
        return ServerError(f"{error.message} ({len(keys)} roles in a row)", error.remedy)

    def scenarios(self, keys: Collection[EntryKey] | None = None) -> set[str]:
        """The scenarios of ``keys``; by default, of all roles counted as failed."""
        if keys is None:
            keys = [key for failed in self._failed.values() for key in failed]
        return {key.scenario for key in keys}
