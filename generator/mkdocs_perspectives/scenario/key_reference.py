"""The page of the guide on the keys of authors' files, made from the models of these files.

``python -m mkdocs_perspectives.scenario.key_reference`` prints it; a test compares it with the
committed page.
"""

from __future__ import annotations

import sys
from typing import Any

import yaml

from mkdocs_perspectives.common import package_text
from mkdocs_perspectives.scenario.file_models import (
    FORBIDDEN_IN_VARIANT,
    NEEDED,
    NEEDED_IN_VARIANT,
)
from mkdocs_perspectives.scenario.json_schema import SCHEMA_FILES, json_schema
from mkdocs_perspectives.scenario.values import ID_PATTERN

__all__ = ["keys_page"]

_SECTIONS = {
    "PersonaFile": "role",
    "IssueFile": "issue",
    "SourceFile": "source",
    "ComparisonFile": "comparison",
}
"""Where on the page the keys of a mapping stand."""

_LONGEST_EXAMPLE = 90

_TEXT, _TITLE = 20_000, 200
"""The longest text and the longest short text, in characters."""


def keys_page() -> str:
    """The whole page, as Markdown."""
    scenario, personas, observed = (json_schema(name) for name in SCHEMA_FILES)
    page = package_text("scenario/starter_templates/keys.md")
    tables = {
        "SCENARIO": _table(scenario, _in_scenarios),
        **{
            name: _table(schema["$defs"][name])
            for schema in (scenario, personas, observed)
            for name in schema["$defs"]
        },
        "OBSERVED": _table(observed),
    }
    for name, table in tables.items():
        page = page.replace(f"@{name}@\n", table)
    return page


def _in_scenarios(key: str, _: dict[str, Any]) -> dict[str, str]:
    """Whether a scenario has a key, and whether a variant does."""
    only_variant = key in NEEDED_IN_VARIANT and key not in NEEDED
    own = "needed" if key in NEEDED else "no" if only_variant else ""
    variant = "needed" if key in NEEDED_IN_VARIANT else "no" if key in FORBIDDEN_IN_VARIANT else ""
    return {"Scenario": own, "Variant": variant or "taken over"}


def _needed(key: str, schema: dict[str, Any]) -> dict[str, str]:
    return {"Needed": "yes" if key in schema["required"] else ""}


def _table(schema: dict[str, Any], needed: Any = _needed) -> str:
    """The keys of a mapping: what each is for, its type, whether it is needed, an example."""
    rows = [
        {
            "Key": f"`{key}`",
            **needed(key, schema),
            "What it is": value["description"],
            "Type": _kind(value),
            "Example": _example(value.get("examples", [])),
        }
        for key, value in schema["properties"].items()
    ]
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _kind(schema: dict[str, Any], plural: str = "") -> str:
    """A type in words, with the ending ``plural``."""
    if "$ref" in schema:
        section = _SECTIONS[schema["$ref"].rpartition("/")[2]]
        return f"[{section}{plural}](#{section})"
    forms = [form for form in schema.get("anyOf", []) if form != {"type": "null"}]
    if forms or ("oneOf" in schema and "type" not in schema):
        kinds = [_kind(form, plural) for form in forms or schema["oneOf"]]
        return " or ".join(dict.fromkeys(kinds))
    if "patternProperties" in schema:
        return "one for each language"
    if schema["type"] == "object":
        return "mapping, see [below](#counts)"
    if schema["type"] == "array":
        return f"list of {_size(schema)}{_kind(schema['items'], '' if _one(schema) else 's')}"
    if schema["type"] == "string":
        return _text(schema).format(plural)
    whole, share = schema["type"] == "integer", schema.get("maximum") == 1
    return f"{'whole number' if whole else 'fraction' if share else 'number'}{plural}"


def _text(schema: dict[str, Any]) -> str:
    if schema.get("pattern") == ID_PATTERN:
        return "id{}"
    most = schema.get("maxLength")
    known = {None: "language tag{}", _TEXT: "text{}", _TITLE: "short text{}"}
    return known.get(most, f"text{{}} of at most {most:,} characters" if most else "")


def _one(schema: dict[str, Any]) -> bool:
    return schema.get("minItems") == 1


def _size(schema: dict[str, Any]) -> str:
    """How many entries a list has, before the name of them."""
    if sizes := [str(form["minItems"]) for form in schema.get("oneOf", [])]:
        return f"{' or '.join(sizes)} "
    least, most = schema.get("minItems"), schema.get("maxItems")
    if least == most:
        return f"{least} " if least else ""
    if _one(schema):
        return "at least one "
    return f"at least {least} " if least else f"at most {most} "


def _example(examples: list[Any]) -> str:
    """The first example in one line, or none if it is too long for a table."""
    if not examples:
        return ""
    first = examples[0].strip() if isinstance(examples[0], str) else examples[0]
    text = yaml.safe_dump(
        first, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False
    )
    text = text.removesuffix("\n...\n").strip()
    return f"`{text}`" if len(text) <= _LONGEST_EXAMPLE else ""


if __name__ == "__main__":
    sys.stdout.write(keys_page())
