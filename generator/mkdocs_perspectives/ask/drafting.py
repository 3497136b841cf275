"""Asks the model to draft a scenario: one request, and another if the draft needs a repair."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mkdocs_perspectives.answers import AnswerError, Draft, Entry, parse_draft
from mkdocs_perspectives.ask.prices import budget_error, price_of
from mkdocs_perspectives.ask.progress import Progress
from mkdocs_perspectives.ask.reply_reading import parsed, refuse_key, unrepaired
from mkdocs_perspectives.ask.request_events import counting
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.ask.spending import Spending
from mkdocs_perspectives.ask.token_estimate import tokens_of
from mkdocs_perspectives.ask.unexpected import unexpected
from mkdocs_perspectives.common import PerspectivesError, ServerError, Settings, canonical_json
from mkdocs_perspectives.llm import (
    OnEvent,
    Reply,
    RequestError,
    Usage,
)
from mkdocs_perspectives.prompt import DraftWish, draft_messages, draft_schema, repair_messages

if TYPE_CHECKING:
    from mkdocs_perspectives.llm.model import Model

__all__ = ["Drafted", "ask_for_draft"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_NAME = "the draft"

_PER_ROLE, _PER_STATEMENT = 120, 60
"""About how many tokens a proposed role and statement take."""


@dataclass(frozen=True)
class Drafted:
    """A draft, and the name of its model as reported by the server."""

    draft: Draft
    model: str


def ask_for_draft(
    wish: DraftWish, settings: Settings
) -> tuple[AskResult, Drafted | PerspectivesError]:
    """Ask the model for a draft, and once more for a repair if it cannot be used.

    Returns:
        the result of the requests; and the draft, or why there is none.

    Raises:
        KeyboardInterrupt: after logging what the interrupted request may cost.
    """
    result, model = AskResult.of(()), settings.model
    asked = json.dumps([draft_messages(wish), draft_schema(wish)], ensure_ascii=False)
    output = wish.roles * _PER_ROLE + wish.statements * _PER_STATEMENT
    expected = Usage(input_tokens=tokens_of(asked), output_tokens=output)
    over_budget = budget_error(model, price_of(model, expected, 1), 1)
    if over_budget is not None:
        return result, over_budget
    try:
        return result, asyncio.run(_ask(wish, settings, result, expected))
    except KeyboardInterrupt:
        unknown = result.unknown_costs()
        log.warning("Interrupted: nothing was drafted.%s", f"\n  {unknown}" if unknown else "")
        raise
    except PerspectivesError as error:
        return result, error
    except RequestError as error:
        stopped = result.stopped_by
        return result, stopped or PerspectivesError(error.message, error.remedy)
    except Exception as error:
        return result, unexpected(error)


async def _ask(wish: DraftWish, settings: Settings, result: AskResult, expected: Usage) -> Drafted:
    """Request the draft.

    Raises:
        RequestError: there is no usable draft.
        ServerError, ConfigError: other requests would fail as well.
    """
    # Imported here, since it takes a second.
    from mkdocs_perspectives.llm.model import Model

    spending = Spending(result, settings.model, _Guess(expected))
    with Progress(1, result.spent) as progress:
        async with Model(settings.model, settings.model.api_key) as model:
            on_event = counting(_NAME, None, spending, progress, model)
            progress.started(_NAME)
            try:
                reply, draft = await _drafted(wish, model, on_event, progress, result)
            except RequestError as error:
                progress.failed(_NAME, error.message)
                raise
            finally:
                result.requests = model.requests
            progress.answered(_NAME)
    return Drafted(draft, reply.model)


async def _drafted(
    wish: DraftWish, model: Model, on_event: OnEvent, progress: Progress, result: AskResult
) -> tuple[Reply, Draft]:
    """The draft and its reply, after a repair if necessary."""
    messages, schema = draft_messages(wish), draft_schema(wish)
    first = await model.complete(messages, schema, on_event)
    try:
        return first, _draft_in(first, wish)
    except AnswerError as fault:
        enforced = None if model.takes_schema and not fault.schema_ignored else schema
        repair = repair_messages(messages, fault.quote, str(fault), enforced)
        progress.repairing(_NAME, str(fault))
        result.repaired += 1
        try:
            second = await model.complete(repair, schema, on_event)
            return second, _draft_in(second, wish, lenient=True)
        except (AnswerError, RequestError, ServerError) as still:
            # A first draft whose only faults are in the wording is better than none.
            with contextlib.suppress(AnswerError):
                return first, _draft_in(first, wish, lenient=True)
            raise unrepaired(str(fault), still) from None


def _draft_in(reply: Reply, wish: DraftWish, *, lenient: bool = False) -> Draft:
    """The draft in a reply; for ``lenient`` and other errors see ``parse_draft``.

    Raises:
        RequestError: it was refused, filtered or cut off, or contains the API key.
    """
    draft = parsed(reply, partial(parse_draft, wish=wish, lenient=lenient))
    refuse_key(canonical_json(draft.model_dump()))
    return draft


class _Guess:
    """Estimates every request with the expected usage, since there are no earlier drafts."""

    def __init__(self, usage: Usage) -> None:
        self._usage = usage

    def usage(self, _: Iterable[Entry]) -> Usage:
        return self._usage
