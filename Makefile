# The two commands of the README: `make site` and `make test`. `make check` is everything that CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
STAMP := $(VENV)/.installed
MUTANTS := build/mutants
AUDITS := build/audits
JSON_LD := build/json-ld
SCHEMA_ORG := build/schema-org
EDITOR := catalogue/pages/assets/editor.js
OUTLINES := catalogue/pages/assets/outlines.json
MESSAGES := catalogue/messages/locale/*/LC_MESSAGES/catalogue.po

.PHONY: always site test audits json-ld schema-org mutants check check-only format lock messages reference clean

# Check and build the first catalogue into build/current/.
site: $(STAMP)
	$(BIN)/catalogue build
	@echo "Open build/current/index.fr.html, or run: $(BIN)/catalogue serve"

# The files of tests are shared out among as many processes as there are processors.
test: $(STAMP)
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

# What tests/test_audits.py and bench/pages.py audit pages with, beside Chromium and Java: axe, Nu and Lighthouse, by version and hash.
audits: $(AUDITS)/.installed

$(AUDITS)/.installed: $(wildcard tests/audits/*) | $(STAMP)
	@mkdir -p $(AUDITS)
	cp tests/audits/* $(AUDITS)
	cd $(AUDITS) && $(abspath $(BIN))/npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

# What tests/test_json_ld.py reads documents with, beside Python: jsonld.js, by version and hash.
json-ld: $(JSON_LD)/.installed

$(JSON_LD)/.installed: $(wildcard tests/json_ld/*) | $(STAMP)
	@mkdir -p $(JSON_LD)
	cp tests/json_ld/* $(JSON_LD)
	cd $(JSON_LD) && $(abspath $(BIN))/npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

# What tests/test_schema_org.py checks the data in pages with: the types of schema.org and TypeScript, by version and hash.
schema-org: $(SCHEMA_ORG)/.installed

$(SCHEMA_ORG)/.installed: $(wildcard tests/schema_org/*) | $(STAMP)
	@mkdir -p $(SCHEMA_ORG)
	cp tests/schema_org/* $(SCHEMA_ORG)
	cd $(SCHEMA_ORG) && $(abspath $(BIN))/npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

# Change a sample of the code at random and see whether the tests notice: half an hour, outside CI (bench/mutants.py).
mutants: $(STAMP) $(MUTANTS)/.installed
	$(MUTANTS)/bin/python -m bench.mutants --python $(abspath $(BIN)/python) $(ARGS)

# It has an environment of its own: the tests run in the one that is pinned.
$(MUTANTS)/.installed: pyproject.toml
	$(PYTHON) -m venv $(MUTANTS)
	$(MUTANTS)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(MUTANTS)/bin/python -m pip install --quiet --disable-pip-version-check --group mutants
	@touch $@

$(LOCKED): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is needed (on Debian: apt install python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Installing the program bundles the SPARQL page's editor and the outlines of maps and compiles the messages (hatch_build.py), again when their sources
# changed or the bundle is not there.
$(STAMP): $(LOCKED) pyproject.toml hatch_build.py $(wildcard catalogue/pages/editor/* catalogue/pages/outlines/*) $(wildcard $(MESSAGES)) \
  $(if $(and $(wildcard $(EDITOR)),$(wildcard $(OUTLINES))),,always)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

always:

# Everything that must hold before a change is merged.
check: test check-only

check-only: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/message_catalogues.py check
	$(BIN)/catalogue fmt --check data shapes tests/broken
	$(BIN)/catalogue fmt --check -C catalogue/scaffold/template
	$(BIN)/catalogue fmt --check -C tests/fixtures/library
	$(BIN)/catalogue check
	$(BIN)/catalogue answers

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/catalogue fmt data shapes tests/broken

# The reference under docs/reference/ is generated from the code, the shapes and the queries.
reference: $(STAMP)
	$(BIN)/python docs/generate.py

# What has become of the messages in the code: new codes go into every catalogue, unused ones leave it.
messages: $(STAMP)
	$(BIN)/python tools/message_catalogues.py update

# Pin every dependency by version and hash, for all platforms (needs uv).
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist catalogue/pages/assets/editor.* catalogue/pages/assets/outlines.* $(MESSAGES:.po=.mo)
