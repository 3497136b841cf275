"""Writes ``observed.yml``: what was counted, with what is known of where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs_perspectives.common import PLACEHOLDER, OutputError, write_if_changed
from mkdocs_perspectives.scenario.answer_counts import AnswerCounts, CountedCell
from mkdocs_perspectives.scenario.json_schema import SCHEMA_FILES, schema_text
from mkdocs_perspectives.scenario.reading import OBSERVED_FILE
from mkdocs_perspectives.scenario.yaml_source import read_source

__all__ = ["write_observed"]

_WANTED = {
    "source": f"{PLACEHOLDER}: who asked, and where it was published",
    "licence": f"{PLACEHOLDER}: the terms under which the answers may be used",
    "asked": f"{PLACEHOLDER}: when people were asked",
}
_OPTIONAL = {
    "url": "https://example.com/survey",
    "people": "who was asked, and how many",
    "changed": "what was done to the answers, and whether the statements are those asked",
}
_DIGITS = 4


def write_observed(
    scenarios_dir: Path,
    scenario_id: str,
    counts: AnswerCounts,
    texts: Mapping[str, str],
    *,
    replace: bool,
) -> Path:
    """Write the file of a scenario, and its schema where there is none; its path.

    Args:
        texts: ``source`` and the like, as far as known. What is required and missing is left to be
            filled in, and the file is refused until then.
        replace: whether to write over a file that is there, whose texts are kept where ``texts``
            has none.

    Raises:
        OutputError: the file is there already, or cannot be written.
    """
    file = scenarios_dir / scenario_id / OBSERVED_FILE
    if file.exists() or file.is_symlink():
        if not replace:
            raise OutputError(
                f"there is a {file} already",
                "Nothing was written. To count anew and keep its source, licence and so on, add "
                "--replace.",
            )
        texts = {**_texts_of(file), **texts}
    write_if_changed(file, "".join(_lines(counts, texts)), root=scenarios_dir)
    schema = SCHEMA_FILES[-1]
    if not (scenarios_dir / schema).exists():
        write_if_changed(scenarios_dir / schema, schema_text(schema), root=scenarios_dir)
    return file


def _texts_of(file: Path) -> dict[str, str]:
    """The texts that a file has, as far as it can be read."""
    data = read_source(file, file.name)[0].data
    known = data if isinstance(data, dict) else {}
    texts = {key: known.get(key) for key in (*_WANTED, *_OPTIONAL)}
    return {key: text for key, text in texts.items() if isinstance(text, str)}


def _lines(counts: AnswerCounts, texts: Mapping[str, str]) -> Iterator[str]:
    yield f"# yaml-language-server: $schema=../{SCHEMA_FILES[-1]}\n"
    yield "# Counted from a table, of which no row is in here.\n"
    for key, hint in _WANTED.items():
        yield f"{key}: {_quoted(texts.get(key, hint))}\n"
    for key, hint in _OPTIONAL.items():
        yield f"{key}: {_quoted(texts[key])}\n" if key in texts else f"# {key}: {hint}\n"
    groups = {len(cell.counts) for cell in counts.cells.values()}
    told = "against, neither, for" if groups == {3} else "from strongly against to strongly for"
    yield f"counts:  # {told}\n"
    before = None
    for (persona, issue), cell in counts.cells.items():
        if persona != before:
            yield f"  {persona}:\n"
        before = persona
        yield f"    {issue}: {_cell(cell, counts.weighted)}\n"


def _quoted(text: str) -> str:
    """A text in YAML, which reads JSON's as its own."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _cell(cell: CountedCell, weighted: bool) -> str:
    if not weighted:
        return f"[{', '.join(f'{count:.0f}' for count in cell.counts)}]"
    total = sum(cell.counts)
    shares = ", ".join(f"{round(count / total, _DIGITS):g}" for count in cell.counts)
    return f"{{shares: [{shares}], n: {round(cell.n, 1)}}}"
