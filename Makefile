# Needs git, make and Python >= 3.11; everything is installed into .venv from the package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TABLES := $(wildcard gazetteers/*.csv gazetteers/*/*.csv gazetteers/places/*.txt)
PACKS := $(wildcard src/eventx/languages/*/*.* src/eventx/languages/*/triggers/*.toml)
COMPILER := $(addprefix src/eventx/,fold.py building.py packs.py packindex.py phrases.py) \
            $(addprefix src/eventx/gazetteers/,compile.py base.py actor_tables.py outlines.py adjectives.py)
INDEX := src/eventx/_index/stamp
DEMO := output/demo

.PHONY: demo test lint index bytecode clean

demo: $(STAMP) $(INDEX) bytecode
	@$(BIN)/eventx extract examples --format table \
	  --output $(DEMO)/events.jsonl --output $(DEMO)/events.csv --output $(DEMO)/events.parquet \
	  --evidence $(DEMO)/evidence.jsonl --problems $(DEMO)/problems.jsonl
	@$(BIN)/eventx explain examples/page-syrie.txt --html $(DEMO)/explain.html 2>/dev/null
	@echo "The rows:      $(DEMO)/events.jsonl, $(DEMO)/events.csv, $(DEMO)/events.parquet"
	@echo "Their words:   $(DEMO)/evidence.jsonl; what made no row and why: $(DEMO)/problems.jsonl"
	@echo "The same, lit: $(DEMO)/explain.html (open it in a browser)"

test: $(STAMP) $(INDEX) bytecode
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy

index: $(INDEX)

# Also where Python is told to write none: a start without byte code costs a tenth of a second more.
bytecode: $(STAMP)
	@$(BIN)/python -m compileall -q src/eventx

# The stamp follows pyproject.toml: as long as that stands the environment is not installed again.
$(STAMP): pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit("eventx needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(INDEX): $(TABLES) $(PACKS) $(COMPILER) | $(STAMP)
	$(BIN)/python -m eventx.building
	@touch $@

clean:
	rm -rf $(VENV) src/eventx/_index $(DEMO)
