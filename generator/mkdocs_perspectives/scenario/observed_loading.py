"""Reads what people answered out of ``observed.yml``, or says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.cross_checks import ids_of
from mkdocs_perspectives.scenario.observed import LEAST, Observed
from mkdocs_perspectives.scenario.observed_file import ObservedFile, observed_keys, resolved
from mkdocs_perspectives.scenario.source import Place, Source
from mkdocs_perspectives.scenario.validation_errors import MOST, suggest, validation_problems

__all__ = ["observed_of"]


def observed_of(source: Source, scenario: Source) -> tuple[Observed | None, list[Problem]]:
    """What people answered, or None and what is wrong.

    Args:
        source: the file; one without data is empty.
        scenario: the file of the scenario, whose roles and issues these must be.
    """
    if source.data is None:
        remedy = "Write source, licence, asked and counts, or remove the file."
        return None, [source.problem_at(1, 1, "the file is empty", remedy)]
    problems = list(_unknown_ids(source, scenario))[:MOST]
    try:
        entry = ObservedFile.model_validate(source.data)
    except ValidationError as error:
        problems += validation_problems(error, source, observed_keys)
        return None, problems
    return (None if problems else _observed(entry)), problems


def _unknown_ids(source: Source, scenario: Source) -> Iterator[Problem]:
    """A problem for each role or issue that the scenario lacks; none where it cannot be read."""
    counts = source.data.get("counts") if isinstance(source.data, dict) else None
    if not isinstance(counts, dict) or not isinstance(scenario.data, dict):
        return
    personas, issues = (
        dict.fromkeys(name for _, name in ids_of(scenario, key)) for key in ("personas", "issues")
    )
    for persona, answers in counts.items():
        if persona not in personas:
            yield _unknown(source, ("counts", persona), "persona", personas)
        for issue in answers if isinstance(answers, dict) else ():
            if issue not in issues:
                yield _unknown(source, ("counts", persona, issue), "issue", issues)


def _unknown(source: Source, place: Place, kind: str, known: dict[str, None]) -> Problem:
    message = f"unknown {kind} {str(place[-1])!r}: the scenario does not list it"
    remedy = suggest(str(place[-1]), known) or f"Use one of the ids of its {kind}s."
    return source.problem(place, message, remedy, key=True)


def _observed(entry: ObservedFile) -> Observed:
    cells, left_out = {}, {}
    for persona, answers in entry.counts.items():
        for issue, written in answers.items():
            n = float(sum(written)) if isinstance(written, list) else written.n
            if n < LEAST:
                left_out[persona, issue] = n
            else:
                cells[persona, issue] = resolved(written)
    return Observed(
        source=entry.source,
        licence=entry.licence,
        asked=entry.asked,
        cells=cells,
        left_out=left_out,
        url=entry.url or "",
        people=entry.people or "",
        changed=entry.changed or "",
    )
