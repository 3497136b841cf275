"""What happens when a request ends or is sent again: it is counted, and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask.progress import Progress
from mkdocs_perspectives.ask.spending import Spending
from mkdocs_perspectives.llm import Event, OnEvent, Retry

if TYPE_CHECKING:
    from mkdocs_perspectives.llm.model import Model

__all__ = ["counting"]


def counting(
    name: str,
    entry: Entry | None,
    spending: Spending,
    progress: Progress,
    model: Model,
    beside: str = "",
) -> OnEvent:
    """The handler for the events of one question's requests.

    Args:
        name: what is asked, as it is shown.
        entry: the entry that is asked, if it is one.
        beside: texts that are sent in addition to the question.
    """

    def handle(event: Event) -> None:
        if isinstance(event, Retry):
            progress.sent_again(name, event)
            return
        spending.add(event, entry, beside)
        if event.fate == "timed out":
            progress.timed_out()
        if spending.stopped:
            model.stop()

    return handle
