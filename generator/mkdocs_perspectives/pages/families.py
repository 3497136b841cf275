"""Scenarios and their variants: each view with those that it is shown together with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.pages.variant_line import VariantLine, variant_line

__all__ = ["family_roles", "family_tags", "with_families"]


def with_families(
    views: Iterable[ScenarioView], known: Iterable[VariantLine] = ()
) -> list[ScenarioView]:
    """The views, variants with that of their parent, and parents with what is shown of theirs.

    Args:
        views: those of all variants with those of their parents.
        known: what is shown of variants that have no view here.
    """
    by_id = {view.scenario.id: view for view in views}
    lines = {line.id: line for line in known}
    for name, view in by_id.items():
        if view.scenario.extends:
            by_id[name] = variant = replace(view, parent=by_id[view.scenario.extends])
            if variant.effect is not None:
                lines[name] = variant_line(variant.scenario, variant.effect)
    found: dict[str, list[VariantLine]] = {}
    for line in sorted(lines.values(), key=lambda line: (-line.size, line.id)):
        found.setdefault(line.parent, []).append(line)
    for name in found.keys() & by_id.keys():
        by_id[name] = replace(by_id[name], variants=tuple(found[name]))
    return list(by_id.values())


def family_roles(view: ScenarioView) -> list[str]:
    """The ids of a scenario's roles and of those of its variants, by which it is found."""
    of_variants = (role for variant in view.variants for role in variant.personas)
    return list(dict.fromkeys([*(persona.id for persona in view.scenario.personas), *of_variants]))


def family_tags(view: ScenarioView) -> list[str]:
    """A scenario's tags and those of its variants, by which it is found."""
    of_variants = (tag for variant in view.variants for tag in variant.tags)
    return list(dict.fromkeys([*view.scenario.tags, *of_variants]))
