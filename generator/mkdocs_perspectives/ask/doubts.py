"""Whether what some roles met would be met by all: judged by how many met it, and who did not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from mkdocs_perspectives.answers import EntryKey
from mkdocs_perspectives.common import ServerError
from mkdocs_perspectives.llm import DoubtfulError, alike

__all__ = ["Doubts"]


class Doubts:
    """Counts the roles of one run that failed for reasons that may be everybody's.

    A server's words are not always known. But where several roles, of two scenarios if there are
    so many, fail alike and nobody is answered, asking on is in vain.

    Args:
        scenarios: how many the run asks for, 1 or more.
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
        """A role failed; the error that ends the run, where so many others did alike."""
        keys = self._failed[alike(error.message)]
        keys.add(key)
        if len(keys) < error.roles or (self._answered and not error.after_answers):
            return None
        if len(self.scenarios(keys)) < self._needed and not error.after_answers:
            return None
        return ServerError(f"{error.message} (met by {len(keys)} roles in a row)", error.remedy)

    def scenarios(self, keys: Collection[EntryKey] | None = None) -> set[str]:
        """The scenarios of ``keys``; by default, of all roles that failed and may not be alone."""
        if keys is None:
            keys = [key for failed in self._failed.values() for key in failed]
        return {key.scenario for key in keys}
