"""A first draft of a scenario by the configured model: asked for, and written to be edited."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs_perspectives.ask.drafting import Drafted, ask_for_draft
from mkdocs_perspectives.common import ConfigError, PerspectivesError, Settings
from mkdocs_perspectives.pipeline.reporting import no_key
from mkdocs_perspectives.prompt import DraftWish
from mkdocs_perspectives.scenario import Start, drafted_scenario, site_words, try_start

__all__ = ["WrittenDraft", "draft_scenario", "require_model"]

log = logging.getLogger("mkdocs.plugins.perspectives")


@dataclass(frozen=True)
class WrittenDraft:
    """The file of a draft, how much is in it, and the model that proposed it."""

    file: Path
    roles: int
    statements: int
    model: str


def require_model(settings: Settings) -> None:
    """ConfigError where no model can be asked for a draft: what to do, and what to do instead."""
    if settings.mode == "frozen":
        raise ConfigError(
            "frozen mode sends no requests, so nothing can be drafted",
            "Draft in auto mode, or write it yourself: perspectives new",
        )
    if not settings.can_ask:
        raise ConfigError(
            f"a draft is asked of a model. {no_key(settings)}",
            "Or write it yourself; perspectives new prompts for what it needs.",
        )


def draft_scenario(
    settings: Settings, scenario_id: str, start: Start, *, roles: int, statements: int
) -> WrittenDraft:
    """Ask for so many roles and statements, and write them with the author's title and text.

    Args:
        start: without roles; with an empty question, where the model proposes that too.

    Raises:
        ConfigError: no request can be sent, or the id is none.
        OutputError: there is such a scenario already, or it cannot be written.
        InputError: the author's title or text makes no sound scenario.
        PerspectivesError: no proposal was to be had.
    """
    require_model(settings)
    scenarios = settings.scenarios_dir
    try_start(scenarios, scenario_id, replace(start, question=start.question or "?"))
    wish = DraftWish(
        start.title,
        start.situation,
        start.language,
        start.question,
        site_words(scenarios, start.language).register,
        roles,
        statements,
    )
    result, drafted = ask_for_draft(wish, settings)
    if result.requests:
        log.info("Draft: %s", result.account())
    if unknown := result.unknown_costs():
        log.info("%s", unknown)
    if isinstance(drafted, PerspectivesError):
        raise drafted
    try:
        return _write(scenarios, scenario_id, start, drafted)
    except PerspectivesError:
        proposed = drafted.draft.model_dump_json(indent=2)
        log.warning("The draft was not written. This is what was proposed:\n%s", proposed)
        raise


def _write(scenarios: Path, scenario_id: str, start: Start, drafted: Drafted) -> WrittenDraft:
    draft = drafted.draft
    file = drafted_scenario(
        scenarios,
        scenario_id,
        replace(start, question=start.question or draft.question),
        [
            {
                "id": role.id,
                "name": role.name,
                "description": f"{role.does} {role.answers_for} {role.measured_by}",
            }
            for role in draft.roles
        ],
        [{"id": i.id, "title": i.title, "statement": i.statement} for i in draft.issues],
        drafted.model,
    )
    return WrittenDraft(file, len(draft.roles), len(draft.issues), drafted.model)
