"""Renders the templates: the helpers they may use, and the escaping of all their values."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any

import jinja2
from markupsafe import Markup

from mkdocs_perspectives.answers import SAMPLE_MODEL, Record
from mkdocs_perspectives.common import (
    Language,
    block,
    escape,
    flow,
    front_matter_text,
    isolated,
    lines,
    sentences,
)
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import Pair, StanceNumbers
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Persona, Scenario

__all__ = ["render"]

MINORITY = 5
"""Of 100 people, the fewest whose side of a stance is shown as that of a minority."""

# Helpers by which templates show numbers and find anchors.


def hundred(fraction: float) -> int:
    """A fraction of 1 as a whole number of 100, halves up."""
    return int(fraction * 100 + 0.5 + 1e-9)


def minority_share(stance: StanceNumbers) -> int:
    """Of 100 people in the role, how many are on the other side; 0 if too few to speak of."""
    share = hundred(min(stance.favour, stance.against))
    return share if share >= MINORITY else 0


def one_digit(value: float) -> str:
    """A number with one digit after the point, halves up."""
    tenths = int(value * 10 + 0.5 + 1e-9)
    return f"{tenths // 10}.{tenths % 10}"


def inside(view: ScenarioView, pair: Pair) -> int:
    """Of 100 pairs within one role, how many are on opposite sides: the mean of both roles."""
    stances = view.comparison.stances
    return hundred((stances[pair.a, pair.issue].split + stances[pair.b, pair.issue].split) / 2)


def more_in_favour(view: ScenarioView, pair: Pair) -> Persona | None:
    """The role that is more in favour, or None if the gap would be shown as 0.0."""
    if one_digit(abs(pair.gap)) == "0.0":
        return None
    return view.scenario.persona(pair.b if pair.gap > 0 else pair.a)


def anchor(pair: Pair) -> Markup:
    """The anchor of a conflict on the conflicts page; ids contain no double hyphen."""
    # Ids are validated as words joined by hyphens, so there is nothing to escape.
    return Markup(f"{pair.issue}--{pair.a}--{pair.b}")  # noqa: S704


def place(view: ScenarioView, pair: Pair) -> Markup:
    """The anchor at which the conflicts page shows a conflict: its section or the table."""
    return anchor(pair) if view.in_full(pair) else Markup("more")


def any_two(a: Persona, b: Persona) -> Markup:
    """The anchor for a choice of two roles on the comparisons page, in either order.

    Ids contain no underscore, so it cannot be the anchor of a comparison.
    """
    first, second = sorted((a.id, b.id))
    return Markup(f"any_two--{first}--{second}")  # noqa: S704 - ids are validated


def title_in(name: object, scenario: Scenario) -> str:
    """The title of a scenario's page, with the scenario's title to tell it from others."""
    return f"{name} · {scenario.title}"


def shade(stance: StanceNumbers) -> int:
    """Which of seven colours a stance has: 1 is against, 4 neutral, 7 for."""
    return max(1, min(7, int((stance.mean - 1) / 4 * 7 + 1e-9) + 1))


def heat(pair: Pair) -> int:
    """Which of five colours a conflict has, from 1 (mild) to 5 (severe)."""
    return max(1, min(5, int(pair.severity * 10 + 1e-9) + 1))


def distribution(scale: Sequence[str], counts: Sequence[int]) -> Markup:
    """Five shares in words, from strongly against to strongly for."""
    return _distribution(tuple(scale), tuple(counts))


# Cached, because several pages of a scenario show it.
@functools.lru_cache(maxsize=1024)
def _distribution(scale: Sequence[str], counts: Sequence[int]) -> Markup:
    # A number and its label stay on one line.
    parts = (
        f"{count}\N{NO-BREAK SPACE}{isolated(label)}"
        for label, count in zip(scale, counts, strict=True)
    )
    return Markup(" · ").join(map(Markup, parts))


def widths(counts: Sequence[int]) -> Markup:
    """Shares for the style sheet, which draws the bar; the fifth is the remainder."""
    return Markup(";".join(f"--p{k}:{count}" for k, count in enumerate(counts[:4], 1)))  # noqa: S704


def first_sentence(text: str) -> str:
    return sentences(text)[0]


def plain(value: Any) -> Markup:
    """``value`` escaped for where no markup may stand: in attributes, options and code."""
    if isinstance(value, Markup):
        return Markup(str(value).replace("<bdi>", "").replace("</bdi>", ""))  # noqa: S704
    return escape(value)


def _finalize(value: Any) -> Any:
    """Applied to every ``{{ ... }}``: escapes everything that is not ``Markup``."""
    return value if isinstance(value, Markup) else isolated(value)


@functools.cache
def _environment() -> jinja2.Environment:
    helpers: tuple[Callable[..., Any], ...] = (
        anchor,
        any_two,
        distribution,
        first_sentence,
        heat,
        hundred,
        inside,
        minority_share,
        more_in_favour,
        one_digit,
        place,
        shade,
        title_in,
        widths,
    )
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mkdocs_perspectives.pages"),
        autoescape=True,
        finalize=_finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update({helper.__name__: helper for helper in helpers})
    environment.globals["sample"] = SAMPLE_MODEL
    environment.filters["block"] = block
    environment.filters["flow"] = flow
    environment.filters["lines"] = lines
    environment.filters["front_matter"] = front_matter_text
    environment.filters["plain"] = plain
    return environment


def render(template: str, language: Language, **values: Any) -> str:
    """The rendered template in ``language``, with at most one blank line in a row.

    Every value that is not ``Markup`` is escaped.
    """
    words = Words(language)

    def stance(persona: Persona, issue: Any) -> StanceNumbers:
        numbers: StanceNumbers = values["view"].comparison.stances[persona.id, issue.id]
        return numbers

    def stale_parts(record: Record) -> Markup:
        names = [words(f"part_{part}") for part in record.stale_parts]
        return words("list_separator").join(names)

    text = (
        _environment()
        .get_template(template)
        .render(
            **values,
            w=words,
            language=language,
            stance=stance,
            stale_parts=stale_parts,
            words_of=Words,
        )
    )
    # Templates may leave several blank lines where a part is absent.
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
