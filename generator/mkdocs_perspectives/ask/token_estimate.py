"""Estimates how many tokens questions will use before they are sent.

Tokens are counted from the length of the texts and corrected by the usage of earlier answers: the
ratio of used to counted tokens over the records of the same language, or of all languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mkdocs_perspectives.answers import SAMPLE_MODEL, Entry
from mkdocs_perspectives.common import Language, script_of
from mkdocs_perspectives.llm import Usage

__all__ = ["Estimator", "Tallies", "Tally", "tallies_of", "tokens_of"]

# Tokens of an answer if there is no record to learn from: the usual size of such answers.
_OUTPUT_BASE = 900
_OUTPUT_PER_ISSUE = 180


@dataclass(frozen=True)
class Tally:
    """The tokens reported by a number of ``records``, and the tokens counted for them."""

    records: int = 0
    counted_input: int = 0
    counted_output: int = 0
    used_input: int = 0
    used_cached: int = 0
    used_output: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.records + other.records,
            self.counted_input + other.counted_input,
            self.counted_output + other.counted_output,
            self.used_input + other.used_input,
            self.used_cached + other.used_cached,
            self.used_output + other.used_output,
        )


Tallies = Mapping[Language, Tally]


class Estimator:
    """Estimates the tokens of questions.

    Args:
        tallies: returns what earlier answers used; called for the first estimate.
    """

    def __init__(self, tallies: Callable[[], Iterable[Tallies]]) -> None:
        self._given = tallies
        self._new: list[Entry] = []

    def learn(self, entry: Entry) -> None:
        """Include the usage in the record of ``entry`` in future estimates."""
        self._new.append(entry)

    @cached_property
    def _earlier(self) -> dict[Language, Tally]:
        merged: dict[Language, Tally] = {}
        for tallies in self._given():
            _merge(merged, tallies)
        return merged

    @property
    def _tallies(self) -> Tallies:
        if self._new:
            # Counted only when an estimate is needed, which is rare.
            new, self._new = self._new, []
            _merge(self._earlier, tallies_of(new))
        return self._earlier

    def records(self, language: Language) -> int:
        """How many earlier answers an estimate for this language is based on; 0 for a guess."""
        return self._tally(language).records

    def usage(self, entries: Iterable[Entry]) -> Usage:
        """The estimated tokens of asking all of ``entries`` once."""
        entries = list(entries)
        read = cached = written = 0
        for entry, counted in zip(entries, _input_tokens(entries), strict=True):
            output = _output_tokens(entry)
            tally = self._tally(entry.scenario.language)
            if tally.records:
                tokens = counted * tally.used_input / tally.counted_input
                cached += round(tokens * tally.used_cached / tally.used_input)
                read += round(tokens)
                written += round(output * tally.used_output / tally.counted_output)
            else:
                read += counted
                written += output
        return Usage(input_tokens=read, cached_tokens=cached, output_tokens=written)

    def _tally(self, language: Language) -> Tally:
        tallies = self._tallies
        return tallies.get(language) or sum(tallies.values(), Tally())


def _merge(into: dict[Language, Tally], tallies: Tallies) -> None:
    for language, tally in tallies.items():
        into[language] = into.get(language, Tally()) + tally


def tallies_of(entries: Iterable[Entry]) -> Tallies:
    """The usage in the records of ``entries``, by language."""
    known = [entry for entry in entries if _reports_usage(entry)]
    tallies: dict[Language, Tally] = {}
    for entry, counted in zip(known, _input_tokens(known), strict=True):
        usage = entry.record.usage if entry.record else Usage()
        language = entry.scenario.language
        tallies[language] = tallies.get(language, Tally()) + Tally(
            records=1,
            counted_input=counted,
            counted_output=_output_tokens(entry),
            used_input=usage.input_tokens,
            used_cached=usage.cached_tokens,
            used_output=usage.output_tokens,
        )
    return tallies


def _reports_usage(entry: Entry) -> bool:
    """Whether the record reports the usage of a model, whether it is current or not."""
    record = entry.record
    return (
        record is not None
        and record.model != SAMPLE_MODEL
        and record.usage.input_tokens > 0
        and record.usage.output_tokens > 0
    )


def _input_tokens(entries: Iterable[Entry]) -> Iterator[int]:
    """About how many tokens each question has: one per 4 characters of Latin text, 1.5 of Hangul.

    What the questions of a scenario share, which is most of the text, is counted once.
    """
    known: dict[tuple[str, str], tuple[int, int]] = {}
    for entry in entries:
        shared, *own = (message["content"] for message in entry.question.messages)
        schema = entry.question.schema_json
        if (schema, shared) not in known:
            known[schema, shared] = _narrow_and_wide(shared + schema)
        narrow, wide = known[schema, shared]
        own_narrow, own_wide = _narrow_and_wide("".join(own))
        yield _tokens(narrow + own_narrow, wide + own_wide)


def tokens_of(text: str) -> int:
    """About how many tokens a text has."""
    return _tokens(*_narrow_and_wide(text))


def _tokens(narrow: int, wide: int) -> int:
    return round(narrow / 4 + wide / 1.5)


def _narrow_and_wide(text: str) -> tuple[int, int]:
    """The numbers of narrow characters, as in Latin script, and of all others."""
    wide = 0 if text.isascii() else sum(character > "\u02ff" for character in text)
    return len(text) - wide, wide


def _output_tokens(entry: Entry) -> int:
    tokens = _OUTPUT_BASE + _OUTPUT_PER_ISSUE * len(entry.scenario.issues)
    # Scripts that models know less well take more tokens.
    return tokens if script_of(entry.scenario.language) == "Latn" else tokens * 3 // 2
