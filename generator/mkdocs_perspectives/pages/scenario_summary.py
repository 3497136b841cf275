"""What the pages of the whole site show of one scenario: rendered once, used on many pages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from markupsafe import Markup

from mkdocs_perspectives.common import Language
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import Bands, Voice
from mkdocs_perspectives.pages.data_files import site_entry
from mkdocs_perspectives.pages.numbers_shown import contest
from mkdocs_perspectives.pages.observed_summary import ObservedSummary, lead_of, observed_summary
from mkdocs_perspectives.pages.rendering import render
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.pages.variant_line import VariantLine, variant_line

__all__ = ["ScenarioSummary", "summary_of"]


@dataclass(frozen=True)
class ScenarioSummary:
    """One scenario as the rest of the site shows it; Markdown texts are already escaped.

    ``asked_on`` is the date of its latest answer, empty if there is none, ``contest`` how contested
    it is, 0 to 2. ``card`` is for the index of scenarios, ``newest`` and ``contested``
    (empty without a conflict) for the home page. ``sections`` and ``lines``, by the ids of shared
    roles, are for the pages of these roles: a section shows the scenario in full, a line does not.
    ``data`` is its entry in ``perspectives/index.json``. ``observed`` is what the calibration page
    needs, if people were asked; ``lead`` whose answers its pages show, if all are of one model, and
    ``bands`` how far off they say that these may be. ``variant`` is what is shown of it where it is
    a variant, ``variants`` the ids of its own.
    """

    id: str
    title: str
    language: Language
    tags: tuple[str, ...]
    personas: tuple[str, ...]
    asked_on: str
    contest: float
    card: Markup
    newest: Markup
    contested: Markup
    sections: dict[str, Markup]
    lines: dict[str, Markup]
    data: dict[str, Any]
    observed: ObservedSummary | None
    lead: Voice | None
    bands: Bands
    variant: VariantLine | None
    variants: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data from which ``from_json`` restores the summary."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "observed": self.observed.to_json() if self.observed else None,
            "lead": asdict(self.lead) if self.lead else None,
            "bands": asdict(self.bands),
            "variant": self.variant.to_json() if self.variant else None,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ScenarioSummary:
        """KeyError or TypeError if ``data`` does not come from ``to_json``."""
        marked = {name: Markup(data[name]) for name in ("card", "newest", "contested")}  # noqa: S704
        by_role = {
            name: {role: Markup(text) for role, text in data[name].items()}  # noqa: S704
            for name in ("sections", "lines")
        }
        tuples = {name: tuple(data[name]) for name in ("tags", "personas", "variants")}
        observed, lead, variant = data["observed"], data["lead"], data["variant"]
        measured = {
            "observed": ObservedSummary.from_json(observed) if observed else None,
            "lead": Voice(**lead) if lead else None,
            "bands": Bands(**data["bands"]),
            "variant": VariantLine.from_json(variant) if variant else None,
        }
        return cls(**{**data, **marked, **tuples, **by_role, **measured})


def summary_of(view: ScenarioView, words: Words) -> ScenarioSummary:
    """What the pages of the whole site, in the language of ``words``, show of one scenario."""
    scenario, conflicts = view.scenario, view.comparison.conflicts
    shared = [persona for persona in scenario.personas if persona.shared]

    def part(template: str, **values: Any) -> Markup:
        text = render(template, words, view=view, **values)
        return Markup(text.rstrip("\n"))  # noqa: S704 - escaped by the templates

    return ScenarioSummary(
        id=scenario.id,
        title=scenario.title,
        language=scenario.language,
        tags=scenario.tags,
        personas=tuple(persona.id for persona in scenario.personas),
        asked_on=view.dates[-1] if view.dates else "",
        contest=contest(view),
        card=part("card.md.j2"),
        newest=part("card-newest.md.j2"),
        contested=part("card-contested.md.j2") if conflicts else Markup(""),
        sections={p.id: part("role-section.md.j2", persona=p) for p in shared},
        lines={p.id: part("role-line.md.j2", persona=p) for p in shared},
        data=site_entry(view),
        observed=observed_summary(view),
        lead=lead_of(view),
        bands=view.bands,
        variant=variant_line(scenario, view.effect) if view.effect else None,
        variants=tuple(variant.id for variant in view.variants),
    )
