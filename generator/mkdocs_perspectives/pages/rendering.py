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
    direction,
    escape,
    flow,
    front_matter_text,
    isolated,
    lines,
    sentences,
    unmarked,
    with_fallbacks,
)
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import Pair, StanceNumbers
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Persona, Scenario, SourceText

__all__ = ["how_to_read", "render"]

_GUIDES = ("en", "ko")
"""The languages with a page on how to read the numbers."""

MINORITY = 5
"""Of 100 people, the fewest whose side of a stance is shown as that of a minority."""

_FULL_STOP = re.compile(r"[。！？][」』）]*")

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
    return f"{unmarked(name)} · {scenario.title}"


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


def how_to_read(language: Language) -> Language:
    """The language of the page that says how to read pages in ``language``."""
    return next((tag for tag in with_fallbacks(language) if tag in _GUIDES), _GUIDES[0])


def link(text: object, address: str) -> Markup:
    """A link in Markdown; the address is made of checked ids."""
    shown = text if isinstance(text, Markup) else isolated(text)
    return Markup(f"[{shown}]({address})")  # noqa: S704


def source_links(sources: Sequence[SourceText]) -> list[Markup]:
    """Links to the sources of a scenario on its page."""
    return [link(source.title, f"index.md#_source-{source.id}") for source in sources]


def lang_of(part: Language, page: Language) -> Markup:
    """The attributes of a part of a page, with a space before each; none in the same language."""
    if part == page:
        return Markup("")
    own, around = direction(part), direction(page)
    # Tags are checked.
    return Markup(f" lang={part}" + (f" dir={own}" if own != around else ""))  # noqa: S704


def first_sentence(text: str) -> str:
    """The first sentence of a text; in some scripts no space follows it."""
    first = sentences(text)[0]
    end = _FULL_STOP.search(first)
    return first[: end.end()] if end else first


def plain(value: Any) -> Markup:
    """``value`` escaped for where no markup may stand: in attributes, options and code."""
    return escape(unmarked(value))


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
        how_to_read,
        hundred,
        inside,
        lang_of,
        link,
        minority_share,
        more_in_favour,
        one_digit,
        place,
        shade,
        source_links,
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


def render(template: str, words: Words, **values: Any) -> str:
    """The rendered template in the language of ``words``, with at most one blank line in a row.

    Every value that is not ``Markup`` is escaped.
    """

    def stance(persona: Persona, issue: Any) -> StanceNumbers:
        numbers: StanceNumbers = values["view"].comparison.stances[persona.id, issue.id]
        return numbers

    def stale_parts(record: Record) -> Markup:
        return words.listed(words(f"part_{part}") for part in record.stale_parts)

    def in_language(part: Language, text: Any) -> Markup:
        shown = text if isinstance(text, Markup) else isolated(text)
        marked = lang_of(part, words.language)
        return Markup(f"<bdi{marked}>{shown}</bdi>") if marked else shown  # noqa: S704

    def model_names(view: ScenarioView) -> Markup:
        sample = words("sample_model")
        return words.listed(sample if name == SAMPLE_MODEL else name for name in view.models)

    text = (
        _environment()
        .get_template(template)
        .render(
            **values,
            w=words,
            language=words.language,
            stance=stance,
            stale_parts=stale_parts,
            model_names=model_names,
            in_language=in_language,
            words_of=words.of,
        )
    )
    # Templates may leave several blank lines where a part is absent.
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
