"""Renders the templates: the helpers they may use, and the escaping of all their values."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

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
    package_file,
    sentences,
    unmarked,
    with_fallbacks,
)
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.compare import StanceNumbers
from mkdocs_perspectives.pages.change_view import change_view
from mkdocs_perspectives.pages.comparison_view import (
    any_two,
    any_two_of,
    comparison_of,
    side_by_side,
    strongest_pairs,
)
from mkdocs_perspectives.pages.families import family_roles, family_tags
from mkdocs_perspectives.pages.frictions import other_frictions
from mkdocs_perspectives.pages.numbers_shown import (
    anchor,
    contest,
    inside,
    just_under,
    minority_share,
    one_digit,
    place,
    splits,
)
from mkdocs_perspectives.pages.observed_view import (
    held_against_people,
    missed,
    observed_on,
    observed_pair,
    percents,
)
from mkdocs_perspectives.pages.picture import hundred, shade, size, squares
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.pages.sheets import sheet_style
from mkdocs_perspectives.pages.source_use import resting_on
from mkdocs_perspectives.scenario import LEAST, Persona, Scenario, SourceText

__all__ = ["how_to_read", "render"]

_GUIDE = "how-to-read-"

_FULL_STOP = re.compile(r"[。！？][」』）]*")

LISTED_VARIANTS = 6
"""So many variants are named with a scenario on the index of all."""


def title_in(name: object, scenario: Scenario) -> str:
    """The title of a scenario's page, with the scenario's title to tell it from others."""
    return f"{unmarked(name)} · {scenario.title}"


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


def widths(counts: Sequence[float]) -> Markup:
    """Shares for the style sheet, which draws the bar; the fifth is the remainder."""
    return Markup(";".join(f"--p{k}:{count:g}" for k, count in enumerate(counts[:4], 1)))  # noqa: S704


def how_to_read(language: Language) -> Language:
    """The language of the page that says how to read pages in ``language``."""
    return next((tag for tag in with_fallbacks(language) if tag in _guides()), "en")


@functools.cache
def _guides() -> frozenset[Language]:
    """The languages with a page on how to read the numbers."""
    files = package_file("pages/templates").glob(f"{_GUIDE}*.md.j2")
    return frozenset(file.name.removesuffix(".md.j2").removeprefix(_GUIDE) for file in files)


def link(text: object, address: str) -> Markup:
    """A link in Markdown; the address is made of checked ids."""
    shown = text if isinstance(text, Markup) else isolated(text)
    return Markup(f"[{shown}]({address})")  # noqa: S704


def tagged(tag: str) -> Markup:
    """What follows the address of the index of all scenarios to show those with a tag alone.

    Such links are HTML, as mkdocs-ezlinks-plugin takes the query of a Markdown link for a part of
    the file's name.
    """
    return Markup(f"?tag={quote(tag, safe='')}")  # noqa: S704 - nothing but letters and percents


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


def opening_of(text: str) -> tuple[str, str]:
    """The first sentence of a text, and what follows it, in paragraphs."""
    paragraph, *others = re.split(r"\n\s*\n", text.strip())
    first, whole = first_sentence(paragraph), " ".join(sentences(paragraph))
    return first, "\n\n".join(filter(None, (whole[len(first) :].strip(), *others)))


def plain(value: Any) -> Markup:
    """``value`` escaped for where no markup may stand: in attributes, options and code."""
    return escape(unmarked(value))


def external(address: Any) -> Markup:
    """The address of a page elsewhere, escaped for an attribute.

    Its scheme is not: Zensical reads the source of an attribute, where the sign of a character
    entity would make the address one within the site. No extension finds signs within a tag.
    """
    return Markup(plain(address).replace("&#58;//", "://", 1))  # noqa: S704 - escaped before


def _finalize(value: Any) -> Any:
    """Applied to every ``{{ ... }}``: escapes everything that is not ``Markup``."""
    return value if isinstance(value, Markup) else isolated(value)


_HELPERS: tuple[Callable[..., Any], ...] = (
    anchor,
    any_two,
    any_two_of,
    change_view,
    comparison_of,
    contest,
    distribution,
    family_roles,
    family_tags,
    first_sentence,
    held_against_people,
    how_to_read,
    hundred,
    inside,
    just_under,
    lang_of,
    link,
    minority_share,
    missed,
    observed_on,
    observed_pair,
    one_digit,
    percents,
    opening_of,
    place,
    other_frictions,
    resting_on,
    shade,
    sheet_style,
    side_by_side,
    size,
    source_links,
    splits,
    squares,
    strongest_pairs,
    tagged,
    title_in,
    widths,
)


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mkdocs_perspectives.pages"),
        autoescape=True,
        finalize=_finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update({helper.__name__: helper for helper in _HELPERS})
    environment.globals["sample"] = SAMPLE_MODEL
    environment.globals["least_people"] = LEAST
    environment.globals["listed_variants"] = LISTED_VARIANTS
    environment.filters["block"] = block
    environment.filters["flow"] = flow
    environment.filters["lines"] = lines
    environment.filters["front_matter"] = front_matter_text
    environment.filters["plain"] = plain
    environment.filters["external"] = external
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
