"""Gets the answers that are wanted: from the cache, from batches, else from the model.

What is needed only where a question has to be asked is imported then: ``import openai`` alone
takes longer than reading a thousand records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.ask.token_estimate import Estimator
from mkdocs_perspectives.common import Settings

__all__ = ["get_answers", "getting_answers"]


def get_answers(
    entries: Iterable[Entry],
    settings: Settings,
    estimator: Estimator,
    *,
    refresh: bool = False,
    network: bool = True,
    batch: bool = False,
    others: Callable[[], Sequence[Entry]] = tuple,
) -> AskResult:
    """Get the answers that are not current: from the cache, else from the model.

    What batches sent before have ready is collected first; what is still in one is not asked.

    Args:
        entries: whose answers are wanted; those that are current are left alone.
        estimator: tells beforehand whether ``max_cost`` would be passed.
        refresh: ask all of ``entries`` anew and read nothing from the cache.
        network: whether the model may be asked; the cache is looked at in any case.
        batch: whether it is asked through the Batch API, and waited for.
        others: gives entries that are not asked for, but that batches may hold answers of.

    Raises:
        CacheError, OutputError: nothing can be recorded, so nothing was asked. Where this shows
            only while asking, no further questions are asked and ``stopped_by`` says why.
        KeyboardInterrupt: with the answers so far recorded.
    """
    for result in getting_answers(
        entries,
        settings,
        estimator,
        refresh=refresh,
        network=network,
        batch=batch,
        others=others,
    ):
        found = result
    return found


def getting_answers(
    entries: Iterable[Entry],
    settings: Settings,
    estimator: Estimator,
    *,
    refresh: bool = False,
    network: bool = True,
    batch: bool = False,
    others: Callable[[], Sequence[Entry]] = tuple,
) -> Iterator[AskResult]:
    """The same in steps: it yields its result once all is asked, or sent where batches are waited
    for; and when it is exhausted, all is there that will be.
    """
    result = AskResult.of(entries)
    may_ask = network and settings.can_ask
    cached = (settings.cache_dir / "cache.db").exists()
    if result.wanted(refresh=refresh):
        if not (may_ask or cached):
            yield result
            return
    # Answers that are current may be in a batch to be asked again, which only the cache knows.
    elif not (may_ask and cached):
        yield result
        return
    from mkdocs_perspectives.ask.direct import ask_directly, batches_noted

    if not (result.wanted(refresh=refresh) or batches_noted(settings)):
        yield result
        return
    if batch and may_ask:
        from mkdocs_perspectives.ask.batch.waiting import ask_in_batches

        steps = ask_in_batches(result, settings, estimator, refresh=refresh, others=others)
        next(steps, None)
        yield result
        for _ in steps:
            pass
    else:
        ask_directly(result, settings, estimator, refresh=refresh, network=may_ask, others=others)
        yield result
