"""Answers declared current although the question changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_perspectives.answers import Entry, Record, entries_of_voice, write_record
from mkdocs_perspectives.common import Settings
from mkdocs_perspectives.pipeline.project import Project

__all__ = ["Accepted", "accept_answers"]


@dataclass(frozen=True)
class Accepted:
    """What was accepted.

    ``changed`` is how many records changed; ``left`` are other voices' answers that stay stale
    because they are to an earlier question than the lead's; ``unfit`` are those that cannot be
    accepted, each with the reason, as what follows its name in a sentence.
    """

    changed: int
    left: Sequence[Entry]
    unfit: Sequence[tuple[Entry, str]]


def accept_answers(
    project: Project, settings: Settings, roles: Sequence[Entry], voices: Sequence[str] = ()
) -> Accepted:
    """Declare answers current, and write their records.

    Args:
        roles: the lead's entries.
        voices: whose answers; by default the lead's, and with them those of other voices to the
            same question.

    Raises:
        OutputError: a record cannot be written.
    """
    wanted = list(roles)
    left: list[Entry] = []
    if voices:
        folder = settings.scenarios_dir
        wanted = [entry for voice in voices for entry in entries_of_voice(roles, voice, folder)]
    else:
        leads = {(e.scenario.id, e.persona.id): e.record for e in roles if e.record is not None}
        for entry in project.voices:
            lead = leads.get((entry.scenario.id, entry.persona.id))
            if lead is not None and entry.record is not None:
                fits = _asked_alike(entry.record, lead) and not _unfit(entry, entry.record)
                (wanted if fits else left).append(entry)
    changed = 0
    unfit = []
    for entry in wanted:
        if (record := entry.record) is None:
            continue
        if why := _unfit(entry, record):
            unfit.append((entry, why))
            continue
        renewed = record.accepted(entry.question)
        changed += write_record(settings.scenarios_dir, entry.scenario.id, renewed)
    return Accepted(changed, [entry for entry in left if entry.state == "stale"], unfit)


def _asked_alike(record: Record, lead: Record) -> bool:
    """Whether another voice's answer is to the question that the lead's was, turned or not."""
    without = {"reversed"} if record.format == lead.format else {"reversed", "counterparts"}
    asked, of_lead = (
        {part: digest for part, digest in each.question.items() if part not in without}
        for each in (record, lead)
    )
    return asked == of_lead


def _unfit(entry: Entry, record: Record) -> str:
    """Why an answer cannot be one to today's question; empty if it can."""
    if record.answer is None:
        return f"no longer fits the scenario: {record.fault}"
    both = record.context, entry.question.context
    then, today = (context.get("reversed", {}).keys() for context in both)
    if then != today:
        return "is to other statements than those that are negated now"
    return ""
