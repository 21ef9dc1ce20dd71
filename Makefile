# Two commands do all the set-up: `make demo` and `make test`. The rest are their parts.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= yes
COMPILE = $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal \
  --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links

.PHONY: docs screenshot demo test audit serve assets postgis chromium lint format types bench lock clean help

help:  ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

demo: $(VENV)/ready assets postgis  ## set everything up, load and solve the demonstration county, serve it (SERVE=no stops before serving)
	@$(BIN)/homeward demo $(if $(filter no,$(SERVE)),--no-serve)

serve: $(VENV)/ready assets postgis  ## serve what is there
	@$(BIN)/homeward serve

test: $(VENV)/ready-test assets postgis chromium lint types  ## format, lint, types, import contracts and the tests
	$(BIN)/pytest

lint: $(VENV)/ready-test  ## format, lint and import contracts
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports

types: $(VENV)/ready-test  ## mypy --strict
	$(BIN)/mypy

format: $(VENV)/ready-test  ## write the formatting
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

audit: $(VENV)/ready-test  ## look the pinned libraries up among known vulnerabilities
	@$(BIN)/python -m tests.audit

bench: $(VENV)/ready-test postgis  ## print every figure claimed, or some: make bench BENCH="live --sizes 5000x800"
	@$(BIN)/python -m tests.benchmarks $(BENCH)

assets: $(VENV)/ready  ## styles and scripts of the pages
	@$(BIN)/python -m service.pages.assets.build

postgis: $(VENV)/ready  ## PostgreSQL with PostGIS, unless DATABASE_URL names a server
	@$(BIN)/python -m service.store.packages postgis

chromium: $(VENV)/ready-test  ## the browser that the tests look at pages with
	@$(BIN)/python -m service.store.packages chromium

lock: $(VENV)/ready-test  ## write requirements*.txt anew from requirements*.in
	$(BIN)/pip install --quiet uv
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-test.in -c requirements.txt -o requirements-test.txt

clean:  ## remove what was built here; data in HOMEWARD_HOME stays
	rm -rf $(VENV) service/pages/static service/pages/assets/node_modules

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	@touch $@

# Compiled code keeps the constants of other modules: when any of them changes, it is compiled anew.
$(VENV)/compiled: $(wildcard matching/*.py matching/*/*.py) | $(VENV)/made
	@rm -f $(wildcard matching/__pycache__/*.nb? matching/*/__pycache__/*.nb?)
	@touch $@

# The stamps say that what the lists name is installed; the longer list includes the shorter.
$(VENV)/ready: requirements.txt pyproject.toml | $(VENV)/made $(VENV)/compiled
	@echo "Installing the pinned libraries ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/ready-test: requirements-test.txt $(VENV)/ready
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

screenshot: $(VENV)/ready-test assets chromium  ## the README's picture, of the demonstration served on port 8000
	@$(BIN)/python -m tests.screenshots http://127.0.0.1:8000 docs /
	@mv docs/officer-start-1100.png docs/screenshot.png

docs: $(VENV)/ready-test  ## write the documents that are written from code
	@$(BIN)/python -m tests.documents
