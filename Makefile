# Needs git, make and Python >= 3.11; everything is installed into .venv from the package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TABLES := $(wildcard gazetteers/*.csv gazetteers/*/*.csv gazetteers/places/*.txt)
COMPILER := src/eventx/fold.py $(addprefix src/eventx/gazetteers/,compile.py base.py actor_tables.py)
INDEX := src/eventx/_index/stamp

.PHONY: demo test index lint clean

demo: $(STAMP) $(INDEX)
	$(BIN)/eventx extract examples --output output/demo.jsonl

test: $(STAMP) $(INDEX)
	$(BIN)/ruff check .
	$(BIN)/python -m pytest

index: $(INDEX)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy

# The stamp follows pyproject.toml: as long as that stands the environment is not installed again.
$(STAMP): pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[html,dev]'
	@touch $@

$(INDEX): $(TABLES) $(COMPILER) | $(STAMP)
	$(BIN)/python -m eventx.gazetteers.compile
	@touch $@

clean:
	rm -rf $(VENV) src/eventx/_index
