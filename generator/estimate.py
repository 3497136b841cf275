"""About how many tokens questions will take, before they are asked.

Counted from the length of the texts, and set right by what earlier answers are known to have
used: the ratio of used to counted tokens over the records of the same language, or of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.record import SAMPLE_MODEL, Usage
from generator.scenario import Language
from generator.survey import Entry

__all__ = ["Estimator"]

# Tokens of an answer where no record tells: what answers of the asked form usually take.
_OUTPUT_BASE = 900
_OUTPUT_PER_ISSUE = 180


@dataclass(frozen=True)
class _Ratio:
    """Used by counted tokens; ``records`` is how many answers tell."""

    records: int = 0
    input: float = 1.0
    output: float = 1.0
    cached: float = 0.0
    """The part of the input that providers read from their cache."""


class Estimator:
    """Estimates for questions, learnt from the records of ``entries``."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    @cached_property
    def _known(self) -> list[Entry]:
        # Learnt when an estimate is wanted, which it is not where all is answered.
        return [entry for entry in self._entries if _tells(entry)]

    @cached_property
    def _all(self) -> _Ratio:
        return _ratio(self._known)

    @cached_property
    def _by_language(self) -> dict[Language, _Ratio]:
        return {
            language: _ratio([e for e in self._known if e.scenario.language == language])
            for language in {e.scenario.language for e in self._known}
        }

    def records(self, language: Language) -> int:
        """How many earlier answers an estimate for this language rests on; 0 for a mere guess."""
        return self._ratio(language).records

    def usage(self, entries: Sequence[Entry]) -> Usage:
        """The tokens that asking all of ``entries`` once will take."""
        read = cached = written = 0
        for entry, counted in zip(entries, _input_tokens(entries), strict=True):
            ratio = self._ratio(entry.scenario.language)
            tokens = counted * ratio.input
            read += round(tokens)
            cached += round(tokens * ratio.cached)
            written += round(_output_tokens(entry) * ratio.output)
        return Usage(input_tokens=read, cached_tokens=cached, output_tokens=written)

    def _ratio(self, language: Language) -> _Ratio:
        return self._by_language.get(language, self._all)


def _tells(entry: Entry) -> bool:
    """Whether the record says what a model used, be its answer current or not."""
    record = entry.record
    return (
        record is not None
        and record.model != SAMPLE_MODEL
        and record.usage.input_tokens > 0
        and record.usage.output_tokens > 0
    )


def _ratio(known: Sequence[Entry]) -> _Ratio:
    if not known:
        return _Ratio()
    usages = [entry.record.usage for entry in known if entry.record is not None]
    used_in = sum(usage.input_tokens for usage in usages)
    used_out = sum(usage.output_tokens for usage in usages)
    return _Ratio(
        records=len(known),
        input=used_in / sum(_input_tokens(known)),
        output=used_out / sum(map(_output_tokens, known)),
        cached=sum(usage.cached_tokens for usage in usages) / used_in,
    )


def _input_tokens(entries: Iterable[Entry]) -> Iterator[int]:
    """About how many tokens each question has: 4 characters of Latin text each, 1.5 of Hangul.

    What the questions of a scenario share, which is most of them, is counted once.
    """
    known: dict[tuple[str, str], tuple[int, int]] = {}
    for entry in entries:
        shared, *own = (message["content"] for message in entry.question.messages)
        schema = entry.question.schema_json
        if (schema, shared) not in known:
            known[schema, shared] = _narrow_and_wide(shared + schema)
        narrow, wide = known[schema, shared]
        own_narrow, own_wide = _narrow_and_wide("".join(own))
        yield round((narrow + own_narrow) / 4 + (wide + own_wide) / 1.5)


def _narrow_and_wide(text: str) -> tuple[int, int]:
    """How many characters are of Latin script and the like, and how many are not."""
    wide = sum(character > "\u02ff" for character in text)
    return len(text) - wide, wide


def _output_tokens(entry: Entry) -> int:
    tokens = _OUTPUT_BASE + _OUTPUT_PER_ISSUE * len(entry.scenario.issues)
    return tokens * 3 // 2 if entry.scenario.language == "ko" else tokens
