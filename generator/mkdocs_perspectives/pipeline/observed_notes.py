"""What ``check`` notes of people's answers: those of too few people."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_perspectives.scenario import LEAST, Library

__all__ = ["observed_notes"]

_NAMED = 5


def observed_notes(library: Library) -> Iterator[str]:
    """A note for each scenario of whose answers some are left out."""
    for scenario, observed in library.observed.items():
        few = [f"{p} on {i} ({round(n)})" for (p, i), n in observed.left_out.items()]
        if few:
            more = f" and {len(few) - _NAMED} more" if len(few) > _NAMED else ""
            yield (
                f"{scenario}: answers of fewer than {LEAST} people are left out: "
                f"{', '.join(few[:_NAMED])}{more}."
            )
