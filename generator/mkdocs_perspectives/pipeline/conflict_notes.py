"""What ``check`` notes of the recorded answers: conflicts that should be looked at once more."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_perspectives.common import counted
from mkdocs_perspectives.pipeline.project import Project

__all__ = ["conflict_notes", "negation_notes"]

MANY_CLEAR = 0.1
"""Above this part of all pairs, clear conflicts are more than most groups of colleagues have."""


def conflict_notes(project: Project) -> Iterator[str]:
    """A note for each scenario in which more than a tenth of the pairs are clear conflicts."""
    for view in project.views():
        pairs = view.comparison.pairs
        clear = sum(pair.tier == "clear" for pair in pairs)
        if clear > MANY_CLEAR * len(pairs):
            told = f"{counted(clear, 'clear conflict')} among {counted(len(pairs), 'pair')}"
            yield (
                f"{view.scenario.id}: {told} of roles on an issue. Real colleagues conflict less: "
                "in surveys by profession hardly any pair does, between political parties a fifth. "
                "Read some of the reasons before you believe the numbers."
            )


def negation_notes(project: Project) -> Iterator[str]:
    """A note for each scenario with clear conflicts over statements that nobody has negated.

    None for variants whose statements are those of the scenario that they extend.
    """
    for view in project.views():
        if "issues" in view.scenario.inherited:
            continue
        clear = dict.fromkeys(p.issue for p in view.comparison.conflicts if p.tier == "clear")
        issues = [name for name in clear if not view.scenario.issue(name).reversed]
        if issues:
            yield (
                f"{view.scenario.id}: `reversed:` is worth writing, the statement negated, where "
                f"roles are in clear conflict: {', '.join(issues)}. Then "
                f"`perspectives ask {view.scenario.id} --voice reversed` shows whether that "
                "depends on the wording."
            )
