"""The shared state of one run: the wanted answers, where they are stored, and the spending."""

from __future__ import annotations

from mkdocs_perspectives.answers import EntryKey
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.ask.answer_store import AnswerStore
from mkdocs_perspectives.ask.result import AskResult, Failure
from mkdocs_perspectives.ask.spending import Spending
from mkdocs_perspectives.ask.token_estimate import Estimator
from mkdocs_perspectives.common import Settings, safe_line

__all__ = ["AskRun"]

_LONGEST = 1000
"""Maximum length of the reason or remedy reported for one role."""


class AskRun:
    """What all parts of one run share.

    Args:
        refresh: whether all questions are sent again, and the cache is not read.
        estimator: estimates the tokens of requests whose usage is not reported.
    """

    def __init__(
        self,
        result: AskResult,
        settings: Settings,
        cache: AnswerCache,
        estimator: Estimator,
        *,
        refresh: bool,
    ) -> None:
        self.result, self.settings, self.refresh = result, settings, refresh
        self.store = AnswerStore(result, settings, cache, refresh)
        self.estimator = estimator
        self.spending = Spending(result, settings.model, estimator)

    def fail(self, key: EntryKey, reason: str, remedy: str) -> Failure:
        """Report a role as not answered."""
        failure = Failure(key, safe_line(reason, _LONGEST), safe_line(remedy, _LONGEST))
        self.result.failures.append(failure)
        return failure
