"""``scenarios/schema.json``: current, explained, and true of what is shipped."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from commands import ROOT
from mkdocs_perspectives.scenario import json_schema, schema_text

SCENARIOS = ROOT / "scenarios"
FILES = sorted(SCENARIOS.glob("*/scenario.yml"))


def test_the_committed_schema_is_current() -> None:
    assert (SCENARIOS / "schema.json").read_text("utf-8") == schema_text()


def test_every_key_is_explained_with_an_example_that_is_valid() -> None:
    schema = json.loads(schema_text())
    definitions = schema.pop("$defs")
    for model in (schema, *definitions.values()):
        for name, key in model["properties"].items():
            assert key["description"].endswith("."), name
            for example in key["examples"]:
                jsonschema.validate(example, {**key, "$defs": definitions})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_the_shipped_scenarios_are_valid(file: Path) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    data = yaml.safe_load(file.read_text("utf-8"))
    jsonschema.validate(data, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | {"titel": "x"}, schema)
