"""Gets answers from the cache, from batches, or else from the model.

Modules needed only for sending requests are imported only then: ``import openai`` alone takes
longer than reading a thousand records.
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
    """Get the answers that are not current: from the cache, or else from the model.

    Finished batches are collected first; questions that are still in a batch are not sent.

    Args:
        entries: the wanted answers; current ones are left alone.
        estimator: estimates beforehand whether ``max_cost`` would be exceeded.
        refresh: ask all of ``entries`` again, and do not read the cache.
        network: whether requests may be sent; the cache is used in any case.
        batch: use the Batch API, and wait for the answers.
        others: returns entries that are not wanted, but that batches may have answers for.

    Raises:
        CacheError, OutputError: nothing can be recorded, so nothing was sent. If this fails only
            later, no further requests are sent and ``stopped_by`` says why.
        KeyboardInterrupt: the answers so far are recorded.
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
    """Like ``get_answers``, in steps: yields the result once all requests are answered or, with
    ``batch``, sent; exhausting it waits for the batches.
    """
    result = AskResult.of(entries)
    may_ask = network and settings.can_ask
    cached = (settings.cache_dir / "cache.db").exists()
    if result.wanted(refresh=refresh):
        if not (may_ask or cached):
            yield result
            return
    # Current answers may be in a batch sent with ``refresh``, which only the cache knows.
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
