"""Asking for a proposal: one request, and one more to mend it; the accounts are those of asking."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_perspectives.answers import AnswerError, Draft, Entry, parse_draft
from mkdocs_perspectives.ask.prices import budget_error, price_of
from mkdocs_perspectives.ask.progress import Progress
from mkdocs_perspectives.ask.reply_reading import refuse_key, unrepaired
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.ask.spending import Spending
from mkdocs_perspectives.ask.token_estimate import tokens_of
from mkdocs_perspectives.ask.unexpected import unexpected
from mkdocs_perspectives.common import PerspectivesError, ServerError, Settings, canonical_json
from mkdocs_perspectives.llm import (
    Event,
    Reply,
    RequestError,
    Retry,
    Tell,
    Usage,
    cut_off,
    text_of,
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
    """A proposal, and the model that made it, as the server named it."""

    draft: Draft
    model: str


def ask_for_draft(
    wish: DraftWish, settings: Settings
) -> tuple[AskResult, Drafted | PerspectivesError]:
    """Ask the model once for a proposal, and once more where what arrives cannot be used.

    Returns:
        what that did and took; and the proposal, or why there is none.

    Raises:
        KeyboardInterrupt: after what the interrupted request may cost was logged.
    """
    result, model = AskResult.of(()), settings.model
    asked = json.dumps([draft_messages(wish), draft_schema(wish)], ensure_ascii=False)
    output = wish.roles * _PER_ROLE + wish.statements * _PER_STATEMENT
    expected = Usage(input_tokens=tokens_of(asked), output_tokens=output)
    too_dear = budget_error(model, price_of(model, expected, 1), 1)
    if too_dear is not None:
        return result, too_dear
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
    """The proposal.

    Raises:
        RequestError: there is none that can be used.
        ServerError, ConfigError: nor would there be one to any other question.
    """
    # Imported here, as it takes a second.
    from mkdocs_perspectives.llm.model import Model

    spending = Spending(result, settings.model, _Guess(expected))
    with Progress(1, result.spent) as progress:
        async with Model(settings.model, settings.model.api_key) as model:

            def tell(event: Event) -> None:
                if isinstance(event, Retry):
                    progress.sent_again(_NAME, event)
                    return
                spending.add(event, None)
                if event.fate == "timed out":
                    progress.timed_out()
                if result.stopped_by is not None:
                    model.stop()

            progress.started(_NAME)
            try:
                reply, draft = await _drafted(wish, model, tell, progress, result)
            except RequestError as error:
                progress.failed(_NAME, error.message)
                raise
            finally:
                result.requests = model.requests
            progress.answered(_NAME)
    return Drafted(draft, reply.model)


async def _drafted(
    wish: DraftWish, model: Model, tell: Tell, progress: Progress, result: AskResult
) -> tuple[Reply, Draft]:
    """A proposal and the reply that it came in, mended once where that is needed."""
    messages, schema = draft_messages(wish), draft_schema(wish)
    first = await model.complete(messages, schema, tell)
    try:
        return first, _draft_in(first, wish)
    except AnswerError as fault:
        enforced = None if model.takes_schema and not fault.schema_ignored else schema
        mending = repair_messages(messages, fault.quote, str(fault), enforced)
        progress.repairing(_NAME, str(fault))
        result.repaired += 1
        try:
            second = await model.complete(mending, schema, tell)
            return second, _draft_in(second, wish, lenient=True)
        except (AnswerError, RequestError, ServerError) as still:
            # A first one in which only words are to be mended is worth more than none.
            with contextlib.suppress(AnswerError):
                return first, _draft_in(first, wish, lenient=True)
            raise unrepaired(str(fault), still) from None


def _draft_in(reply: Reply, wish: DraftWish, *, lenient: bool = False) -> Draft:
    """The proposal that a reply holds; for ``lenient`` and the errors see ``parse_draft``.

    Raises:
        RequestError: it was refused, filtered or cut off, or has the API key in it.
    """
    text = text_of(reply)
    try:
        draft = parse_draft(
            text, wish, thinking=reply.thinking, cut_off=reply.cut_off, lenient=lenient
        )
    except AnswerError as fault:
        if reply.cut_off and fault.unfinished:
            raise cut_off() from None
        raise
    refuse_key(canonical_json(draft.model_dump()))
    return draft


class _Guess:
    """Takes every request for what one is expected to take, as there are no earlier ones."""

    def __init__(self, usage: Usage) -> None:
        self._usage = usage

    def usage(self, _: Iterable[Entry]) -> Usage:
        return self._usage
